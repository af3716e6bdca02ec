import type { RecordedPart } from '../../model/recording.ts';

/** A pause is no longer than this when it is played: nothing is learnt from waiting. Milliseconds. */
const LONGEST_PAUSE_MS = 100;
/** All of a connection is played within this time. Milliseconds. */
const LONGEST_MS = 10_000;
/** So that what comes is seen one after another, as it was. Milliseconds. */
const SHORTEST_PAUSE_MS = 5;

/** When each part is played, from the opening of the connection on: in their order, with shorter pauses. Milliseconds, ascending. */
export function scheduleOf(parts: readonly Pick<RecordedPart, 'atMs'>[]): readonly number[] {
  let at = 0;
  let before = 0;
  const times = parts.map(({ atMs }) => {
    at += pauseOf(atMs - before);
    before = atMs;
    return at;
  });
  const scale = Math.min(1, LONGEST_MS / Math.max(1, at));
  return times.map((time) => time * scale);
}

/** How long a recorded pause takes when it is played. Milliseconds. */
export function pauseOf(recordedMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, recordedMs));
}

/** A connection, and the pause after which the page opened it again (`RecordedStream.againMs`). */
interface Played {
  readonly parts: readonly Pick<RecordedPart, 'atMs'>[];
  readonly url: string;
  readonly againMs?: number | undefined;
}

/** How long it takes to play some connections: at the same time, and one after another where the page opened one again. Milliseconds. */
export function lengthOf(connections: readonly Played[]): number {
  /** By address: when the connection that is opened again begins. */
  const begins = new Map<string, number>();
  const ends = connections.map(({ parts, url, againMs }) => {
    const end = (begins.get(url) ?? 0) + (scheduleOf(parts).at(-1) ?? 0);
    if (againMs !== undefined) begins.set(url, end + pauseOf(againMs));
    return end;
  });
  return Math.min(LONGEST_MS, Math.max(0, ...ends));
}
