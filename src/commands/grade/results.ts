import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../../files/regular.ts';
import { environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Grade } from './record.ts';

/** Bytes of a results file: hundreds of hand-ins of a large class. */
const LARGEST = 512 * 1024 * 1024;

/**
 * The grades in a file, one in each line, the last of each name. A line that was cut off when a call was killed is skipped.
 * @param file as it was typed
 */
export function readResults(file: string, cwd: string): Result<ReadonlyMap<string, Grade>> {
  const text = textOf(path.resolve(cwd, file), LARGEST);
  if (text === undefined) return environmentProblem(`The results in ${file} cannot be read.`);
  const grades = new Map<string, Grade>();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    const grade = gradeIn(line);
    if (grade !== undefined) grades.set(grade.name, grade);
  }
  if (lines.length > 0 && grades.size === 0)
    return wrongUsage(`${file} is not a file that grade --results has written.`, 'Name another file.');
  return ok(grades);
}

/** Undefined: `addResult` has not written it. */
function gradeIn(line: string): Grade | undefined {
  try {
    const grade: unknown = JSON.parse(line);
    const isOurs =
      typeof grade === 'object' && grade !== null && 'schema' in grade && grade.schema === 1 && 'fingerprint' in grade;
    return isOurs ? (grade as Grade) : undefined;
  } catch {
    return undefined;
  }
}

/** What an earlier call has kept in a file; empty before the first one. @param file as it was typed; undefined: nothing is kept */
export function earlierResults(file: string | undefined, cwd: string): Result<ReadonlyMap<string, Grade>> {
  if (file === undefined || !existsSync(path.resolve(cwd, file))) return ok(new Map());
  return readResults(file, cwd);
}

/** Grades of several files, by name; of one name the newest. */
export function mergedResults(files: readonly string[], cwd: string): Result<readonly Grade[]> {
  const merged = new Map<string, Grade>();
  for (const file of files) {
    const read = readResults(file, cwd);
    if (!read.ok) return read;
    for (const [name, grade] of read.value)
      if ((merged.get(name)?.checkedAt ?? '') <= grade.checkedAt) merged.set(name, grade);
  }
  return ok([...merged.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)));
}

/** Adds a line at once, so that a call that is killed loses nothing of what it has done. */
export function addResult(file: string, cwd: string, grade: Grade): Result<undefined> {
  const absolute = path.resolve(cwd, file);
  try {
    mkdirSync(path.dirname(absolute), { recursive: true });
    // A line that was cut off before must not take this one with it.
    appendFileSync(absolute, `\n${JSON.stringify(grade)}\n`);
    return ok(undefined);
  } catch (error) {
    return environmentProblem(
      `The results cannot be written into ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
