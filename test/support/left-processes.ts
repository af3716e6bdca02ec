import { readdirSync, readFileSync } from 'node:fs';
import { eventually } from './eventually.ts';

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Not a process that has ended and waits for its parent to ask for its exit code. */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return /^\d+ \(.*\) [^ZX]/su.test(read(`/proc/${pid}/stat`));
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * What is alive of the processes that a file lists, one a line, and, where the system shows environments (Linux), of those that
 * have this folder as TMPDIR, each with its command line.
 */
export function processesLeft(pidsFile: string, temporary: string): readonly string[] {
  const noted = read(pidsFile).split('\n').filter(Boolean).map(Number);
  const tagged =
    process.platform === 'linux'
      ? readdirSync('/proc')
          .filter((name) => /^\d+$/u.test(name))
          .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`TMPDIR=${temporary}`))
          .map(Number)
      : [];
  return [...new Set([...noted, ...tagged])]
    .filter(isAlive)
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
}

/** Waits until none is left; fails with those that are. Returns the milliseconds that it took. */
export async function noneIsLeft(pidsFile: string, temporary: string, deadlineMs = 30_000): Promise<number> {
  const since = performance.now();
  await eventually(
    () => {
      const left = processesLeft(pidsFile, temporary);
      if (left.length > 0) throw new Error(`left: ${left.join(' | ')}`);
    },
    { deadlineMs },
  );
  return performance.now() - since;
}
