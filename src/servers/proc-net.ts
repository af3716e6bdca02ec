import { readdir, readFile, readlink } from 'node:fs/promises';

// TCP sockets and the processes that hold them, as reported by Linux (proc(5)). Processes of other users report nothing.

export interface ListeningSocket {
  readonly port: number;
  /** Names the socket in the links of /proc/PID/fd. */
  readonly inode: string;
}

/** State of a listening socket in /proc/net/tcp. */
const LISTEN = '0A';

/** Every listening socket of the machine, on both address families. */
export async function listeningSockets(): Promise<readonly ListeningSocket[]> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => read(`/proc/net/${table}`)));
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
export async function holdersOf(
  inodes: ReadonlySet<string>,
  asked: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const holders = new Map<string, readonly string[]>();
  if (inodes.size === 0) return holders;
  await Promise.all(
    asked.map(async (pid) => {
      const held = (await socketsOf(pid)).filter((inode) => inodes.has(inode));
      if (held.length > 0) holders.set(pid, held);
    }),
  );
  return holders;
}

/** The processes that listen on a port, by pid. @param among which processes are looked at; default: all */
export async function holdersOfPort(port: number, among?: readonly number[]): Promise<readonly number[]> {
  const sockets = (await listeningSockets()).filter((socket) => socket.port === port);
  const asked = among?.map(String) ?? (await processIds());
  return [...(await holdersOf(new Set(sockets.map(({ inode }) => inode)), asked)).keys()].map(Number);
}

/** The processes of the machine, by pid. */
export async function processIds(): Promise<readonly string[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
}

/** The fields of /proc/PID/stat from the third one, the state, on. The name before them, in brackets, may contain anything. */
export function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Fields 4 and 5 of /proc/PID/stat. Undefined: the process has ended. */
export async function parentAndGroup(
  pid: string,
): Promise<{ readonly parent: number; readonly group: number } | undefined> {
  const [, parent, group] = statFields(await read(`/proc/${pid}/stat`));
  return parent === undefined || group === undefined ? undefined : { parent: Number(parent), group: Number(group) };
}

export async function processGroup(pid: string): Promise<number | undefined> {
  return (await parentAndGroup(pid))?.group;
}

export async function processName(pid: string): Promise<string> {
  return (await read(`/proc/${pid}/comm`)).trim();
}

async function socketsOf(pid: string): Promise<readonly string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(descriptors.map((each) => readlink(`/proc/${pid}/fd/${each}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(?<inode>\d+)\]$/u.exec(link)?.groups?.['inode'] ?? []);
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
