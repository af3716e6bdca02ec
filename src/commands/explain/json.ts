import { codesOf, explain } from '../../messages/index.ts';
import type { Recognised, Wording } from '../../messages/index.ts';
import { report } from './explanation.ts';

/** All codes with their titles. */
export function codesJson(wording: Wording): string {
  return report({
    codes: codesOf(wording.catalogue).map((code) => ({ code, title: explain(code, wording)?.title ?? '' })),
  });
}

/** The codes that fit a text; `fits` and `standards` are empty for one that is not known. */
export function recognisedJson({ fits, standards, named }: Recognised): string {
  return report({
    fits: fits.map(({ code, title, why, line, text }) => ({ code, title, why, line, text })),
    standards: standards.map(({ subject, meaning, source }) => ({ subject, meaning, source })),
    named,
  });
}
