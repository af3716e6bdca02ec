import { dialectOf } from '../htmx/index.ts';
import { pagePathOf } from '../model/contract.ts';
import type { PageEngine } from '../model/page.ts';
import { ok } from '../model/result.ts';
import type { Step } from '../model/step.ts';
import { httpGet } from '../observe/http.ts';
import type { Timeline } from '../observe/timeline.ts';
import type { RunContext } from './context.ts';
import { DEADLINE } from './deadlines.ts';
import { openEngine } from './engine.ts';
import type { RandomWords } from './random.ts';
import type { RunOptions } from './run-options.ts';
import { Servers } from './servers.ts';
import type { Sources } from './sources.ts';
import { Tabs } from './tabs.ts';
import { NOT_STARTED } from './not-started.ts';

/** What all attempts of a run have in common. */
export interface AttemptOptions {
  readonly options: RunOptions;
  readonly steps: readonly Step[];
  readonly timeline: Timeline;
  readonly words: RandomWords;
  readonly sources: Sources;
  /** Milliseconds that parts of the run took, by name. */
  readonly phases: Record<string, number>;
  /** The label of one more WebSocket client. */
  readonly nextLabel: () => string;
}

/** All checks once, with the servers, tabs and clients that they use. */
export interface Attempt {
  readonly context: RunContext;
  /** The processes that it waits for: servers and the page engine. */
  pids(): readonly number[];
  /** Closes the clients and the engines that were opened for it, then the servers. Nothing of it is left afterwards. */
  close(): Promise<void>;
}

/** Servers, tabs and clients are started when a check first asks for them. */
export function openAttempt({ options, steps, phases, timeline, words, sources, nextLabel }: AttemptOptions): Attempt {
  const { folder, backend, signal } = options;
  const { contract, htmx } = options.chapter;
  const onPhase = (name: string, ms: number): void => void (phases[name] = ms);
  const url = backend.origin;
  const servers = new Servers({ folder, backend, url, signal, timeline, onPhase, source: options.servers });
  const engines: PageEngine[] = [];
  const tabs = new Tabs({
    engine: options.engine?.name ?? options.pageEngine,
    openEngine: async (name) => {
      if (options.engine?.name === name) return ok(options.engine);
      const engine = await openEngine(name, backend);
      if (engine.ok) engines.push(engine.value);
      return engine;
    },
    servers,
    sources,
    pagePath: pagePathOf(contract),
    watched: contract.target === undefined ? [] : [contract.target],
    timeline,
    onPhase,
  });
  const closers: (() => Promise<unknown> | void)[] = [];
  const closeClients = async (): Promise<void> => {
    await Promise.allSettled(closers.splice(0).map(async (closer) => closer()));
    await tabs.close();
  };
  const wanted = new Set(steps.flatMap((step) => step.wants));
  return {
    context: {
      folder,
      backend,
      url,
      contract,
      dialect: dialectOf(String(htmx)),
      timeline,
      words,
      sources,
      servers,
      tabs,
      wants: (what) => wanted.has(what),
      get: (path) => getFrom(servers, path, timeline),
      nextClient: (server) => ({ kind: 'socket', label: nextLabel(), ...servers.talkingTo(server) }),
      onClose: (close) => void closers.push(close),
      closeClients,
    },
    pids: () => [...servers.leaders, ...[options.engine, ...engines].flatMap((engine) => engine?.pid ?? [])],
    close: async () => {
      // An engine that ends takes its tabs with it.
      await Promise.allSettled([
        ...closers.splice(0).map(async (closer) => closer()),
        ...engines.map(async (engine) => engine.close()),
      ]);
      await tabs.close();
      await servers.close();
    },
  };
}

async function getFrom(servers: Servers, path: string, timeline: Timeline): ReturnType<RunContext['get']> {
  const server = await servers.get();
  if (!server.ok) return NOT_STARTED;
  return httpGet(`${server.value.origin}${path}`, {
    client: { kind: 'http', label: 'client', ...servers.talkingTo(server.value) },
    timeline,
    deadlineMs: DEADLINE.answer,
  });
}
