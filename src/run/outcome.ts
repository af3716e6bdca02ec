import type { Finding } from '../model/finding.ts';

/** What a check found (no findings: passed), or why it could not run here. */
export type Outcome = { readonly findings: readonly Finding[] } | { readonly skipped: string };

export const PASSED: Outcome = { findings: [] };

/** The outcome of a check with these findings. */
export function failed(...findings: readonly Finding[]): Outcome {
  return { findings };
}
