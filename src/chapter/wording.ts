import { catalogueOf, GENERIC } from '../messages/index.ts';
import type { Wording } from '../messages/index.ts';
import { CHECK_TITLES } from './check.ts';
import { CONTRACT } from './contract.ts';
import { chapterMessages } from './messages/index.ts';

/** The wording of this chapter's findings. */
export const WORDING: Wording = {
  catalogue: catalogueOf(GENERIC, chapterMessages),
  contract: CONTRACT,
  checkTitles: CHECK_TITLES,
};
