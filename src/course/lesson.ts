import type { Course, FileState, Page, Step } from '../model/step.ts';
import { lessonParts } from './directives.ts';
import type { DirectiveFault, LessonPart } from './directives.ts';
import { excerpt } from './excerpt.ts';
import { solutionState, startState } from './states.ts';
import type { Overlay } from './states.ts';
import { unifiedDiff } from './unified-diff.ts';

/** The part of a backend that decides which sections and files the texts show. */
export interface Reader {
  readonly overlay: Overlay;
  readonly sections: readonly string[];
}

/** The step's lesson as plain Markdown: directives expanded, other backends' sections omitted. */
export async function lessonMarkdown(course: Course, step: Step, reader: Reader): Promise<string> {
  return (await expandMarkdown(course, step, reader, step.lesson)).markdown;
}

/** A page of the chapter as plain Markdown, without other backends' sections. Pages take no code from files. */
export function pageMarkdown(page: Page, { sections }: Reader): string {
  const { parts } = lessonParts(page.text, sections);
  return joined(parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])));
}

/**
 * Expands the directives of any text that belongs to a step (its lesson, one of its hints).
 * Mistakes are the author's; a course that passed its audit has none.
 * @param knownSections all names that a section may have; undefined: any
 */
export async function expandMarkdown(
  course: Course,
  step: Step,
  { overlay, sections }: Reader,
  text: string,
  knownSections?: readonly string[],
): Promise<{ readonly markdown: string; readonly faults: readonly DirectiveFault[] }> {
  const { parts, faults } = lessonParts(text, sections, knownSections);
  const found: DirectiveFault[] = [...faults];
  const states = lazyStates(course, step, overlay);
  const texts = [];
  for (const part of parts) {
    const block = await expandPart(part, states);
    if (typeof block === 'string') texts.push(block);
    else found.push(block);
  }
  return { markdown: joined(texts), faults: found };
}

function joined(texts: readonly string[]): string {
  return `${texts
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

interface States {
  readonly start: () => FileState;
  readonly solution: () => FileState;
}

/** Most lessons need only one of them, and a hint often none. */
function lazyStates(course: Course, step: Step, overlay: Overlay): States {
  let [start, solution]: (FileState | undefined)[] = [];
  return {
    start: () => (start ??= startState(course, step.id, overlay)),
    solution: () => (solution ??= solutionState(course, step.id, overlay)),
  };
}

async function expandPart(part: LessonPart, states: States): Promise<string | DirectiveFault> {
  if (part.kind === 'text') return part.text;
  const after = states.solution().get(part.file);
  if (after === undefined) return { line: part.line, message: `the step's solution has no file ${part.file}` };
  if (part.kind === 'excerpt') {
    const cut = excerpt(after.toString('utf8'), part);
    return cut.ok ? fenced(part.language, cut.value) : { line: part.line, message: `${part.file}: ${cut.problem}` };
  }
  const before = states.start().get(part.file);
  const patch = await unifiedDiff({ file: part.file, before, after });
  return patch === ''
    ? { line: part.line, message: `the step does not change ${part.file}` }
    : fenced('diff', patch.trimEnd());
}

function fenced(language: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
