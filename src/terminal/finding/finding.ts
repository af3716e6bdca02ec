import type { Description } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import {
  chop,
  codeSpans,
  cutToWidth,
  displayWidth,
  escapeControls,
  plain,
  safeLine,
  safeLines,
  wrap,
  wrapSpans,
} from '../text.ts';
import type { Sheet } from './sheet.ts';
import { durationText } from './sheet.ts';

/** Width of the words before a failure's facts: `Expected` and two blanks. */
const LABEL = 10;

/** The whole anatomy of a failure. `pasteable`: `did` is a command; its lines are left as they are. */
export function failureLines(
  words: Description,
  sheet: Sheet,
  { pasteable }: { readonly pasteable: boolean },
): readonly string[] {
  const { chalk, marks, width, link = (text: string) => text } = sheet;
  const room = width - LABEL;
  const sentence = (text: string): readonly string[] =>
    text
      .split('\n')
      .flatMap((line) => wrapSpans(codeSpans(escapeControls(line), { prose: plain, code: chalk.cyan }), room));
  const title = wrapSpans(
    [
      { text: escapeControls(words.title), style: chalk.red.bold },
      { text: ` (${words.code})`, style: chalk.dim },
    ],
    width - 2,
  );
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['Did', pasteable ? safeLines(words.did).map((line) => chalk.cyan(line)) : sentence(words.did)],
    ['Expected', sentence(words.expected)],
    ['Received', receivedLines(words.received, room, marks.ellipsis)],
    ['Waited', words.waitedMs === undefined ? [] : [durationText(words.waitedMs)]],
    ['Cause', sentence(words.cause)],
    ['Fix', sentence(words.fix)],
    ['Where', words.where.flatMap((place) => chop(placeText(place), room).map((line) => link(line, place)))],
    ['More', [chalk.cyan(`htmx-realtime-tutor explain ${words.code}`)]],
  ];
  const [before, after] = [facts.slice(0, 4), facts.slice(4)];
  return [
    ...title.map((line, index) => (index === 0 ? `${chalk.red(marks.fail)} ${line}` : `  ${line}`)),
    '',
    ...before.flatMap(([label, lines]) => labelled(label, lines, sheet)),
    ...outputLines(words.output, sheet),
    ...after.flatMap(([label, lines]) => labelled(label, lines, sheet)),
  ];
}

/** One line for a finding that is not the first: its title, its code, its place; with `fix` how to mend it, too. */
export function summaryLines(words: Description, sheet: Sheet, { fix }: { readonly fix: boolean }): readonly string[] {
  const { chalk, marks, width } = sheet;
  const place = words.where[0];
  const end = ` (${words.code}${place === undefined ? '' : `, ${placeText(place)}`})`;
  const mark = words.severity === 'error' ? chalk.red(marks.fail) : chalk.magenta(marks.warn);
  const room = width - 4;
  const [first = '', ...rest] = wrap(`${escapeControls(words.title)}${end}`, room);
  const lines = [`  ${mark} ${first}`, ...rest.map((text) => `    ${text}`)];
  if (!fix || words.fix === '') return lines;
  const how = wrapSpans(codeSpans(escapeControls(words.fix), { prose: plain, code: chalk.cyan }), room);
  return [...lines, ...how.map((text) => `    ${text}`)];
}

function labelled(label: string, lines: readonly string[], { chalk }: Sheet): readonly string[] {
  if (lines.every((line) => line === '')) return [];
  return lines.map((line, index) => `${index === 0 ? chalk.bold(label.padEnd(LABEL)) : ' '.repeat(LABEL)}${line}`);
}

function outputLines(output: readonly string[], { chalk, marks, width }: Sheet): readonly string[] {
  if (output.length === 0) return [];
  const lead = `  ${chalk.dim(marks.bar)} `;
  return [
    chalk.bold('Your server said'),
    ...output.flatMap((line) => chop(safeLine(line), width - 4)).map((line) => `${lead}${line}`),
  ];
}

/** Data is chopped where the line ends; a line with a caret below it is cut around the caret instead. */
function receivedLines(received: string, room: number, ellipsis: string): readonly string[] {
  if (received === '') return [];
  const lines = safeLines(received);
  return lines.flatMap((line, index) => {
    const caret = caretColumn(lines[index + 1]);
    if (caret !== undefined) return [windowAround(line, caret, room, ellipsis).line];
    const own = caretColumn(line);
    const above = lines[index - 1];
    if (own !== undefined && above !== undefined)
      return [`${' '.repeat(windowAround(above, own, room, ellipsis).caret)}^`];
    return chop(line, room);
  });
}

function caretColumn(line: string | undefined): number | undefined {
  return line !== undefined && /^ *\^\s*$/.test(line) ? line.indexOf('^') : undefined;
}

/** The part of `line` that shows its column `caret`, and the column of the caret in that part. */
function windowAround(
  line: string,
  caret: number,
  room: number,
  ellipsis: string,
): { readonly line: string; readonly caret: number } {
  if (displayWidth(line) <= room && caret < room) return { line, caret };
  if (caret < room - 20) return { line: cutToWidth(line, room, ellipsis), caret };
  const from = Math.max(0, caret - Math.floor(room / 2));
  const shown = cutToWidth(`${ellipsis}${line.slice(from)}`, room, ellipsis);
  return { line: shown, caret: caret - from + ellipsis.length };
}

function placeText({ file, line, column }: Place): string {
  const position = [line, column].filter((part) => part !== undefined).map((part) => `:${part}`);
  return `${escapeControls(file)}${position.join('')}`;
}
