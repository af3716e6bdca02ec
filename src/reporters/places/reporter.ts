import path from 'node:path';
import type { Wording } from '../../messages/index.ts';
import { receivedText } from '../../messages/index.ts';
import { isUndecided } from '../../model/check.ts';
import type { CheckResult } from '../../model/check.ts';
import { skipReason } from '../plain.ts';
import { atTheEnd } from '../report.ts';
import type { Report, Seen } from '../report.ts';
import type { Reporter } from '../reporter.ts';
import type { Submission, SubmittedCheck } from './submission.ts';
import type { FindingWords } from '../finding-text.ts';

/** What a run does not know of its submission. */
export interface PlaceOptions {
  readonly wording: Wording;
  /** The tutor's version. */
  readonly tutor: string;
  readonly points: Submission['points'];
  /** Called once, when the run is finished. */
  readonly write: (submission: Submission) => void;
}

/** Hands on what a run says of a submission. */
export function createPlaceReporter({ wording, tutor, points, write }: PlaceOptions): Reporter {
  return atTheEnd(wording, (report) => write({ ...submissionOf(report), tutor, points }));
}

function submissionOf(report: Report): Omit<Submission, 'tutor' | 'points'> {
  const { result, started, startedAt } = report;
  return {
    name: path.basename(started.folder),
    target: result.target,
    outcome: result.passed ? 'passed' : isUndecided(result) ? 'undecided' : 'not-passed',
    reason: '',
    seed: started.seed,
    durationMs: result.durationMs,
    checkedAt: startedAt.toISOString(),
    steps: result.steps.map(({ step, title, passed, checks }) => ({
      step,
      title,
      passed,
      checks: checks.map((check) => checkOf(check, report)),
    })),
  };
}

function checkOf(check: CheckResult, { seen }: Report): SubmittedCheck {
  const { id, title, status, skipped } = check;
  return {
    id,
    title,
    status,
    ...(skipped === undefined ? {} : { skipped: skipReason(check) }),
    findings: seen.filter((each) => each.check === check).map(wordsOf),
  };
}

function wordsOf({ view: { words } }: Seen): FindingWords {
  const { code, severity, title, did, expected, cause, fix, where } = words;
  return { code, severity, title, did, expected, received: receivedText(words.received), cause, fix, where };
}
