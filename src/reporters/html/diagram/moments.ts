import { ledgerLines } from '../../../messages/index.ts';
import type { LedgerEntry } from '../../../model/ledger.ts';
import type { TimelineEntry } from '../../../model/timeline.ts';

/** Lines of a timeline that are not shown, and how many; 0: it is not known. */
export interface Skipped {
  readonly skipped: number;
}

/** What became of a message in a page. */
export type Outcome = 'swapped' | 'partly' | 'dropped';

/** One thing that a diagram shows: an arrow, or a note at a lane. */
export interface Moment {
  readonly entry: TimelineEntry;
  readonly shape: 'arrow' | 'note';
  /** Only of an arrow, and where it is known. */
  readonly outcome?: Outcome;
  /** What htmx did with it, a line for each part. */
  readonly told: readonly string[];
}

/**
 * The moments of a conversation in the order of time. What htmx did with a message belongs to the arrow that brought it. The events that
 * htmx fires on the way are in the table alone: they say nothing that the arrows do not.
 */
export function momentsOf(rows: readonly (TimelineEntry | Skipped)[]): readonly (Moment | Skipped)[] {
  const moments: (Moment | Skipped)[] = [];
  for (const row of rows) {
    if ('skipped' in row) moments.push(row);
    else if (row.ledger !== undefined) addLedger(moments, row, row.ledger);
    else if (isExchanged(row)) moments.push({ entry: row, shape: 'arrow', told: [] });
    else if (isDrawn(row)) moments.push({ entry: row, shape: 'note', told: [] });
  }
  return moments;
}

/** Whether it is more than an event that htmx fires on the way. */
export function isDrawn({ direction, kind, turn, ledger }: TimelineEntry): boolean {
  return kind !== 'htmx' || direction !== 'note' || turn !== undefined || ledger !== undefined;
}

/** Whether it goes from a client to its server or back. */
function isExchanged({ client, direction, turn }: TimelineEntry): boolean {
  return client.kind !== 'server' && client.kind !== 'tutor' && (direction !== 'note' || turn === 'begins');
}

/** Whether a part of the message went nowhere, or all of it. */
export function outcomeOf({ predicted, differences }: LedgerEntry): Outcome | undefined {
  const dropped = predicted.filter((each) => 'dropped' in each).length;
  if (predicted.length === 0) return undefined;
  if (dropped === predicted.length) return 'dropped';
  return dropped > 0 || differences.length > 0 ? 'partly' : 'swapped';
}

/** What became of a message, a line for each part of it; those that went nowhere are marked, and so is what is not as predicted. */
export function markedLines(ledger: LedgerEntry): readonly string[] {
  const { predicted } = ledger;
  return ledgerLines(ledger).map((line, index) => {
    const part = predicted[index];
    if (part === undefined) return line.startsWith('but ') ? `! ${line}` : line;
    return `${'dropped' in part ? '✗' : '✓'} ${line}`;
  });
}

function addLedger(moments: (Moment | Skipped)[], entry: TimelineEntry, ledger: LedgerEntry): void {
  const outcome = outcomeOf(ledger);
  const told = markedLines(ledger);
  const at = arrowOf(moments, entry, ledger);
  const arrow = moments[at];
  const known = outcome === undefined ? {} : { outcome };
  // Its arrow may have been skipped.
  if (arrow === undefined || 'skipped' in arrow) moments.push({ entry, shape: 'note', told, ...known });
  else moments[at] = { ...arrow, told, ...known };
}

/** The arrow that brought the message: the last one of this tab with its text of which nothing is known yet; -1: none. */
function arrowOf(moments: readonly (Moment | Skipped)[], { client }: TimelineEntry, { incoming }: LedgerEntry): number {
  const text = typeof incoming === 'string' ? incoming : incoming.data;
  return moments.findLastIndex(
    (each) =>
      'entry' in each &&
      each.shape === 'arrow' &&
      each.told.length === 0 &&
      each.entry.direction === 'received' &&
      each.entry.client.label === client.label &&
      each.entry.data.endsWith(text),
  );
}
