import type { Received } from '../../messages/index.ts';
import { ending } from '../../model/whole-characters.ts';
import type { Place } from '../../model/timeline.ts';
import {
  chop,
  chopBetween,
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
import type { Span } from '../text.ts';
import type { Theme } from '../theme.ts';
import { inMarks } from './in-marks.ts';
import type { FindingPart, FindingView } from './view.ts';

/** Width of the label before a part: `Expected` and two blanks. */
const LABEL = 10;

/** Every part of a finding. @param width columns */
export function renderFinding({ words, parts }: FindingView, theme: Theme, width: number): readonly string[] {
  const { chalk, marks } = theme;
  const title = wrapSpans(
    [...titleSpans(words.title, theme), { text: ` (${words.code})`, style: chalk.dim }],
    width - 2,
  );
  return [
    ...title.map((line, index) => (index === 0 ? `${chalk.red(marks.fail)} ${line}` : `  ${line}`)),
    '',
    ...parts.flatMap((part) => partLines(part, theme, width)),
  ];
}

/** The title is of one colour: code in it needs its marks only where nothing has a colour. */
function titleSpans(title: string, { chalk }: Theme): readonly Span[] {
  return codeSpans(escapeControls(title), chalk).map(({ text }) => ({ text, style: chalk.red.bold }));
}

/** A later finding: its title, its code, its place; a warning with its fix. @param width columns */
export function renderSummary({ words }: FindingView, { chalk, marks }: Theme, width: number): readonly string[] {
  const place = words.where[0];
  const end = ` (${words.code}${place === undefined ? '' : `, ${placeText(place)}`})`;
  const mark = words.severity === 'error' ? chalk.red(marks.fail) : chalk.magenta(marks.warn);
  const available = width - 4;
  const titled = [...codeSpans(escapeControls(words.title), chalk), { text: end, style: plain }];
  const [first = '', ...rest] = wrapSpans(titled, available);
  const lines = [`  ${mark} ${first}`, ...rest.map((text) => `    ${text}`)];
  if (words.severity === 'error' || words.fix === '') return lines;
  const how = wrapSpans(codeSpans(escapeControls(words.fix), chalk), available);
  return [...lines, ...how.map((text) => `    ${text}`)];
}

/** The findings after the first one: other errors, then warnings; an empty part has no lines. @param lines of one finding */
export function otherFindings<T>(
  { errors, warnings }: { readonly errors: readonly T[]; readonly warnings: readonly T[] },
  lines: (finding: T) => readonly string[],
  { chalk }: Theme,
): readonly (readonly string[])[] {
  const titled = (title: string, findings: readonly T[]): readonly string[] =>
    findings.length === 0 ? [] : [chalk.bold(title), ...findings.flatMap(lines)];
  return [titled('Also seen', errors), titled('Worth a look', warnings)];
}

/** The parts that have lines, separated by blank lines. */
export function joinParts(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index > 0 ? ['', ...part] : part));
}

function partLines(part: FindingPart, theme: Theme, width: number): readonly string[] {
  const { chalk, marks, link = (text: string) => text } = theme;
  if (part.kind === 'output') return [chalk.bold(part.label), ...outputLines(part.lines, theme, width)];
  const available = width - LABEL;
  const label = (lines: readonly string[]): readonly string[] =>
    lines.map((line, index) => `${index === 0 ? chalk.bold(part.label.padEnd(LABEL)) : ' '.repeat(LABEL)}${line}`);
  switch (part.kind) {
    case 'command':
      return label(safeLines(part.text).map((line) => chalk.cyan(line)));
    case 'sentence':
      return label(part.text.split('\n').flatMap((line) => sentenceLines(line, theme, available)));
    case 'ledger':
      return label(part.lines.flatMap((line) => wrap(escapeControls(inMarks(line, marks)), available)));
    case 'received':
      return label(receivedLines(part.received, available, marks.ellipsis));
    case 'places':
      return label(part.places.flatMap((place) => chop(placeText(place), available).map((line) => link(line, place))));
  }
}

function sentenceLines(text: string, { chalk }: Theme, available: number): readonly string[] {
  return wrapSpans(codeSpans(escapeControls(text), chalk), available);
}

function outputLines(output: readonly string[], { chalk, marks }: Theme, width: number): readonly string[] {
  const lead = `  ${chalk.dim(marks.bar)} `;
  return output.flatMap((line) => chop(safeLine(line), width - 4)).map((line) => `${lead}${line}`);
}

/** Data is broken between its parts where it has any; the line with the caret below it is cut around the caret instead. */
function receivedLines({ lines, caret }: Received, available: number, ellipsis: string): readonly string[] {
  return lines.flatMap((line, index) => {
    if (caret?.line !== index) return chopBetween(line, available);
    const window = windowAround(line, caret.column, available, ellipsis);
    return [window.line, `${' '.repeat(window.caret)}^`];
  });
}

/** The part of `line` that shows its column `caret`, and the column of the caret in that part. */
function windowAround(
  line: string,
  caret: number,
  available: number,
  ellipsis: string,
): { readonly line: string; readonly caret: number } {
  if (displayWidth(line) <= available && caret < available) return { line, caret };
  if (caret < available - 20) return { line: cutToWidth(line, available, ellipsis), caret };
  const from = Math.max(0, caret - Math.floor(available / 2));
  const shown = cutToWidth(`${ellipsis}${ending(line, line.length - from)}`, available, ellipsis);
  return { line: shown, caret: caret - from + ellipsis.length };
}

function placeText({ file, line, column }: Place): string {
  const position = [line, column].filter((part) => part !== undefined).map((part) => `:${part}`);
  return `${escapeControls(file)}${position.join('')}`;
}
