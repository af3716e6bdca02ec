import { escapeControls } from '../../../terminal/text.ts';
import { block, comment, description } from '../../../reporters/tap-lines.ts';
import type { Grade, GradedCheck } from '../record.ts';
import { wordsOf } from '../words.ts';
import type { ClassReport } from './class-report.ts';

/** TAP version 14: a test point for each check of each folder, in one plan. */
export function tapOf({ grades, target }: ClassReport): readonly string[] {
  const points = grades.flatMap(pointsOf);
  return [
    'TAP version 14',
    points.length === 0 ? '1..0 # SKIP nothing to check' : `1..${points.length}`,
    comment(`${target}, ${grades.length} folders`),
    ...points.flatMap(({ isOk, words, skip, about }, index) => [
      `${isOk ? 'ok' : 'not ok'} ${index + 1} - ${description(words)}${skip}`,
      ...(Object.keys(about).length === 0 ? [] : block(about)),
    ]),
  ];
}

interface Point {
  readonly isOk: boolean;
  readonly words: string;
  readonly skip: string;
  readonly about: Readonly<Record<string, unknown>>;
}

function pointsOf(grade: Grade): readonly Point[] {
  if (grade.steps.length === 0)
    return [
      { isOk: false, words: grade.name, skip: '', about: { message: grade.reason, severity: wordsOf(grade).verdict } },
    ];
  return grade.steps.flatMap(({ step, checks }) =>
    checks.map((check) => ({
      isOk: check.status !== 'fail' && check.status !== 'unknown',
      words: `${grade.name}: ${step}: ${check.title}`,
      skip: check.status === 'skip' ? ` # SKIP ${escapeControls(check.skipped ?? '')}` : '',
      about: aboutOf(check),
    })),
  );
}

function aboutOf({ status, findings }: GradedCheck): Readonly<Record<string, unknown>> {
  const [first] = findings;
  if (status === 'unknown') return { severity: 'undecided' };
  if (first === undefined || status === 'skip') return {};
  const { code, title, fix, where } = first;
  return {
    message: title,
    severity: status === 'fail' ? 'fail' : 'comment',
    code,
    fix,
    ...(where.length === 0 ? {} : { at: where[0] }),
  };
}
