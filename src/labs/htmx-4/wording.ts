import { CONTRACT } from '../../chapter/contract.ts';
import { catalogueOf } from '../../messages/index.ts';
import type { Wording } from '../../messages/index.ts';
import { CHECK_TITLES } from './check.ts';
import { genericEntries, messages } from './messages.ts';

/** The wording of this lab's findings: the chapter's, for htmx 4. */
export const HTMX_4_WORDING: Wording = {
  catalogue: catalogueOf(genericEntries, messages),
  contract: CONTRACT,
  checkTitles: CHECK_TITLES,
};
