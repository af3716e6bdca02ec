import * as v from 'valibot';

const sentence = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'));

/** A path in the learner's folder: relative, forward slashes, never upwards. */
const innerPath = v.pipe(
  v.string(),
  v.regex(
    /^(?![/\\])(?!.*\\)(?!.*(^|\/)\.{1,2}(\/|$))(?!.*:).+$/,
    'must be a relative path with forward slashes that stays in the folder',
  ),
);

const example = { text: sentence, event: v.optional(sentence) };

/** Front matter of `steps/<folder>/lesson.md`. */
export const lessonSchema = v.strictObject({
  id,
  title: sentence,
  goal: sentence,
  proves: sentence,
  checks: v.pipe(v.array(sentence), v.minLength(1, 'a step needs at least one check')),
  wants: v.optional(v.array(sentence), []),
  provides: v.optional(v.array(v.strictObject({ to: innerPath, from: sentence, backend: v.optional(sentence) })), []),
  server: v.optional(sentence),
  examples: v.optional(
    v.strictObject({
      into: v.picklist(['socket', 'stream']),
      right: v.strictObject(example),
      wrong: v.strictObject({ ...example, code: sentence }),
    }),
  ),
  reasons: v.optional(v.nullable(v.record(innerPath, sentence)), {}),
});

/** Front matter of `steps/pages/<id>.md`. */
export const pageSchema = v.strictObject({ title: sentence });

/** `steps/course.yaml`. */
export const courseSchema = v.strictObject({
  title: sentence,
  built: v.optional(sentence),
  opening: v.optional(v.array(sentence), []),
  closing: v.optional(sentence),
  outlook: v.optional(sentence),
  pages: v.array(sentence),
  steps: v.pipe(v.array(sentence), v.minLength(1, 'a course needs at least one step')),
});

/** `steps/quiz.yaml`. */
export const quizSchema = v.strictObject({
  title: sentence,
  question: sentence,
  answers: v.pipe(
    v.array(v.strictObject({ id, name: sentence, inSentence: v.optional(sentence) })),
    v.minLength(2, 'a choice needs at least two answers'),
  ),
  offered: v.optional(v.record(id, v.picklist(['open', 'missed'])), {}),
  review: v.optional(v.strictObject({ page: sentence, purpose: sentence })),
  questions: v.pipe(
    v.array(v.strictObject({ id, title: sentence, situation: sentence, answer: id, about: v.record(id, sentence) })),
    v.minLength(1, 'a quiz needs at least one question'),
  ),
});
