import { wrongUsage, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { fenced, prose } from '../github-summary.ts';
import { jsonText } from '../json-text.ts';
import { firstErrorOf, linesOf, partsOf, summaryOf, totalOf } from './submission.ts';
import type { Submission } from './submission.ts';
import type { PlaceFile, Surroundings } from './place.ts';

/** What Classroom 50 says of the submission: the variable, or the one that counts where that is missing. */
const NEEDED = {
  classroom: ['CLASSROOM'],
  assignment: ['ASSIGNMENT'],
  owner: ['OWNER', 'USERNAME'],
  submission: ['SUBMISSION_TAG'],
  commit: ['COMMIT_URL'],
  release: ['RELEASE_URL'],
  review: ['REVIEW_URL', 'COMMIT_URL'],
} as const;

/**
 * `result.json` (Classroom 50, schemas/result-v1.schema.json) and `release-body.md`, which it shows to the learner: a test for each step. The runner
 * stamps owner, type and the time of the submission.
 */
export function classroom50Files(submission: Submission, { env }: Surroundings): readonly PlaceFile[] {
  const { points, most } = totalOf(submission);
  const at = submission.checkedAt.replace(/\.\d+Z$/u, 'Z');
  const named = Object.entries(NEEDED).map(([field, names]) => [field, valueOf(names, env)] as const);
  const result = {
    schema: 'classroom50/result/v1',
    ...Object.fromEntries(named),
    assignment_type: env['ASSIGNMENT_TYPE'] || 'individual',
    datetime: at,
    graded_at: at,
    score: points,
    'max-score': most,
    tests: partsOf(submission).map((part) => ({
      'test-name': part.name,
      passed: part.passed,
      score: part.points,
      'max-score': part.most,
      output: part.text,
    })),
  };
  return [
    { name: 'result.json', text: `${jsonText(result)}\n` },
    { name: 'release-body.md', text: bodyOf(submission) },
  ];
}

/** Why it cannot be written: variables are missing, or points are not whole. */
export function classroom50Problem({ env, points }: Surroundings & Pick<Submission, 'points'>): Result<undefined> {
  const missing = Object.values(NEEDED).flatMap((names) => (valueOf(names, env) === '' ? [names[0]] : []));
  if (missing.length > 0)
    return wrongUsage(
      `classroom50 needs ${missing.join(', ')} in the environment.`,
      'Classroom 50 sets these where it runs an autograder.py: see docs/teachers.md.',
    );
  const broken = [...points].find(([, each]) => !Number.isInteger(each));
  if (broken !== undefined)
    return wrongUsage(`Classroom 50 has whole points only: ${broken[0]}=${broken[1]}.`, 'Use larger numbers.');
  return ok(undefined);
}

function valueOf(names: readonly string[], env: Surroundings['env']): string {
  return names.map((name) => env[name] ?? '').find((value) => value !== '') ?? '';
}

/** In GitHub's Markdown. */
function bodyOf(submission: Submission): string {
  const { points, most } = totalOf(submission);
  const error = firstErrorOf(submission);
  return [
    `### ${prose(submission.target)}: ${points}/${most}`,
    '',
    '| step | result | points |',
    '|---|---|---|',
    ...partsOf(submission).map(
      (part) => `| ${prose(part.name)} | ${part.passed ? 'passed' : '**not passed**'} | ${part.points}/${part.most} |`,
    ),
    '',
    ...(error === undefined ? [prose(summaryOf(submission))] : [fenced(linesOf(error).join('\n'))]),
    '',
  ].join('\n');
}
