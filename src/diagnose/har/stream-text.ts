/** What the bytes 80 to 9F are in windows-1252 (WHATWG Encoding); the others are the characters of their numbers. Node's decoder takes it for Latin-1. */
const NAMED = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** The bytes that windows-1252 makes this text of; undefined: it makes it of none. */
function bytesOf(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const named = code > 127 ? NAMED.indexOf(text[at] ?? '') : -1;
    const byte = named === -1 ? code : 0x80 + named;
    if (byte > 255) return undefined;
    bytes[at] = byte;
  }
  return bytes;
}

/**
 * The text of an event stream, which is UTF-8 always (HTML standard, 9.2.5). Where its type names no `charset`, Playwright writes what Chromium made of its
 * bytes in windows-1252: `â€¦` for `…`. What is no UTF-8 in that way is as it was.
 */
export function streamText(text: string): string {
  const bytes = bytesOf(text);
  if (bytes === undefined) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return text;
  }
}
