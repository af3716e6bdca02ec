/** The fields of Linux's /proc/PID/stat from the third one, the state, on (proc(5)). The name before them, in brackets, may contain anything. */
export function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
