import { holdersOf, listeningSockets, processName } from './proc-net.ts';

const DEADLINE_MS = 3000;

/**
 * The program that listens on a TCP port, as `python3 (process 123)`. Undefined where the system does not say, as is usual
 * for programs of other users.
 */
export async function listenerOn(port: number, platform: NodeJS.Platform): Promise<string | undefined> {
  try {
    if (platform === 'linux') return await fromProc(port);
    return platform === 'win32' ? await fromNetstat(port) : await fromLsof(port);
  } catch {
    return undefined;
  }
}

async function fromProc(port: number): Promise<string | undefined> {
  const sockets = (await listeningSockets()).filter((socket) => socket.port === port);
  const [pid] = (await holdersOf(new Set(sockets.map(({ inode }) => inode)))).keys();
  return pid === undefined ? undefined : shown(await processName(pid), pid);
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
