import type { Control, SendOutcome, SubmitAction } from '../../model/page.ts';
import type { EffectReading } from './injected/effects.ts';

/** How long an action without an immediate effect may still have one; milliseconds. */
export const EFFECT_DEADLINE_MS = 400;

/** Nothing was done: the page has no text field, or has stopped. */
export const NOTHING_DONE: SendOutcome = { input: undefined, actions: [], heldByValidation: false };

/** @param before the reading before anything was typed @param after the reading after the last action */
export function outcomeOf(
  input: Control | undefined,
  actions: readonly SubmitAction[],
  { before, after }: { readonly before: EffectReading; readonly after: EffectReading },
): SendOutcome {
  return {
    input,
    actions,
    heldByValidation: after.invalids > before.invalids && after.submits === before.submits,
  };
}
