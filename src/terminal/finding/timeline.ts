import { focusIn, ledgerLines } from '../../messages/index.ts';
import type { StepResult } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import { cutToWidth, displayWidth, escapeControls, padToWidth } from '../text.ts';
import type { Theme } from '../theme.ts';
import { plural } from '../units.ts';
import { excerptOf, lastLines } from './excerpt.ts';
import type { Excerpt } from './excerpt.ts';
import { cutAround } from './focus.ts';
import { inMarks } from './in-marks.ts';

const WIDEST_CLIENT = 12;
const KIND = 'process'.length;

export interface TimelineOptions {
  /** Columns. */
  readonly width: number;
  /** `excerpt`: only the lines that show what `about` is about; none for a finding of which nothing went over the wire. */
  readonly lines: 'all' | 'excerpt';
  /** The error that the report shows. */
  readonly about?: Finding | undefined;
  /** Where the other lines are, as the beginning of a sentence; absent: in the report of `--verbose`. */
  readonly others?: string;
}

/** One line for each entry: milliseconds, client, direction, kind, data cut to the width. No lines when nothing happened. */
export function timelineLines(
  step: StepResult,
  theme: Theme,
  { width, lines, about, others = '--verbose shows' }: TimelineOptions,
): readonly string[] {
  const { chalk, marks } = theme;
  const { rows, hidden } = lines === 'all' ? { rows: step.timeline, hidden: 0 } : excerptFor(about, step.timeline);
  if (rows.length === 0) return [];
  const labels = rows.map((row) => (row === 'gap' ? 0 : displayWidth(row.client.label)));
  const clients = Math.min(WIDEST_CLIENT, Math.max(...labels));
  const heading = `${lines === 'all' ? 'Everything that' : 'What'} went over the wire in ${step.step} (milliseconds, who, what)`;
  return [
    chalk.bold(cutToWidth(heading, width, marks.ellipsis)),
    ...rows.flatMap((row) =>
      row === 'gap'
        ? [chalk.dim(`${' '.repeat(10)}${marks.ellipsis}`)]
        : entryLines(row, { clients, width, about }, theme),
    ),
    ...(hidden > 0 ? [chalk.dim(`  ${others} ${plural(hidden, 'more line')}, of other clients or other moments`)] : []),
  ];
}

function excerptFor(about: Finding | undefined, timeline: readonly TimelineEntry[]): Excerpt {
  if (about === undefined) return lastLines(timeline);
  const { wire, output = [] } = about.evidence;
  const nothing = { rows: [], hidden: timeline.length };
  if (wire === undefined) return nothing;
  const excerpt = excerptOf(timeline, wire);
  // A server to which nobody has spoken: what it printed is quoted with the finding already.
  const isOutputOnly = excerpt.rows.every((row) => row === 'gap' || row.kind === 'process');
  return isOutputOnly && output.length > 0 ? nothing : excerpt;
}

interface EntryOptions {
  readonly clients: number;
  readonly width: number;
  readonly about: Finding | undefined;
}

/** A separate line for each part of a message whose outcome the entry gives. */
function entryLines(
  entry: TimelineEntry,
  { clients, width, about }: EntryOptions,
  { marks, chalk }: Theme,
): readonly string[] {
  const client = padToWidth(cutToWidth(escapeControls(entry.client.label), clients, marks.ellipsis), clients);
  const lead = `${entry.ms.toFixed(1).padStart(8)}  ${client}  ${marks[entry.direction]} ${entry.kind.padEnd(KIND)}  `;
  return textsOf(entry, marks).map((line) => {
    const text = escapeControls(line);
    const focus = focusIn(line, about);
    const data = cutAround(text, focus && escapeControls(focus), width - displayWidth(lead), marks.ellipsis);
    return `${chalk.dim(lead)}${entry.direction === 'note' && entry.ledger === undefined ? chalk.dim(data) : data}`;
  });
}

/** What follows the kind of an entry. */
export function textsOf({ data, ledger }: TimelineEntry, marks: Theme['marks']): readonly string[] {
  return ledger === undefined ? [data] : ledgerLines(ledger).map((line) => inMarks(line, marks));
}
