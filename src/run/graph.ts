import type { CheckResult, CheckStatus } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import type { Step } from '../model/step.ts';
import { isSelected } from './check.ts';
import type { Check, Outcome } from './check.ts';
import type { RunContext } from './context.ts';
import { crashFinding } from './crash.ts';
import { isOfFamily, tellsTheEnd } from './families.ts';
import type { Family } from './families.ts';
import { failed, withEvidence } from './outcome.ts';
import { pageStopped } from '../rules/observed-page.ts';
import { wireSpan } from './wire-span.ts';

/** A check of a run and the step that it belongs to. */
export interface PlannedCheck {
  readonly step: Step;
  readonly check: Check;
}

export interface GraphOptions {
  /** In the order in which their findings are fixed. */
  readonly planned: readonly PlannedCheck[];
  readonly context: RunContext;
  /** Families of codes that are fixed in the server's code. */
  readonly serverFamilies: readonly Family[];
  /** Known results by check, used without running the check. */
  readonly known: ReadonlyMap<string, CheckResult> | undefined;
  readonly signal: AbortSignal;
  /** Whether a result that was just made is in doubt: then no event reports it. */
  readonly isDoubtful: (result: CheckResult) => boolean;
  readonly emit: (event: RunEvent) => void;
}

/**
 * Runs every check as soon as those that it needs have passed, in parallel with all others, and skips checks whose failure would only be a
 * consequence of another one's. Resolves with the results by check. Used for one run.
 */
export function runGraph(options: GraphOptions): Promise<ReadonlyMap<string, CheckResult>> {
  return new Graph(options).run();
}

/** Why a check is not run. */
interface Blocker {
  readonly kind: 'needed' | 'more-basic';
  readonly by: CheckResult;
}

class Graph {
  readonly #options: GraphOptions;
  readonly #results = new Map<string, Promise<CheckResult>>();
  /** A server ends once: the first check that notices reports it. */
  #crashReported = false;

  constructor(options: GraphOptions) {
    this.#options = options;
  }

  async run(): Promise<ReadonlyMap<string, CheckResult>> {
    void this.#prepare();
    const all = await Promise.all(this.#options.planned.map((entry) => this.#resultOf(entry)));
    return new Map(all.map((result) => [result.id, result]));
  }

  /** Starts what takes long beside the first checks. */
  async #prepare(): Promise<void> {
    const { planned, context, known, signal } = this.#options;
    const slow = planned.filter(({ check }) => check.prepare !== undefined && known?.has(check.id) !== true);
    if (slow.length === 0 || !(await context.servers.get()).ok) return;
    if (signal.aborted || !context.servers.canIsolate) return;
    const hasPassed = async (id: string): Promise<boolean> => (await this.#notPassed([id])) === undefined;
    for (const { check } of slow) void check.prepare?.(context, hasPassed);
  }

  /** The check's result; the first request for it starts the check. */
  #resultOf(entry: PlannedCheck): Promise<CheckResult> {
    const { id } = entry.check;
    const started = this.#results.get(id) ?? this.#start(entry);
    this.#results.set(id, started);
    return started;
  }

  async #start({ check, step }: PlannedCheck): Promise<CheckResult> {
    const { known, emit, isDoubtful } = this.#options;
    const before = known?.get(check.id);
    const result = before ?? (await this.#make({ check, step }));
    if (before !== undefined || !isDoubtful(result)) emit({ type: 'check-finished', step: step.id, result });
    return result;
  }

  async #make({ check, step }: PlannedCheck): Promise<CheckResult> {
    const { context, signal, emit } = this.#options;
    const blocker = await this.#blockerOf(check);
    const before = performance.now();
    const startedMs = context.timeline.now();
    const { id, title, waitsFor } = check;
    emit({ type: 'check-started', step: step.id, id, title, ...(waitsFor === undefined ? {} : { waitsFor }) });
    const finished = (outcome: Outcome, blocked: boolean): CheckResult => {
      const durationMs = Math.round(performance.now() - before);
      return { id, title, durationMs, ...verdictOf(this.#located(outcome, check, startedMs), blocked) };
    };
    if (blocker !== undefined)
      return finished({ skipped: `until "${blocker.by.title}" passes` }, blocker.kind === 'needed');
    if (signal.aborted) return finished({ skipped: 'interrupted' }, false);

    const outcome = await runOf(check, context);
    const { notRun } = context.tabs;
    const unseen = notRun !== undefined && check.observes === 'page' && (notRun.isLax || hasError(outcome));
    if (!unseen && !hasError(outcome)) return finished(outcome, this.#crashReported && 'skipped' in outcome);
    if (unseen) {
      const skipped = `${notRun.what}; install Chrome, Chromium or Edge to have this checked`;
      return finished({ skipped }, this.#crashReported);
    }
    const broken = await this.#brokenBy(check);
    if (broken !== undefined) return finished({ skipped: `until "${broken.title}" passes` }, true);
    // What a page did not show after its process had ended is a consequence.
    const stopped = check.observes === 'page' ? this.#options.context.tabs.crash : undefined;
    if (stopped !== undefined) return finished(failed(pageStopped(stopped, { did: { kind: 'page' } })), false);
    const crash = explainsItself(outcome) ? undefined : await this.#crash(check);
    return crash === undefined ? finished(outcome, false) : finished(crash, 'skipped' in crash);
  }

  /** A check that has not passed and that this one needs, or yields to. One that is not part of this run counts as passed. */
  async #blockerOf(check: Check): Promise<Blocker | undefined> {
    const { planned } = this.#options;
    await Promise.all(
      planned.filter(({ check: other }) => check.after?.includes(other.id)).map((entry) => this.#resultOf(entry)),
    );
    const needed = await this.#notPassed(check.needs);
    if (needed !== undefined) return { kind: 'needed', by: needed };
    const basic = await this.#notPassed(check.yieldsTo ?? []);
    if (basic !== undefined) return { kind: 'more-basic', by: basic };
    if (check.harmsServer === true) await this.#turnOf(check);
    return undefined;
  }

  /** The first of these checks that has not passed. */
  async #notPassed(ids: readonly string[]): Promise<CheckResult | undefined> {
    const entries = this.#options.planned.filter(({ check }) => ids.includes(check.id));
    const results = await Promise.all(entries.map((entry) => this.#resultOf(entry)));
    return results.find(
      ({ status, blocked }) => status === 'fail' || status === 'unknown' || (status === 'skip' && blocked === true),
    );
  }

  /** Where only one server can run, waits until no other check needs it, and the harmful ones before this one are over. */
  async #turnOf(check: Check): Promise<void> {
    const { planned, context } = this.#options;
    if (!(await context.servers.single())) return;
    const at = planned.findIndex(({ check: other }) => other.id === check.id);
    const before = planned.filter(({ check: other }, index) => other.harmsServer !== true || index < at);
    await Promise.all(before.map((entry) => this.#resultOf(entry)));
    // A page or an EventSource that stays open would connect again to the server that comes next.
    await context.closeClients();
  }

  /** The later check whose error makes this one fail; undefined: there is none, and the failure is its own. */
  async #brokenBy(check: Check): Promise<CheckResult | undefined> {
    const breakers = this.#options.planned.filter(
      ({ check: other }) => other.breaks !== undefined && isSelected(check, other.breaks.checks),
    );
    for (const breaker of breakers) {
      const result = await this.#resultOf(breaker);
      if (result.findings.some(({ code }) => breaker.check.breaks?.codes.includes(code) === true)) return result;
    }
    return undefined;
  }

  /** The shared server ended by itself while this check was running: whatever the check observed is a consequence. */
  async #crash(check: Check): Promise<Outcome | undefined> {
    const { context } = this.#options;
    const crashed = await context.servers.crashed();
    if (crashed === undefined) return undefined;
    if (this.#crashReported) return { skipped: 'the server had crashed' };
    this.#crashReported = true;
    return { findings: [crashFinding(crashed, { folder: context.folder, during: check.id })] };
  }

  /** With the places in the folder and the lines of the timeline that the findings are about. */
  #located(outcome: Outcome, { tab }: Check, startedMs: number): Outcome {
    if ('skipped' in outcome) return outcome;
    const { context, serverFamilies } = this.#options;
    const { entries } = context.timeline;
    const check = { tab, startedMs, endedMs: context.timeline.now(), entries };
    const findings = outcome.findings.map((finding) => {
      const { where = [] } = finding.evidence;
      const placed = where.length > 0 || !isOfFamily(finding.code, serverFamilies);
      const wire = wireSpan(finding.evidence, check);
      if (placed && wire === undefined) return finding;
      return withEvidence(finding, {
        ...(placed ? {} : { where: context.sources.serverFile() }),
        ...(wire === undefined ? {} : { wire }),
      });
    });
    return { findings };
  }
}

/** Runs a check. A check that observes a tab receives it; if the tab does not open, that is the outcome. */
async function runOf(check: Check, context: RunContext): Promise<Outcome> {
  if (check.tab === undefined) return check.run(context);
  const tab = await context.tabs.open(check.tab);
  return tab.ok ? check.run(context, tab.value) : tab.problem;
}

function hasError(outcome: Outcome): boolean {
  return 'findings' in outcome && outcome.findings.some(({ severity }) => severity === 'error');
}

/** Whether a finding already explains why the server is gone. */
function explainsItself(outcome: Outcome): boolean {
  return 'findings' in outcome && outcome.findings.some(({ code }) => tellsTheEnd(code));
}

type Verdict = Pick<CheckResult, 'status' | 'findings' | 'skipped' | 'blocked'>;

/** @param blocked it was skipped because of an error elsewhere, so that its step cannot have passed */
function verdictOf(outcome: Outcome, blocked: boolean): Verdict {
  if ('skipped' in outcome) return { status: 'skip', findings: [], skipped: outcome.skipped, blocked };
  const status: CheckStatus = hasError(outcome) ? 'fail' : outcome.findings.length > 0 ? 'warn' : 'pass';
  return { status, findings: outcome.findings };
}
