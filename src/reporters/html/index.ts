import type { Wording } from '../../messages/index.ts';
import type { CheckResult, RunResult } from '../../model/check.ts';
import type { RunEvent } from '../../model/event.ts';
import { reportOf } from '../report.ts';
import type { Report, Started } from '../report.ts';
import { runPage } from './run-page.ts';
import type { SourceReader } from './source-lines.ts';

export interface HtmlOptions {
  /** How the chapter's findings are worded. */
  readonly wording: Wording;
  readonly source: SourceReader;
}

/** Collects the events of a run for a page. */
export interface HtmlReport {
  readonly add: (event: RunEvent) => void;
  /**
   * The page, as one document of HTML; undefined: the run has not begun.
   * @param ended why the run did not come to its end, one sentence; only used where it did not
   */
  readonly page: (ended: string) => string | undefined;
}

/** The report of one run in HTML: what is wrong, each check, and the conversation. A run that broke is reported as far as it came. */
export function createHtmlReport({ wording, source }: HtmlOptions): HtmlReport {
  let begun: Pick<Report, 'started' | 'startedAt'> | undefined;
  let finished: RunResult | undefined;
  const results = new Map<string, CheckResult>();
  return {
    add: (event) => {
      if (event.type === 'run-started') begun = { started: event, startedAt: new Date() };
      if (event.type === 'check-finished') results.set(event.result.id, event.result);
      if (event.type === 'run-finished') finished = event.result;
    },
    page: (ended) => {
      if (begun === undefined) return undefined;
      const result = finished ?? resultSoFar(begun.started, results, Date.now() - begun.startedAt.getTime());
      const report = { ...begun, ...reportOf(result, begun.started, wording) };
      return runPage(report, source, finished === undefined ? ended : undefined);
    },
  };
}

/** What is known of a run that broke: a check that did not end is skipped. */
function resultSoFar(
  { target, steps }: Started,
  results: ReadonlyMap<string, CheckResult>,
  durationMs: number,
): RunResult {
  const missing = {
    status: 'skip',
    durationMs: 0,
    findings: [],
    skipped: 'the run ended before it',
    blocked: true,
  } as const;
  return {
    target,
    passed: false,
    durationMs,
    phases: {},
    steps: steps.map(({ id, title, checks }) => {
      const own = checks.map((check) => results.get(check.id) ?? { ...check, ...missing });
      const took = Math.max(0, ...own.map((check) => check.durationMs));
      const passed = own.every(({ status }) => status === 'pass' || status === 'warn');
      return { step: id, title, passed, durationMs: took, checks: own, timeline: [] };
    }),
  };
}
