import { MIGRATION_QUESTIONS, QUESTIONS } from '../../diagnose/index.ts';
import type { Answer, Diagnosis } from '../../diagnose/index.ts';
import { catalogueOf, FOR_ANY_PAGE, FOR_ANY_PAGE_OF_4 } from '../../messages/index.ts';
import type { Wording } from '../../messages/index.ts';
import type { CheckResult, StepResult } from '../../model/check.ts';
import type { RunEvent } from '../../model/event.ts';
import type { TimelineEntry } from '../../model/timeline.ts';

/** The name that the reporters have for a page that is diagnosed. */
const PAGE = 'page';

const TITLES = { ...QUESTIONS, ...MIGRATION_QUESTIONS } as const;

/** The wording of findings about any page. @param diagnosis its names: the page's own, and those of its htmx */
export function wordingOf({ names, major }: Pick<Diagnosis, 'names' | 'major'>): Wording {
  const entries = major === 4 ? FOR_ANY_PAGE_OF_4 : FOR_ANY_PAGE;
  return {
    catalogue: catalogueOf(entries, { entries: {}, notes: {}, original: {}, python: {} }),
    contract: names,
    checkTitles: TITLES,
  };
}

export interface Reported {
  /** What was diagnosed: an address, or the name of a file. */
  readonly subject: string;
  /** Of the page; empty: it has none. */
  readonly origin: string;
  readonly timeline: readonly TimelineEntry[];
  readonly durationMs: number;
  /** A file of markup that was diagnosed, so that its lines can be quoted; absent: it was none. */
  readonly markup?: { readonly name: string; readonly text: string };
}

/** A diagnosis as the events of a run of one step, so that every reporter renders it. */
export function runEvents(
  { answers }: Diagnosis,
  { subject, origin, timeline, durationMs }: Reported,
): readonly RunEvent[] {
  const checks = answers.map(checkOf);
  const passed = !checks.some(({ status }) => status === 'fail');
  const ms = Math.round(durationMs);
  const step: StepResult = { step: PAGE, title: subject, passed, durationMs: ms, checks, timeline };
  const planned = answers.map(({ question }) => ({ id: question, title: TITLES[question] }));
  return [
    {
      type: 'run-started',
      folder: subject,
      backend: origin === '' ? subject : origin,
      backendKind: 'url',
      language: 'other',
      origin,
      target: PAGE,
      seed: '',
      steps: [{ id: PAGE, title: subject, proves: PROVES, checks: planned }],
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
  const title = TITLES[question];
  return { id: question, title, status, durationMs: 0, findings, ...(skipped === undefined ? {} : { skipped }) };
}

function statusOf(findings: Answer['findings'], skipped: string | undefined): CheckResult['status'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  if (findings.length > 0) return 'warn';
  return skipped === undefined ? 'pass' : 'skip';
}
