const NOTHING = Buffer.alloc(0);

/** Content as a chunk of its own (RFC 9112, 7.1). */
export function chunk(data: Buffer): Buffer {
  if (data.length === 0) return NOTHING;
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
}

export const LAST_CHUNK = Buffer.from('0\r\n\r\n');
