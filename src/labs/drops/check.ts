import { headsOf } from '../common/check.ts';
import type { LabCheck } from '../common/check.ts';
import { CONTRACT, IDLE_MS, PRICES } from './contract.ts';

/** Every check of the lab, with what holds when it passes, in the order in which their findings are fixed. */
export const CHECK_TITLES = {
  'drops-starts': 'The server starts and listens on the port it is given',
  'drops-stream': `${CONTRACT.streamPath} answers with an event stream`,
  'drops-price': 'A price that is posted comes as an event',
  'drops-stays': 'The stream stays open while no price comes',
  'drops-heartbeat': `Something comes at least every ${IDLE_MS / 1000} seconds`,
  'drops-proxy': `Behind a proxy that cuts idle connections, the page shows a price in ${PRICES}`,
  'drops-order': `An order is answered in ${CONTRACT.target}`,
  'drops-back': 'After the server has closed the WebSocket, the page comes back',
} as const satisfies Readonly<Record<string, string>>;

export type CheckId = keyof typeof CHECK_TITLES;

export type DropsCheck<Id extends CheckId = CheckId> = LabCheck<CheckId, Id>;

export const headOf = headsOf<CheckId>(CHECK_TITLES);
