import { inOrder, startsCheck } from '../common/check.ts';
import { CHECK_TITLES, headOf } from './check.ts';
import type { CheckId, OriginsCheck } from './check.ts';
import { socketKept, streamKept } from './other-checks.ts';
import { sign, visitors } from './own-checks.ts';

const BY_ID: { readonly [Id in CheckId]: OriginsCheck<Id> } = {
  'origins-starts': startsCheck(headOf('origins-starts')),
  'origins-visitors': visitors,
  'origins-sign': sign,
  'origins-socket-kept': socketKept,
  'origins-stream-kept': streamKept,
};

/** Every check, in the order in which their findings are fixed. */
export const CHECKS: readonly OriginsCheck[] = inOrder(CHECK_TITLES, BY_ID);
