import { chooseHintList, starterFiles } from '../../course/index.ts';
import type { ChosenHintList } from '../../course/index.ts';
import type { Backend } from '../../model/backend.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { readFiles, saveProgress } from '../../workspace/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import { isSameText } from './same-text.ts';

/** One hint of a list. */
export interface ChosenHint {
  readonly sequence: ChosenHintList;
  /** Its index in the list. */
  readonly index: number;
}

export interface NextHint extends ChosenHint {
  /** All have been shown; it is the last one again. */
  readonly isRepeated: boolean;
  /** No other one comes after it. */
  readonly isLast: boolean;
}

/** Whose hints: the step's, in a folder. */
export interface HintPlace {
  readonly workspace: Workspace | undefined;
  readonly folder: string;
  readonly backend: Pick<Backend, 'overlay'>;
}

/** The list for what failed in the last check, then the general one; the other way round while nothing is written that could be wrong. */
export function hintSequences(place: HintPlace, step: Step): readonly ChosenHintList[] {
  const chosen = chooseHintList(step, place.workspace?.progress.failing[step.id] ?? []);
  const general = chooseHintList(step, []);
  if (chosen.key === general.key) return [general];
  return isAsGiven(place, step) ? [general, chosen] : [chosen, general];
}

/** Nothing is written yet: whether the files that the learner got at the start of the step, if any, are still as they were given. */
export function isAsGiven({ folder, backend: { overlay } }: HintPlace, step: Step): boolean {
  const given = starterFiles(step, overlay);
  const own = readFiles(folder, given.keys());
  return given.size > 0 && [...given].every(([file, bytes]) => isSameText(bytes, own.get(file)));
}

/** The first hint that was not shown yet, in the order of `hintSequences`. Undefined: the step has none. */
export function nextHint(place: HintPlace, step: Step): NextHint | undefined {
  const shownOf = ({ key }: ChosenHintList): number => place.workspace?.progress.hints[key] ?? 0;
  const sequences = hintSequences(place, step);
  const sequence = sequences.find((each) => shownOf(each) < each.hintList.hints.length) ?? sequences.at(-1);
  const total = sequence?.hintList.hints.length ?? 0;
  if (sequence === undefined || total === 0) return undefined;
  const shown = shownOf(sequence);
  const open = sequences.reduce((sum, each) => sum + Math.max(0, each.hintList.hints.length - shownOf(each)), 0);
  return { sequence, index: Math.min(shown, total - 1), isRepeated: shown >= total, isLast: open <= 1 };
}

/** Records that this hint was shown. */
export function recordHint(workspace: Workspace, { sequence, index, isRepeated }: NextHint): Result<Workspace> {
  if (isRepeated) return ok(workspace);
  const { progress } = workspace;
  return saveProgress(workspace, { ...progress, hints: { ...progress.hints, [sequence.key]: index + 1 } });
}
