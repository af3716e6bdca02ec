import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
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

/** So much of a table is read at once: to list the connections of a busy machine takes the system longer than all else that is asked of it here. */
const PIECE = 1024;

/**
 * The listening sockets of the machine, on both address families, as long as they are asked for. Each table lists them before all
 * connections (Documentation/networking/proc_net_tcp.rst of the kernel), so the rest is not read.
 */
export function* listeningSockets(): Generator<ListeningSocket> {
  for (const table of ['tcp', 'tcp6']) {
    for (const line of linesOf(`/proc/net/${table}`)) {
      const [slot = '', local = '', , state, , , , , , inode] = line.trim().split(/\s+/u);
      if (slot === 'sl' || inode === undefined) continue;
      if (state !== LISTEN) break;
      yield { port: Number.parseInt(local.split(':')[1] ?? '', 16), inode };
    }
  }
}

/** The lines of a file, read piece by piece; none when the system does not show it. */
function* linesOf(file: string): Generator<string> {
  const opened = orElse(() => openSync(file, 'r'), undefined);
  if (opened === undefined) return;
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    let text = '';
    for (;;) {
      const size = orElse(() => readSync(opened, piece), 0);
      if (size === 0) break;
      const lines = (text + piece.toString('latin1', 0, size)).split('\n');
      text = lines.pop() ?? '';
      yield* lines;
    }
    if (text !== '') yield text;
  } finally {
    closeSync(opened);
  }
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

/** The processes that listen on a port, by pid. */
export function holdersOfPort(port: number): readonly number[] {
  const sockets = [...listeningSockets()].filter((socket) => socket.port === port);
  return [...holdersOf(new Set(sockets.map(({ inode }) => inode)), processIds()).keys()].map(Number);
}

/** Whether this process itself listens on the port. */
export function holdsPort(pid: number, port: number): boolean {
  const own = new Set(socketsOf(String(pid)));
  if (own.size === 0) return false;
  for (const socket of listeningSockets()) if (socket.port === port && own.has(socket.inode)) return true;
  return false;
}

/** The processes of the machine, by pid. */
export function processIds(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
}

/** A process and all that it and its children have started, by pid; it alone where the system has no /proc. */
export function processTree(root: string): readonly string[] {
  const children = new Map<string, string[]>();
  for (const pid of orElse(processIds, [])) {
    const parent = String(parentAndGroup(pid)?.parent ?? '');
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: string[] = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    found.push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return found;
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

/** The sockets that a process holds, by inode. @param to the number of its last open file that is looked at */
export function socketsOf(pid: string, to = Number.MAX_SAFE_INTEGER): readonly string[] {
  return openFiles(pid, 0, to).flatMap((file) => /^socket:\[(?<inode>\d+)\]$/u.exec(file)?.groups?.['inode'] ?? []);
}

/** What the open files of a process lead to, from a number on to another; '' for one that it has just closed. Empty: the system does not say. */
export function openFiles(pid: string, from = 0, to = Number.MAX_SAFE_INTEGER): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  const names = orElse(() => readdirSync(folder), []).filter((name) => Number(name) >= from && Number(name) <= to);
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
