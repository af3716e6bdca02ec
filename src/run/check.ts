import type { Code } from '../model/finding.ts';
import type { PageDriver } from '../model/page.ts';
import type { RunContext } from './context.ts';
import type { Outcome } from './outcome.ts';

export type { Outcome };
export { failed, PASSED, seenBy } from './outcome.ts';

/** What a check observes. Its outcome depends on the page engine only for `page`. */
export type Observes = 'environment' | 'server' | 'socket' | 'stream' | 'page';

/** Selects checks of a run: those that observe one of these, and those that have one of these tags. */
export interface CheckSelection<Tag extends string = string> {
  readonly observing?: readonly Observes[];
  readonly tagged?: readonly Tag[];
}

interface CheckHead<Id extends string, Tag extends string> {
  readonly id: Id;
  /** What is true when it passes. */
  readonly title: string;
  readonly observes: Observes;
  /** What it waits for where nothing comes, after the words "waiting for"; absent: nothing that takes long. */
  readonly waitsFor?: string;
  readonly tags?: readonly Tag[];
  /** Checks that must have passed: otherwise this one would only repeat their error. */
  readonly needs: readonly Id[];
  /**
   * Checks, also of later steps, whose failure is more basic than what this one finds: it waits for them, and is skipped where one has not
   * passed. Its own step can have passed then.
   */
  readonly yieldsTo?: readonly Id[];
  /** Checks that must have finished before it begins, whatever their result: they disturb what it observes. */
  readonly after?: readonly Id[];
  /**
   * It may harm its server, which is therefore one that no other check observes. Where two servers cannot run at the same time, it runs after
   * all other checks. No check but a later one of this kind may need it.
   */
  readonly harmsServer?: true;
  /**
   * Begins what it will need and what takes long, such as a server of its own: called once the shared server listens, where another can run beside
   * it. Others may fail first, so that it never runs. @param hasPassed resolves with whether another check of the run has passed
   */
  readonly prepare?: (context: RunContext, hasPassed: (id: Id) => Promise<boolean>) => unknown;
  /**
   * Codes of this check that make other checks fail, and which checks: such a failure is a consequence of this check's, not an error of its
   * own. This check must not need any of them, directly or indirectly.
   */
  readonly breaks?: { readonly codes: readonly Code[]; readonly checks: CheckSelection<Tag> };
}

type CheckBody =
  | { readonly tab?: undefined; run(context: RunContext): Promise<Outcome> }
  | {
      /** The tab that it observes: opened before it begins, shared by all checks that name it. */
      readonly tab: string;
      run(context: RunContext, tab: PageDriver): Promise<Outcome>;
    };

/**
 * One part of a checkpoint. Throws only for the tutor's own bugs.
 * A chapter supplies the union of its ids and of its tags, so that a misspelt one does not compile.
 */
export type Check<Id extends string = string, Tag extends string = string> = CheckHead<Id, Tag> & CheckBody;

/** Whether a check is selected. */
export function isSelected({ observes, tags = [] }: Check, { observing = [], tagged = [] }: CheckSelection): boolean {
  return observing.includes(observes) || tags.some((tag) => tagged.includes(tag));
}
