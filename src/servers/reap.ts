import { endFamily, endGroups } from './family.ts';
import type { Member } from './family.ts';

/** A program that is being started while its tutor dies appears within this. Looks, and milliseconds between them. */
const LOOKS = 40;
const BETWEEN_MS = 25;

/**
 * Ends all that the tutor started and that is still alive when standard input ends, that is, when the tutor is gone, however it ended: a KILL
 * leaves no time for handlers. Lines of the input: `+ LEADER` and `- LEADER` for a process group that lives and is gone, `* LEADER PID SINCE` for
 * what a leader has started.
 * @param mark what all programs of the tutor have in their environment
 */
export function reap(mark: string): void {
  const groups = new Map<number, Member[]>();
  let rest = '';
  process.stdin
    .setEncoding('utf8')
    .on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) note(groups, line);
    })
    .on('end', () => {
      endFamily([...groups.values()].flat());
      endAll(new Set(groups.keys()), mark, LOOKS);
    });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
}

function note(groups: Map<number, Member[]>, line: string): void {
  const [change, first, pid, since = ''] = line.split(' ');
  const leader = Number(first);
  if (change === '+') groups.set(leader, []);
  else if (change === '-') groups.delete(leader);
  else groups.get(leader)?.push({ pid: Number(pid), since });
}

/** A process may start another one between two looks: it is done when a look finds none. */
function endAll(leaders: ReadonlySet<number>, mark: string, looks: number): void {
  // This process started after them.
  const found = endGroups(leaders, mark, '');
  if (found.length > 0 && looks > 1) setTimeout(() => endAll(new Set(), mark, looks - 1), BETWEEN_MS);
}
