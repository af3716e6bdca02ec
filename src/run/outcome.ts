import type { Finding } from '../model/finding.ts';

/** What a check saw: findings (none: passed), or why it could not be made here. */
export type Outcome = { readonly findings: readonly Finding[] } | { readonly skipped: string };

export const PASSED: Outcome = { findings: [] };

/** The outcome of a check that found these. */
export function failed(...findings: readonly Finding[]): Outcome {
  return { findings };
}
