import type { CheckResult, RunResult, StepResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { aborted } from '../model/waiting.ts';
import type { Step } from '../model/step.ts';
import { MachineClock } from '../observe/machine-clock.ts';
import type { Machine } from '../observe/machine-clock.ts';
import { Timeline } from '../observe/timeline.ts';
import { openAttempt } from './attempt.ts';
import type { Attempt, AttemptOptions } from './attempt.ts';
import type { Check } from './check.ts';
import { codesOf, doubtOf, isDecided, loadDuring, MOST_RUNS, settled, undecided } from './doubt.ts';
import type { Doubt } from './doubt.ts';
import { FIXED_IN_SERVER } from './families.ts';
import { runGraph } from './graph.ts';
import type { GraphOptions, PlannedCheck } from './graph.ts';
import { languageOf } from './language.ts';
import { RandomWords } from './random.ts';
import type { RunOptions } from './run-options.ts';
import { Sources } from './sources.ts';

/**
 * Runs the checkpoint of a step: every check as soon as those that it needs have passed, in parallel with all others. A result that
 * the load of the machine may have caused is checked again.
 * An aborted run ends at once, not passed, without steps and without the event `run-finished`. A problem: the requested page engine
 * cannot be opened.
 */
export async function runCheck(options: RunOptions): Promise<Result<RunResult>> {
  const run = startRun(options, await options.chapter.loadChecks());
  options.emit(runStarted(run));
  try {
    const results = await decidedResults(run);
    if (results === undefined)
      return ok({ target: options.step.id, passed: false, durationMs: since(run), steps: [], phases: run.phases });
    if (!results.ok) return results;
    const result = conclude(run, results.value);
    options.emit({ type: 'run-finished', result });
    return ok(result);
  } finally {
    run.machine.stop();
    await run.attempt?.close();
  }
}

type Results = ReadonlyMap<string, CheckResult>;

/** Runs the checks until none of their results is in doubt, or too often. Undefined: the run was aborted. */
async function decidedResults(run: Run): Promise<Result<Results> | undefined> {
  const { emit } = run.options;
  let { known, codesBefore = new Map() } = run.options;
  let before: Results = new Map();
  for (let count = 1; ; count += 1) {
    const doubts = new Map<string, Doubt>();
    const results = await runOnce(run, {
      known,
      reported: before,
      isDoubtful: (result) => {
        const load = loadDuring(result, run.machine, run.timeline.now());
        const doubt = doubtOf(result, load, run.options.chapter.silences);
        if (doubt === undefined || isDecided(doubt, result, codesBefore.get(result.id))) return false;
        doubts.set(result.id, doubt);
        return true;
      },
    });
    if (results === undefined || !results.ok || doubts.size === 0) return results;
    if (count === MOST_RUNS) return ok(withUndecided(run, results.value, doubts));
    const stalledMs = Math.max(...[...doubts.values()].map((doubt) => doubt.stalledMs));
    const pageEnded = [...doubts.values()].some((doubt) => doubt.pageEnded);
    run.timeline.record(TUTOR, 'note', 'process', repeatNote(stalledMs, pageEnded));
    emit({ type: 'checks-repeated', ids: [...doubts.keys()], stalledMs, ...(pageEnded ? { pageEnded } : {}) });
    await run.attempt?.close();
    before = results.value;
    codesBefore = new Map([...before].map(([id, result]) => [id, codesOf(result)]));
    const observes = (id: string): string | undefined =>
      run.planned.find(({ check }) => check.id === id)?.check.observes;
    known = new Map([...settled(results.value, new Set(doubts.keys()), observes), ...(run.options.known ?? [])]);
  }
}

const TUTOR = { kind: 'tutor', label: 'tutor' } as const;

function repeatNote(stalledMs: number, pageEnded: boolean): string {
  if (pageEnded) return 'the process in which the page ran ended by itself, so these checks run again in a new one';
  return stalledMs > 0
    ? `this machine stopped the tutor for ${stalledMs} ms, so these checks run again`
    : 'other programs kept the processors of this machine busy, so these checks run again';
}

interface OneRun {
  readonly known: Results | undefined;
  /** Results of the attempt before; those of them that are taken over have been reported. */
  readonly reported: Results;
  readonly isDoubtful: GraphOptions['isDoubtful'];
}

/** Every check once, on servers and tabs of their own. */
async function runOnce(run: Run, { known, reported, isDoubtful }: OneRun): Promise<Result<Results> | undefined> {
  const { planned, options } = run;
  const attempt = openAttempt(run);
  const { context } = attempt;
  run.attempt = attempt;
  const emit = (event: RunEvent): void => {
    const isOld = event.type === 'check-finished' && reported.get(event.result.id) === event.result;
    // Without a port of its own the server proves nothing, and neither does what follows from that.
    if (!isOld && context.servers.problem === undefined) options.emit(event);
  };
  // The page engine takes longest to load, so it loads while the server starts.
  if (planned.some(({ check }) => check.observes === 'page' && known?.has(check.id) !== true))
    void context.tabs.preload();
  const serverFamilies = [...FIXED_IN_SERVER, ...options.chapter.serverFamilies];
  const running = runGraph({ planned, context, serverFamilies, known, signal: options.signal, isDoubtful, emit });
  const results = await Promise.race([running, aborted(options.signal)]);
  if (results === undefined) {
    // Its clients and servers are closed now; what the checks make of that is ignored.
    running.catch(() => undefined);
    return undefined;
  }
  const problem = context.servers.problem ?? context.tabs.engineProblem;
  return problem === undefined ? ok(results) : { ok: false, problem };
}

function withUndecided(run: Run, results: Results, doubts: ReadonlyMap<string, Doubt>): Results {
  return new Map(
    [...results].map(([id, result]) => {
      const doubt = doubts.get(id);
      if (doubt === undefined) return [id, result];
      const unknown = undecided(result, doubt);
      const step = run.planned.find(({ check }) => check.id === id)?.step.id ?? run.options.step.id;
      run.options.emit({ type: 'check-finished', step, result: unknown });
      return [id, unknown];
    }),
  );
}

/** A run in progress. */
interface Run extends AttemptOptions {
  readonly planned: readonly PlannedCheck[];
  readonly machine: Machine;
  readonly startedAt: number;
  /** The one under way, or the last. */
  attempt: Attempt | undefined;
}

function startRun(options: RunOptions, checks: readonly Check[]): Run {
  const steps = [...options.earlier, options.step];
  const timeline = new Timeline();
  let clients = 0;
  // The clock looks at once, before there is an attempt.
  let run: Run | undefined;
  const started = (): readonly number[] => run?.attempt?.pids() ?? [];
  run = {
    options,
    steps,
    planned: plan(steps, checks),
    timeline,
    machine: options.machine ?? new MachineClock(() => timeline.now(), started),
    words: new RandomWords(options.seed),
    sources: new Sources(options.folder, options.backend.command),
    phases: {},
    startedAt: performance.now(),
    nextLabel: () => `client ${(clients += 1)}`,
    attempt: undefined,
  };
  return run;
}

/** The checks of these steps, in the order in which their findings are fixed. */
function plan(steps: readonly Step[], all: readonly Check[]): readonly PlannedCheck[] {
  return steps.flatMap((step) =>
    all.filter((check) => step.checks.includes(check.id)).map((check) => ({ step, check })),
  );
}

function runStarted({ options, steps, planned, words, sources }: Run): RunEvent {
  return {
    type: 'run-started',
    folder: options.folder,
    backend: options.backend.title,
    backendKind: options.backend.kind,
    language: languageOf(options.backend, sources),
    ...(options.backend.origin === undefined ? {} : { origin: options.backend.origin }),
    target: options.step.id,
    seed: words.seed,
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

function conclude(run: Run, results: ReadonlyMap<string, CheckResult>): RunResult {
  const { steps, planned, timeline } = run;
  const checksByStep = steps.map((step) => ({
    step,
    checks: planned.filter(({ step: of }) => of.id === step.id).flatMap(({ check }) => results.get(check.id) ?? []),
  }));
  const passedBy = checksByStep.map(({ checks }) =>
    checks.every(({ status, blocked }) => status !== 'fail' && status !== 'unknown' && blocked !== true),
  );
  // The run's timeline is attached to the first step that failed, or to the requested one.
  const timelineAt = passedBy.includes(false) ? passedBy.indexOf(false) : steps.length - 1;
  const stepResults = checksByStep.map(({ step, checks }, index): StepResult => ({
    step: step.id,
    title: step.title,
    passed: passedBy[index] === true,
    durationMs: checks.reduce((longest, { durationMs: took }) => Math.max(longest, took), 0),
    checks,
    timeline: index === timelineAt ? timeline.entries : [],
  }));
  return {
    target: run.options.step.id,
    passed: stepResults.every(({ passed }) => passed),
    durationMs: since(run),
    steps: stepResults,
    phases: run.phases,
  };
}
