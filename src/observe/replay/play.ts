import type { RecordedPart } from '../../model/recording.ts';
import { scheduleOf } from './schedule.ts';

/** What takes the parts, and what is done after the last one. */
export interface Player {
  readonly give: (data: string | Buffer) => void;
  readonly onEnd?: (() => void) | undefined;
}

/** Gives the parts one after another, in their time. @returns what stops it; so does the signal */
export function play(parts: readonly RecordedPart[], { give, onEnd }: Player, signal: AbortSignal): () => void {
  const times = scheduleOf(parts);
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  const next = (at: number): void => {
    const part = parts[at];
    if (signal.aborted) return;
    if (part === undefined) {
      onEnd?.();
      return;
    }
    const wait = (times[at] ?? 0) - (performance.now() - started);
    timer = setTimeout(
      () => {
        give(part.data);
        next(at + 1);
      },
      Math.max(0, wait),
    );
  };
  next(0);
  signal.addEventListener('abort', stop, { once: true });
  return stop;
}
