import { labWording } from '../common/wording.ts';
import { CHECK_TITLES } from './check.ts';
import { CONTRACT } from './contract.ts';
import { dropsEntries } from './messages.ts';

/** The wording of this lab's findings. */
export const DROPS_WORDING = labWording(dropsEntries, { contract: CONTRACT, checkTitles: CHECK_TITLES });
