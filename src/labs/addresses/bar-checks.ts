import type { PageRecord } from '../../model/page.ts';
import { listenerGone } from '../../rules/live/targets.ts';
import { firstOf } from '../../rules/rule.ts';
import { EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { outcomeOf } from '../common/check.ts';
import { observePage, whyPageNotConnected } from '../common/pages.ts';
import { openStream } from '../common/streams.ts';
import { numberTexts } from '../common/texts.ts';
import { headOf } from './check.ts';
import type { AddressesCheck } from './check.ts';
import { BAR } from './contract.ts';

/** No card is pinned in it. */
const TAB = 'tab 3';
/** So many different texts show that the bar moves. */
const MOVES = 3;

export const stream: AddressesCheck<'addresses-stream'> = {
  ...headOf('addresses-stream'),
  waitsFor: 'the page to open the stream',
  observes: 'page',
  tab: TAB,
  needs: ['addresses-starts'],
  run: async (context, tab) => outcomeOf(await whyPageNotConnected(context, tab, 'sse')),
};

/** A client outside the page, which tells what the events are called. */
const outside = shared((context) => openStream(context, { label: 'stream 1' }));

export const bar: AddressesCheck<'addresses-bar'> = {
  ...headOf('addresses-bar'),
  waitsFor: 'the bar to move',
  observes: 'page',
  tab: TAB,
  needs: ['addresses-stream'],
  async run(context, tab): Promise<Outcome> {
    const opened = await outside(context);
    const moves = (records: readonly PageRecord[]): boolean => numberTexts(records, BAR).length >= MOVES;
    const { met } = await tab.until(moves, DEADLINE.tick);
    if (met) return PASSED;
    if (opened.ok) await opened.value.until(() => opened.value.parser.events.length > 0, DEADLINE.firstEvent);
    const events = opened.ok ? opened.value.parser.events.map(({ event }) => event) : [];
    const page = await observePage(context, tab);
    const texts = numberTexts(tab.records, BAR);
    const unseen = texts.length === 0 ? firstOf(EVENTS_NOT_SWAPPED, { page, events: [...new Set(events)] }) : undefined;
    const evidence = page.evidence(page.placeOfRole('sse', 'swap'));
    return failed(
      listenerGone(page) ?? unseen ?? { code: 'addresses/bar-stuck', severity: 'error', facts: { texts }, evidence },
    );
  },
};
