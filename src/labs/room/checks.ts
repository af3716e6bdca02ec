import { inOrder } from '../common/check.ts';
import { CHECK_TITLES } from './check.ts';
import type { RoomCheck, CheckId } from './check.ts';
import { history } from './history-check.ts';
import { page } from './page-check.ts';
import { everybody, joins, leaves, names, opens, starts } from './room-checks.ts';
import { slow } from './slow-check.ts';
import { ten } from './ten-check.ts';

const BY_ID: { readonly [Id in CheckId]: RoomCheck<Id> } = {
  'room-starts': starts,
  'room-opens': opens,
  'room-everybody': everybody,
  'room-names': names,
  'room-joins': joins,
  'room-leaves': leaves,
  'room-ten': ten,
  'room-history': history,
  'room-page': page,
  'room-slow': slow,
};

/** Every check, in the order in which their findings are fixed. */
export const CHECKS: readonly RoomCheck[] = inOrder(CHECK_TITLES, BY_ID);
