import { beginning } from '../model/whole-characters.ts';
import type { ChalkInstance } from 'chalk';

/** Colours a piece of text, or leaves it as it is. It never changes the visible characters. */
export type Style = (text: string) => string;

/** Text of one style. White space in it is where lines may break; `\n` is where they must. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

export const plain: Style = (text) => text;

// C0 and C1 controls, DEL, line separators, the signs that turn the direction of text, and halves of surrogate pairs:
// everything that could move the cursor, send a command to a terminal, or make a line look different from what it is.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;

/** Shows control characters as `\n`, `\x1b`, `\u202e`: nothing that a learner's server prints can steer the terminal. */
export function escapeControls(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

// Select graphic rendition (ECMA-48): colours and weights. No other sequence may be dropped silently.
const COLOURS = /\u001b\[[\d;:]*m/g;

/** A line that a process printed: colours removed, tabs as spaces, other control characters escaped. */
export function safeLine(line: string): string {
  return escapeControls(line.replaceAll(COLOURS, '').replaceAll('\t', '    ').trimEnd());
}

/** Escapes as `escapeControls` does, except that line breaks stay. */
export function safeLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => escapeControls(line.replaceAll('\t', '    ')));
}

let segmenter: Intl.Segmenter | undefined;

/** Characters of one column that combine with no other: ASCII, Latin, punctuation, arrows, box drawing and the marks of our reports. */
const ONE_COLUMN_EACH =
  /^[\u0020-\u007e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2500-\u25a9\u2713\u2717]*$/u;

/** A user-perceived character, and where it begins in its text. */
export interface Grapheme {
  readonly segment: string;
  readonly index: number;
}

/** User-perceived characters. */
export function graphemesOf(text: string): readonly Grapheme[] {
  // A segmenter takes microseconds for each character: too long for lines of thousands that a server prints.
  if (ONE_COLUMN_EACH.test(text)) return Array.from(text, (segment, index) => ({ segment, index }));
  return [...eachGrapheme(text)];
}

/** UTF-16 units that the segmenter is given at once: its time is the square of their number (V8 of Node 20 to 24). */
const MOST_AT_ONCE = 200;

/** The same, found one by one. The first segmenter of a process loads tables for 30 ms, so it is made when one is needed. */
function* eachGrapheme(text: string): Generator<Grapheme> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let from = 0;
  let most = MOST_AT_ONCE;
  while (from < text.length) {
    const piece = beginning(text.slice(from, from + most + 1), most);
    const found = [...segmenter.segment(piece)];
    const isEnd = from + piece.length === text.length;
    // The last one may go on in the next piece, which therefore begins with it.
    const last = isEnd ? undefined : found.pop();
    for (const { segment, index } of found) yield { segment, index: from + index };
    most = found.length === 0 ? most * 2 : MOST_AT_ONCE;
    from += last?.index ?? piece.length;
  }
}

const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const INVISIBLE = /^[\p{Mark}\u200b-\u200d\ufeff]+$/u;

/** Columns that `text` takes in a terminal; sequences for colours take none. */
export function displayWidth(text: string): number {
  const bare = text.includes('\u001b') ? text.replaceAll(COLOURS, '') : text;
  if (ONE_COLUMN_EACH.test(bare)) return bare.length;
  return graphemesOf(bare).reduce((width, { segment }) => width + graphemeWidth(segment), 0);
}

/** Columns of one user-perceived character. */
export function graphemeWidth(grapheme: string): number {
  if (ONE_COLUMN_EACH.test(grapheme)) return 1;
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Cuts uncoloured text to at most `width` columns and marks the cut with `ellipsis`. */
export function cutToWidth(text: string, width: number, ellipsis: string): string {
  if (exceedsAt(text, width) === undefined) return text;
  return `${splitAtWidth(text, Math.max(0, width - displayWidth(ellipsis)))[0]}${ellipsis}`;
}

/** Fills up with spaces to `width` columns. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The longest prefix that fits into `width` columns, and the rest, without a look at all of it: a word of 100,000 characters is split a thousand times. */
export function splitAtWidth(text: string, width: number): readonly [string, string] {
  const at = exceedsAt(text, width);
  return at === undefined ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

/** The index of the first character of an uncoloured text that does not fit into `width` columns; undefined: all fit. It looks no further. */
function exceedsAt(text: string, width: number): number | undefined {
  const most = Math.max(0, width);
  // Where each character takes a column, the segmenter need not be asked.
  if (ONE_COLUMN_EACH.test(text.slice(0, most + 1))) return text.length > most ? most : undefined;
  let used = 0;
  for (const { segment, index } of eachGrapheme(text)) {
    used += graphemeWidth(segment);
    if (used > most) return index;
  }
  return undefined;
}

/** Breaks uncoloured text after every `width` columns, even within words: for data, where each character counts. */
export function chop(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (exceedsAt(rest, width) !== undefined) {
    const [line, after] = splitAtWidth(rest, Math.max(width, 2));
    lines.push(line);
    rest = after;
  }
  return [...lines, rest];
}

/** What a part of data ends with: a word, a tag, a field, a value. */
const ENDS_PART = /[\s>,;&]/u;

/** As `chop`, but after a part of the data, such as a word or a tag, where one ends in the last third of a line. No character is added or lost. */
export function chopBetween(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (exceedsAt(rest, width) !== undefined) {
    const [fits] = splitAtWidth(rest, Math.max(width, 2));
    const last = fits.split('').findLastIndex((character) => ENDS_PART.test(character));
    const line = last >= (fits.length * 2) / 3 ? fits.slice(0, last + 1) : fits;
    lines.push(line);
    rest = rest.slice(line.length);
  }
  return [...lines, rest];
}

/** Columns that a line of code may take (test/steps/code-width.test.ts); a word of a sentence that is no longer may be code, too. */
const LONGEST_WHOLE_WORD = 72;

/**
 * Breaks text between words so that lines are at most `width` columns wide. A word that is wider stays whole on a line of its own, so that it
 * can be copied, if it is an address or may be code; any other is chopped.
 */
export function wrap(text: string, width: number): readonly string[] {
  return wrapSpans([{ text, style: plain }], width);
}

/** A text beside its lead; where it has several lines, below itself. @param width columns */
export function beside(lead: string, text: string, width: number): readonly string[] {
  const space = ' '.repeat(displayWidth(lead));
  return wrap(text, width - space.length).map((line, at) => `${at === 0 ? lead : space}${line}`.trimEnd());
}

/** As `wrap`, for text of several styles. The lines are styled, without blanks at their ends. */
export function wrapSpans(spans: readonly Span[], width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  let blank = false;
  const breakLine = (): void => {
    lines.push(line);
    line = '';
    used = 0;
    blank = false;
  };
  const place = (word: readonly Span[]): void => {
    const size = word.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
    if (blank && used > 0 && used + 1 + size > width) breakLine();
    if (blank && used > 0) {
      line += ' ';
      used += 1;
    }
    blank = false;
    if (size > width && isWhole(word, size)) {
      line += word.map((piece) => piece.style(piece.text)).join('');
      used += size;
      return;
    }
    for (const piece of word) {
      let rest = piece.text;
      while (exceedsAt(rest, width - used) !== undefined) {
        const [fits, after] = splitAtWidth(rest, width - used);
        if (fits === '' && used === 0) break;
        line += fits === '' ? '' : piece.style(fits);
        rest = after;
        breakLine();
      }
      if (rest !== '') line += piece.style(rest);
      used += displayWidth(rest);
    }
  };
  for (const part of words(spans)) {
    if (part === 'blank') blank = true;
    else if (part === 'break') breakLine();
    else place(part);
  }
  lines.push(line);
  return lines;
}

function isWhole(word: readonly Span[], size: number): boolean {
  return size <= LONGEST_WHOLE_WORD || word.some(({ text }) => text.includes('://'));
}

/** Columns of the longest word of a text. */
export function widestWord(spans: readonly Span[]): number {
  const sizes = words(spans).map((part) =>
    typeof part === 'string' ? 0 : part.reduce((sum, { text }) => sum + displayWidth(text), 0),
  );
  return Math.max(0, ...sizes);
}

/** Words (their pieces may differ in style), the blanks between them, and forced breaks. */
function words(spans: readonly Span[]): readonly (readonly Span[] | 'blank' | 'break')[] {
  const parts: (Span[] | 'blank' | 'break')[] = [];
  for (const { text, style } of spans) {
    for (const piece of text.split(/(\n|[^\S\n\u00a0]+)/)) {
      if (piece === '') continue;
      if (piece === '\n') parts.push('break');
      else if (/^[^\S\u00a0]+$/.test(piece)) parts.push('blank');
      else {
        const last = parts.at(-1);
        if (Array.isArray(last)) last.push({ text: piece, style });
        else parts.push([{ text: piece, style }]);
      }
    }
  }
  return parts;
}

/** Splits a sentence at its `…` marks: code is coloured, or keeps its marks where nothing has a colour. */
export function codeSpans(sentence: string, chalk: ChalkInstance): readonly Span[] {
  return sentence
    .split(/(`[^`]*`)/)
    .filter((text) => text !== '')
    .map((text) => {
      const isCode = text.startsWith('`') && text.length > 1;
      return isCode ? codeSpan(text.slice(1, -1), chalk) : { text, style: plain };
    });
}

/** Code in a sentence. Its colour distinguishes it; without colours, and where blanks at an end belong to it, the marks do. */
export function codeSpan(code: string, chalk: ChalkInstance): Span {
  const isMarked = chalk.level === 0 || code.trim() !== code || code === '';
  return { text: isMarked ? `\`${code}\`` : code, style: chalk.cyan };
}
