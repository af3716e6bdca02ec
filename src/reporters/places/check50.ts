import { jsonText } from '../json-text.ts';
import { linesOf, UNDECIDED } from './submission.ts';
import type { Submission, SubmittedCheck } from './submission.ts';
import type { PlaceFile } from './place.ts';

/**
 * What `check50 --output json` prints (check50's documentation, "JSON specification"): a result for each check. `passed` is null where a check did
 * not run, and `error` replaces `results` where none did.
 */
export function check50Files(submission: Submission): readonly PlaceFile[] {
  const { steps, target, tutor, reason } = submission;
  const slug = `htmx-realtime-tutor/${target}`;
  const results = steps.flatMap(({ step, checks }) => checks.map((check) => resultOf(step, check)));
  const report =
    steps.length === 0
      ? { slug, error: { type: 'NoVerdict', value: reason, traceback: [], data: {} }, version: tutor }
      : { slug, results, version: tutor };
  return [{ name: 'check50.json', text: `${jsonText(report)}\n` }];
}

function resultOf(step: string, check: SubmittedCheck): object {
  const { id, title, status, findings } = check;
  const isPassed = status === 'pass' || status === 'warn';
  return {
    name: `${step}/${id}`,
    description: title,
    passed: isPassed ? true : status === 'fail' ? false : null,
    log: findings.flatMap(linesOf),
    cause: isPassed ? null : causeOf(check),
    data: {},
    dependency: null,
  };
}

function causeOf({ status, title, skipped, findings: [first] }: SubmittedCheck): object {
  if (status === 'unknown') return { rationale: UNDECIDED, help: null };
  if (first === undefined) return { rationale: skipped === undefined ? title : `skipped ${skipped}`, help: null };
  const { title: rationale, fix, expected, received, code } = first;
  const mismatch = expected === '' || received === '' ? {} : { expected, actual: received };
  return { rationale, help: fix === '' ? null : fix, ...mismatch, code };
}
