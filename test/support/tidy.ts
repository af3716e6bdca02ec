import { displayWidth } from '../../src/terminal/text.ts';

/** What is wrong with the layout of a text; empty: nothing. */
export interface Layout {
  /** Of the terminal, in columns. */
  readonly width: number;
  /** The same text for a terminal so wide that nothing of it is wrapped, or as little as possible. */
  readonly reference: string;
  /** Lines of code in it, without their indent. */
  readonly code?: ReadonlySet<string>;
}

/** Lines of code may be as wide as this, as `test/steps/code-width.test.ts` demands,: the indent of their block does not count. */
const CODE = 72;

/** Drawn lines, and what a table's rows have in front of them when the table is too wide. */
const DRAWN = /^[─━═=–-]+$/u;
const MARK = /^(?:[•*✗✓!–▸○●>+x·-]|\d+\.|\[[ x]\]) +/u;
/** What a person pastes into a shell. */
const COMMAND = /^(?:(?:\$ )?htmx-realtime-tutor|curl|~\/\.|npm|node|pip|python) /u;
const LABEL = /^(?:Fix {7}|Where {5}|Cause {5}|Did {7}|Expected {2}|htmx {6}|Waited {4})/u;

/**
 * Compares a text with the same one on a wider terminal: lines that are too wide, words that are broken, continuations without the indent of
 * their first line.
 */
export function untidy(text: string, layout: Layout): readonly string[] {
  const lines = text.split('\n').map(withoutBar);
  const wide = layout.reference.split('\n').map(withoutBar);
  return [...tooWide(lines, layout), ...brokenWords(lines, wide), ...badIndents(lines, wide)];
}

/** The line of a note at its left belongs to each of its lines. */
function withoutBar(line: string): string {
  return line.replace(/^[│|](?= )/u, ' ');
}

/** Code and commands may be wider than the terminal, up to a limit, and so may a word that a line has for itself. */
function tooWide(lines: readonly string[], { width, code }: Layout): readonly string[] {
  return lines
    .filter((line) => displayWidth(line) > width)
    .filter((line) => {
      const content = line.replace(LABEL, '').trim();
      const isAlone = !/\s/u.test(content);
      if (isAlone && content.includes('://')) return false;
      return !((isAlone || COMMAND.test(content) || code?.has(content) === true) && displayWidth(content) <= CODE);
    })
    .map((line) => `wider than ${width}: ${line}`);
}

function wordsOf(line: string): readonly string[] {
  return line.split(/\s+/u).filter((word) => word !== '' && !DRAWN.test(word));
}

function brokenWords(lines: readonly string[], wide: readonly string[]): readonly string[] {
  // A table that has become a list repeats its headers, with a colon.
  const known = new Set(wide.flatMap(wordsOf).flatMap((word) => [word, `${word}:`]));
  return lines
    .flatMap((line) => wordsOf(line).map((word) => [word, line] as const))
    .filter(([word]) => !known.has(word))
    .map(([word, line]) => `broken: ${word} in ${line}`);
}

/** Where two lines are one on the wide terminal, the second begins where the text of the first one does. */
function badIndents(lines: readonly string[], wide: readonly string[]): readonly string[] {
  const joined = wide.map((line) => wordsOf(line).join(' '));
  const bad: string[] = [];
  let start: number | undefined;
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1] ?? '';
    const seam = [...wordsOf(before).slice(-3), ...wordsOf(line).slice(0, 3)].join(' ');
    const continues =
      wordsOf(before).length > 2 && wordsOf(line).length > 0 && joined.some((each) => each.includes(seam));
    if (!continues || wide.includes(line)) {
      start = textStart(line);
      continue;
    }
    const indent = /^\s*/u.exec(line)?.[0].length ?? 0;
    if (start !== undefined && indent < start) bad.push(`indent ${indent} instead of ${start}: ${line}`);
  }
  return bad;
}

function textStart(line: string): number {
  const indent = /^\s*/u.exec(line)?.[0].length ?? 0;
  const lead = MARK.exec(line.slice(indent))?.[0] ?? (indent === 0 ? LABEL.exec(line)?.[0] : undefined) ?? '';
  return indent + lead.length;
}
