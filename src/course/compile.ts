import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Result } from '../model/result.ts';
import { withPaths } from './compiled.ts';
import type { CompiledCourse } from './compiled.ts';
import type { CourseFault } from './fault.ts';
import { readCourse } from './load.ts';

/** A course for the build to write. The faults are those of `loadCourse`. @param folder the course folder */
export function compileCourse(folder: string): Result<CompiledCourse, CourseFault[]> {
  const source = readCourse(folder);
  if (!source.ok) return source;
  const { course, steps, folder: root } = source.value;
  const files = [
    'course.yaml',
    ...steps.flatMap(({ name }) => [`${name}/lesson.md`, `${name}/hints.md`]),
    ...course.pages.map(({ id }) => `pages/${id}.md`),
  ];
  const sources = Object.fromEntries(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
  return { ok: true, value: { sources, course: withPaths(course, (file) => path.relative(root, file)) } };
}
