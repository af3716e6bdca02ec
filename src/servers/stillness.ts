import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openFiles, parentAndGroup, processIds } from './proc-net.ts';

// What the threads of a process group wait for, as Linux reports it (proc(5), /proc/PID/task/TID/syscall). Its numbers of system calls differ
// from one processor to another (the kernel's tables for x86-64 and arm64).

/**
 * What a process group does at one moment. `waits`: all its threads wait, and only for each other and for the time; `timeoutsMs`: for how
 * long, as they asked, those that go on by themselves; empty: none does, so that it waits for good. `runs`: one of them works, or waits for
 * something else, such as a disk. `unknown`: it may be woken from outside: by an answer, a file, a person; or the system does not tell.
 */
export type Stillness =
  | { readonly kind: 'waits'; readonly timeoutsMs: readonly number[] }
  | { readonly kind: 'runs' }
  | { readonly kind: 'unknown' };

const UNKNOWN: Stillness = { kind: 'unknown' };

/** A call that waits. `timeout`: which argument says for how long: in milliseconds, or as the address of a time, 0 for none. */
interface WaitingCall {
  readonly timeout?: { readonly argument: number; readonly unit: 'milliseconds' | 'address' };
}

const EPOLL: WaitingCall = { timeout: { argument: 3, unit: 'milliseconds' } };
const POLL: WaitingCall = { timeout: { argument: 2, unit: 'milliseconds' } };
const BY_ADDRESS_2: WaitingCall = { timeout: { argument: 2, unit: 'address' } };
const BY_ADDRESS_3: WaitingCall = { timeout: { argument: 3, unit: 'address' } };
const BY_ADDRESS_4: WaitingCall = { timeout: { argument: 4, unit: 'address' } };
const FOR_GOOD: WaitingCall = {};

/** epoll_wait, epoll_pwait, epoll_pwait2, poll, ppoll, select, pselect6, futex, wait4, waitid, rt_sigsuspend, pause, rt_sigtimedwait. */
const CALLS: Readonly<Partial<Record<NodeJS.Architecture, ReadonlyMap<number, WaitingCall>>>> = {
  x64: new Map([
    [232, EPOLL],
    [281, EPOLL],
    [441, BY_ADDRESS_3],
    [7, POLL],
    [271, BY_ADDRESS_2],
    [23, BY_ADDRESS_4],
    [270, BY_ADDRESS_4],
    [202, BY_ADDRESS_3],
    [61, FOR_GOOD],
    [247, FOR_GOOD],
    [130, FOR_GOOD],
    [34, FOR_GOOD],
    [128, BY_ADDRESS_2],
  ]),
  arm64: new Map([
    [22, EPOLL],
    [441, BY_ADDRESS_3],
    [73, BY_ADDRESS_2],
    [72, BY_ADDRESS_4],
    [98, BY_ADDRESS_3],
    [260, FOR_GOOD],
    [95, FOR_GOOD],
    [133, FOR_GOOD],
    [137, BY_ADDRESS_2],
  ]),
};

/** What a process group and its descendants do now. @param leader pid of its first process */
export function stillness(leader: number): Stillness {
  const calls = process.platform === 'linux' ? CALLS[process.arch] : undefined;
  if (calls === undefined) return UNKNOWN;
  try {
    const { inside } = tree(leader);
    if (inside.length === 0 || mayBeWoken(inside)) return UNKNOWN;
    const waits = inside.flatMap(threadsOf).map((thread) => waitOf(thread, calls));
    const known = waits.filter((wait) => wait !== 'runs');
    return known.length < waits.length
      ? { kind: 'runs' }
      : { kind: 'waits', timeoutsMs: known.filter((wait) => wait > 0) };
  } catch {
    // A process has ended meanwhile, or the system does not let us look.
    return UNKNOWN;
  }
}

/** The processes of a group with all their descendants, and the others. */
function tree(leader: number): { readonly inside: readonly string[]; readonly outside: readonly string[] } {
  const pids = processIds();
  const parents = new Map(pids.map((pid) => [pid, parentAndGroup(pid)]));
  const belongs = (pid: string, depth = 0): boolean => {
    const known = parents.get(pid);
    if (known === undefined || depth > DEEPEST) return false;
    return known.group === leader || belongs(String(known.parent), depth + 1);
  };
  return { inside: pids.filter((pid) => belongs(pid)), outside: pids.filter((pid) => !belongs(pid)) };
}

const DEEPEST = 64;

function threadsOf(pid: string): readonly string[] {
  const folder = path.join('/proc', pid, 'task');
  return readdirSync(folder).map((thread) => path.join(folder, thread));
}

/** For how long a thread waits, in milliseconds, as it asked; 0: for good. */
function waitOf(thread: string, calls: ReadonlyMap<number, WaitingCall>): number | 'runs' {
  const [number = '', ...values] = readFileSync(path.join(thread, 'syscall'), 'utf8').trim().split(' ');
  const call = /^\d+$/u.test(number) ? calls.get(Number(number)) : undefined;
  if (call === undefined) return 'runs';
  if (call.timeout === undefined) return 0;
  const value = Number(values[call.timeout.argument]);
  if (call.timeout.unit === 'address') return value === 0 ? 0 : 'runs';
  // As 32 bits: -1 is for good.
  return value >= 0x8000_0000 ? 0 : value;
}

/** Files by which the system, a timer of its own or a person wakes a program. */
const WAKERS = /^anon_inode:(?:inotify|\[(?:fanotify|signalfd|timerfd|io_uring)\])|^\/dev\/(?:tty|pts)/u;

/**
 * Whether something outside the processes may wake them: a connection, a watched file, a terminal. What they have from the tutor, as their
 * outputs, does not count.
 */
function mayBeWoken(inside: readonly string[]): boolean {
  const open = ownFiles(inside);
  if (open.some((file) => WAKERS.test(file))) return true;
  const sockets = open.flatMap((file) => /^socket:\[(\d+)\]$/u.exec(file)?.[1] ?? []).map(Number);
  const unnamed = sockets.length === 0 ? new Set<number>() : unnamedSockets();
  // The two ends of a pair, as event loops make one for themselves, have adjacent numbers.
  const isPair = (inode: number): boolean => sockets.includes(inode - 1) || sockets.includes(inode + 1);
  return !sockets.every((inode) => unnamed.has(inode) && isPair(inode));
}

/**
 * Whether a process that does not descend from this group has an end of one of its pipes, and may write into it. It reads the open files of all
 * processes, so it is asked once.
 */
export function pipesLeadOutside(leader: number): boolean {
  const { inside, outside } = tree(leader);
  const pipes = new Set(ownFiles(inside).filter((file) => file.startsWith('pipe:')));
  if (pipes.size === 0) return false;
  return outside.some((pid) => openFiles(pid).some((file) => pipes.has(file)));
}

/** What the open files of processes lead to, without those that the tutor gave them. */
function ownFiles(pids: readonly string[]): readonly string[] {
  const given = new Set(openFiles('self'));
  return pids.flatMap((pid) => openFiles(pid, 3)).filter((file) => !given.has(file));
}

/** Sockets of the family unix without a name (proc(5), /proc/net/unix: Num RefCount Protocol Flags Type St Inode Path). */
function unnamedSockets(): ReadonlySet<number> {
  const lines = readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1);
  const fields = lines.map((line) => line.trim().split(/\s+/u)).filter(({ length }) => length === 7);
  return new Set(fields.map((each) => Number(each[6])));
}
