import { startDeadline } from '../../../model/waiting.ts';

/** A deadline is put off for so long in all; whatever keeps a processor from a program for a minute keeps it from everybody. Milliseconds. */
const MOST_PUT_OFF_MS = 60_000;
/** What is less does not matter. Milliseconds. */
const NOTABLE_MS = 50;

/**
 * Calls `onOver` once a process has had so much time to answer: the time in which it was ready and got no processor does not count, nor does that in
 * which this process stood still. @param deadlineMs milliseconds. @param delay the process's run delay until now. @returns cancels it
 */
export function startProcessDeadline(deadlineMs: number, delay: () => number, onOver: () => void): () => void {
  const begun = delay();
  let putOff = 0;
  let cancel: () => void;
  const wait = (ms: number): void => {
    cancel = startDeadline(ms, () => {
      const owed = Math.min(delay() - begun, MOST_PUT_OFF_MS) - putOff;
      if (owed < NOTABLE_MS) return onOver();
      putOff += owed;
      wait(owed);
    });
  };
  wait(deadlineMs);
  return () => cancel();
}
