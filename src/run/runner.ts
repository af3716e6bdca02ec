import type { Backend } from '../model/backend.ts';
import type { CheckResult, RunResult, StepResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import type { PageEngine } from '../model/page.ts';
import type { BackendChoice } from '../model/progress.ts';
import { ok } from '../model/result.ts';
import type { Problem, Result } from '../model/result.ts';
import type { Course, Step } from '../model/step.ts';
import { CHECKS, Session } from '../chapter/checks/index.ts';
import { runGraph } from './graph.ts';
import type { Wanted } from './graph.ts';
import { Timeline } from '../observe/timeline.ts';

export interface RunOptions {
  readonly course: Course;
  /** Id of the step that is asked for; the checks of the steps before it run as well. */
  readonly target: string;
  readonly folder: string;
  readonly backend: Backend;
  readonly choice: BackendChoice;
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
 * was asked for is not to be had.
 */
export async function runCheck(options: RunOptions): Promise<Result<RunResult>> {
  const steps = stepsUpTo(options.course, options.target);
  const timeline = new Timeline((entry) => options.emit({ type: 'timeline', entry }));
  let engineProblem: Problem | undefined;
  const opened: PageEngine[] = [];
  const session = new Session({
    folder: options.folder,
    backend: options.backend,
    url: options.choice.kind === 'remote' ? options.choice.url : undefined,
    target: options.target,
    targetIndex: steps.length - 1,
    timeline,
    seed: options.seed,
    signal: options.signal,
    engine: options.engine?.name ?? options.pageEngine,
    openEngine: async (name) => {
      if (options.engine?.name === name) return ok(options.engine);
      const engine = await openEngine(name, options.choice);
      if (engine.ok) opened.push(engine.value);
      // A browser that is wanted beside the DOM may be missing; the one that was asked for may not.
      else if (name === (options.engine?.name ?? options.pageEngine)) engineProblem = engine.problem;
      return engine;
    },
  });
  const wanted = checksOf(steps);
  options.emit({
    type: 'run-started',
    folder: options.folder,
    backend: options.backend.title,
    backendKind: options.choice.kind,
    target: options.target,
    seed: session.words.seed,
    steps: steps.map((step) => ({
      id: step.id,
      title: step.title,
      checks: wanted
        .filter(({ step: of }) => of.id === step.id)
        .map(({ check }) => ({ id: check.id, title: check.title })),
    })),
  });
  // The page's engine takes longest to load: it does so while the server starts.
  if (wanted.some(({ check }) => check.id.startsWith('page-'))) void session.engine();
  const started = performance.now();
  try {
    const { known, signal, emit } = options;
    const running = runGraph({ wanted, session, known, signal, emit });
    const results = await Promise.race([running, aborted(options.signal)]);
    if (results === undefined) {
      // Its clients and servers are taken away now; what the checks make of that is nobody's concern.
      running.catch(() => undefined);
      return ok({
        target: options.target,
        passed: false,
        durationMs: Math.round(performance.now() - started),
        steps: [],
        phases: session.phases,
      });
    }
    if (engineProblem !== undefined) return { ok: false, problem: engineProblem };
    return ok(conclude({ steps, wanted, results, session, options, startedAt: started }));
  } finally {
    await session.close();
    await Promise.allSettled(opened.map((engine) => engine.close()));
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

async function openEngine(name: 'dom' | 'browser', choice: BackendChoice): Promise<Result<PageEngine>> {
  if (name === 'browser') {
    const { openBrowserEngine } = await import('../observe/page/browser/engine.ts');
    return openBrowserEngine({});
  }
  const { openDomEngine } = await import('../observe/page/dom/engine.ts');
  return ok(await openDomEngine({ https: choice.kind === 'remote' && choice.url.startsWith('https:') }));
}

function stepsUpTo(course: Course, target: string): readonly Step[] {
  const at = course.steps.findIndex((step) => step.id === target);
  if (at === -1) throw new Error(`the course has no step ${target}`);
  return course.steps.slice(0, at + 1);
}

/** The checks of these steps, in the order in which their faults are mended. */
function checksOf(steps: readonly Step[]): readonly Wanted[] {
  return steps.flatMap((step) =>
    CHECKS.filter((check) => step.checks.includes(check.id)).map((check) => ({ step, check })),
  );
}

interface Conclude {
  readonly steps: readonly Step[];
  readonly wanted: readonly Wanted[];
  readonly results: ReadonlyMap<string, CheckResult>;
  readonly session: Session;
  readonly options: RunOptions;
  readonly startedAt: number;
}

function conclude({ steps, wanted, results, session, options, startedAt }: Conclude): RunResult {
  const durationMs = Math.round(performance.now() - startedAt);
  const checksByStep = steps.map((step) => ({
    step,
    checks: wanted.filter(({ step: of }) => of.id === step.id).flatMap(({ check }) => results.get(check.id) ?? []),
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
    timeline: index === timelineAt ? session.timeline.entries : [],
  }));
  for (const result of stepResults) options.emit({ type: 'step-finished', result });
  const result: RunResult = {
    target: options.target,
    passed: stepResults.every(({ passed }) => passed),
    durationMs,
    steps: stepResults,
    phases: session.phases,
  };
  options.emit({ type: 'run-finished', result });
  return result;
}
