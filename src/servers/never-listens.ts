import type { Launch } from '../model/backend.ts';
import { withFastClock } from './fast-clock.ts';
import { listeningPorts } from './listening.ts';
import { ServerProcess } from './process.ts';
import { pipesLeadOutside, stillness } from './stillness.ts';
import type { Stillness } from './stillness.ts';

/**
 * Why a program that does not listen never will. `nothing`: it waits, and nothing is left that could wake it. `timers`: only timers wake it, and a
 * copy of it whose clock is fast does not listen after minutes of its time.
 */
export type NeverListens = 'nothing' | 'timers';

/** A right server often listens sooner than this. Milliseconds. */
const LOOK_AFTER_MS = 1000;
const LOOK_EVERY_MS = 200;
/** How often in a row it must be seen waiting. */
const SURELY = 7;
/** A fast clock leaves shorter waits as they are (`dist/fast-clock`). Milliseconds. */
const SHORT_MS = 250;
/** For so long the copy is watched from when it waits: minutes of its own time, where the deadline for a right server is twenty seconds. Milliseconds. */
const COPY_MS = 1300;
/** A busy machine shows it waiting less often. Milliseconds. */
const LONGEST_COPY_MS = 8000;
/** A runtime has started by then. Milliseconds. */
const COPY_STARTS_MS = 1200;
/** So many copies are started where a busy machine leaves it open what the one before comes to. */
const MOST_COPIES = 3;

export interface Asked {
  readonly child: ServerProcess;
  /** The same program on another port. Undefined: it cannot be started a second time. */
  readonly copy: (() => Promise<Launch | undefined>) | undefined;
  /** The answer is not needed any more. */
  readonly signal: AbortSignal;
}

/**
 * Watches a program that does not listen yet. Resolves when it is certain that it never will; else with undefined, when that cannot be told or
 * is not asked any more. Only on Linux, which says what a process waits for.
 */
export async function surelyNever({ child, copy, signal }: Asked): Promise<NeverListens | undefined> {
  const { leader } = child;
  if (leader === undefined) return undefined;
  await pause(LOOK_AFTER_MS, signal);
  let seen: Stillness[] = [];
  while (!signal.aborted && child.exit === undefined) {
    const now = stillness(leader);
    seen = now.kind === 'waits' && now.timeoutsMs.every((ms) => ms > SHORT_MS) ? [...seen, now] : [];
    if (seen.length >= SURELY && !pipesLeadOutside(leader)) {
      if (seen.every((each) => each.kind === 'waits' && each.timeoutsMs.length === 0)) return 'nothing';
      return (await copiesNever(copy, signal)) ? 'timers' : undefined;
    }
    await pause(LOOK_EVERY_MS, signal);
  }
  return undefined;
}

/** Whether a copy comes to nothing. */
async function copiesNever(copy: Asked['copy'], signal: AbortSignal): Promise<boolean> {
  for (let count = 0; count < MOST_COPIES && !signal.aborted; count += 1) {
    const launch = await copy?.();
    if (launch === undefined || signal.aborted) return false;
    const comesTo = await fastCopy(launch, signal);
    if (comesTo !== 'open') return comesTo === 'nothing';
  }
  return false;
}

/**
 * What becomes of a copy with a fast clock. `nothing`: it is only ever woken by its fast timers, and does not listen. `something`: it listens,
 * ends, or waits for what its clock does not make faster. `open`: it was not seen waiting often enough.
 */
async function fastCopy(launch: Launch, signal: AbortSignal): Promise<'nothing' | 'something' | 'open'> {
  const child = await ServerProcess.spawn(withFastClock(launch, { date: 'fast' }));
  const { leader } = child;
  if (leader === undefined) return 'something';
  const started = performance.now();
  let waiting = 0;
  let since = started;
  try {
    while (waiting < SURELY || performance.now() - since < COPY_MS) {
      if (performance.now() - started > LONGEST_COPY_MS) return 'open';
      await pause(COPY_EVERY_MS, signal);
      if (signal.aborted || child.exit !== undefined || (await listeningPorts(leader)).length > 0) return 'something';
      if (performance.now() - started < COPY_STARTS_MS) continue;
      const now = stillness(leader);
      // A longer wait is one that the clock does not make shorter.
      if (now.kind === 'waits' && now.timeoutsMs.some((ms) => ms > SHORT_MS)) return 'something';
      // Before its first wait a slow runtime still reads its modules, and a script that finds the runtime starts programs.
      if (now.kind === 'unknown' && waiting > 0) return 'something';
      if (now.kind !== 'waits') continue;
      if (waiting === 0) since = performance.now();
      waiting += 1;
    }
    return 'nothing';
  } finally {
    await child.kill();
  }
}

/** Often, so that a copy that listens on a port of its own choice is gone before the program itself wants it. Milliseconds. */
const COPY_EVERY_MS = 50;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over, { once: true });
  });
}
