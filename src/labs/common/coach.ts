import type { CoachRules } from '../../coach/index.ts';
import { dialectOf } from '../../htmx/index.ts';
import type { Contract } from '../../model/contract.ts';
import { whyPageFails } from '../../rules/page-fails.ts';
import { firstOf } from '../../rules/rule.ts';
import { EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';

/** What is told of a page that a person uses, in a lab whose page sends no message over a WebSocket. */
export function streamCoach(contract: Contract): () => CoachRules {
  const nothing = (): undefined => undefined;
  return () => ({
    contract,
    dialect: dialectOf('2'),
    page: whyPageFails,
    sent: nothing,
    notShown: nothing,
    shown: nothing,
    nowhere: nothing,
    events: (view) => firstOf(EVENTS_NOT_SWAPPED, view),
  });
}
