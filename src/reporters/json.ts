import { ledgerLines } from '../messages/index.ts';
import { isUndecided } from '../model/check.ts';
import type { CheckResult, StepResult } from '../model/check.ts';
import type { TimelineEntry } from '../model/timeline.ts';
import { toFinding } from './finding.ts';
import { toLedger } from './json-ledger.ts';
import { jsonText } from './json-text.ts';
import { atTheEnd } from './report.ts';
import type { Report } from './report.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { tutorVersion } from './version.ts';

/** Incremented when a field is removed or changes its meaning; a new field does not count. `docs/json.md` describes it. */
const SCHEMA = 1;

/** One JSON object and a line break on `out`, nothing else. Quiet and verbose change nothing. */
export function createJsonReporter({ out, wording }: ReporterOptions): Reporter {
  return atTheEnd(wording, (report) => {
    out.write(`${jsonText(toReport(report))}\n`);
  });
}

function toReport(report: Report): object {
  const { result, started, startedAt } = report;
  return {
    schema: SCHEMA,
    tutor: tutorVersion(),
    folder: started.folder,
    startedAt: startedAt.toISOString(),
    backend: started.backendKind,
    seed: started.seed,
    passed: result.passed,
    undecided: isUndecided(result),
    durationMs: result.durationMs,
    phases: result.phases,
    steps: result.steps.map((step) => toStep(step, report)),
  };
}

function toStep({ step, title, passed, durationMs, checks, timeline }: StepResult, report: Report): object {
  return {
    step,
    title,
    passed,
    durationMs,
    checks: checks.map((check) => toCheck(check, report)),
    timeline: timeline.map(toEntry),
    ledger: timeline.flatMap(({ ms, client, ledger }) =>
      ledger === undefined ? [] : [{ ms, client: client.label, ...toLedger(ledger) }],
    ),
  };
}

function toEntry({ ms, client, direction, kind, data, ledger }: TimelineEntry): object {
  const text = ledger === undefined ? data : ledgerLines(ledger).join('\n');
  return { ms, client: client.label, direction, kind, data: text };
}

function toCheck(check: CheckResult, { seen }: Report): object {
  const { id, title, status, durationMs, skipped, undecided } = check;
  return {
    id,
    title,
    status,
    durationMs,
    ...(skipped === undefined ? {} : { skipped }),
    ...(undecided === undefined ? {} : { undecided }),
    findings: seen.filter((each) => each.check === check).map(toFinding),
  };
}
