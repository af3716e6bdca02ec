/** An id as the value of the header `Last-Event-ID`: browsers send it in UTF-8, one byte as a character each. */
export function lastEventIdHeader(id: string): string {
  return Buffer.from(id, 'utf8').toString('latin1');
}
