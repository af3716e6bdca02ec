import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Result } from '../model/result.ts';
import type { Course } from '../model/step.ts';
import type { CourseFault } from './fault.ts';

/** A course as the build writes it, so that no command has to parse and validate YAML before it does its work. */
export interface CompiledCourse {
  /** Text of each file that it was made of, by path in the course folder. */
  readonly sources: Readonly<Record<string, string>>;
  /** The validated course; its folders and files are relative to the course folder. */
  readonly course: Course;
}

/**
 * Reads a course: the compiled one where it is current, else `course.yaml` with its lessons, hints and pages.
 * @param folder the course folder @param compiledFile what the build wrote; absolute path, need not exist
 */
export async function openCourse(folder: string, compiledFile?: string): Promise<Result<Course, CourseFault[]>> {
  const compiled = compiledFile === undefined ? undefined : readCompiled(folder, compiledFile);
  if (compiled !== undefined) return { ok: true, value: compiled };
  // YAML and the schemas take longer to load than most commands take to run.
  const { loadCourse } = await import('./load.ts');
  return loadCourse(folder);
}

/** Undefined: the build wrote none, or its sources have changed since. */
function readCompiled(folder: string, file: string): Course | undefined {
  if (!existsSync(file)) return undefined;
  // Written by our own build from validated values.
  const { sources, course } = JSON.parse(readFileSync(file, 'utf8')) as CompiledCourse;
  const isCurrent = Object.entries(sources).every(([name, text]) => textOf(path.join(folder, name)) === text);
  return isCurrent ? withPaths(course, (relative) => path.join(folder, relative)) : undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The course with each path in it changed. */
export function withPaths(course: Course, change: (file: string) => string): Course {
  return {
    ...course,
    steps: course.steps.map((step) => ({ ...step, folder: change(step.folder) })),
    pages: course.pages.map((page) => ({ ...page, file: change(page.file) })),
  };
}
