import { ledgerLines } from '../../messages/index.ts';
import type { StepResult } from '../../model/check.ts';
import type { Action } from '../../model/finding.ts';
import type { Client, TimelineEntry } from '../../model/timeline.ts';
import { cutToWidth, displayWidth, escapeControls, padToWidth } from '../text.ts';
import type { Theme } from '../theme.ts';
import { inMarks } from './in-marks.ts';

/** What led to an error is at the end; a long run is cut at its beginning. */
const SHOWN = 30;
const WIDEST_CLIENT = 12;
const KIND = 'process'.length;

/** The clients that saw an error, by the action during which it was seen; the server's lines are always included. */
const WITNESSES: Readonly<Partial<Record<Action['kind'], readonly Client['kind'][]>>> = {
  page: ['tab', 'server'],
  ws: ['socket', 'http', 'server'],
  sse: ['stream', 'server'],
};

export interface TimelineOptions {
  /** Columns. */
  readonly width: number;
  /** All lines, not only those that led to the error. */
  readonly whole: boolean;
  /** The action during which the error was seen: only the lines of its clients are shown, unless `whole` is set. */
  readonly about?: Action['kind'] | undefined;
}

/** One line for each entry: milliseconds, client, direction, kind, data cut to the width. No lines when nothing happened. */
export function timelineLines(
  step: StepResult,
  theme: Theme,
  { width, whole, about }: TimelineOptions,
): readonly string[] {
  const { chalk, marks } = theme;
  if (step.timeline.length === 0) return [];
  const entries = whole ? step.timeline : storyOf(step.timeline, about).slice(-SHOWN);
  const hidden = step.timeline.length - entries.length;
  const clients = Math.min(WIDEST_CLIENT, Math.max(...entries.map((entry) => displayWidth(entry.client.label))));
  return [
    chalk.bold(cutToWidth(`What went over the wire in ${step.step} (milliseconds, who, what)`, width, marks.ellipsis)),
    ...entries.flatMap((entry) => entryLines(entry, { clients, width }, theme)),
    ...(hidden > 0 ? [chalk.dim(`  --verbose shows ${hidden} more lines, of other clients or earlier`)] : []),
  ];
}

function storyOf(timeline: readonly TimelineEntry[], about: Action['kind'] | undefined): readonly TimelineEntry[] {
  const witnesses = about === undefined ? [] : (WITNESSES[about] ?? []);
  const story = timeline.filter(({ client }) => witnesses.includes(client.kind));
  return story.some(({ client }) => client.kind !== 'server') ? story : timeline;
}

/** A separate line for each part of a message whose outcome the entry gives. */
function entryLines(
  entry: TimelineEntry,
  { clients, width }: { readonly clients: number; readonly width: number },
  { marks, chalk }: Theme,
): readonly string[] {
  const client = padToWidth(cutToWidth(escapeControls(entry.client.label), clients, marks.ellipsis), clients);
  const lead = `${entry.ms.toFixed(1).padStart(8)}  ${client}  ${marks[entry.direction]} ${entry.kind.padEnd(KIND)}  `;
  return textsOf(entry, marks).map((text) => {
    const data = cutToWidth(escapeControls(text), width - displayWidth(lead), marks.ellipsis);
    return `${chalk.dim(lead)}${entry.direction === 'note' && entry.ledger === undefined ? chalk.dim(data) : data}`;
  });
}

/** What follows the kind of an entry. */
export function textsOf({ data, ledger }: TimelineEntry, marks: Theme['marks']): readonly string[] {
  return ledger === undefined ? [data] : ledgerLines(ledger).map((line) => inMarks(line, marks));
}
