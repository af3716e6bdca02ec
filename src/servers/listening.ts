import dns from 'node:dns';
import type { LookupAddress } from 'node:dns';
import net from 'node:net';
import type { LookupFunction } from 'node:net';
import { listeningSockets, processGroup, processIds, socketsOf } from './proc-net.ts';

/** Loopback is tried as `localhost`, both families: `listen(port, 'localhost')` may bind ::1 alone, and a browser finds it. */
export const HOST = 'localhost';

/** What `localhost` leads to does not change while the tutor runs, and a server's start is watched by dozens of connections. */
const lookups = new Map<string, Promise<readonly LookupAddress[]>>();

const lookup: LookupFunction = (host, _options, callback) => {
  const known = lookups.get(host) ?? dns.promises.lookup(host, { all: true });
  lookups.set(host, known);
  known.then(
    (addresses) => callback(null, [...addresses]),
    (error: NodeJS.ErrnoException) => {
      lookups.delete(host);
      callback(error, []);
    },
  );
};

/** Whether something accepts TCP connections on this port of the loopback interface now. Deadline: one second. */
export function portIsTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: HOST, port, autoSelectFamily: true, lookup });
    const done = (taken: boolean): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/**
 * Ports below every system's range for outgoing connections (Linux 32768 to 60999, elsewhere 49152 to 65535, RFC 6335 section 6):
 * a port from that range may become the local end of another connection between our choice and the server's start, and a server
 * that is stopped and started again could not have it back.
 */
const FIRST_PORT = 20_000;
const PORTS = 12_768;
const MOST_TRIES = 200;

/** Each port is given once before one comes again, so that two servers that start at the same time never meet; the start is random for other processes. */
let given = Math.floor(Math.random() * PORTS);

/** A port that is free on both address families now. Rejects when the system lets no port be listened on at all. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    given = (given + 1) % PORTS;
    const port = FIRST_PORT + given;
    if (await portIsFree(port)) return port;
  }
  throw new Error(`none of ${MOST_TRIES} ports from ${FIRST_PORT} on can be listened on`);
}

/**
 * Whether this port is free now, on both address families. A connection attempt alone does not tell: a port that is the local end of
 * another connection refuses clients and cannot be listened on; nor does listening alone: macOS lets an address be
 * bound beside a server of all addresses.
 */
export async function portIsFree(port: number): Promise<boolean> {
  if (await portIsTaken(port)) return false;
  return !(await isHeld(port, '127.0.0.1')) && !(await isHeld(port, '::1'));
}

const POLL_MS = 10;

/**
 * Waits until the port is free: the children of a process that has ended may hold it a moment longer. False: it is not, within the time, or
 * the wait was aborted.
 * @param withinMs milliseconds
 */
export async function becomesFree(port: number, withinMs: number, signal?: AbortSignal): Promise<boolean> {
  const started = performance.now();
  while (!(await portIsFree(port))) {
    if (performance.now() - started >= withinMs || signal?.aborted === true) return false;
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }
  return true;
}

/** Other refusals (no IPv6 on this machine, a port for administrators) are left to the server to report. */
function isHeld(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/**
 * The TCP ports on which a process group listens, from /proc on Linux, lsof on macOS, netstat on Windows; where the system
 * reports nothing, the result is empty, never wrong.
 * @param leader pid of the group's first process
 */
export async function listeningPorts(leader: number): Promise<readonly number[]> {
  try {
    if (process.platform === 'linux') return portsFromProc(leader);
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

function portsFromProc(leader: number): readonly number[] {
  const inGroup = processIds().filter((pid) => processGroup(pid) === leader);
  // Its output leads to the tutor. A program that is still starting has no other socket: then the tables need not be read.
  const output = new Set(socketsOf(String(leader), LAST_OUTPUT));
  const held = new Set(inGroup.flatMap((pid) => socketsOf(pid)).filter((inode) => !output.has(inode)));
  if (held.size === 0) return [];
  return [...new Set([...listeningSockets()].filter(({ inode }) => held.has(inode)).map(({ port }) => port))];
}

/** Standard error: the last file that a program has from the tutor. */
const LAST_OUTPUT = 2;
