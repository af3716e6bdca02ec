import type { StepResult } from '../model/check.ts';
import type { TimelineEntry } from '../model/timeline.ts';
import { cutToWidth, displayWidth, escapeControls, padToWidth } from '../ui/text.ts';
import type { Sheet } from './pretty-sheet.ts';

/** What led to a fault stands at the end; a long run is cut at its beginning. */
const SHOWN = 30;
const WIDEST_CLIENT = 12;
const KIND = 'process'.length;

/** One line an entry: milliseconds, client, direction, kind, data cut to the width. Nothing when nothing happened. */
export function timelineLines(
  step: StepResult,
  sheet: Sheet,
  { whole }: { readonly whole: boolean },
): readonly string[] {
  const { chalk } = sheet;
  if (step.timeline.length === 0) return [];
  const entries = whole ? step.timeline : step.timeline.slice(-SHOWN);
  const hidden = step.timeline.length - entries.length;
  const clients = Math.min(WIDEST_CLIENT, Math.max(...entries.map((entry) => displayWidth(entry.client))));
  return [
    chalk.bold(
      cutToWidth(
        `What went over the wire in ${step.step} (milliseconds, who, what)`,
        sheet.width,
        sheet.marks.ellipsis,
      ),
    ),
    ...(hidden > 0 ? [chalk.gray(`  ${hidden} earlier lines are shown with --verbose`)] : []),
    ...entries.map((entry) => entryLine(entry, clients, sheet)),
  ];
}

function entryLine(entry: TimelineEntry, clients: number, { width, marks, chalk }: Sheet): string {
  const client = padToWidth(cutToWidth(escapeControls(entry.client), clients, marks.ellipsis), clients);
  const lead = `${entry.ms.toFixed(1).padStart(8)}  ${client}  ${marks[entry.direction]} ${entry.kind.padEnd(KIND)}  `;
  const data = cutToWidth(escapeControls(entry.data), width - displayWidth(lead), marks.ellipsis);
  return `${chalk.gray(lead)}${entry.direction === 'note' ? chalk.gray(data) : data}`;
}
