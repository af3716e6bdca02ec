import { inOrder } from '../common/check.ts';
import { CHECK_TITLES } from './check.ts';
import type { CheckId, DropsCheck } from './check.ts';
import { back, order } from './order-checks.ts';
import { heartbeat, priced, proxy, starts, stays, stream } from './stream-checks.ts';

const BY_ID: { readonly [Id in CheckId]: DropsCheck<Id> } = {
  'drops-starts': starts,
  'drops-stream': stream,
  'drops-price': priced,
  'drops-stays': stays,
  'drops-heartbeat': heartbeat,
  'drops-proxy': proxy,
  'drops-order': order,
  'drops-back': back,
};

/** Every check, in the order in which their findings are fixed. */
export const CHECKS: readonly DropsCheck[] = inOrder(CHECK_TITLES, BY_ID);
