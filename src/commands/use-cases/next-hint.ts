import { chooseHintList } from '../../course/index.ts';
import type { ChosenHintList } from '../../course/index.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { saveProgress } from '../../workspace/index.ts';
import type { Workspace } from '../../workspace/index.ts';

/** One hint of a list. */
export interface ChosenHint {
  readonly sequence: ChosenHintList;
  /** Its index in the list. */
  readonly index: number;
}

export interface NextHint extends ChosenHint {
  /** All have been shown; it is the last one again. */
  readonly isRepeated: boolean;
}

/** The list for what failed in the last check, then the general one. */
export function hintSequences(workspace: Workspace | undefined, step: Step): readonly ChosenHintList[] {
  const chosen = chooseHintList(step, workspace?.progress.failing[step.id] ?? []);
  const general = chooseHintList(step, []);
  return chosen.key === general.key ? [general] : [chosen, general];
}

/** The first hint that was not shown yet, of what failed in the last check before those of the whole step. Undefined: the step has none. */
export function nextHint(workspace: Workspace | undefined, step: Step): NextHint | undefined {
  const shownOf = ({ key }: ChosenHintList): number => workspace?.progress.hints[key] ?? 0;
  const sequences = hintSequences(workspace, step);
  const sequence = sequences.find((each) => shownOf(each) < each.hintList.hints.length) ?? sequences.at(-1);
  const total = sequence?.hintList.hints.length ?? 0;
  if (sequence === undefined || total === 0) return undefined;
  const shown = shownOf(sequence);
  return { sequence, index: Math.min(shown, total - 1), isRepeated: shown >= total };
}

/** Records that this hint was shown. */
export function recordHint(workspace: Workspace, { sequence, index, isRepeated }: NextHint): Result<Workspace> {
  if (isRepeated) return ok(workspace);
  const { progress } = workspace;
  return saveProgress(workspace, { ...progress, hints: { ...progress.hints, [sequence.key]: index + 1 } });
}
