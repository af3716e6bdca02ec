import { readdirSync, readFileSync } from 'node:fs';

/**
 * How long the main thread of a process has been ready to run while other programs had the processors (Linux, proc(5), schedstat). Milliseconds;
 * 0 for one that has ended, and on systems that do not say it.
 */
export function runDelay(pid: number | string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1] ?? 0) / 1e6;
  } catch {
    return 0;
  }
}

/** The same of some processes and of all that they have started, as far as the system names the children of a process, by pid. */
export function runDelays(pids: readonly number[]): ReadonlyMap<string, number> {
  const delays = new Map<string, number>();
  const look = (pid: string): void => {
    if (delays.has(pid)) return;
    delays.set(pid, runDelay(pid));
    for (const child of childrenOf(pid)) look(child);
  };
  for (const pid of pids) look(String(pid));
  return delays;
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
