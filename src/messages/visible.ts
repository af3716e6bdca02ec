import { beginning } from '../model/whole-characters.ts';
import type { Received } from './entry.ts';

/** Makes a message's bytes readable: quoted, with control and other invisible characters escaped, line ends shown, long text cut. */

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0d, '\\r'],
  [0x00, '\\0'],
  [0x1b, '\\e'],
]);
const MOST_CHARACTERS = 700;
const MOST_LINES = 12;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = NAMES.get(code);
  if (name !== undefined) return name;
  // Control, format and separator characters other than the plain space are invisible.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(character) || (/\p{Zs}/u.test(character) && character !== ' ')) {
    return `\\u{${code.toString(16)}}`;
  }
  return character;
}

function escapeLine(line: string): string {
  return [...line].map(escapeCharacter).join('');
}

/**
 * Quotes received text, one line of output for each line of it, `\n` shown at the end of each.
 * @param caret offset in `text` of the character that is wrong
 */
export function quote(text: string, caret?: number): Received {
  if (text === '') return { lines: [], caret: undefined };
  const cut = beginning(text, MOST_CHARACTERS);
  const lines = cut.split('\n');
  const shown = lines.slice(0, MOST_LINES);
  const quoted: string[] = [];
  let at: Received['caret'];
  let offset = 0;
  for (const [index, line] of shown.entries()) {
    const last = index === lines.length - 1;
    if (last && line === '' && caret !== offset) break;
    if (caret !== undefined && caret >= offset && caret <= offset + line.length) {
      at = { line: index, column: 1 + [...escapeLine(line.slice(0, caret - offset))].length };
    }
    quoted.push(`"${escapeLine(line)}${last ? '' : '\\n'}"`);
    offset += line.length + 1;
  }
  if (cut.length < text.length || shown.length < lines.length) quoted.push(`… (${text.length} characters in all)`);
  return { lines: quoted, caret: at };
}

/** Received data as text: a line with a caret under the character that is wrong. Empty: nothing was received. */
export function receivedText({ lines, caret }: Received): string {
  return lines
    .flatMap((line, index) => (caret?.line === index ? [line, `${' '.repeat(caret.column)}^`] : [line]))
    .join('\n');
}

/** External text inside a sentence: invisible characters escaped, at most `most` characters. */
export function inline(text: string, most = 120): string {
  // Each character takes one or more, so what is cut off anyway need not be escaped.
  const flat = escapeLine(beginning(text, most + 2).replaceAll('\n', '\\n'));
  return flat.length <= most ? flat : `${beginning(flat, most - 2)} …`;
}
