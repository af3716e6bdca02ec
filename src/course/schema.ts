import * as v from 'valibot';

const sentence = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

/** A path in the learner's folder: relative, forward slashes, never upwards. */
const innerPath = v.pipe(
  v.string(),
  v.regex(
    /^(?![/\\])(?!.*\\)(?!.*(^|\/)\.{1,2}(\/|$))(?!.*:).+$/,
    'must be a relative path with forward slashes that stays in the folder',
  ),
);

/** Front matter of `steps/<folder>/lesson.md`. */
export const lessonSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens')),
  title: sentence,
  goal: sentence,
  proves: sentence,
  checks: v.pipe(v.array(sentence), v.minLength(1, 'a step needs at least one check')),
  wants: v.optional(v.array(sentence), []),
  provides: v.optional(v.array(v.strictObject({ to: innerPath, from: sentence, backend: v.optional(sentence) })), []),
  server: v.optional(sentence),
  reasons: v.optional(v.nullable(v.record(innerPath, sentence)), {}),
});

/** Front matter of `steps/pages/<id>.md`. */
export const pageSchema = v.strictObject({ title: sentence });

/** `steps/course.yaml`. */
export const courseSchema = v.strictObject({
  title: sentence,
  pages: v.array(sentence),
  steps: v.pipe(v.array(sentence), v.minLength(1, 'a course needs at least one step')),
});

const answer = v.picklist(['websocket', 'sse']);

/** `steps/quiz.yaml`. */
export const quizSchema = v.strictObject({
  questions: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens')),
        title: sentence,
        situation: sentence,
        answer,
        websocket: sentence,
        sse: sentence,
      }),
    ),
    v.minLength(1, 'a quiz needs at least one question'),
  ),
});
