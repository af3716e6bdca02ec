/** The name of the field in a line of a stream: what is before its first colon (HTML standard, 9.2.6). */
export function fieldName(line: string): string {
  const colon = line.indexOf(':');
  return colon === -1 ? line : line.slice(0, colon);
}

/** The value of the field: one blank after the colon does not belong to it. */
export function fieldValue(line: string): string {
  const colon = line.indexOf(':');
  return colon === -1 ? '' : line.slice(colon + 1).replace(/^ /u, '');
}
