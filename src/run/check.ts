import type { Code, Finding } from '../model/finding.ts';
import type { Session } from './session.ts';

/** What a check saw: findings (none: passed), or why it could not be made here. */
export type Outcome = { readonly findings: readonly Finding[] } | { readonly skipped: string };

/** One part of a checkpoint. Throws for the tutor's own bugs alone. */
export interface Check {
  readonly id: string;
  /** What holds when it passes. */
  readonly title: string;
  /** Checks that must have passed: without them this one would only repeat their fault. */
  readonly needs: readonly string[];
  /** Checks that must be over before it begins, whatever came of them: they disturb what it looks at. */
  readonly after?: readonly string[];
  /**
   * Codes of this check that make earlier ones fail, and which: such a failure follows from this check's and is not a fault of its own.
   * None of them may be among those that this check needs, directly or not.
   */
  readonly breaks?: { readonly codes: readonly Code[]; readonly checks: readonly string[] };
  run(session: Session): Promise<Outcome>;
}

export const PASSED: Outcome = { findings: [] };

export function failed(...findings: readonly Finding[]): Outcome {
  return { findings };
}
