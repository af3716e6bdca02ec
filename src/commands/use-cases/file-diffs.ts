import { unifiedDiff } from '../../course/index.ts';
import type { FileState } from '../../model/step.ts';
import { readFiles } from '../../workspace/index.ts';

export interface FileDiff {
  readonly file: string;
  /** The learner has no such file. */
  readonly isNew: boolean;
  readonly unified: string;
}

/** The learner's files against a state: one diff for each file that differs, in the state's order. */
export async function diffsAgainst(folder: string, state: FileState): Promise<readonly FileDiff[]> {
  const own = readFiles(folder, state.keys());
  const diffs = [];
  for (const [file, after] of state) {
    const unified = await unifiedDiff({ file, before: own.get(file), after });
    if (unified !== '') diffs.push({ file, isNew: !own.has(file), unified });
  }
  return diffs;
}
