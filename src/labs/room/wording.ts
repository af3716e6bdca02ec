import { labWording } from '../common/wording.ts';
import { CHECK_TITLES } from './check.ts';
import { CONTRACT } from './contract.ts';
import { roomEntries } from './messages.ts';

/** The wording of this lab's findings. */
export const ROOM_WORDING = labWording(roomEntries, { contract: CONTRACT, checkTitles: CHECK_TITLES });
