import { codesOf, explain } from '../messages/index.ts';
import type { Explanation } from '../messages/index.ts';
import { WORDING } from './wording.ts';

/** What each code means, for the build to write: `explain` then need not load the sentences of all findings. */
export function compileExplanations(): Readonly<Record<string, Explanation | undefined>> {
  return Object.fromEntries(codesOf(WORDING.catalogue).map((code) => [code, explain(code, WORDING)]));
}
