import type { Wording } from '../messages/index.ts';
import { findingsOf } from '../model/check.ts';
import type { CheckResult, FoundIn, RunResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import { findingView } from '../terminal/finding/view.ts';
import type { FindingView } from '../terminal/finding/view.ts';
import type { Reporter } from './reporter.ts';

export type Started = Extract<RunEvent, { type: 'run-started' }>;

/** A finding, where it was made, and its sentences. */
export interface Seen extends FoundIn {
  readonly view: FindingView;
}

/** One run as it is reported. */
export interface Report {
  readonly result: RunResult;
  readonly started: Started;
  readonly startedAt: Date;
  readonly seen: readonly Seen[];
  /** The first error of the run: the cause of the later ones. */
  readonly first: Seen | undefined;
}

/** A reporter that writes once, when the run is finished. */
export function atTheEnd(wording: Wording, write: (report: Report) => void): Reporter {
  let begun: Pick<Report, 'started' | 'startedAt'> | undefined;
  return (event) => {
    if (event.type === 'run-started') begun = { started: event, startedAt: new Date() };
    if (event.type !== 'run-finished') return;
    if (begun === undefined) throw new Error('a run has finished that never started');
    write({ ...begun, ...reportOf(event.result, begun.started, wording) });
  };
}

/** What was found, in words. */
export function reportOf(result: RunResult, started: Started, wording: Wording): Omit<Report, 'started' | 'startedAt'> {
  const { language, origin } = started;
  const context = { ...wording, language, origin };
  const seen = findingsOf(result).map((found) => ({ ...found, view: findingView(found.finding, context) }));
  return { result, seen, first: seen.find(({ finding }) => finding.severity === 'error') };
}

/** What a check saw, errors first. */
export function seenBy(check: CheckResult, { seen }: Report): readonly Seen[] {
  const own = seen.filter((each) => each.check === check);
  const errors = own.filter(({ finding }) => finding.severity === 'error');
  return [...errors, ...own.filter((each) => !errors.includes(each))];
}
