import { inOrder } from '../common/check.ts';
import { bar, stream } from './bar-checks.ts';
import { appends, sends, shows, socket, starts, together } from './board-checks.ts';
import { CHECK_TITLES } from './check.ts';
import type { AddressesCheck, CheckId } from './check.ts';

const BY_ID: { readonly [Id in CheckId]: AddressesCheck<Id> } = {
  'addresses-starts': starts,
  'addresses-socket': socket,
  'addresses-sends': sends,
  'addresses-shows': shows,
  'addresses-appends': appends,
  'addresses-shared': together,
  'addresses-stream': stream,
  'addresses-bar': bar,
};

/** Every check, in the order in which their findings are fixed. */
export const CHECKS: readonly AddressesCheck[] = inOrder(CHECK_TITLES, BY_ID);
