import { headsOf } from '../common/check.ts';
import type { LabCheck } from '../common/check.ts';
import { CONTRACT, HISTORY } from './contract.ts';

/** Every check of the lab, with what holds when it passes, in the order in which their findings are fixed. */
export const CHECK_TITLES = {
  'room-starts': 'The server starts and listens on the port it is given',
  'room-opens': `${CONTRACT.socketPath} takes WebSockets`,
  'room-everybody': 'A message reaches everybody who has joined, its sender too, once',
  'room-names': 'A message comes with the name of its sender, and its markup stays text',
  'room-joins': 'The others are told who joins',
  'room-leaves': 'The others are told who leaves, with a goodbye or without',
  'room-ten': 'Ten clients at once see each message once, all in the same order',
  'room-history': `Who joins gets the last ${HISTORY} messages`,
  'room-page': 'Two tabs show each message once',
  'room-slow': 'A client that does not read holds up nobody, and what waits for it has a limit',
} as const satisfies Readonly<Record<string, string>>;

export type CheckId = keyof typeof CHECK_TITLES;

export type RoomCheck<Id extends CheckId = CheckId> = LabCheck<CheckId, Id>;

export const headOf = headsOf<CheckId>(CHECK_TITLES);
