import { WORDING } from '../chapter/wording.ts';
import type { Wording } from '../messages/index.ts';
import { addressesEntries } from './addresses/messages.ts';
import { roomEntries } from './room/messages.ts';
import { dropsEntries } from './drops/messages.ts';
import { formatEntries } from './format/messages.ts';
import { originsEntries } from './origins/messages.ts';
import { resumeEntries } from './resume/messages/entries.ts';

/** The wording of the chapter's findings, and the entries of every lab's codes. */
export const PROGRAM_WORDING: Wording = {
  ...WORDING,
  catalogue: {
    ...WORDING.catalogue,
    entries: {
      ...WORDING.catalogue.entries,
      ...addressesEntries,
      ...dropsEntries,
      ...formatEntries,
      ...originsEntries,
      ...resumeEntries,
      ...roomEntries,
    },
  },
};
