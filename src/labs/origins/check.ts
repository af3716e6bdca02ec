import { headsOf } from '../common/check.ts';
import type { LabCheck } from '../common/check.ts';
import { CONTRACT, VISITORS } from './contract.ts';

/** Every check of the lab, with what holds when it passes, in the order in which their findings are fixed. */
export const CHECK_TITLES = {
  'origins-starts': 'The server starts and listens on the port it is given',
  'origins-visitors': `The page shows the visitors in #${VISITORS}`,
  'origins-sign': `A text that is typed appears in ${CONTRACT.target}`,
  'origins-socket-kept': 'A page of another origin cannot write on the sign',
  'origins-stream-kept': 'A page of another origin cannot read the visitors',
} as const satisfies Readonly<Record<string, string>>;

export type CheckId = keyof typeof CHECK_TITLES;

export type OriginsCheck<Id extends CheckId = CheckId> = LabCheck<CheckId, Id>;

export const headOf = headsOf<CheckId>(CHECK_TITLES);
