import { headsOf } from '../common/check.ts';
import type { LabCheck } from '../common/check.ts';
import { CONTRACT, LAST } from './contract.ts';

/** Every check of the lab, with what holds when it passes, in the order in which their findings are fixed. */
export const CHECK_TITLES = {
  'resume-starts': 'The server starts and listens on the port it is given',
  'resume-stream': `${CONTRACT.streamPath} answers with an event stream`,
  'resume-parts': `A client that is never cut off gets the parts 1 to ${LAST}`,
  'resume-ids': 'Every part has an id of its own',
  'resume-goes-on': 'After a cut the stream goes on with the next part',
  'resume-unknown-id': 'An id that the server does not know begins at part 1',
  'resume-ends': 'After the last part the server answers 204',
  'resume-retry': 'The stream says how soon to come back',
  'resume-page': `The page shows every part once in ${CONTRACT.target}`,
  'resume-page-cut': 'After a cut the page shows every part once, in order',
  'resume-page-ends': 'After the last part the page closes the stream',
} as const satisfies Readonly<Record<string, string>>;

export type CheckId = keyof typeof CHECK_TITLES;

export type ResumeCheck<Id extends CheckId = CheckId> = LabCheck<CheckId, Id>;

export const headOf = headsOf<CheckId>(CHECK_TITLES);
