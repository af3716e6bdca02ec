import { SURFACE_SECTIONS } from '../../src/commands/common/folder/session.ts';
import type { Course, Page } from '../../src/model/step.ts';
import { lessonParts } from '../../src/course/directives.ts';
import type { CourseFault } from '../../src/course/fault.ts';
import { expandMarkdown } from '../../src/course/lesson.ts';
import type { Reader } from '../../src/course/lesson.ts';
import { readCourse } from '../../src/course/load.ts';
import type { StepSource } from '../../src/course/load.ts';
import { canProvide } from '../../src/course/provided.ts';
import { changedFiles, solutionState, starterFiles } from '../../src/course/states.ts';

/** What a course may name; the lists live in modules that the course does not import. */
export interface Known {
  readonly checkIds: readonly string[];
  /** What a step may want; undefined: nothing. */
  readonly wants?: readonly string[];
  /** Codes of findings, for hint hintLists; undefined: any code is taken. */
  readonly codes?: readonly string[];
  /** For whom every text must hold, and whose files are looked at: every kind of backend. */
  readonly readers: readonly (Reader & { readonly kind: string })[];
}

/**
 * Everything that can be wrong in a course folder, each fault with file and line; empty: nothing is.
 * Costs a read of every file of every step, so commands do not run it; the tests and authors do.
 */
export async function auditCourse(known: Known, folder: string): Promise<readonly CourseFault[]> {
  const source = readCourse(folder);
  if (!source.ok) return source.problem;
  const faults = [];
  for (const step of source.value.steps) {
    faults.push(...auditNames(step, known), ...auditFiles(source.value.course, step, known));
    faults.push(...(await auditTexts(source.value.course, step, known)));
  }
  return [
    ...faults,
    ...source.value.course.pages.flatMap((page) => auditPage(page, known)),
    ...repeatedChecks(source.value.steps),
  ];
}

function auditNames({ step, name, lineOf, hintLines }: StepSource, known: Known): CourseFault[] {
  const faults: CourseFault[] = [];
  const file = `${name}/lesson.md`;
  for (const [index, id] of step.checks.entries()) {
    if (!known.checkIds.includes(id))
      faults.push({ file, line: lineOf(['checks', index]), message: `the check "${id}" is not known` });
  }
  for (const [index, want] of step.wants.entries()) {
    if (known.wants?.includes(want) !== true)
      faults.push({ file, line: lineOf(['wants', index]), message: `no check asks whether a step wants "${want}"` });
  }
  const { code } = step.examples?.wrong ?? {};
  if (code !== undefined && known.codes?.includes(code) === false)
    faults.push({ file, line: lineOf(['examples', 'wrong', 'code']), message: `the code "${code}" is not known` });
  for (const [index, provided] of step.provides.entries()) {
    if (provided.backend !== undefined && !known.readers.some(({ kind }) => kind === provided.backend))
      faults.push({ file, line: lineOf(['provides', index]), message: `"${provided.backend}" is not a backend` });
    if (!canProvide(provided))
      faults.push({
        file,
        line: lineOf(['provides', index]),
        message: `the tutor's packages have no ${provided.from}`,
      });
  }
  for (const { file: hintsFile, line, codes } of hintLines) {
    const unknown = codes.filter((code) => known.codes !== undefined && !known.codes.includes(code));
    faults.push(...unknown.map((code) => ({ file: hintsFile, line, message: `the code "${code}" is not known` })));
  }
  return faults;
}

function auditFiles(course: Course, { step, name, lineOf }: StepSource, { readers }: Known): CourseFault[] {
  const overlays = [...new Set(readers.flatMap(({ overlay }) => overlay ?? []))];
  const file = `${name}/lesson.md`;
  const changed = new Set(overlays.flatMap((overlay) => [...changedFiles(step, overlay).keys()]));
  const faults: CourseFault[] = [];
  for (const reason of Object.keys(step.reasons)) {
    if (!changed.has(reason))
      faults.push({
        file,
        line: lineOf(['reasons', reason]),
        message: `a reason for ${reason}, which the step does not change`,
      });
  }
  for (const each of changed) {
    if (!(each in step.reasons))
      faults.push({ file, line: lineOf(['reasons']), message: `the step changes ${each} and gives no reason` });
  }
  for (const overlay of overlays) {
    const solution = solutionState(course, step.id, overlay);
    const stray = [...starterFiles(step, overlay).keys()].filter((each) => !solution.has(each));
    faults.push(
      ...stray.map((each) => ({ file: `${name}/starter/${each}`, line: 1, message: 'the solution has no such file' })),
    );
  }
  return faults;
}

async function auditTexts(
  course: Course,
  { step, name, lessonLine, hintLines }: StepSource,
  known: Known,
): Promise<CourseFault[]> {
  const faults: CourseFault[] = [];
  const sections = sectionNames(known);
  const readers = known.readers.flatMap((reader) =>
    Object.values(SURFACE_SECTIONS).map((place) => ({ ...reader, sections: [...reader.sections, ...place] })),
  );
  for (const reader of readers) {
    const lesson = await expandMarkdown(course, step, reader, step.lesson, sections);
    faults.push(
      ...lesson.faults.map(({ line, message }) => ({
        file: `${name}/lesson.md`,
        line: line + lessonLine - 1,
        message,
      })),
    );
    for (const [index, hintList] of step.hintLists.entries()) {
      const hints = await Promise.all(
        hintList.hints.map((hint) => expandMarkdown(course, step, reader, hint, sections)),
      );
      const { file, line } = hintLines[index] ?? { file: `${name}/hints.md`, line: 1 };
      faults.push(...hints.flatMap((hint) => hint.faults).map(({ message }) => ({ file, line, message })));
    }
  }
  const unique = new Map(faults.map((fault) => [JSON.stringify(fault), fault]));
  return [...unique.values()];
}

/** Lines count from the page's first line of text. */
function auditPage(page: Page, known: Known): CourseFault[] {
  const { parts, faults } = lessonParts(page.text, sectionNames(known), sectionNames(known));
  const file = `pages/${page.id}.md`;
  const code = parts.flatMap((part) =>
    part.kind === 'text' ? [] : [{ file, line: part.line, message: 'a page cannot take code from files' }],
  );
  return [...faults.map(({ line, message }) => ({ file, line, message })), ...code];
}

function repeatedChecks(steps: readonly StepSource[]): CourseFault[] {
  const faults: CourseFault[] = [];
  const seen = new Map<string, string>();
  for (const { step, name, lineOf } of steps) {
    for (const [index, id] of step.checks.entries()) {
      const other = seen.get(id);
      if (other !== undefined)
        faults.push({
          file: `${name}/lesson.md`,
          line: lineOf(['checks', index]),
          message: `the check "${id}" already belongs to ${other}`,
        });
      seen.set(id, step.id);
    }
  }
  return faults;
}

function sectionNames({ readers }: Known): readonly string[] {
  return [...new Set([...readers.flatMap(({ sections }) => sections), ...Object.values(SURFACE_SECTIONS).flat()])];
}
