/** The fields of Linux's /proc/PID/stat from the third one, the state, on (proc(5)). The name before them, in brackets, may contain anything. */
export function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Where `starttime` is among them, when the process started in clock ticks since the machine did: field 22, counted from 1. */
export const STARTTIME = 22 - 3;
