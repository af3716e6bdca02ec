import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { codesOf, describe } from '../../src/messages/index.ts';
import type { Description, DescribeContext } from '../../src/messages/index.ts';
import type { Code, Finding } from '../../src/model/finding.ts';

/** Every code of the program's catalogue. */
export const CODES: readonly Code[] = codesOf(WORDING.catalogue);

/** What this chapter says about a finding, of one of the tutor's Node servers by default. */
export function wordsOf(finding: Finding, context: Partial<DescribeContext> = {}): Description {
  return describe(finding, contextOf(context));
}

export function contextOf(context: Partial<DescribeContext> = {}): DescribeContext {
  return { ...WORDING, language: 'node', ...context };
}
