/** `97 ms`, `1.4 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The same of what a run measured; '' for 0, which is where nothing was timed. */
export function measuredText(milliseconds: number): string {
  return milliseconds === 0 ? '' : durationText(milliseconds);
}

/** `1 check`, `2 checks`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
