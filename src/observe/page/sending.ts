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

/** How often a message is typed when the page replaces the field while it is typed. */
const MOST_TRIES = 3;

/** What is typed, and the name of the form field to prefer. */
export interface Message {
  readonly text: string;
  readonly field: string | undefined;
}

/**
 * Whether a page without a button may have sent already what was typed, as a search that sends with each key does, so that nobody would press Enter. A form of
 * which the field is known waits for somebody to submit it.
 */
export function mayBeSentByTyping(field: string | undefined): boolean {
  return field === undefined;
}

/** One time that a message was typed. */
export interface Try {
  readonly outcome: SendOutcome;
  /** The page replaced the field before anything was sent: a person types into the new one. */
  readonly replaced: boolean;
}

/** Types again as long as the page replaces the field under the typing; a page that always does is given up. */
export async function typedAtLast(once: () => Promise<Try>): Promise<SendOutcome> {
  for (let tries = 1; ; tries += 1) {
    const { outcome, replaced } = await once();
    if (!replaced || tries === MOST_TRIES) return outcome;
  }
}
