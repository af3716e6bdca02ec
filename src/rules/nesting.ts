import { isNestedTooDeep, MOST_NESTED } from '../htmx/parser.ts';
import type { Evidence, Finding } from '../model/finding.ts';

/** Elements inside each other that no browser builds as they are written. */
export function nestedTooDeep(
  html: string,
  place: 'page' | 'message' | 'event',
  evidence: Evidence,
): Finding | undefined {
  if (!isNestedTooDeep(html, place === 'page' ? 'document' : 'fragment')) return undefined;
  return {
    code: 'page/nested-too-deep',
    severity: 'error',
    facts: { in: place, most: MOST_NESTED },
    evidence: { ...evidence, received: html },
  };
}
