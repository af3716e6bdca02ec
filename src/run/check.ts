import type { Code } from '../model/finding.ts';
import type { PageDriver } from '../model/page.ts';
import type { RunContext } from './context.ts';
import type { Outcome } from './outcome.ts';

export type { Outcome };
export { failed, PASSED } from './outcome.ts';

/** What a check looks at. Only with `page` does its outcome depend on the engine that the page runs in. */
export type Observes = 'environment' | 'server' | 'socket' | 'stream' | 'page';

/** Checks of a run: those that observe one of these, and those that have one of these tags. */
export interface CheckSelection<Tag extends string = string> {
  readonly observing?: readonly Observes[];
  readonly tagged?: readonly Tag[];
}

interface CheckHead<Id extends string, Tag extends string> {
  readonly id: Id;
  /** What holds when it passes. */
  readonly title: string;
  readonly observes: Observes;
  readonly tags?: readonly Tag[];
  /** Checks that must have passed: without them this one would only repeat their fault. */
  readonly needs: readonly Id[];
  /** Checks that must be over before it begins, whatever came of them: they disturb what it looks at. */
  readonly after?: readonly Id[];
  /**
   * Codes of this check that make other checks fail, and which: such a failure follows from this check's and is not a fault of its own.
   * None of them may be among those that this check needs, directly or not.
   */
  readonly breaks?: { readonly codes: readonly Code[]; readonly checks: CheckSelection<Tag> };
}

type CheckBody =
  | { readonly tab?: undefined; run(context: RunContext): Promise<Outcome> }
  | {
      /** The tab that it looks at: opened before it begins, shared by all checks that name it. */
      readonly tab: string;
      run(context: RunContext, tab: PageDriver): Promise<Outcome>;
    };

/**
 * One part of a checkpoint. Throws for the tutor's own bugs alone.
 * A chapter gives the union of its ids and of its tags, so that a misspelt one does not compile.
 */
export type Check<Id extends string = string, Tag extends string = string> = CheckHead<Id, Tag> & CheckBody;

/** Whether a check is among those that are selected. */
export function isSelected({ observes, tags = [] }: Check, { observing = [], tagged = [] }: CheckSelection): boolean {
  return observing.includes(observes) || tags.some((tag) => tagged.includes(tag));
}
