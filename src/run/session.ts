import type { Backend } from '../model/backend.ts';
import type { Action, Finding } from '../model/finding.ts';
import { CONTRACT } from '../chapter/contract.ts';
import type { PageDriver, PageEngine, PageRecord, PageView } from '../model/page.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { HttpAnswer, HttpFailure } from '../observe/http.ts';
import { httpGet } from '../observe/http.ts';
import type { Timeline } from '../observe/timeline.ts';
import { ownLinesFilter } from '../servers/own-lines.ts';
import type { LearnerServer } from '../servers/server.ts';
import { freePort, remoteServer, startServer } from '../servers/server.ts';
import { hasCrashed } from './crash.ts';
import { DEADLINE } from './deadlines.ts';
import { recordInTimeline } from './page-timeline.ts';
import { RandomWords } from './random.ts';
import { Sources } from './sources.ts';

export interface SessionOptions {
  readonly folder: string;
  readonly backend: Backend;
  /** A server that already runs, instead of one that we start. */
  readonly url: string | undefined;
  /** Id of the step that was asked for, and its place in the course (0 is the first). */
  readonly target: string;
  readonly targetIndex: number;
  readonly timeline: Timeline;
  readonly seed: string | undefined;
  readonly signal: AbortSignal;
  /** Opens a page engine; the run closes it. A problem: this machine has none of the kind. */
  readonly openEngine: (name: PageEngine['name']) => Promise<Result<PageEngine>>;
  readonly engine: PageEngine['name'];
}

type Lazy<T> = Promise<T> | undefined;

/**
 * What the checks of one run share: the learner's servers, the open page, the words. Everything is made when it is first asked
 * for, and once. The *calm* server is never disturbed; whatever may harm a server (clients that vanish, restarts) goes to others,
 * so that all of it can run at the same time.
 */
export class Session {
  readonly options: SessionOptions;
  readonly timeline: Timeline;
  readonly words: RandomWords;
  readonly sources: Sources;
  /** Milliseconds that parts of the run took, by name. */
  readonly phases: Record<string, number> = {};
  readonly #servers = new Map<string, Promise<Result<LearnerServer, Finding>>>();
  readonly #started: LearnerServer[] = [];
  readonly #closers: (() => Promise<unknown> | void)[] = [];
  readonly #tabs = new Map<string, Promise<Result<PageDriver, Finding>>>();
  readonly #kept = new Map<string, Promise<unknown>>();
  #engine: Lazy<Result<PageEngine>>;
  #browser: Lazy<Result<PageEngine>>;
  #clients = 0;

  constructor(options: SessionOptions) {
    this.options = options;
    this.timeline = options.timeline;
    this.words = new RandomWords(options.seed);
    this.sources = new Sources(options.folder);
  }

  get remote(): boolean {
    return this.options.url !== undefined;
  }

  /** A name for one more client in the timeline: `client 3`. */
  nextClient(): string {
    this.#clients += 1;
    return `client ${this.#clients}`;
  }

  /** Runs `make` once for this name and shares its result: an observation that several checks read. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(name);
    // The map is keyed by name and each name has one maker, so the type is the maker's.
    if (kept !== undefined) return kept as Promise<T>;
    const made = make();
    this.#kept.set(name, made);
    return made;
  }

  /** Called when the run ends; clients are closed before the servers (a server may wait for its streams). */
  onClose(close: () => Promise<unknown> | void): void {
    this.#closers.push(close);
  }

  /** The server of this name, started when first asked for; with the *alone* one, one client talks at a time, the *streaming* one has one stream. A remote server is the same under every name. */
  server(
    name: 'calm' | 'rough' | 'restarted' | 'alone' | 'streaming' = 'calm',
  ): Promise<Result<LearnerServer, Finding>> {
    const key = this.remote ? 'calm' : name;
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    const started = this.#start(key, undefined);
    this.#servers.set(key, started);
    return started;
  }

  /** Stops a server as Ctrl-C would and starts it again on its port. */
  async restart(name: 'restarted' | 'rough' | 'calm'): Promise<Result<LearnerServer, Finding>> {
    const running = await this.server(name);
    const port = running.ok ? running.value.port : undefined;
    if (running.ok) {
      await running.value.stop();
      this.timeline.record(
        name === 'calm' ? 'server' : `server (${name})`,
        'note',
        'process',
        'stopped, to be started again',
      );
    }
    const started = this.#start(name, port);
    this.#servers.set(name, started);
    return started;
  }

  /** A server of ours that ended although nobody stopped it: the calm one, in this run. */
  async crashed(): Promise<LearnerServer | undefined> {
    const calm = await this.#servers.get('calm');
    return calm?.ok === true && (await hasCrashed(calm.value)) ? calm.value : undefined;
  }

  async #start(name: string, port: number | undefined): Promise<Result<LearnerServer, Finding>> {
    const { backend, folder, url, signal } = this.options;
    if (url !== undefined) {
      const server = remoteServer(url);
      return ok(server);
    }
    const client = name === 'calm' ? 'server' : `server (${name})`;
    const before = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const chosen = port ?? (await freePort());
      const launch = await backend.launch(folder, chosen);
      if (!launch.ok) return launch;
      this.timeline.record(client, 'note', 'process', `PORT=${chosen} ${launch.value.display}`);
      const shows = ownLinesFilter(folder);
      const started = await startServer(launch.value, {
        port: chosen,
        deadlineMs: DEADLINE.listen,
        signal,
        onLine: ({ text }) => {
          if (shows(text)) this.timeline.record(client, 'note', 'process', text);
        },
      });
      // Somebody took the free port between our asking and the server's listening: try another one.
      const raced =
        !started.ok && started.problem.code === 'server/port-in-use' && started.problem.facts.port === chosen;
      if (raced && attempt < 3) continue;
      if (started.ok) {
        this.#started.push(started.value);
        this.timeline.record(client, 'note', 'process', `listens on port ${started.value.port}`);
      }
      this.phases[`start ${client}`] = Math.round(performance.now() - before);
      return started;
    }
  }

  /** GET on the calm server. */
  async get(
    path: string,
    client = 'client',
  ): Promise<
    { readonly ok: true; readonly value: HttpAnswer } | { readonly ok: false; readonly problem: HttpFailure }
  > {
    const server = await this.server();
    if (!server.ok)
      return { ok: false, problem: { reason: 'refused', message: 'the server did not start', waitedMs: 0 } };
    return httpGet(`${server.value.origin}${path}`, { client, timeline: this.timeline, deadlineMs: DEADLINE.answer });
  }

  /** The page engine, loaded while the server starts. */
  engine(): Promise<Result<PageEngine>> {
    this.#engine ??= this.options.openEngine(this.options.engine);
    return this.#engine;
  }

  /** The page in a tab of its own, opened when first asked for. @param name `tab 1` */
  tab(name: string, from: 'calm' | 'restarted' = 'calm'): Promise<Result<PageDriver, Finding>> {
    const known = this.#tabs.get(name);
    if (known !== undefined) return known;
    const opened = this.#open(name, from);
    this.#tabs.set(name, opened);
    return opened;
  }

  /** What the page uses that its engine does not run, when no browser could be taken instead; undefined: nothing. */
  unseen: string | undefined;

  async #open(client: string, from: 'calm' | 'restarted'): Promise<Result<PageDriver, Finding>> {
    const [server, engine] = await Promise.all([this.server(from), this.engine()]);
    if (!server.ok) return server;
    // The run ends with this problem (the runner looks at the engine itself), so no finding is made of it.
    if (!engine.ok)
      return {
        ok: false,
        problem: { code: 'page/hung', severity: 'error', facts: { reason: engine.problem.message }, evidence: {} },
      };
    const opened = await this.#openIn(engine.value, server.value, client);
    const gap = opened.ok ? gapOf(opened.value) : undefined;
    if (!opened.ok || gap === undefined) return opened;
    // What the DOM does not run (module scripts, import maps) a browser does; without one the page is not judged by it.
    this.#browser ??= this.options.openEngine('browser');
    const browser = await this.#browser;
    if (!browser.ok) {
      this.unseen = gap;
      return opened;
    }
    this.timeline.record(client, 'note', 'console', `${gap}; the page is opened in ${browser.value.version} instead`);
    return this.#openIn(browser.value, server.value, client);
  }

  async #openIn(engine: PageEngine, server: LearnerServer, client: string): Promise<Result<PageDriver, Finding>> {
    const before = performance.now();
    const onRecord = (record: PageRecord): void => recordInTimeline(this.timeline, client, record);
    const opened = await engine.open(`${server.origin}/`, {
      client,
      deadlineMs: DEADLINE.load,
      onRecord,
      watched: [CONTRACT.target],
    });
    this.phases[`open ${client}`] = Math.round(performance.now() - before);
    if (opened.ok) {
      this.onClose(() => opened.value.close());
      return opened;
    }
    const { reason, message } = opened.problem;
    const did: Action = { kind: 'page' };
    if (reason === 'hung' || reason === 'out-of-memory' || reason === 'engine-died') {
      return {
        ok: false,
        problem: {
          code: 'page/hung',
          severity: 'error',
          facts: { reason: message },
          evidence: { did, where: this.sources.find('page', /<script/iu) },
        },
      };
    }
    if (reason === 'not-html')
      return {
        ok: false,
        problem: { code: 'page/not-html', severity: 'error', facts: { contentType: message }, evidence: { did } },
      };
    return {
      ok: false,
      problem: {
        code: 'server/stopped-answering',
        severity: 'error',
        facts: { request: { kind: 'http', path: '/' } },
        evidence: { did, received: message },
      },
    };
  }

  /** Closes the clients, then the page engine's tabs, then the servers. Nothing of the run is left after it. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#closers.map(async (closer) => closer()));
    await Promise.allSettled([...this.#servers.values()]);
    await Promise.allSettled(this.#started.map((server) => server.stop()));
  }
}

/** What the page needs that the DOM engine does not run; other gaps (a frame, a scroll) decide nothing. */
function gapOf(tab: PageView): string | undefined {
  const gap = tab.records.find(
    (record) => record.type === 'engine-gap' && /module scripts|import maps/u.test(record.what),
  );
  return gap?.type === 'engine-gap' ? gap.what : undefined;
}
