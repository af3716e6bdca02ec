import { readdirSync, readFileSync } from 'node:fs';

/** What the main thread of a process got of the processors in its life (Linux, proc(5), schedstat). Milliseconds. */
export interface ProcessorTime {
  readonly ranMs: number;
  /** It was ready to run, and other programs had the processors. */
  readonly delayMs: number;
}

/** 0 of both for a process that has ended, and on systems that do not say it. */
export function processorTime(pid: number | string): ProcessorTime {
  try {
    const [ran, delay] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    return { ranMs: (ran ?? 0) / 1e6, delayMs: (delay ?? 0) / 1e6 };
  } catch {
    return { ranMs: 0, delayMs: 0 };
  }
}

/** How long a process has been ready to run while other programs had the processors. Milliseconds. */
export function runDelay(pid: number | string): number {
  return processorTime(pid).delayMs;
}

/** Of some processes and of all that they have started, as far as the system names the children of a process, by pid. */
export function processorTimes(pids: readonly number[]): ReadonlyMap<string, ProcessorTime> {
  const times = new Map<string, ProcessorTime>();
  const look = (pid: string): void => {
    if (times.has(pid)) return;
    times.set(pid, processorTime(pid));
    for (const child of childrenOf(pid)) look(child);
  };
  for (const pid of pids) look(String(pid));
  return times;
}

/** Of all threads of a process (proc(5), /proc/PID/task/TID/children). */
function childrenOf(pid: string): readonly string[] {
  try {
    const tasks = `/proc/${pid}/task`;
    return readdirSync(tasks).flatMap((thread) =>
      readFileSync(`${tasks}/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
  } catch {
    // It has ended meanwhile, or there is no such file.
    return [];
  }
}
