import type { Evidence, Finding } from '../model/finding.ts';

/** What a check found (no findings: passed), or why it could not run here. */
export type Outcome = { readonly findings: readonly Finding[] } | { readonly skipped: string };

export const PASSED: Outcome = { findings: [] };

/** The outcome of a check with these findings. */
export function failed(...findings: readonly Finding[]): Outcome {
  return { findings };
}

/** The finding with the clients that saw it: for those of which it does not follow from what was done. @param labels as the timeline has them */
export function seenBy(finding: Finding, ...labels: readonly string[]): Finding {
  return withEvidence(finding, { seenBy: labels });
}

/** The finding with more evidence. */
export function withEvidence(finding: Finding, more: Partial<Evidence>): Finding {
  return { ...finding, evidence: { ...finding.evidence, ...more } };
}
