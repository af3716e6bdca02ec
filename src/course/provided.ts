import { existsSync, readFileSync, statSync } from 'node:fs';
import { dependencyPath } from '../model/package-root.ts';
import type { BackendChoice } from '../model/progress.ts';
import type { Course, FileState, ProvidedFile } from '../model/step.ts';
import { readTree, stepsUpTo } from './states.ts';

/** What the tutor copies from its own packages up to and including a step, for this kind of backend. */
export function providedFiles(
  course: Course,
  stepId: string,
  backendKind: BackendChoice['kind'],
): readonly ProvidedFile[] {
  const all = stepsUpTo(course, stepId).flatMap((step) => step.provides);
  return all.filter((file) => file.backend === undefined || file.backend === backendKind);
}

/** The bytes of provided files; a package becomes one entry for each of its files. */
export function providedState(files: readonly ProvidedFile[]): FileState {
  const state = new Map<string, Buffer>();
  for (const { to, from } of files) {
    const source = dependencyPath(from);
    if (statSync(source).isDirectory())
      for (const [inner, bytes] of readTree(source)) state.set(`${to}/${inner}`, bytes);
    else state.set(to, readFileSync(source));
  }
  return state;
}

/** Whether the tutor's own installation contains what `from` names. */
export function canProvide(file: ProvidedFile): boolean {
  try {
    return existsSync(dependencyPath(file.from));
  } catch {
    return false;
  }
}
