import type { Damage } from './facts.ts';

/** Whether these lines are among those, one after the other: others may be before and after, and something before the first and after the last. */
export function hasLines(shown: readonly string[], sent: readonly string[]): boolean {
  return shown.some((_, from) => sent.every((line, at) => fits(shown[from + at] ?? '', line, { at, sent })));
}

function fits(
  shown: string,
  line: string,
  { at, sent }: { readonly at: number; readonly sent: readonly string[] },
): boolean {
  const isFirst = at === 0;
  const isLast = at === sent.length - 1;
  // A template may indent the first line, and write a time behind the last.
  if (isFirst && isLast) return shown.includes(line.trimStart());
  if (isFirst) return shown.endsWith(line.trimStart());
  return isLast ? shown.startsWith(line) : shown === line;
}

/** What became of the first line that is not as it was sent. */
export interface Altered {
  readonly damage: Damage;
  readonly line: string;
  readonly got?: string;
}

const FIELD = /^(?:data|event|id|retry)?:/u;

/**
 * How the lines that came differ from those that were sent. Each of these contains a word that no other has.
 * @param events the lines of each event that came since @param wordOf the word in a line
 */
export function altered(
  sent: { readonly lines: readonly string[]; readonly text: string },
  events: readonly (readonly string[])[],
  wordOf: (line: string) => string,
): Altered {
  const { lines, text } = sent;
  const event = events.find((each) => each.some((line) => line.includes(wordOf(lines[0] ?? '')))) ?? [];
  const others = events.filter((each) => each !== event).flat();
  const isThere = (line: string): boolean => event.some((each) => each.includes(wordOf(line)));
  const isRight = (line: string, at: number): boolean =>
    at === 0 || at === lines.length - 1 ? event.some((each) => each.includes(line.trimStart())) : event.includes(line);
  const lost = lines.find((line) => !isThere(line));
  const line = lost ?? lines.find((each, at) => !isRight(each, at)) ?? lines.at(-1) ?? '';
  const got = event.find((each) => each.includes(wordOf(line))) ?? others.find((each) => each.includes(wordOf(line)));
  const damage = damageOf({ line, lines, text, got, isLost: lost !== undefined, isEmpty: event.length === 0 });
  return { damage, line, ...(got === undefined ? {} : { got }) };
}

interface Seen {
  readonly line: string;
  readonly lines: readonly string[];
  readonly text: string;
  readonly got: string | undefined;
  readonly isLost: boolean;
  readonly isEmpty: boolean;
}

function damageOf({ line, lines, text, got, isLost, isEmpty }: Seen): Damage {
  if (isEmpty && got === undefined) return 'nothing';
  if (FIELD.test(line)) return 'field';
  if (isLost && text.includes(`\n\n${line}`)) return 'empty';
  if (isLost) return text.includes(`\r${line}`) ? 'cr' : 'line';
  if (got !== undefined && got.trimStart() === line.trimStart()) return 'blanks';
  const neighbours = lines.filter((other) => other !== line && got?.includes(other.trim()));
  return neighbours.length > 0 ? 'joined' : 'other';
}
