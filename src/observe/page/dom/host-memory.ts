import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** On Linux, what a process uses: its memory and what of it was swapped out; undefined: it has ended. Bytes. */
export function memoryNow(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const sizes = [...status.matchAll(/^Vm(?:RSS|Swap):\s*(\d+) kB$/gmu)].map(([, size]) => Number(size) * 1024);
    return sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size);
  } catch {
    return undefined;
  }
}

/** The same from `ps`, which takes some milliseconds; undefined: it does not say. */
export function memoryByPs(pid: number, tell: (bytes: number | undefined) => void): void {
  execFile('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: 1000 }, (error, output) => {
    const kilobytes = Number.parseInt(output, 10);
    tell(error !== null || Number.isNaN(kilobytes) ? undefined : kilobytes * 1024);
  }).unref();
}
