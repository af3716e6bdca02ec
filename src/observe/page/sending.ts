import type { SendOutcome } from '../../model/page.ts';
import type { EffectReading } from './injected/effects.ts';

/** How long an action that showed no effect at once may still show one; milliseconds. */
export const EFFECT_DEADLINE_MS = 400;

export const NO_INPUT: SendOutcome = {
  input: undefined,
  action: 'nothing: the page has no text input',
  heldByValidation: false,
};

export const PAGE_GONE: SendOutcome = {
  input: undefined,
  action: 'nothing: the page answers no longer',
  heldByValidation: false,
};

/** @param before reading before anything was typed @param after reading after the last action */
export function outcomeOf(
  input: string,
  actions: readonly string[],
  { before, after }: { readonly before: EffectReading; readonly after: EffectReading },
): SendOutcome {
  return {
    input,
    action: actions.join(', then '),
    heldByValidation: after.invalids > before.invalids && after.submits === before.submits,
  };
}
