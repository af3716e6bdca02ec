import { expect, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { describe as wordsFor, explain } from '../../src/messages/index.ts';
import type { Wording } from '../../src/messages/index.ts';
import type { Code } from '../../src/model/finding.ts';
import { CODES } from '../support/describe.ts';
import { findingsOf } from './samples/findings.ts';

const OMITTED: Wording = { ...WORDING, original: 'omitted' };

/** All sentences about all samples of a code, in all languages. */
function said(code: Code, wording: Wording): string {
  const words = findingsOf(code).flatMap((finding) =>
    (['node', 'python', 'other'] as const).map((language) => wordsFor(finding, { ...wording, language })),
  );
  return words.flatMap(({ title, expected, cause, fix }) => [title, expected, cause, fix]).join('\n');
}

test('the printed chapter is named to its readers, and to nobody who began with start', () => {
  const naming = (wording: Wording): readonly Code[] =>
    CODES.filter((code) => /printed chapter/u.test(said(code, wording)));
  expect(naming(WORDING)).toEqual(expect.arrayContaining(['oob/no-id', 'oob/plain-text', 'htmx/wrong-version']));
  expect(naming(OMITTED)).toEqual([]);
});

test('what the chapter adds on its own account is said to both', () => {
  for (const wording of [WORDING, OMITTED]) {
    expect(said('htmx/wrong-version', wording)).toContain('The chapter uses 2.0.11.');
    expect(explain('htmx/other-version-syntax', wording)?.meaning).toContain('This chapter teaches htmx 2.');
  }
});
