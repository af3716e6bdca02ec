import { labWording } from '../common/wording.ts';
import { CHECK_TITLES } from './check.ts';
import { CONTRACT } from './contract.ts';
import { originsEntries } from './messages.ts';

/** The wording of this lab's findings. */
export const ORIGINS_WORDING = labWording(originsEntries, { contract: CONTRACT, checkTitles: CHECK_TITLES });
