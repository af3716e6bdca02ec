import type { CheckResult, CheckStatus } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import type { Finding } from '../model/finding.ts';
import type { Step } from '../model/step.ts';
import type { Check, Outcome } from './check.ts';
import { crashFinding } from './crash.ts';
import type { Session } from './session.ts';
import { whoseServer } from './whose-server.ts';

/** A check of a run and the step that it belongs to. */
export interface Wanted {
  readonly step: Step;
  readonly check: Check;
}

export interface GraphOptions {
  /** In the order in which their faults are mended. */
  readonly wanted: readonly Wanted[];
  readonly session: Session;
  /** Results by check that are taken as they are. */
  readonly known: ReadonlyMap<string, CheckResult> | undefined;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/** Whether a check looks at the page (or at what came through it), so that its outcome depends on the page's engine. */
export function looksAtPage(checkId: string): boolean {
  return /^(?:page|chat|counter|time)-/u.test(checkId);
}

/**
 * Runs every check as soon as those that it needs have passed, all others beside it, and leaves out what only follows from another
 * one's fault. Resolves with the results by check. For one run.
 */
export function runGraph(options: GraphOptions): Promise<ReadonlyMap<string, CheckResult>> {
  return new Graph(options).run();
}

class Graph {
  readonly #options: GraphOptions;
  readonly #results = new Map<string, Promise<CheckResult>>();
  /** A server ends once: the first check that sees it tells. */
  #crashReported = false;

  constructor(options: GraphOptions) {
    this.#options = options;
  }

  async run(): Promise<ReadonlyMap<string, CheckResult>> {
    const all = await Promise.all(this.#options.wanted.map((entry) => this.#resultOf(entry)));
    return new Map(all.map((result) => [result.id, result]));
  }

  /** The check's result; it starts when it is first asked for. */
  #resultOf(entry: Wanted): Promise<CheckResult> {
    const { id } = entry.check;
    const started = this.#results.get(id) ?? this.#start(entry);
    this.#results.set(id, started);
    return started;
  }

  async #start({ check, step }: Wanted): Promise<CheckResult> {
    const { known, emit } = this.#options;
    const result = known?.get(check.id) ?? (await this.#make({ check, step }));
    emit({ type: 'check-finished', step: step.id, result });
    return result;
  }

  async #make({ check, step }: Wanted): Promise<CheckResult> {
    const { session, signal, emit } = this.#options;
    const blocker = await this.#blockerOf(check);
    const before = performance.now();
    emit({ type: 'check-started', step: step.id, id: check.id, title: check.title });
    const finished = (outcome: Outcome, blocked: boolean): CheckResult => {
      const durationMs = Math.round(performance.now() - before);
      return { id: check.id, title: check.title, durationMs, ...told(placed(outcome, session), blocked) };
    };
    if (blocker !== undefined) return finished({ skipped: `needs: ${blocker.title}` }, true);
    if (signal.aborted) return finished({ skipped: 'interrupted' }, false);

    const outcome = await check.run(session);
    if (!hasError(outcome)) return finished(outcome, this.#crashReported && 'skipped' in outcome);
    if (session.unseen !== undefined && looksAtPage(check.id)) {
      const skipped = `${session.unseen}; install Chrome, Chromium or Edge to have this checked`;
      return finished({ skipped }, this.#crashReported);
    }
    const broken = await this.#brokenBy(check);
    if (broken !== undefined) return finished({ skipped: `needs: ${broken.title}` }, true);
    const crash = explainsItself(outcome) ? undefined : await this.#crash(check);
    return crash === undefined ? finished(outcome, false) : finished(crash, 'skipped' in crash);
  }

  /** A needed check that has not passed. One that is not of this run (a course of other steps) is taken as passed. */
  async #blockerOf(check: Check): Promise<CheckResult | undefined> {
    const { wanted } = this.#options;
    await Promise.all(
      wanted.filter(({ check: other }) => check.after?.includes(other.id)).map((entry) => this.#resultOf(entry)),
    );
    const needed = wanted.filter(({ check: other }) => check.needs.includes(other.id));
    const results = await Promise.all(needed.map((entry) => this.#resultOf(entry)));
    return results.find(({ status, blocked }) => status === 'fail' || (status === 'skip' && blocked === true));
  }

  /** The later check whose fault makes this one fail; undefined: there is none, and the failure is its own. */
  async #brokenBy(check: Check): Promise<CheckResult | undefined> {
    const breakers = this.#options.wanted.filter(
      ({ check: other }) => other.breaks?.checks.includes(check.id) === true,
    );
    for (const breaker of breakers) {
      const result = await this.#resultOf(breaker);
      if (result.findings.some(({ code }) => breaker.check.breaks?.codes.includes(code) === true)) return result;
    }
    return undefined;
  }

  /** The calm server ended by itself while this check was under way: whatever the check saw follows from that. */
  async #crash(check: Check): Promise<Outcome | undefined> {
    const { session } = this.#options;
    const crashed = await session.crashed();
    if (crashed === undefined) return undefined;
    if (this.#crashReported) return { skipped: 'the server had crashed' };
    this.#crashReported = true;
    return { findings: [crashFinding(crashed, { folder: session.options.folder, during: check.title })] };
  }
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

type Told = Pick<CheckResult, 'status' | 'findings' | 'skipped' | 'blocked'>;

/** @param blocked it was left out because of a fault, so that its step cannot have passed */
function told(outcome: Outcome, blocked: boolean): Told {
  if ('skipped' in outcome) return { status: 'skip', findings: [], skipped: outcome.skipped, blocked };
  const status: CheckStatus = hasError(outcome) ? 'fail' : outcome.findings.length > 0 ? 'warn' : 'pass';
  return { status, findings: outcome.findings };
}
