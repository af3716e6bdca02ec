import type { CheckResult } from '../model/check.ts';
import type { Code, Finding } from '../model/finding.ts';
import type { Machine, MachineLoad } from '../observe/machine-clock.ts';

/** Stalls that are shorter than this in all change no verdict: every deadline leaves more. Milliseconds. */
const NOTABLE_STALL_MS = 250;
/** A finding that rests on time is in doubt when the tutor itself missed this share of what the check observed. */
const NOTABLE_SHARE = 0.1;
/** When it, or a program that it waited for, missed this much, the same result again decides nothing: the same load may have made both. */
const DECISIVE_SHARE = 0.5;
/** With less of the processors' time left than this, programs wait for each other. */
const BUSY_IDLE = 0.05;
/** A shorter wait is not what a finding rests on. Milliseconds. */
const QUICK_MS = 500;
/** Codes that rest on what did not come in time although their evidence names no wait. */
const UNTIMED_SILENCE: ReadonlySet<Code> = new Set<Code>([
  'page/hung',
  'sse/client-disagrees',
  'sse/one-client-only',
  'ws/one-client-only',
]);
/** Why a server never listens, where that is certain (`servers/never-listens.ts`). */
const CERTAIN: ReadonlySet<string | undefined> = new Set(['nothing', 'timers']);
/** How often a check runs whose result is in doubt. */
export const MOST_RUNS = 3;

/** Why a result is not believed yet. */
export interface Doubt {
  /** How long the tutor stood still while the check observed; 0: it ran, but the processors had no time left. Milliseconds. */
  readonly stalledMs: number;
  /** The share of what the check observed in which the tutor stood still, or what it waited for got no processor. */
  readonly share: number;
  /** Not the machine is in question: the process of the page ended, which anything may have done. */
  readonly pageEnded?: true;
}

/**
 * Whether a failed check may owe its finding to the machine, or to the process in which its page ran: the finding says that something did not come, or not in time, and meanwhile
 * the tutor's own timers were late too, or all processors were busy. A finding about what did come is never in doubt.
 * @param silences the chapter's own codes that rest on what did not come in time
 */
export function doubtOf(result: CheckResult, load: MachineLoad, silences: readonly Code[] = []): Doubt | undefined {
  if (result.findings.some(({ code }) => code === 'page/crashed')) return { stalledMs: 0, share: 0, pageEnded: true };
  const spans = result.findings
    .filter(({ severity }) => severity === 'error')
    .map((finding) => spanOf(finding, result, silences));
  const timed = spans.filter((span) => span !== undefined);
  if (result.status !== 'fail' || timed.length < spans.length || timed.length === 0) return undefined;
  const missedMs = Math.max(load.stalledMs, isSilent(result) ? load.starvedMs : 0);
  const share = missedMs / windowOf(result);
  if (missedMs >= NOTABLE_STALL_MS && share >= NOTABLE_SHARE) return { stalledMs: load.stalledMs, share };
  return load.idle !== undefined && load.idle < BUSY_IDLE ? { stalledMs: 0, share: 0 } : undefined;
}

/**
 * Whether nothing came, so that a server that got no processor may owe it. What did come was sent by one that ran, and a page that is called hung had
 * a processor.
 */
function isSilent({ findings }: CheckResult): boolean {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.every(({ code, evidence }) => code !== 'page/hung' && (evidence.received ?? '') === '');
}

/** The machine's load while a check ran that has just ended, and while that was observed which its findings rest on. */
export function loadDuring(result: CheckResult, machine: Machine, nowMs: number): MachineLoad {
  return machine.during(nowMs - windowOf(result), nowMs);
}

/** Milliseconds that a check observed, up to its end: a stream that it reads may have been opened before it began. */
function windowOf({ durationMs, findings }: CheckResult): number {
  return Math.max(durationMs, ...findings.map(({ evidence }) => evidence.waitedMs ?? 0));
}

/** Milliseconds that the finding rests on; undefined: it rests on none. */
function spanOf(finding: Finding, { durationMs }: CheckResult, silences: readonly Code[]): number | undefined {
  // What nothing can wake does not owe its silence to the machine.
  if (finding.code === 'server/never-listens' && CERTAIN.has(finding.facts.never)) return undefined;
  // A close code, a status and a reply to another client are what did come.
  if (finding.code === 'ws/one-client-only' && (finding.facts.code ?? finding.facts.wentTo) !== undefined)
    return undefined;
  const {
    code,
    evidence: { waitedMs },
  } = finding;
  const spanMs = waitedMs ?? (UNTIMED_SILENCE.has(code) || silences.includes(code) ? durationMs : 0);
  return spanMs >= QUICK_MS ? spanMs : undefined;
}

/** The codes of the findings of each check, in their order. */
export type CodesByCheck = ReadonlyMap<string, readonly string[]>;

/**
 * Whether two runs of a check came to the same: then the machine did not decide, unless it stood still for most of the time.
 * @param before the codes of the run before; undefined: there was none
 */
export function isDecided(doubt: Doubt, result: CheckResult, before: readonly string[] | undefined): boolean {
  if (before === undefined || before.join() !== codesOf(result).join()) return false;
  return doubt.share < DECISIVE_SHARE;
}

/** The codes of a check's findings, in their order. */
export function codesOf({ findings }: CheckResult): readonly string[] {
  return findings.map(({ code }) => code);
}

/** A check that came to no result because of the machine. */
export function undecided(result: CheckResult, { stalledMs }: Doubt): CheckResult {
  return {
    ...result,
    status: 'unknown',
    findings: [],
    undecided: { stalledMs, suspected: codesOf(result), runs: MOST_RUNS },
  };
}

/**
 * Results that stay when the doubtful ones are looked for again. All checks that observe the same kind of thing run again with those: a
 * stream that is wrong only beside others is right when it is asked alone. What was skipped runs again, too: the check that it needs, or
 * yields to, may have been in doubt.
 */
export function settled(
  results: ReadonlyMap<string, CheckResult>,
  doubtful: ReadonlySet<string>,
  observes: (id: string) => string | undefined,
): ReadonlyMap<string, CheckResult> {
  const again = new Set([...doubtful].map(observes));
  return new Map([...results].filter(([id, result]) => !again.has(observes(id)) && result.status !== 'skip'));
}
