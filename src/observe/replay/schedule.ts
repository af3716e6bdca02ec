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
    at += Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, atMs - before));
    before = atMs;
    return at;
  });
  const scale = Math.min(1, LONGEST_MS / Math.max(1, at));
  return times.map((time) => time * scale);
}

/** How long it takes to play the longest of some connections. Milliseconds. */
export function lengthOf(connections: readonly (readonly Pick<RecordedPart, 'atMs'>[])[]): number {
  return Math.max(0, ...connections.map((parts) => scheduleOf(parts).at(-1) ?? 0));
}
