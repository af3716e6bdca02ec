import { catalogueOf, GENERIC } from '../../messages/index.ts';
import type { Entries, Wording } from '../../messages/index.ts';
import type { ChapterCode } from '../../messages/entry.ts';

/** The wording of a lab's findings: the sentences that fit any page, and those of its own codes. */
export function labWording(
  entries: Partial<Entries<ChapterCode>>,
  { contract, checkTitles }: Pick<Wording, 'contract' | 'checkTitles'>,
): Wording {
  return { catalogue: catalogueOf(GENERIC, { entries, notes: {}, original: {} }), contract, checkTitles };
}
