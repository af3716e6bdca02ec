/** A head of HTTP/1 as it came: the request or status line, and the fields in their order, with the names as they were written. */
export interface Head {
  readonly line: string;
  readonly fields: readonly Field[];
}

export type Field = readonly [name: string, value: string];

/** Bytes of a head. Chromium gives up after as many (`kMaxHeaderBufSize` in net/http/http_stream_parser.cc). */
export const MOST_HEAD = 256 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** Where the body begins: after the first empty line. Lines may end with LF alone (RFC 9112, 2.2). -1: the head has not ended. @param from where to begin to look */
export function endOfHead(bytes: Buffer, from = 0): number {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** @param bytes with the empty line, or without it */
export function readHead(bytes: Buffer): Head {
  const [line = '', ...rest] = bytes.toString('latin1').split(/\r?\n/u);
  const fields: Field[] = [];
  for (const each of rest) {
    const colon = each.indexOf(':');
    if (colon > 0) fields.push([each.slice(0, colon), each.slice(colon + 1).trim()]);
  }
  return { line, fields };
}

export function writeHead({ line, fields }: Head): Buffer {
  const lines = [line, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** All values of a field, joined with commas as RFC 9110, 5.3 has it; undefined: the head does not have it. @param name lower case */
export function fieldOf({ fields }: Head, name: string): string | undefined {
  const values = fields.filter(([each]) => each.trim().toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** Whether one of the comma-separated words of a field is this one. @param word lower case */
export function hasWord(head: Head, name: string, word: string): boolean {
  return (fieldOf(head, name) ?? '')
    .toLowerCase()
    .split(',')
    .some((each) => each.trim() === word);
}

/** Without these fields. @param names lower case */
export function withoutFields({ line, fields }: Head, ...names: readonly string[]): Head {
  return { line, fields: fields.filter(([name]) => !names.includes(name.trim().toLowerCase())) };
}

/** With another value in the place of a field; at the end where there is none. */
export function withField({ line, fields }: Head, name: string, value: string): Head {
  const at = fields.findIndex(([each]) => each.trim().toLowerCase() === name.toLowerCase());
  if (at === -1) return { line, fields: [...fields, [name, value]] };
  const first = fields[at] ?? [name, value];
  const others = withoutFields({ line, fields: fields.slice(at + 1) }, name.toLowerCase()).fields;
  return { line, fields: [...fields.slice(0, at), [first[0], value], ...others] };
}

/** The parts of a request line (RFC 9112, 3); undefined: it is none. */
export function requestOf({ line }: Head): { readonly method: string; readonly target: string } | undefined {
  const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/u.exec(line) ?? [];
  return method === undefined || target === undefined ? undefined : { method, target };
}

/** The code of a status line; undefined: it is none. */
export function statusOf({ line }: Head): number | undefined {
  const code = /^HTTP\/\d\.\d (\d{3})(?: |$)/u.exec(line)?.[1];
  return code === undefined ? undefined : Number(code);
}
