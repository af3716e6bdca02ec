import { codesOf, explain } from '../../messages/index.ts';
import type { Explanation, Recognised, Wording } from '../../messages/index.ts';
import { ownManifest } from '../doctor/tutor.ts';

/** All codes with their titles. */
export function codesJson(wording: Wording): string {
  return report({
    codes: codesOf(wording.catalogue).map((code) => ({ code, title: explain(code, wording)?.title ?? '' })),
  });
}

/** What one code means. */
export function explanationJson(explanation: Explanation): string {
  const { code, title, meaning, wrong, right, source } = explanation;
  return report({ code, title, meaning, wrong, right, source });
}

/** The codes that fit a text; `fits` and `standards` are empty for one that is not known. */
export function recognisedJson({ fits, standards, named }: Recognised): string {
  return report({
    fits: fits.map(({ code, title, why, line, text }) => ({ code, title, why, line, text })),
    standards: standards.map(({ subject, meaning, source }) => ({ subject, meaning, source })),
    named,
  });
}

function report(content: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ schema: 1, tutor: ownManifest().version, ...content }, undefined, 2);
}
