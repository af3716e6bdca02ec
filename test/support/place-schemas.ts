import * as v from 'valibot';

// What the places that grade say about their files, as strict schemas: a field that they do not name fails.

const text = v.string();
const filled = v.pipe(v.string(), v.minLength(1));
const points = v.pipe(v.number(), v.finite(), v.minValue(0));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const visibility = v.picklist(['hidden', 'after_due_date', 'after_published', 'visible']);
const format = v.picklist(['text', 'html', 'simple_format', 'md', 'ansi']);

/** `results.json`: Gradescope, Autograder Specifications, "Output format" (gradescope-autograders.readthedocs.io/en/latest/specs). */
export const GRADESCOPE = v.pipe(
  v.strictObject({
    score: v.optional(points),
    execution_time: v.optional(points),
    output: v.optional(text),
    output_format: v.optional(format),
    test_output_format: v.optional(format),
    test_name_format: v.optional(format),
    visibility: v.optional(visibility),
    stdout_visibility: v.optional(visibility),
    extra_data: v.optional(v.record(text, v.unknown())),
    tests: v.optional(
      v.array(
        v.strictObject({
          score: v.optional(points),
          max_score: v.optional(points),
          status: v.optional(v.picklist(['passed', 'failed'])),
          name: v.optional(text),
          name_format: v.optional(format),
          number: v.optional(text),
          output: v.optional(text),
          output_format: v.optional(format),
          tags: v.optional(v.array(text)),
          visibility: v.optional(visibility),
          extra_data: v.optional(v.record(text, v.unknown())),
        }),
      ),
    ),
    leaderboard: v.optional(v.array(v.looseObject({ name: text }))),
  }),
  v.check(
    ({ score, tests = [] }) => score !== undefined || (tests.length > 0 && tests.every((test) => 'score' in test)),
    'a score is required, at the top or in each test',
  ),
);

const utc = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/u));

/** `result.json`: Classroom 50, schemas/result-v1.schema.json, and what its runner checks beyond that (runner.py, validate_result). */
export const CLASSROOM50 = v.pipe(
  v.strictObject({
    schema: v.literal('classroom50/result/v1'),
    classroom: filled,
    assignment: filled,
    assignment_type: v.picklist(['individual', 'group', 'team']),
    owner: filled,
    submission: v.pipe(v.string(), v.startsWith('submit/')),
    commit: filled,
    release: filled,
    review: filled,
    datetime: utc,
    graded_at: v.optional(utc),
    score: whole,
    'max-score': whole,
    tests: v.array(
      v.pipe(
        v.looseObject({ 'test-name': filled, passed: v.boolean(), score: whole, 'max-score': whole }),
        v.check((test) => test.score <= test['max-score'], 'no more points than the most'),
      ),
    ),
    submitted_by: v.optional(
      v.strictObject({ username: filled, id: v.optional(v.nullable(v.pipe(v.number(), v.integer()))) }),
    ),
  }),
  v.check(({ score, ...result }) => score <= result['max-score'], 'no more points than the most'),
);

const failure = v.strictObject({
  type: text,
  value: text,
  traceback: v.array(text),
  data: v.record(text, v.unknown()),
});

/** check50's documentation, "JSON specification" (docs/source/json_specification.rst). A cause may have more than it names. */
export const CHECK50 = v.union([
  v.strictObject({ slug: text, version: text, error: failure }),
  v.pipe(
    v.strictObject({
      slug: text,
      version: text,
      results: v.array(
        v.pipe(
          v.strictObject({
            name: filled,
            description: text,
            passed: v.nullable(v.boolean()),
            log: v.array(text),
            cause: v.nullable(
              v.pipe(
                v.looseObject({
                  rationale: text,
                  help: v.nullable(text),
                  expected: v.optional(text),
                  actual: v.optional(text),
                  error: v.optional(failure),
                }),
                v.check(({ expected, actual }) => (expected === undefined) === (actual === undefined), 'a pair'),
              ),
            ),
            data: v.record(text, v.unknown()),
            dependency: v.nullable(text),
          }),
          v.check(({ passed, cause }) => (passed === true) === (cause === null), 'a cause where it has not passed'),
        ),
      ),
    }),
    v.check(
      ({ results }) => new Set(results.map(({ name }) => name)).size === results.length,
      'the name of a check is unique',
    ),
  ),
]);

export interface VplEvaluation {
  /** As it was printed; undefined: VPL proposes none. */
  readonly grade: string | undefined;
  readonly comments: readonly string[];
}

/** Reads an output as VPL does (mod_vpl, vpl_submission.class.php, `proposedgrade` and `proposedcomment`): the last grade counts, wherever it is. */
export function readVpl(output: string): VplEvaluation {
  let grade: string | undefined;
  let isInComment = false;
  const comments: string[] = [];
  for (const line of output.split('\n')) {
    if (line.startsWith('Grade :=>>')) grade = line.slice('Grade :=>>'.length).trim();
    if (isInComment && line.trim() === '--|>') isInComment = false;
    else if (isInComment) comments.push(line.trimEnd());
    else if (line.startsWith('Comment :=>>')) comments.push(line.slice('Comment :=>>'.length));
    else if (line.trim() === '<|--') isInComment = true;
  }
  return { grade, comments };
}
