import type { Backend, Launch } from '../model/backend.ts';
import type { Finding } from '../model/finding.ts';
import { environmentProblem, ok } from '../model/result.ts';
import type { Problem, Result } from '../model/result.ts';
import type { Client } from '../model/timeline.ts';
import type { Timeline } from '../observe/timeline.ts';
import { withFastClock } from '../servers/fast-clock.ts';
import { ownLinesFilter } from '../servers/own-lines.ts';
import type { LearnerServer } from '../servers/server.ts';
import { becomesFree, freePort, portIsFree } from '../servers/listening.ts';
import { remoteServer, startServer } from '../servers/server.ts';
import { hasCrashed } from './crash.ts';
import { DEADLINE } from './deadlines.ts';

/**
 * The server instances of a run. `shared`: never disturbed. `vanishing-sockets` and `vanishing-streams`: WebSocket clients or stream readers
 * disappear from them, so that what each of the two prints or dies of has a single cause. `restartable`: stopped and started again.
 * `isolated`: has one client at a time. `streaming`: has a single stream. `fast`: its timers fire much sooner, so that what happens after
 * minutes is seen; `later`: started on purpose after the others. These two are asked for only where a server can run beside the shared one.
 */
export type ServerKind =
  | 'shared'
  | 'vanishing-sockets'
  | 'vanishing-streams'
  | 'restartable'
  | 'isolated'
  | 'streaming'
  | 'fast'
  | 'later';

export interface ServersOptions {
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  readonly backend: Backend;
  /** Origin of a server that is already running, instead of ours; it is the same for every kind. */
  readonly url: string | undefined;
  readonly signal: AbortSignal;
  readonly timeline: Timeline;
  /** Receives the duration of a part of the run, in milliseconds. */
  readonly onPhase: (name: string, ms: number) => void;
  readonly source?: ServerSource | undefined;
}

/** Where a run has its servers from. */
export interface ServerSource {
  readonly start: typeof startServer;
  /** The run does not need the server any more. */
  readonly release: (server: LearnerServer) => Promise<void>;
}

/** Servers that nobody else uses. */
const OWN: ServerSource = { start: startServer, release: (server) => server.stop() };

/** How many times a server is started when another process takes its port. */
const MOST_ATTEMPTS = 3;

/** These have no clients of their own that harm a server: where it is the only one, the shared one stands in for them. */
const HARMLESS: ReadonlySet<ServerKind> = new Set(['isolated', 'streaming']);

/**
 * The learner's servers of one run, each started on first use, so that all checks can run in parallel. A server that ignores `PORT` would
 * find its port taken by the first of them: then one runs at a time, and the next kind takes the place of the one before.
 */
export class Servers {
  readonly #options: ServersOptions;
  readonly #byKind = new Map<ServerKind, Promise<Result<LearnerServer, Finding>>>();
  readonly #started: LearnerServer[] = [];
  readonly #leaders: number[] = [];
  #single = false;
  #problem: Problem | undefined;
  readonly #labels = new WeakMap<LearnerServer, string>();

  constructor(options: ServersOptions) {
    this.#options = options;
  }

  /** Somebody else runs the server: it can be neither restarted nor isolated. */
  get remote(): boolean {
    return this.#options.url !== undefined;
  }

  /** Leaders of the process groups that were started, those that have ended included. */
  get leaders(): readonly number[] {
    return this.#leaders;
  }

  /** Why a server could not be given a port, although it did nothing wrong: then the run has no result. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Whether a server can run beside the shared one; known once that has started. */
  get canIsolate(): boolean {
    return !this.remote && !this.#single;
  }

  /** Whether the server chooses its port itself, so that a second one may not be able to listen. Starts the shared one. */
  async single(): Promise<boolean> {
    await this.get();
    return this.#single;
  }

  get(kind: ServerKind = 'shared'): Promise<Result<LearnerServer, Finding>> {
    const key = this.remote ? 'shared' : kind;
    const known = this.#byKind.get(key);
    if (known !== undefined) return known;
    const started = key === 'shared' ? this.#start(key, undefined) : this.#another(key);
    this.#byKind.set(key, started);
    return started;
  }

  async #another(kind: ServerKind): Promise<Result<LearnerServer, Finding>> {
    if (!(await this.single())) return this.#start(kind, undefined);
    return HARMLESS.has(kind) ? this.get() : this.#instead(kind);
  }

  /** Stops the only server and starts it as this kind; from then on it is the shared one, too. */
  async #instead(kind: ServerKind): Promise<Result<LearnerServer, Finding>> {
    const running = await this.get();
    if (running.ok) {
      await running.value.stop();
      await becomesFree(running.value.port, DEADLINE.free, this.#options.signal);
    }
    const started = this.#start(kind, undefined);
    this.#byKind.set('shared', started);
    return started;
  }

  /**
   * Stops a server as Ctrl-C would and starts it again on the same port.
   * @param whileDown is waited for before the server starts again
   */
  async restart(
    kind: 'shared' | 'restartable' | 'vanishing-sockets',
    whileDown?: () => Promise<unknown>,
  ): Promise<Result<LearnerServer, Finding>> {
    const running = await this.get(kind);
    const port = running.ok ? running.value.port : undefined;
    if (running.ok) {
      await running.value.stop();
      this.#options.timeline.recordEnd(clientOf(kind), 'note', 'process', 'stopped, to be started again');
      await whileDown?.();
    }
    const started = this.#start(kind, port);
    this.#byKind.set(kind, started);
    if (this.#single) this.#byKind.set('shared', started);
    return started;
  }

  /** For a client of this server: the server's name in the timeline. Nothing where somebody else runs it. */
  talkingTo(server: LearnerServer): Pick<Client, 'server'> {
    const label = this.#labels.get(server);
    return label === undefined ? {} : { server: label };
  }

  /** The shared server, if we started it and it ended although nobody stopped it. */
  async crashed(): Promise<LearnerServer | undefined> {
    const server = await this.#byKind.get('shared');
    return server?.ok === true && (await hasCrashed(server.value)) ? server.value : undefined;
  }

  /**
   * No check needs this server any more: it is stopped before the run ends, because each holds tens of megabytes. Where only one server can
   * run, it is everybody's and stays.
   */
  async done(kind: Exclude<ServerKind, 'shared'>): Promise<void> {
    if (!this.canIsolate) return;
    const server = await this.#byKind.get(kind);
    const { release } = this.#options.source ?? OWN;
    // What goes wrong there, `close` meets again.
    if (server?.ok === true) await Promise.allSettled([release(server.value)]);
  }

  /** Stops all of them. Clients are closed first: a server may wait for its streams. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#byKind.values());
    const { release } = this.#options.source ?? OWN;
    await Promise.allSettled(this.#started.map((server) => release(server)));
  }

  /** @param port the one on which it is started again; undefined: any that is free */
  async #start(kind: ServerKind, port: number | undefined): Promise<Result<LearnerServer, Finding>> {
    const { url, timeline, onPhase, signal } = this.#options;
    if (url !== undefined) return ok(remoteServer(url));
    const client = clientOf(kind);
    const before = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      if (port !== undefined) await becomesFree(port, DEADLINE.free / MOST_ATTEMPTS, signal);
      const chosen = port ?? (await freePort());
      const started = await this.#launch(kind, chosen);
      const lost = lostPort(started, chosen);
      if (lost && attempt < MOST_ATTEMPTS) continue;
      if (started.ok) {
        this.#started.push(started.value);
        this.#single ||= started.value.ignoredPort !== undefined;
        this.#labels.set(started.value, client.label);
        timeline.record(client, 'note', 'process', `listens on port ${started.value.port}`);
      }
      onPhase(`start ${client.label}`, Math.round(performance.now() - before));
      return lost ? this.#withoutPort(started, chosen) : started;
    }
  }

  /** No attempt got its port. A port that is free now was taken by the server itself each time; else another program has it. */
  async #withoutPort(started: Result<LearnerServer, Finding>, port: number): Promise<Result<LearnerServer, Finding>> {
    if (started.ok || started.problem.code !== 'server/port-in-use') return started;
    if (!(await portIsFree(port))) {
      this.#problem = environmentProblem(
        `Other programs took the ports of this check ${MOST_ATTEMPTS} times, the last one ${port}.`,
        'Run the check again. If it happens again, end programs that open many ports, such as other checks.',
      ).problem;
      return started;
    }
    return { ok: false, problem: { ...started.problem, facts: { ...started.problem.facts, holder: 'itself' } } };
  }

  async #launch(kind: ServerKind, port: number): Promise<Result<LearnerServer, Finding>> {
    const { backend, folder, signal, timeline, source = OWN } = this.#options;
    const client = clientOf(kind);
    const launch = await backend.launch(folder, port);
    if (!launch.ok) return launch;
    timeline.record(client, 'note', 'process', `PORT=${port} ${launch.value.display}`);
    const shows = ownLinesFilter(folder);
    const copy = async (): Promise<Launch | undefined> => {
      const again = await backend.launch(folder, await freePort());
      return again.ok ? again.value : undefined;
    };
    return source.start(kind === 'fast' ? withFastClock(launch.value) : launch.value, {
      port,
      deadlineMs: DEADLINE.listen,
      signal,
      ...(kind === 'shared' ? { copy } : {}),
      onSpawn: (pid) => void this.#leaders.push(pid),
      onLine: ({ text }) => {
        if (shows(text)) timeline.record(client, 'note', 'process', text);
      },
    });
  }
}

/** The server's name in the timeline. */
function clientOf(kind: ServerKind): Client {
  return { kind: 'server', label: kind === 'shared' ? 'server' : `server (${kind})` };
}

/** Whether the server did not start because the port that it was given is taken. */
function lostPort(started: Result<LearnerServer, Finding>, port: number): boolean {
  return !started.ok && started.problem.code === 'server/port-in-use' && started.problem.facts.port === port;
}
