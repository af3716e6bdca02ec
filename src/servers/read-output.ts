import type { Readable } from 'node:stream';
import type { OutputLine, OutputRing } from './output.ts';

/** Output is counted in stretches of this length, milliseconds. */
const STRETCH_MS = 500;
/** What a line costs besides its characters, and how much is read within a stretch: some 20 000 short lines. */
const COST_OF_A_LINE = 100;
const MOST_COST = 2_000_000;
/** Characters that are passed on within a stretch, to somebody who reads them. The widths of others than ASCII take longer to find. */
const MOST_SHOWN = 60_000;
const COST_OF_OTHERS = 10;
const OTHERS = /[^\t\x20-\x7e]/gu;

export interface ReadingOutput {
  /** Reads what has been written already without a limit: the process has ended. */
  finish(): void;
}

/**
 * Reads a server's output into the ring. Of one that writes faster than can be read line by line the rest waits in its pipe, as in
 * front of a slow terminal, so that it never takes the tutor's time from a signal or a key.
 */
export function readOutput(streams: Readonly<Record<OutputLine['stream'], Readable>>, ring: OutputRing): ReadingOutput {
  let cost = 0;
  let timer: NodeJS.Timeout | undefined;
  let isLimited = true;
  const both = [streams.stdout, streams.stderr];
  const goOn = (): void => {
    timer = undefined;
    cost = 0;
    for (const stream of both) if (stream.isPaused()) stream.resume();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].setEncoding('utf8').on('data', (chunk: string) => {
      const before = ring.count;
      ring.push(name, chunk);
      cost += chunk.length + COST_OF_A_LINE * (ring.count - before);
      timer ??= setTimeout(goOn, STRETCH_MS).unref();
      if (isLimited && cost > MOST_COST) for (const stream of both) stream.pause();
    });
  }
  return {
    finish: () => {
      isLimited = false;
      clearTimeout(timer);
      goOn();
    },
  };
}

/** Passes lines on, at a rate at which they can be shown; one line says how many were skipped. */
export function shownOutput(onLine: (line: OutputLine) => void): (line: OutputLine) => void {
  let shown = 0;
  let skipped = 0;
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = undefined;
    shown = 0;
    if (skipped > 0) onLine({ stream: 'stdout', text: `(${skipped} more lines of your server are not shown)` });
    skipped = 0;
  };
  return (line) => {
    timer ??= setTimeout(begin, STRETCH_MS).unref();
    if (shown <= MOST_SHOWN)
      shown += 1 + line.text.length + (COST_OF_OTHERS - 1) * (line.text.match(OTHERS)?.length ?? 0);
    if (shown > MOST_SHOWN) skipped += 1;
    else onLine(line);
  };
}
