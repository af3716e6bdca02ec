import { labWording } from '../common/wording.ts';
import { CHECK_TITLES } from './check.ts';
import { CONTRACT } from './contract.ts';
import { resumeEntries } from './messages/entries.ts';

/** The wording of this lab's findings. */
export const RESUME_WORDING = labWording(resumeEntries, { contract: CONTRACT, checkTitles: CHECK_TITLES });
