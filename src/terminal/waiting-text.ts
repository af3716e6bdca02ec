import type { RunEvent } from '../model/event.ts';

/** A check that is running. */
export interface RunningCheck {
  readonly id: string;
  readonly title: string;
  readonly waitsFor: string | undefined;
  /** On any clock. Milliseconds. */
  readonly sinceMs: number;
}

/** A check that is running for this long is waiting for something that a right answer sends sooner. Milliseconds. */
const LONG_MS = 1500;

/**
 * What a run is busy with, for a line that is redrawn while it goes on: what has been waited for longest, and since when; before
 * that, the check that started last. Empty: nothing is running.
 */
export function waitingText(running: readonly RunningCheck[], nowMs: number): string {
  const [longest] = running
    .filter(({ waitsFor, sinceMs }) => waitsFor !== undefined && nowMs - sinceMs >= LONG_MS)
    .toSorted((a, b) => a.sinceMs - b.sinceMs);
  if (longest === undefined) return running.at(-1)?.title ?? '';
  return `waiting for ${longest.waitsFor} (${Math.floor((nowMs - longest.sinceMs) / 1000)} s)`;
}

/** The checks that are running after one more event. */
export function runningAfter(
  running: readonly RunningCheck[],
  event: RunEvent,
  nowMs: number,
): readonly RunningCheck[] {
  if (event.type === 'check-started') {
    const { id, title, waitsFor } = event;
    return [...running, { id, title, waitsFor, sinceMs: nowMs }];
  }
  if (event.type === 'check-finished') return running.filter(({ id }) => id !== event.result.id);
  return event.type === 'checks-repeated' || event.type === 'run-finished' ? [] : running;
}
