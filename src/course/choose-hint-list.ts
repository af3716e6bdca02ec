import type { HintList, Step } from '../model/step.ts';

/** A list of hints, and the key under which a folder's progress counts its shown hints. */
export interface ChosenHintList {
  /** `<step id>` for the general list, else `<step id>:<first code of the list>`. */
  readonly key: string;
  readonly hintList: HintList;
  /** The code that fails now and has this list; absent for the general list. */
  readonly code?: string;
}

/** The hints for what fails now: of the first code that has one, else the step's general one. */
export function chooseHintList(step: Step, codes: readonly string[]): ChosenHintList {
  for (const code of codes) {
    const hintList = step.hintLists.find((each) => each.codes.includes(code));
    if (hintList !== undefined) return { key: `${step.id}:${hintList.codes[0] ?? code}`, hintList, code };
  }
  const general = step.hintLists.find((each) => each.codes.length === 0);
  return { key: step.id, hintList: general ?? { codes: [], hints: [] } };
}
