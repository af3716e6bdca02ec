import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { InferOutput } from 'valibot';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Course, Page, Step, StepExample, StepExamples } from '../model/step.ts';
import type { CourseFault } from './fault.ts';
import { readMarkdown, readYaml } from './front-matter.ts';
import { readHints } from './hints.ts';
import type { PlacedHintList } from './hints.ts';
import { courseSchema, lessonSchema, pageSchema } from './schema.ts';

/** A step with what only the audit needs: where each thing is in the author's files. */
export interface StepSource {
  readonly step: Step;
  /** Folder's name in the course folder. */
  readonly name: string;
  readonly lineOf: (path: readonly (string | number)[]) => number;
  /** Line of lesson.md that the lesson's text begins on. */
  readonly lessonLine: number;
  /** The file and line of each list of hints, in the order of `step.hintLists`. */
  readonly hintLines: readonly { readonly file: string; readonly line: number; readonly codes: readonly string[] }[];
}

export interface CourseSource {
  readonly folder: string;
  readonly course: Course;
  readonly steps: readonly StepSource[];
}

/**
 * Reads the course: `course.yaml`, every lesson, hints and page, validated by schema.
 * `auditCourse` checks what only its author can break (excerpts, unknown checks, reasons), which takes longer.
 * @param folder the course folder
 */
export function loadCourse(folder: string): Result<Course, CourseFault[]> {
  const source = readCourse(folder);
  return source.ok ? { ok: true, value: source.value.course } : source;
}

/** `loadCourse` with the places of things, for the audit. */
export function readCourse(folder: string): Result<CourseSource, CourseFault[]> {
  const root = path.resolve(folder);
  const yaml = readText(root, 'course.yaml');
  if (!yaml.ok) return yaml;
  const index = readYaml('course.yaml', yaml.value, courseSchema);
  if (!index.ok) return index;

  const { data, lineOf } = index.value;
  const faults: CourseFault[] = [
    ...duplicates('pages', data.pages, lineOf),
    ...duplicates('steps', data.steps, lineOf),
  ];
  const keep = <T>(result: Result<T, CourseFault[]>): T[] => {
    if (result.ok) return [result.value];
    faults.push(...result.problem);
    return [];
  };
  const pages = data.pages.flatMap((id) => keep(readPage(root, id)));
  const common = keep(readCommonHints(root)).flat();
  const steps = data.steps.flatMap((name) => keep(readStep(root, name, common)));
  const seen = new Map<string, string>(pages.map((page) => [page.id, `pages/${page.id}.md`]));
  for (const { step, name, lineOf: line } of steps) {
    const other = seen.get(step.id);
    if (other !== undefined)
      faults.push({
        file: `${name}/lesson.md`,
        line: line(['id']),
        message: `the id "${step.id}" is already used by ${other}`,
      });
    seen.set(step.id, `${name}/lesson.md`);
  }
  faults.push(...unknownPages(data, lineOf));
  if (faults.length > 0) return { ok: false, problem: faults };
  const { title, built, opening, closing, outlook } = data;
  const course = { title, built, opening, closing, outlook, steps: steps.map(({ step }) => step), pages };
  return { ok: true, value: { folder: root, course, steps } };
}

function readPage(root: string, id: string): Result<Page, CourseFault[]> {
  const file = `pages/${id}.md`;
  const text = readText(root, file);
  if (!text.ok) return text;
  const page = readMarkdown(file, text.value, pageSchema);
  if (!page.ok) return page;
  if (page.value.body.trim() === '')
    return { ok: false, problem: [{ file, line: page.value.bodyLine, message: 'the page has no text' }] };
  return {
    ok: true,
    value: { id, title: page.value.data.title, text: page.value.body.trim(), file: path.join(root, file) },
  };
}

/** Hints for errors that can come in every step. A course need not have any. */
function readCommonHints(root: string): Result<readonly FiledHintList[], CourseFault[]> {
  const file = 'hints.md';
  const text = readText(root, file);
  if (!text.ok) return ok([]);
  const { hintLists, faults } = readHints(file, text.value, { general: 'no' });
  return faults.length > 0 ? { ok: false, problem: [...faults] } : ok(hintLists.map((list) => ({ ...list, file })));
}

/** A list of hints and the file that it is in. */
type FiledHintList = PlacedHintList & { readonly file: string };

function readStep(root: string, name: string, common: readonly FiledHintList[]): Result<StepSource, CourseFault[]> {
  const [lessonFile, hintsFile] = [`${name}/lesson.md`, `${name}/hints.md`];
  const [lessonText, hintsText] = [readText(root, lessonFile), readText(root, hintsFile)];
  const faults: CourseFault[] = [];
  const lesson = lessonText.ok ? readMarkdown(lessonFile, lessonText.value, lessonSchema) : lessonText;
  if (!lesson.ok) faults.push(...lesson.problem);
  else if (lesson.value.body.trim() === '')
    faults.push({ file: lessonFile, line: lesson.value.bodyLine, message: 'the lesson has no text' });
  const hints = hintsText.ok ? readHints(hintsFile, hintsText.value) : { hintLists: [], faults: hintsText.problem };
  faults.push(...hints.faults);
  if (!lesson.ok || faults.length > 0) return { ok: false, problem: faults };

  const { data, body, bodyLine, lineOf } = lesson.value;
  // The step's own come first: for one code, the first list that has it is taken.
  const lists = [...hints.hintLists.map((list) => ({ ...list, file: hintsFile })), ...common];
  const hintLists = lists.map(({ codes, hints: texts }) => ({ codes, hints: texts }));
  const step: Step = { ...stepFields(data), folder: path.join(root, name), lesson: body, hintLists };
  return { ok: true, value: { step, name, lineOf, lessonLine: bodyLine, hintLines: lists } };
}

function stepFields(data: InferOutput<typeof lessonSchema>): Omit<Step, 'folder' | 'lesson' | 'hintLists'> {
  const provides = data.provides.map(({ to, from, backend }) =>
    backend === undefined ? { to, from } : { to, from, backend },
  );
  const { server, examples, ...others } = data;
  return {
    ...others,
    ...(server === undefined ? {} : { server }),
    ...(examples === undefined ? {} : { examples: readExamples(examples) }),
    provides,
    reasons: data.reasons ?? {},
  };
}

function readExamples({ into, right, wrong }: NonNullable<InferOutput<typeof lessonSchema>['examples']>): StepExamples {
  const read = ({ text, event }: { readonly text: string; readonly event?: string | undefined }): StepExample =>
    event === undefined ? { text } : { text, event };
  return { into, right: read(right), wrong: { ...read(wrong), code: wrong.code } };
}

function readText(root: string, file: string): Result<string, CourseFault[]> {
  const absolute = path.join(root, file);
  if (!existsSync(absolute)) return { ok: false, problem: [{ file, line: 1, message: 'the file is missing' }] };
  return { ok: true, value: readFileSync(absolute, 'utf8') };
}

/** `opening`, `closing` and `outlook` name pages of the course. */
function unknownPages(
  { pages, opening, closing, outlook }: InferOutput<typeof courseSchema>,
  lineOf: (path: readonly (string | number)[]) => number,
): CourseFault[] {
  const named = [
    ...opening.map((id, index) => ({ id, path: ['opening', index] })),
    ...(closing === undefined ? [] : [{ id: closing, path: ['closing'] }]),
    ...(outlook === undefined ? [] : [{ id: outlook, path: ['outlook'] }]),
  ];
  return named
    .filter(({ id }) => !pages.includes(id))
    .map(({ id, path: at }) => ({ file: 'course.yaml', line: lineOf(at), message: `the page "${id}" does not exist` }));
}

function duplicates(
  list: string,
  names: readonly string[],
  lineOf: (path: readonly (string | number)[]) => number,
): CourseFault[] {
  const repeated = [...names.keys()].filter((index) => names.indexOf(names[index] ?? '') !== index);
  return repeated.map((index) => ({
    file: 'course.yaml',
    line: lineOf([list, index]),
    message: `"${names[index]}" is listed twice`,
  }));
}
