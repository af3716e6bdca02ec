import type { RunEvent } from '../model/event.ts';
import { ABORTED } from './conclude.ts';
import type { Outcome } from './outcome.ts';
import type { CommonOptions } from './options.ts';

/** One call of a function: what ends it, and who is told. */
export interface Call {
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/**
 * Runs a call to its end. It is aborted by the caller's signal, and by a listener that throws: its error is thrown again at the end. Nothing of a call
 * stays at the caller's signal, which may outlive thousands of them.
 */
export async function called(
  { signal, onEvent = () => undefined }: CommonOptions,
  run: (call: Call) => Promise<Outcome>,
): Promise<Outcome> {
  if (signal?.aborted === true) return ABORTED;
  const own = new AbortController();
  const abort = (): void => own.abort();
  signal?.addEventListener('abort', abort, { once: true });
  const thrown: unknown[] = [];
  const emit = (event: RunEvent): void => {
    if (own.signal.aborted) return;
    try {
      onEvent(event);
    } catch (error) {
      thrown.push(error);
      own.abort();
    }
  };
  try {
    const outcome = await run({ signal: own.signal, emit });
    if (thrown.length > 0) throw thrown[0];
    return own.signal.aborted ? ABORTED : outcome;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
