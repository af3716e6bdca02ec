import { labWording } from '../common/wording.ts';
import { CHECK_TITLES } from './check.ts';
import { CONTRACT } from './contract.ts';
import { addressesEntries } from './messages.ts';

/** The wording of this lab's findings. */
export const ADDRESSES_WORDING = labWording(addressesEntries, { contract: CONTRACT, checkTitles: CHECK_TITLES });
