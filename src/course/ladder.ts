import type { HintLadder, Step } from '../model/step.ts';

/** A ladder and the key that a folder's progress counts its shown rungs under. */
export interface ChosenLadder {
  /** `<step id>` for the general ladder, else `<step id>:<first code of the ladder>`. */
  readonly key: string;
  readonly ladder: HintLadder;
}

/** The ladder for what fails now: of the first code that has one, else the step's general one. */
export function hintLadder(step: Step, codes: readonly string[]): ChosenLadder {
  for (const code of codes) {
    const ladder = step.ladders.find((each) => each.codes.includes(code));
    if (ladder !== undefined) return { key: `${step.id}:${ladder.codes[0] ?? code}`, ladder };
  }
  const general = step.ladders.find((each) => each.codes.length === 0);
  return { key: step.id, ladder: general ?? { codes: [], hints: [] } };
}
