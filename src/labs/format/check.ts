import { headsOf } from '../common/check.ts';
import type { LabCheck } from '../common/check.ts';
import { CONTRACT, POST_PATH } from './contract.ts';

/** Every check of the lab, with what holds when it passes, in the order in which their findings are fixed. */
export const CHECK_TITLES = {
  'format-starts': 'The server starts and listens on the port it is given',
  'format-stream': `${CONTRACT.streamPath} answers with an event stream`,
  'format-posts': `${POST_PATH} takes a note, and the note comes as an event`,
  'format-lines': 'A note of several lines comes whole',
  'format-empty-lines': 'An empty line in a note does not end it',
  'format-fields': 'Lines that look like fields of a stream are text',
  'format-line-ends': 'Any kind of line end in a note ends a line',
  'format-blanks': 'Blanks at the beginning of a line are kept',
  'format-urgent': 'An urgent note comes as an event with another name',
  'format-retry': 'The stream says how soon to come back',
  'format-page': `The page shows a note in ${CONTRACT.target}, line by line`,
  'format-page-urgent': 'The page shows an urgent note',
} as const satisfies Readonly<Record<string, string>>;

export type CheckId = keyof typeof CHECK_TITLES;

export type FormatCheck<Id extends CheckId = CheckId> = LabCheck<CheckId, Id>;

export const headOf = headsOf<CheckId>(CHECK_TITLES);
