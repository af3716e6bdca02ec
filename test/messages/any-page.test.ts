import { expect, test } from 'vitest';
import { catalogueOf, describe as wordsFor, FOR_ANY_PAGE } from '../../src/messages/index.ts';
import type { GenericCode } from '../../src/model/finding.ts';
import { findingsOf } from './samples/findings.ts';

const WORDING = {
  catalogue: catalogueOf(FOR_ANY_PAGE, { entries: {}, notes: {}, original: {} }),
  contract: {},
  checkTitles: {},
  language: 'other',
} as const;

test.each<[GenericCode, RegExp]>([
  ['htmx/missing', /^Load htmx in the `<head>`/u],
  ['htmx/wrong-version', /^Load htmx 2 .* or the extensions of htmx 4/u],
  ['htmx/extension-script-missing', /^Load the extension in a script tag below that of htmx: `htmx-ext-(?:ws|sse)@/u],
  ['htmx/old-extension', /in its place/u],
  ['page/script-missing', /^Check the address `[^`]+` in the tag/u],
  ['page/cdn-script', /^Nothing is to be done in the page/u],
])('the fix of %s for a page that is nobody’s exercise names no folder of an exercise', (code, fix) => {
  const findings = findingsOf(code);
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) {
    const words = wordsFor(finding, WORDING);
    expect(words.fix).toMatch(fix);
    expect(words.fix).not.toMatch(/`static\/`|<script|assets|start/u);
  }
});
