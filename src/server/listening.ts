import { readdir, readFile, readlink } from 'node:fs/promises';
import net from 'node:net';

/** Loopback is tried as `localhost`, both families: `listen(port, 'localhost')` may bind ::1 alone, and a browser finds it. */
export const HOST = 'localhost';

/** Whether something accepts TCP connections on this port of the loopback interface now. Deadline: one second. */
export function portIsTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: HOST, port, autoSelectFamily: true });
    const done = (taken: boolean): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/** A port that is free on both address families now; the system chooses it. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    const listen = (options: net.ListenOptions): void => {
      server.listen(options, () => {
        const address = server.address();
        server.close(() => {
          if (address !== null && typeof address === 'object') resolve(address.port);
          else reject(new Error('the system gave no port'));
        });
      });
    };
    // A machine without IPv6 refuses `::`; then IPv4 alone is all there is.
    server.once('error', () => {
      server.once('error', reject);
      listen({ host: '127.0.0.1', port: 0 });
    });
    listen({ host: '::', port: 0 });
  });
}

/**
 * The TCP ports on which a process group listens. Linux reads /proc, macOS asks lsof, Windows netstat; where the system
 * tells nothing, the answer is empty, never wrong.
 * @param leader pid of the group's first process
 */
export async function listeningPorts(leader: number): Promise<readonly number[]> {
  try {
    if (process.platform === 'linux') return await portsFromProc(leader);
    const { execa } = await import('execa');
    if (process.platform === 'win32') {
      const { stdout } = await execa('netstat', ['-ano', '-p', 'TCP'], { timeout: 3000 });
      return parsePorts(
        stdout.split('\n').filter((line) => line.includes('LISTENING') && line.trim().endsWith(` ${leader}`)),
      );
    }
    const { stdout } = await execa('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-a', '-g', String(leader)], {
      timeout: 3000,
    });
    return parsePorts(stdout.split('\n'));
  } catch {
    return [];
  }
}

function parsePorts(lines: readonly string[]): readonly number[] {
  const ports = lines.map((line) => /[\d\]*]:(\d+)\s/u.exec(line)?.[1]).filter((port) => port !== undefined);
  return [...new Set(ports.map(Number))];
}

/** proc(5): field 5 of /proc/PID/stat is the process group; a socket's inode links /proc/PID/fd to /proc/PID/net/tcp. */
async function portsFromProc(leader: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const inodes = new Set<string>();
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const group = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
    if (group !== String(leader)) continue;
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const link = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/u.exec(link)?.[1];
      if (inode !== undefined) inodes.add(inode);
    }
  }
  const ports = new Set<number>();
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/u);
      const [, local, , state, , , , , , inode] = fields;
      const LISTEN = '0A';
      if (state === LISTEN && local !== undefined && inode !== undefined && inodes.has(inode)) {
        ports.add(Number.parseInt(local.split(':')[1] ?? '', 16));
      }
    }
  }
  return [...ports];
}
