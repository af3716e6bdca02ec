import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { STARTTIME, statFields } from '../model/proc-stat.ts';
import { processIds, readProc } from './proc-net.ts';

// The processes that a program of the tutor's has started, also those that left its process group for a session of their own. They are
// found by a variable that only they inherit, and by who started whom; nothing else is ever ended.

const VARIABLE = 'HTMX_REALTIME_TUTOR_STARTED';
/** Names this process among all tutors, past ones included. */
const RUN = randomUUID();
let started = 0;

/** What all programs of this process have in their environment: the beginning of `newMark()`. */
export const MARK_OF_ALL = `${VARIABLE}=${RUN}.`;

/** An entry of an environment, `NAME=value`, that no other process has. */
export type Mark = `${string}=${string}`;

/** A mark for one program and all that it starts. It ends with a dot, so that no mark is the beginning of another. */
export function newMark(): Mark {
  started += 1;
  return `${VARIABLE}=${RUN}.${started}.`;
}

/** The mark as variables for a child. */
export function markVariables(mark: Mark): Readonly<Record<string, string>> {
  return { [VARIABLE]: mark.slice(VARIABLE.length + 1) };
}

/** A process. Its number may be given to another one once it has ended; the number and the start together name it. */
export interface Member {
  readonly pid: number;
  /** When it started, in the system's own words; '' where they are not known. */
  readonly since: string;
}

interface Entry extends Member {
  readonly parent: number;
  readonly isMarked: boolean;
}

/**
 * The live processes that have the mark in their environment or descend from one of the leaders, without this process. Synchronous, for
 * exit handlers. Empty where the system does not tell (Windows: there taskkill knows the tree).
 * @param mark an entry of the environment, or its beginning. @param since when the first of them started, as `startOf` says it: the environments
 * of older processes are not read
 */
export function familyOf(leaders: ReadonlySet<number>, mark: string, since: string): readonly Member[] {
  const all = processes(mark, Number(since));
  const family = new Set(leaders);
  for (const { pid, isMarked } of all) if (isMarked) family.add(pid);
  // Parents are usually listed before their children, but numbers start over.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid) && pid !== process.pid && pid > 1);
}

/**
 * Ends process groups immediately, with all that they started. Never throws. What is held starts nothing between the look and its end.
 * @param mark as for `familyOf`. @param since as for `familyOf`. @returns what they had started
 */
export function endGroups(leaders: ReadonlySet<number>, mark: string, since: string): readonly Member[] {
  holdGroups(leaders);
  const family = familyOf(leaders, mark, since);
  for (const leader of leaders) signalGroup(leader, 'SIGKILL');
  endFamily(family);
  return family;
}

/** Holds groups while it is looked for what they have started: nothing is started meanwhile. A signal ends them, CONT lets them go on. */
export function holdGroups(leaders: Iterable<number>): void {
  if (process.platform !== 'win32') for (const leader of leaders) signalGroup(leader, 'SIGSTOP');
}

/** To the group of a leader; on Windows to the leader alone. Never throws. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
  } catch {
    // It has ended already.
  }
}

/** KILL, to those that are still the same processes. Never throws. */
export function endFamily(members: readonly Member[]): void {
  for (const { pid, since } of members) {
    if (process.platform === 'linux' && entryOf(pid, '')?.since !== since) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** When a process started, in the system's own words; '' where they are not known, and for one that has ended. */
export function startOf(pid: number): string {
  return process.platform === 'linux' ? (entryOf(pid, '')?.since ?? '') : '';
}

/** @param since 0: the environments of all processes are read */
function processes(mark: string, since = 0): readonly Entry[] {
  try {
    if (process.platform === 'linux') return processIds().flatMap((pid) => entryOf(Number(pid), mark, since) ?? []);
    return process.platform === 'win32' ? [] : listed(mark);
  } catch {
    return [];
  }
}

/**
 * Whether a tutor, this one or another, has started the process, or is it: `run` listens for the browser itself. False where the system does not
 * show environments.
 */
export function isOfATutor(pid: number): boolean {
  const mark = `${VARIABLE}=`;
  return hasMark(pid, mark) || processes(mark).some(({ parent, isMarked }) => isMarked && parent === pid);
}

/** Whether the process has the mark in its environment. False where the system does not show it. @param mark as for `familyOf` */
export function hasMark(pid: number, mark: string): boolean {
  if (process.platform === 'linux') return entryOf(pid, mark)?.isMarked === true;
  return processes(mark).some((each) => each.pid === pid && each.isMarked);
}

/**
 * From proc(5). Undefined: it has ended, or is about to. @param mark '' looks at no environment. @param from nor does a process that started
 * before this, in clock ticks: to read the environments of all processes of a machine takes longer than all else that a server's end does
 */
function entryOf(pid: number, mark: string, from = 0): Entry | undefined {
  const fields = statFields(readProc(`/proc/${pid}/stat`));
  const [state, parent] = fields;
  if (parent === undefined || state === 'Z' || state === 'X') return undefined;
  const since = fields[STARTTIME] ?? '';
  const isMarked =
    mark !== '' &&
    Number(since) >= from &&
    readProc(`/proc/${pid}/environ`)
      .split('\0')
      .some((entry) => entry.startsWith(mark));
  return { pid, parent: Number(parent), since, isMarked };
}

/** From ps of macOS and the BSDs, whose `-E` appends the environment to the command of one's own processes. */
function listed(mark: string): readonly Entry[] {
  const text = execFileSync('ps', ['-axwwE', '-o', 'pid=,ppid=,command='], {
    encoding: 'utf8',
    timeout: 2000,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return entriesIn(text, mark);
}

/** The processes that `ps -axwwE -o pid=,ppid=,command=` lists: after the words of the command comes what its environment has. */
export function entriesIn(text: string, mark: string): readonly Entry[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, rest = ''] = /^\s*(\d+)\s+(\d+)\s+(?!\s)(.*)$/u.exec(line) ?? [];
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), since: '', isMarked: mark !== '' && rest.includes(` ${mark}`) }];
  });
}
