import { labWording } from '../common/wording.ts';
import { CHECK_TITLES } from './check.ts';
import { CONTRACT } from './contract.ts';
import { formatEntries } from './messages.ts';

/** The wording of this lab's findings. */
export const FORMAT_WORDING = labWording(formatEntries, { contract: CONTRACT, checkTitles: CHECK_TITLES });
