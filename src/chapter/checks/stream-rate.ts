/** "About one a second": the mean of the intervals, in milliseconds; wide, because a busy machine delays what it delivers. */
const FASTEST_MS = 600;
const SLOWEST_MS = 2000;
/** A mean over less than this could be that of one late event. */
export const RATE_WINDOW_MS = 1900;

/** @param intervals milliseconds between events, at least one */
export function isAboutOneASecond(intervals: readonly number[]): boolean {
  if (intervals.length === 0) return false;
  const mean = intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
  return mean >= FASTEST_MS && mean <= SLOWEST_MS;
}

/** Events that arrive closer together than this came in one piece. */
const SAME_PIECE_MS = 20;
const BURST = 3;

/** The most events that arrived in one piece; 0 when it was fewer than three, which chance or a busy machine can do. */
export function largestBurst(times: readonly number[]): number {
  let most = 0;
  let run = 1;
  for (const [index, ms] of times.entries()) {
    const before = times[index - 1];
    run = before !== undefined && ms - before < SAME_PIECE_MS ? run + 1 : 1;
    most = Math.max(most, run);
  }
  return most >= BURST ? most : 0;
}
