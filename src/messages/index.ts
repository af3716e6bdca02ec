import type { Code, Description, Explanation, Finding } from '../model/finding.ts';
import { actionWords } from './action.ts';
import { CATALOGUE } from './catalogue/index.ts';
import type { Words } from './entry.ts';
import { neutralWords } from './neutral.ts';
import { receivedWords } from './observed.ts';

/** Every code that a check can report. */
export const CODES: readonly Code[] = Object.keys(CATALOGUE) as Code[];

/** The words for a finding. */
export function describe(finding: Finding): Description {
  const { evidence } = finding;
  // Entry and finding bear the same code; the compiler cannot follow that through the union.
  const entry = CATALOGUE[finding.code] as { words(finding: Finding): Words };
  return {
    code: finding.code,
    severity: finding.severity,
    ...entry.words(finding),
    ...neutralWords(finding),
    did: actionWords(evidence.did, evidence.origin),
    received: receivedWords(evidence),
    waitedMs: evidence.waitedMs,
    output: evidence.output ?? [],
    where: evidence.where ?? [],
  };
}

/** What a code means; undefined for a word that is no code. */
export function explain(code: string): Explanation | undefined {
  const known = CODES.find((candidate) => candidate === code);
  return known === undefined ? undefined : { code: known, ...CATALOGUE[known].explain };
}
