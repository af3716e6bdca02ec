import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { statFields } from '../model/proc-stat.ts';

// TCP sockets and the processes that hold them, as reported by Linux (proc(5)). Processes of other users report nothing.
// Synchronous: no disk is waited for, and a look at all processes costs a quarter of the time of asynchronous reads.

export interface ListeningSocket {
  readonly port: number;
  /** Names the socket in the links of /proc/PID/fd. */
  readonly inode: string;
}

/** State of a listening socket in /proc/net/tcp. */
const LISTEN = '0A';

/** Every listening socket of the machine, on both address families. */
export function listeningSockets(): readonly ListeningSocket[] {
  const tables = ['tcp', 'tcp6'].map((table) => readProc(`/proc/net/${table}`));
  return tables.flatMap((text) =>
    text
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/u);
        return state === LISTEN && inode !== undefined
          ? [{ port: Number.parseInt(local.split(':')[1] ?? '', 16), inode }]
          : [];
      }),
  );
}

/** The processes that hold one of these sockets, by pid. @param asked which processes are looked at */
export function holdersOf(
  inodes: ReadonlySet<string>,
  asked: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  if (inodes.size === 0) return new Map();
  const held = asked.map((pid) => [pid, socketsOf(pid).filter((inode) => inodes.has(inode))] as const);
  return new Map(held.filter(([, sockets]) => sockets.length > 0));
}

/** The processes that listen on a port, by pid. @param among which processes are looked at; default: all */
export function holdersOfPort(port: number, among?: readonly number[]): readonly number[] {
  const sockets = listeningSockets().filter((socket) => socket.port === port);
  const asked = among?.map(String) ?? processIds();
  return [...holdersOf(new Set(sockets.map(({ inode }) => inode)), asked).keys()].map(Number);
}

/** The processes of the machine, by pid. */
export function processIds(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
}

/** Fields 4 and 5 of /proc/PID/stat. Undefined: the process has ended. */
export function parentAndGroup(pid: string): { readonly parent: number; readonly group: number } | undefined {
  const [, parent, group] = statFields(readProc(`/proc/${pid}/stat`));
  return parent === undefined || group === undefined ? undefined : { parent: Number(parent), group: Number(group) };
}

export function processGroup(pid: string): number | undefined {
  return parentAndGroup(pid)?.group;
}

export function processName(pid: string): string {
  return readProc(`/proc/${pid}/comm`).trim();
}

function socketsOf(pid: string): readonly string[] {
  return openFiles(pid).flatMap((file) => /^socket:\[(?<inode>\d+)\]$/u.exec(file)?.groups?.['inode'] ?? []);
}

/** What the open files of a process lead to, from a number on; '' for one that it has just closed. Empty: the system does not say. */
export function openFiles(pid: string, from = 0): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  const names = orElse(() => readdirSync(folder), []).filter((name) => Number(name) >= from);
  return names.map((name) => orElse(() => readlinkSync(`${folder}/${name}`), ''));
}

/** A file of /proc; '' when its process has ended or the system does not show it. */
export function readProc(file: string): string {
  return orElse(() => readFileSync(file, 'utf8'), '');
}

/** A process may end at any moment, and others' do not let us look. */
function orElse<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
