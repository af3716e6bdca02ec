import { readFileSync } from 'node:fs';
import { STARTTIME, statFields } from '../model/proc-stat.ts';

/** The unit of `starttime`: `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * When a process of this machine started, in milliseconds since the epoch; a second or so off where the clock was set since. Undefined: it
 * has ended, or the system does not tell (only Linux does, in /proc).
 */
export function processStart(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [seconds = ''] = readFileSync('/proc/uptime', 'utf8').split(' ');
    const ticks = statFields(stat)[STARTTIME];
    const aliveMs = (Number(seconds) - Number(ticks) / TICKS_PER_SECOND) * 1000;
    return Number.isFinite(aliveMs) ? Date.now() - aliveMs : undefined;
  } catch {
    return undefined;
  }
}
