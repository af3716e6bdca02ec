import type { Launch } from '../model/backend.ts';
import type { Finding } from '../model/finding.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { findingOfExit } from './exit-report.ts';
import { becomesFree, HOST, listeningPorts, portIsFree, portIsTaken } from './listening.ts';
import { processorTimes } from '../files/run-delay.ts';
import { surelyNever } from './never-listens.ts';
import type { NeverListens } from './never-listens.ts';
import type { OutputLine } from './output.ts';
import { OutputRing } from './output.ts';
import type { Exit } from './process.ts';
import { ServerProcess } from './process.ts';

/** One running server: our child process, or a remote one. */
export interface LearnerServer {
  /** `http://localhost:49152`, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** The requested port, when the server used another. */
  readonly ignoredPort: number | undefined;
  /** A server that we did not start cannot be restarted or inspected. */
  readonly remote: boolean;
  readonly output: OutputRing;
  readonly exited: Promise<Exit>;
  /** Whether it accepts connections now. */
  accepts(): Promise<boolean>;
  /** How it ended; undefined while it runs. */
  exit(): Exit | undefined;
  /** TERM, then KILL; resolves when it is gone. Idempotent. */
  stop(): Promise<void>;
  /** KILL immediately, like a power cut. */
  kill(): Promise<void>;
}

export interface StartOptions {
  readonly port: number;
  /** Milliseconds until it must listen. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: OutputLine) => void;
  /** Receives the leader of its process group, before it listens. */
  readonly onSpawn?: (pid: number) => void;
  /** The same program on another port, to see what its timers come to. Absent: it is not started a second time. */
  readonly copy?: () => Promise<Launch | undefined>;
}

const POLL_MS = 8;
/** After this time the actual ports of a server that is alive but not on our port are looked up. */
const LOOK_ELSEWHERE_AFTER_MS = 400;
const LOOK_ELSEWHERE_EVERY_MS = 200;
/** What a process that has ended started with it lets go of the port within this time. */
const LETS_GO_MS = 1000;
/** A server that has not listened anywhere for so long after a stranger took its port is taken to be behind that one, as a container is. */
const STRANGER_MS = 3000;
/** How often in a row a port is held by the server and refuses a client before that counts as a fact. */
const SURELY_UNREACHABLE = 5;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/**
 * Starts a server and waits until it listens: a race of *exited*, *listening* and *deadline*.
 * A server that listens on another port than PORT is accepted there, and `ignoredPort` says so.
 */
export async function startServer(launch: Launch, options: StartOptions): Promise<Result<LearnerServer, Finding>> {
  if (!(await portIsFree(options.port))) return { ok: false, problem: takenBeforeStart(options.port) };
  const started = performance.now();
  const child = await ServerProcess.spawn(launch, options.onLine);
  if (child.leader !== undefined) options.onSpawn?.(child.leader);
  const { port, never } = await listensOrNever(child, options, started);
  if (typeof port === 'number') return ok(localServer(child, port, options.port));

  const waitedMs = Math.round(performance.now() - started);
  const exit = child.exit;
  const reason =
    never ?? (exit === undefined && port === undefined && computes(child.leader, waitedMs) ? 'computes' : undefined);
  await child.stop();
  if (exit !== undefined) {
    // It does not listen on the port, so another program holds it, whatever the server's message was.
    if (!(await becomesFree(options.port, LETS_GO_MS, options.signal))) {
      const evidence = { did: { kind: 'run', command: launch.display }, output: child.output.last(8) } as const;
      return { ok: false, problem: { ...takenBeforeStart(options.port), evidence } };
    }
    return { ok: false, problem: findingOfExit({ exit, output: child.output, launch, port: options.port }) };
  }
  return {
    ok: false,
    problem: {
      code: 'server/never-listens',
      severity: 'error',
      facts: {
        port: options.port,
        ...(port === undefined ? {} : { listens: port }),
        ...(reason === undefined ? {} : { never: reason }),
      },
      evidence: { did: { kind: 'run', command: launch.display }, waitedMs, output: child.output.last(8) },
    },
  };
}

/** A program that computed for this share of the wait does nothing else. */
const COMPUTES_SHARE = 0.8;

/** With less of a processor than this it may have had too little to get there. */
const RAN_SHARE = 0.25;

/** Whether one of the processes used a processor, or was ready to, for nearly all of the time (Linux; elsewhere that is not told). */
function computes(leader: number | undefined, waitedMs: number): boolean {
  if (leader === undefined) return false;
  const times = [...processorTimes([leader]).values()];
  return times.some(
    ({ ranMs, delayMs }) => ranMs + delayMs > COMPUTES_SHARE * waitedMs && ranMs > RAN_SHARE * waitedMs,
  );
}

function takenBeforeStart(port: number): Finding {
  return { code: 'server/port-in-use', severity: 'error', facts: { port, holder: 'unknown' }, evidence: {} };
}

/** Races the wait for a port with the watch that tells whether one will come at all. */
async function listensOrNever(
  child: ServerProcess,
  options: StartOptions,
  started: number,
): Promise<{ readonly port: number | 'elsewhere' | undefined; readonly never?: NeverListens }> {
  const over = new AbortController();
  const aborted = options.signal === undefined ? over.signal : AbortSignal.any([over.signal, options.signal]);
  const never = surelyNever({ child, copy: options.copy, signal: aborted });
  let found: NeverListens | undefined;
  void never.then((why) => {
    found = why;
  });
  const port = await listeningPort(child, { ...options, gaveUp: () => found !== undefined }, started);
  over.abort();
  // A copy of it is gone before anything else is started.
  await never;
  return found === undefined || port !== undefined ? { port } : { port, never: found };
}

/**
 * The port on which the child listens. `elsewhere`: it listens on the right one, but on an address that this machine's loopback name does
 * not lead to. Undefined when it exited, the deadline passed or the run was aborted.
 */
async function listeningPort(
  child: ServerProcess,
  options: StartOptions & { readonly gaveUp: () => boolean },
  started: number,
): Promise<number | 'elsewhere' | undefined> {
  let unreachable = 0;
  let lookedAt = started + LOOK_ELSEWHERE_AFTER_MS - LOOK_ELSEWHERE_EVERY_MS;
  let elsewhere: number | undefined;
  let strangerSince: number | undefined;
  while (performance.now() - started < options.deadlineMs && options.signal?.aborted !== true && !options.gaveUp()) {
    if (child.exit !== undefined) return undefined;
    // Between our choice of a free port and the child's start another program may have taken it; then the child reports
    // EADDRINUSE and ends, or listens on a port of its own.
    const holder = (await portIsTaken(options.port)) ? await child.holderOf(options.port) : undefined;
    strangerSince ??= holder === 'stranger' ? performance.now() : undefined;
    if (holder === 'own' || (holder === 'stranger' && performance.now() - (strangerSince ?? 0) > STRANGER_MS)) {
      await Promise.race([child.exited, pause(0)]);
      return child.exit === undefined ? options.port : undefined;
    }
    if (performance.now() - lookedAt > LOOK_ELSEWHERE_EVERY_MS && child.leader !== undefined) {
      lookedAt = performance.now();
      const ports = await listeningPorts(child.leader);
      unreachable = ports.includes(options.port) && !(await portIsTaken(options.port)) ? unreachable + 1 : 0;
      if (unreachable >= SURELY_UNREACHABLE) return 'elsewhere';
      const [found] = ports.filter((port) => port !== options.port);
      // Seen twice in a row: a debugger's or a reloader's port may come first.
      if (found !== undefined && found === elsewhere && (await portIsTaken(found))) return found;
      elsewhere = found;
    }
    await Promise.race([child.exited, pause(POLL_MS)]);
  }
  return undefined;
}

function localServer(child: ServerProcess, port: number, asked: number): LearnerServer {
  return {
    origin: `http://${HOST}:${port}`,
    port,
    ignoredPort: port === asked ? undefined : asked,
    remote: false,
    output: child.output,
    exited: child.exited,
    accepts: () => portIsTaken(port),
    exit: () => child.exit,
    stop: () => child.stop(),
    kill: () => child.kill(),
  };
}

/** A server that is already running somewhere (`--url`). Its exit is never seen, and stopping it does nothing. */
export function remoteServer(url: string): LearnerServer {
  const { origin, port, protocol } = new URL(url);
  return {
    origin,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    ignoredPort: undefined,
    remote: true,
    output: new OutputRing(),
    exited: new Promise(() => undefined),
    accepts: () => Promise.resolve(true),
    exit: () => undefined,
    stop: () => Promise.resolve(),
    kill: () => Promise.resolve(),
  };
}
