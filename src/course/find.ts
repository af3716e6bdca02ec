import { closest, distance } from 'fastest-levenshtein';
import { wrongUsage } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Course, Page, Step } from '../model/step.ts';

export type LessonTarget =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'page'; readonly page: Page };

/**
 * The step that the words mean: `step-6`, `6`, `step6`, `Step 6`, or a part of its title that only one step has.
 * Unknown words get the nearest step and the list as an answer.
 */
export function findStep(course: Course, words: string): Result<Step> {
  const found = matchingSteps(course, words);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { ok: true, value: only };
  if (found.length > 1) return wrongUsage(`"${words}" matches several steps.`, `Name one:\n${stepList(found)}`);
  // A number is not misspelt: the list says which there are.
  const nearest = /^(?:step)?[\s-]*\d+$/iu.test(words.trim())
    ? undefined
    : nearestOf(
        words,
        course.steps.flatMap((step) => [step.id, step.title]),
      );
  const step = course.steps.find((each) => each.id === nearest || each.title === nearest);
  const guess = step === undefined ? '' : `The nearest is ${step.id} (${step.title}). `;
  return wrongUsage(`"${words}" is not a step.`, `${guess}The steps:\n${stepList(course.steps)}`);
}

/** A step as in `findStep`, or a page of the chapter by its id or a part of its title. */
export function findLesson(course: Course, words: string): Result<LessonTarget> {
  const wanted = simple(words);
  const exact = course.pages.find((page) => page.id === wanted);
  if (exact !== undefined) return { ok: true, value: { kind: 'page', page: exact } };
  const steps = matchingSteps(course, words);
  if (steps.length === 0) {
    const [page, ...more] =
      wanted === ''
        ? []
        : course.pages.filter((each) => simple(each.title).includes(wanted) || each.id.startsWith(wanted));
    if (page !== undefined && more.length === 0) return { ok: true, value: { kind: 'page', page } };
  }
  const step = findStep(course, words);
  if (step.ok) return { ok: true, value: { kind: 'step', step: step.value } };
  const page = nearestOf(
    words,
    course.pages.map((each) => each.id),
  );
  const { next = '', ...problem } = step.problem;
  const guess = page === undefined || steps.length > 0 ? '' : `The nearest page is ${page}. `;
  return {
    ok: false,
    problem: { ...problem, next: `${guess}${next}\nThe pages: ${course.pages.map((each) => each.id).join(', ')}` },
  };
}

/** The name most similar to a mistyped one; undefined when none is similar enough. */
export function nearestOf(word: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || word.trim() === '') return undefined;
  const wanted = word.toLowerCase();
  const near = closest(
    wanted,
    names.map((name) => name.toLowerCase()),
  );
  const allowed = Math.max(2, Math.floor(near.length / 3));
  return distance(wanted, near) <= allowed ? names.find((name) => name.toLowerCase() === near) : undefined;
}

/** Lines of `id  title`, aligned. */
export function stepList(steps: readonly Step[]): string {
  const width = Math.max(...steps.map((step) => step.id.length));
  return steps.map((step) => `  ${step.id.padEnd(width)}  ${step.title}`).join('\n');
}

function matchingSteps(course: Course, words: string): readonly Step[] {
  const wanted = simple(words);
  if (wanted === '') return [];
  const number = /^(?:step)?[\s_-]*0*(0|[1-9]\d*)$/.exec(wanted)?.[1];
  const exact = course.steps.filter(
    (step) => step.id === wanted || step.id === `step-${number}` || folderName(step) === wanted,
  );
  if (exact.length > 0 || number !== undefined) return exact;
  return course.steps.filter(
    (step) =>
      simple(step.title).includes(wanted) ||
      step.id.startsWith(wanted) ||
      folderName(step).includes(wanted.replace(/\s+/g, '-')),
  );
}

function folderName(step: Step): string {
  return step.folder.split(/[/\\]/).at(-1) ?? '';
}

function simple(words: string): string {
  return words.trim().toLowerCase().replace(/\s+/g, ' ');
}
