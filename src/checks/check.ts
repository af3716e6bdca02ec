import type { Finding } from '../model/finding.ts';
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
  run(session: Session): Promise<Outcome>;
}

export const PASSED: Outcome = { findings: [] };

export function failed(...findings: readonly Finding[]): Outcome {
  return { findings };
}
