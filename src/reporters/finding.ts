import { receivedText } from '../messages/index.ts';
import type { Wording } from '../messages/index.ts';
import type { RunResult } from '../model/check.ts';
import type { FindingReport } from '../model/finding-report.ts';
import { toLedger } from './json-ledger.ts';
import { reportOf } from './report.ts';
import type { Seen, Started } from './report.ts';

/** A finding as `docs/json.md` describes it. */
export function toFinding({ finding, view: { words } }: Pick<Seen, 'finding' | 'view'>): FindingReport {
  return {
    code: words.code,
    severity: words.severity,
    facts: finding.facts,
    title: words.title,
    did: words.did,
    try: words.command,
    expected: words.expected,
    received: receivedText(words.received),
    waitedMs: words.waitedMs ?? null,
    wire: finding.evidence.wire ?? null,
    ledger: (finding.evidence.ledger ?? []).map(toLedger),
    output: words.output,
    cause: words.cause,
    fix: words.fix,
    where: words.where,
  };
}

/** All findings of a run in the order of its checks, each with the ids of its step and its check. */
export function reportFindings(
  result: RunResult,
  started: Started,
  wording: Wording,
): readonly (FindingReport & { readonly step: string; readonly check: string })[] {
  return reportOf(result, started, wording).seen.map((seen) => ({
    step: seen.step.step,
    check: seen.check.id,
    ...toFinding(seen),
  }));
}
