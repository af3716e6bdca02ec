import { readdir, readFile, readlink } from 'node:fs/promises';

const DEADLINE_MS = 3000;

/**
 * The program that listens on a TCP port, as `python3 (process 123)`. Undefined where the system does not tell, which is the rule
 * for programs of other people.
 */
export async function listenerOn(port: number, platform: NodeJS.Platform): Promise<string | undefined> {
  try {
    if (platform === 'linux') return await fromProc(port);
    return platform === 'win32' ? await fromNetstat(port) : await fromLsof(port);
  } catch {
    return undefined;
  }
}

/** proc(5): the local port and the inode of each listening socket stand in /proc/net/tcp, the inode in a link of /proc/PID/fd. */
async function fromProc(port: number): Promise<string | undefined> {
  const LISTEN = '0A';
  const sockets = new Set<string>();
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/u);
      if (state === LISTEN && Number.parseInt(local.split(':')[1] ?? '', 16) === port) sockets.add(`socket:[${inode}]`);
    }
  }
  if (sockets.size === 0) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const holders = await Promise.all(pids.map(async (pid) => ((await holds(pid, sockets)) ? pid : undefined)));
  const pid = holders.find((each) => each !== undefined);
  if (pid === undefined) return undefined;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return shown(name, pid);
}

async function holds(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(descriptors.map((each) => readlink(`/proc/${pid}/fd/${each}`).catch(() => '')));
  return links.some((link) => sockets.has(link));
}

/** lsof(8), output for other programs: a line `p123`, then a line `cpython3`. */
async function fromLsof(port: number): Promise<string | undefined> {
  const { execa } = await import('execa');
  const { stdout } = await execa('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: DEADLINE_MS });
  const pid = /^p(\d+)$/mu.exec(stdout)?.[1];
  return pid === undefined ? undefined : shown(/^c(.+)$/mu.exec(stdout)?.[1] ?? '', pid);
}

async function fromNetstat(port: number): Promise<string | undefined> {
  const { execa } = await import('execa');
  const { stdout } = await execa('netstat', ['-ano', '-p', 'TCP'], { timeout: DEADLINE_MS });
  const pid = new RegExp(`:${port}\\s+\\S+\\s+LISTENING\\s+(\\d+)`, 'u').exec(stdout)?.[1];
  return pid === undefined ? undefined : shown('', pid);
}

function shown(name: string, pid: string): string {
  return name.trim() === '' ? `process ${pid}` : `${name.trim()} (process ${pid})`;
}
