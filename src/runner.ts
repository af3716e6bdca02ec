import type { Backend } from './model/backend.ts';
import type { CheckResult, CheckStatus, RunResult, StepResult } from './model/check.ts';
import type { RunEvent } from './model/event.ts';
import type { Finding } from './model/finding.ts';
import type { PageEngine } from './model/page.ts';
import type { BackendChoice } from './model/progress.ts';
import { ok } from './model/result.ts';
import type { Problem, Result } from './model/result.ts';
import type { Course, Step } from './model/step.ts';
import { CHECKS, looksAtPage, Session } from './checks/index.ts';
import type { Check, Outcome } from './checks/index.ts';
import { crashFinding } from './checks/crash.ts';
import { whoseServer } from './checks/whose-server.ts';
import { Timeline } from './probes/timeline.ts';

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
    const running = runAll({ wanted, session, options });
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
    const { openBrowserEngine } = await import('./probes/page/browser-engine.ts');
    return openBrowserEngine({});
  }
  const { openDomEngine } = await import('./probes/page/dom-engine.ts');
  return ok(await openDomEngine({ https: choice.kind === 'remote' && choice.url.startsWith('https:') }));
}

function stepsUpTo(course: Course, target: string): readonly Step[] {
  const at = course.steps.findIndex((step) => step.id === target);
  if (at === -1) throw new Error(`the course has no step ${target}`);
  return course.steps.slice(0, at + 1);
}

interface Wanted {
  readonly step: Step;
  readonly check: Check;
}

/** The checks of these steps, in the order in which their faults are mended. */
function checksOf(steps: readonly Step[]): readonly Wanted[] {
  return steps.flatMap((step) =>
    CHECKS.filter((check) => step.checks.includes(check.id)).map((check) => ({ step, check })),
  );
}

interface RunAll {
  readonly wanted: readonly Wanted[];
  readonly session: Session;
  readonly options: RunOptions;
}

async function runAll({ wanted, session, options }: RunAll): Promise<ReadonlyMap<string, CheckResult>> {
  const results = new Map<string, Promise<CheckResult>>();
  const known = new Set(wanted.map(({ check }) => check.id));
  let crashReported = false;
  const start = (entry: Wanted): Promise<CheckResult> => {
    const running = results.get(entry.check.id);
    if (running !== undefined) return running;
    const given = options.known?.get(entry.check.id);
    if (given !== undefined) return settled(entry, given);
    const result = (async () => {
      const { check, step } = entry;
      // A needed check that is not of this run (a course of other steps) is taken as passed.
      const needed = await Promise.all(
        wanted.filter(({ check: other }) => check.needs.includes(other.id) && known.has(other.id)).map(start),
      );
      const blocker = needed.find(
        (other) => other.status === 'fail' || (other.status === 'skip' && other.blocked === true),
      );
      const before = performance.now();
      options.emit({ type: 'check-started', step: step.id, id: check.id, title: check.title });
      let outcome: Outcome;
      if (blocker !== undefined) outcome = { skipped: `needs: ${blocker.title}` };
      else if (options.signal.aborted) outcome = { skipped: 'interrupted' };
      else outcome = await check.run(session);
      if (session.unseen !== undefined && looksAtPage(check.id) && hasError(outcome)) {
        outcome = { skipped: `${session.unseen}; install Chrome, Chromium or Edge to have this checked` };
      }
      const broken = hasError(outcome) ? await brokenBy(check, { wanted, start }) : undefined;
      const follows = broken !== undefined;
      if (follows) outcome = { skipped: `needs: ${broken.title}` };
      const crashed = hasError(outcome) ? await crashOf(session, check) : undefined;
      if (crashed !== undefined && !explainsItself(outcome)) {
        outcome = crashReported ? { skipped: 'the server had crashed' } : { findings: [crashed] };
        crashReported = true;
      }
      const finished = resultOf({
        check,
        outcome: placed(outcome, session),
        durationMs: performance.now() - before,
        blocked: blocker !== undefined || follows || (crashReported && 'skipped' in outcome),
      });
      options.emit({ type: 'check-finished', step: step.id, result: finished });
      return finished;
    })();
    results.set(entry.check.id, result);
    return result;
  };
  const settled = ({ check, step }: Wanted, result: CheckResult): Promise<CheckResult> => {
    options.emit({ type: 'check-finished', step: step.id, result });
    const settledResult = Promise.resolve(result);
    results.set(check.id, settledResult);
    return settledResult;
  };
  const all = await Promise.all(wanted.map(start));
  return new Map(all.map((result) => [result.id, result]));
}

/** The later check whose fault makes this one fail; undefined: there is none, and the failure is its own. */
async function brokenBy(
  check: Check,
  run: { readonly wanted: readonly Wanted[]; readonly start: (entry: Wanted) => Promise<CheckResult> },
): Promise<CheckResult | undefined> {
  for (const breaker of run.wanted.filter(({ check: other }) => other.breaks?.checks.includes(check.id) === true)) {
    const broken = await run.start(breaker);
    if (broken.findings.some(({ code }) => breaker.check.breaks?.codes.includes(code) === true)) return broken;
  }
  return undefined;
}

/** The calm server ended by itself while this check was under way: whatever the check saw follows from that. */
async function crashOf(session: Session, check: Check): Promise<Finding | undefined> {
  const crashed = await session.crashed();
  if (crashed === undefined) return undefined;
  return crashFinding(crashed, { folder: session.options.folder, during: check.title });
}

/** Families whose mend is in the server's code: where no line could be told, the file at least is. */
const SERVER_FAMILIES = /^(?:ws|oob|chat|sse|time)\//u;

function placed(outcome: Outcome, session: Session): Outcome {
  if ('skipped' in outcome) return outcome;
  const findings = outcome.findings.map((found) => {
    const finding = { ...found, evidence: { ...found.evidence, ...whoseServer(session) } };
    if ((finding.evidence.where ?? []).length > 0 || !SERVER_FAMILIES.test(finding.code)) return finding;
    return { ...finding, evidence: { ...finding.evidence, where: session.sources.serverFile() } };
  });
  return { findings };
}

function hasError(outcome: Outcome): boolean {
  return 'findings' in outcome && outcome.findings.some(({ severity }) => severity === 'error');
}

/** Findings that say how a server ended, or after which the check itself ended it. */
const ENDS_IT: readonly Finding['code'][] = [
  'ws/crashes-on-disconnect',
  'sse/crashes-on-disconnect',
  'sse/blocks-others',
  'python/not-awaited',
];

/** Findings that already say why the server is gone. */
function explainsItself(outcome: Outcome): boolean {
  return (
    'findings' in outcome && outcome.findings.some(({ code }) => code.startsWith('server/') || ENDS_IT.includes(code))
  );
}

function resultOf(parts: {
  readonly check: Check;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly blocked: boolean;
}): CheckResult {
  const { check, outcome } = parts;
  const durationMs = Math.round(parts.durationMs);
  if ('skipped' in outcome) {
    return {
      id: check.id,
      title: check.title,
      status: 'skip',
      durationMs,
      findings: [],
      skipped: outcome.skipped,
      blocked: parts.blocked,
    };
  }
  const status: CheckStatus = hasError(outcome) ? 'fail' : outcome.findings.length > 0 ? 'warn' : 'pass';
  return { id: check.id, title: check.title, status, durationMs, findings: outcome.findings };
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
