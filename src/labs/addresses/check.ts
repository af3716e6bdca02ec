import { headsOf } from '../common/check.ts';
import type { LabCheck } from '../common/check.ts';
import { BAR, CONTRACT } from './contract.ts';

/** Every check of the lab, with what holds when it passes, in the order in which their findings are fixed. */
export const CHECK_TITLES = {
  'addresses-starts': 'The server starts and listens on the port it is given',
  'addresses-socket': `The page connects to ${CONTRACT.socketPath}`,
  'addresses-sends': 'A card that is pinned goes out in a message',
  'addresses-shows': `The card appears in ${CONTRACT.target}`,
  'addresses-appends': 'The next card appears below it',
  'addresses-shared': 'A card appears in every open page',
  'addresses-stream': `The page opens ${CONTRACT.streamPath}`,
  'addresses-bar': `The bar in #${BAR} moves`,
} as const satisfies Readonly<Record<string, string>>;

export type CheckId = keyof typeof CHECK_TITLES;

export type AddressesCheck<Id extends CheckId = CheckId> = LabCheck<CheckId, Id>;

export const headOf = headsOf<CheckId>(CHECK_TITLES);
