import type { Backend } from '../model/backend.ts';
import type { CheckResult, RunResult, StepResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import type { PageEngine } from '../model/page.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Step } from '../model/step.ts';
import { httpGet } from '../observe/http.ts';
import { Timeline } from '../observe/timeline.ts';
import type { CheckedChapter } from './chapter.ts';
import type { Check } from './check.ts';
import type { RunContext } from './context.ts';
import { DEADLINE } from './deadlines.ts';
import { openEngine } from './engine.ts';
import { FIXED_IN_SERVER } from './families.ts';
import { runGraph } from './graph.ts';
import type { PlannedCheck } from './graph.ts';
import { languageOf } from './language.ts';
import { RandomWords } from './random.ts';
import { Servers } from './servers.ts';
import { Sources } from './sources.ts';
import { Tabs } from './tabs.ts';

export interface RunOptions {
  readonly chapter: CheckedChapter;
  /** The step that is asked for. */
  readonly step: Step;
  /** The steps before it, whose checks run as well. */
  readonly earlier: readonly Step[];
  readonly folder: string;
  readonly backend: Backend;
  readonly pageEngine: 'dom' | 'browser';
  /** An engine that is already open and stays open: several runs in one process share it. */
  readonly engine?: PageEngine;
  /**
   * Results by check that are taken as they are: of another run over the same folder, for the checks that do not depend on what differs
   * between the two (the page's engine).
   */
  readonly known?: ReadonlyMap<string, CheckResult>;
  readonly seed?: string;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/**
 * Runs the checkpoint of a step: every check as soon as those that it needs have passed, all others beside it.
 * An aborted run ends at once, not passed, without steps and without the event `run-finished`. A problem: the page engine that
 * was asked for cannot be opened.
 */
export async function runCheck(options: RunOptions): Promise<Result<RunResult>> {
  const run = startRun(options, await options.chapter.loadChecks());
  const { context, planned } = run;
  options.emit(runStarted(run));
  // The page's engine takes longest to load: it does so while the server starts.
  if (planned.some(({ check }) => check.observes === 'page')) void context.tabs.preload();
  try {
    const { known, signal, emit } = options;
    const serverFamilies = [...FIXED_IN_SERVER, ...options.chapter.serverFamilies];
    const running = runGraph({ planned, context, serverFamilies, known, signal, emit });
    const results = await Promise.race([running, aborted(options.signal)]);
    if (results === undefined) {
      // Its clients and servers are closed now; what the checks make of that is ignored.
      running.catch(() => undefined);
      return ok({ target: options.step.id, passed: false, durationMs: since(run), steps: [], phases: run.phases });
    }
    const { engineProblem } = context.tabs;
    if (engineProblem !== undefined) return { ok: false, problem: engineProblem };
    const result = conclude(run, results);
    emit({ type: 'run-finished', result });
    return ok(result);
  } finally {
    await run.close();
  }
}

/** A run under way. */
interface Run {
  readonly options: RunOptions;
  readonly steps: readonly Step[];
  readonly planned: readonly PlannedCheck[];
  readonly context: RunContext;
  /** Milliseconds that parts of the run took, by name. */
  readonly phases: Record<string, number>;
  readonly startedAt: number;
  /** Closes the clients, then the servers, then the engines that the run opened. Nothing of the run is left after it. */
  close(): Promise<void>;
}

function startRun(options: RunOptions, checks: readonly Check[]): Run {
  const { folder, backend, signal } = options;
  const { contract } = options.chapter;
  const steps = [...options.earlier, options.step];
  const phases: Record<string, number> = {};
  const onPhase = (name: string, ms: number): void => void (phases[name] = ms);
  const url = backend.origin;
  const timeline = new Timeline();
  const sources = new Sources(folder);
  const servers = new Servers({ folder, backend, url, signal, timeline, onPhase });
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
    watched: contract.target === undefined ? [] : [contract.target],
    timeline,
    onPhase,
  });
  const closers: (() => Promise<unknown> | void)[] = [];
  const wanted = new Set(steps.flatMap((step) => step.wants));
  let clients = 0;
  return {
    options,
    steps,
    planned: plan(steps, checks),
    phases,
    startedAt: performance.now(),
    context: {
      folder,
      backend,
      url,
      contract,
      timeline,
      words: new RandomWords(options.seed),
      sources,
      servers,
      tabs,
      wants: (what) => wanted.has(what),
      get: (path) => getFrom(servers, path, timeline),
      nextClient: () => ({ kind: 'socket', label: `client ${(clients += 1)}` }),
      onClose: (close) => void closers.push(close),
    },
    close: async () => {
      await Promise.allSettled(closers.map(async (closer) => closer()));
      await tabs.close();
      await servers.close();
      await Promise.allSettled(engines.map((engine) => engine.close()));
    },
  };
}

async function getFrom(servers: Servers, path: string, timeline: Timeline): ReturnType<RunContext['get']> {
  const server = await servers.get();
  if (!server.ok)
    return { ok: false, problem: { reason: 'refused', message: 'the server did not start', waitedMs: 0 } };
  return httpGet(`${server.value.origin}${path}`, {
    client: { kind: 'http', label: 'client' },
    timeline,
    deadlineMs: DEADLINE.answer,
  });
}

/** The checks of these steps, in the order in which what they find is fixed. */
function plan(steps: readonly Step[], all: readonly Check[]): readonly PlannedCheck[] {
  return steps.flatMap((step) =>
    all.filter((check) => step.checks.includes(check.id)).map((check) => ({ step, check })),
  );
}

function runStarted({ options, steps, planned, context }: Run): RunEvent {
  return {
    type: 'run-started',
    folder: options.folder,
    backend: options.backend.title,
    backendKind: options.backend.kind,
    language: languageOf(options.backend, context.sources),
    ...(options.backend.origin === undefined ? {} : { origin: options.backend.origin }),
    target: options.step.id,
    seed: context.words.seed,
    steps: steps.map((step) => ({
      id: step.id,
      title: step.title,
      proves: step.proves,
      checks: planned
        .filter(({ step: of }) => of.id === step.id)
        .map(({ check }) => ({ id: check.id, title: check.title })),
    })),
  };
}

function since({ startedAt }: Run): number {
  return Math.round(performance.now() - startedAt);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function conclude(run: Run, results: ReadonlyMap<string, CheckResult>): RunResult {
  const { steps, planned, context } = run;
  const checksByStep = steps.map((step) => ({
    step,
    checks: planned.filter(({ step: of }) => of.id === step.id).flatMap(({ check }) => results.get(check.id) ?? []),
  }));
  const passedBy = checksByStep.map(({ checks }) =>
    checks.every(({ status, blocked }) => status !== 'fail' && blocked !== true),
  );
  // The timeline of the run stands at the first step that failed, or at the one that was asked for.
  const timelineAt = passedBy.includes(false) ? passedBy.indexOf(false) : steps.length - 1;
  const stepResults = checksByStep.map(({ step, checks }, index): StepResult => ({
    step: step.id,
    title: step.title,
    passed: passedBy[index] === true,
    durationMs: checks.reduce((longest, { durationMs: took }) => Math.max(longest, took), 0),
    checks,
    timeline: index === timelineAt ? context.timeline.entries : [],
  }));
  return {
    target: run.options.step.id,
    passed: stepResults.every(({ passed }) => passed),
    durationMs: since(run),
    steps: stepResults,
    phases: run.phases,
  };
}
