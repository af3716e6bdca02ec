import { QUESTIONS } from '../../diagnose/index.ts';
import type { Answer, Diagnosis, Question } from '../../diagnose/index.ts';
import { catalogueOf, FOR_ANY_PAGE } from '../../messages/index.ts';
import type { Wording } from '../../messages/index.ts';
import type { CheckResult, StepResult } from '../../model/check.ts';
import type { Contract } from '../../model/contract.ts';
import type { RunEvent } from '../../model/event.ts';
import type { TimelineEntry } from '../../model/timeline.ts';

/** The name that the reporters have for a page that is diagnosed. */
const PAGE = 'page';

/** The wording of findings about any page. @param names the page's own addresses and names */
export function wordingOf(names: Contract): Wording {
  return {
    catalogue: catalogueOf(FOR_ANY_PAGE, { entries: {}, notes: {}, original: {}, python: {} }),
    contract: names,
    checkTitles: QUESTIONS,
  };
}

export interface Reported {
  readonly url: URL;
  readonly timeline: readonly TimelineEntry[];
  readonly durationMs: number;
}

/** A diagnosis as the events of a run of one step, so that every reporter renders it. */
export function runEvents({ answers }: Diagnosis, { url, timeline, durationMs }: Reported): readonly RunEvent[] {
  const checks = answers.map(checkOf);
  const passed = !checks.some(({ status }) => status === 'fail');
  const ms = Math.round(durationMs);
  const step: StepResult = { step: PAGE, title: url.href, passed, durationMs: ms, checks, timeline };
  const planned = answers.map(({ question }) => ({ id: question, title: QUESTIONS[question] }));
  return [
    {
      type: 'run-started',
      folder: url.href,
      backend: url.origin,
      backendKind: 'url',
      language: 'other',
      origin: url.origin,
      target: PAGE,
      seed: '',
      steps: [{ id: PAGE, title: url.href, proves: PROVES, checks: planned }],
    },
    ...checks.flatMap((result): readonly RunEvent[] => [
      { type: 'check-started', step: PAGE, id: result.id, title: result.title },
      { type: 'check-finished', step: PAGE, result },
    ]),
    { type: 'run-finished', result: { target: PAGE, passed, durationMs: ms, steps: [step], phases: {} } },
  ];
}

const PROVES = 'What the page received while it was observed was put where it belongs.';

function checkOf({ question, findings, skipped }: Answer): CheckResult {
  const status = statusOf(findings, skipped);
  const title = QUESTIONS[question satisfies Question];
  return { id: question, title, status, durationMs: 0, findings, ...(skipped === undefined ? {} : { skipped }) };
}

function statusOf(findings: Answer['findings'], skipped: string | undefined): CheckResult['status'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  if (findings.length > 0) return 'warn';
  return skipped === undefined ? 'pass' : 'skip';
}
