import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import { closePlace, replyPlace } from '../../rules/places.ts';
import { ofType } from '../../rules/records.ts';
import type { Outcome } from '../../run/check.ts';
import { failed } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { outcomeOf } from '../common/check.ts';
import { typeMessage, whyNotSentBy, whyNotSwapped } from '../common/messages.ts';
import { observePage, whyPageNotConnected } from '../common/pages.ts';
import { headOf } from './check.ts';
import type { DropsCheck } from './check.ts';
import { CONTRACT } from './contract.ts';

const TAB = 'tab 1';
/** A server that closes connections after a while has done so by then. Milliseconds. */
const CLOSES_MS = 5000;

/** Types an order and, if its answer does not show, says why. */
async function whyNoAnswer(
  context: RunContext,
  tab: PageDriver,
  { back, again = false }: { readonly back: boolean; readonly again?: boolean },
): Promise<Finding | undefined> {
  const { text, word } = context.words.text();
  const order = await typeMessage(context, tab, { typed: text, word });
  if (order.shown) return undefined;
  // A server that closes connections when it likes may have done so before the order or its answer.
  const [closed] = ofType(tab.records, 'socket-close');
  if (closed !== undefined && !again) {
    const { met } = await tab.until(() => openSockets(tab) > 0, DEADLINE.ownReconnect);
    return met ? whyNoAnswer(context, tab, { back, again: true }) : notBack(context, tab, closed.code);
  }
  const known = (await whyNotSentBy(context, tab, order)) ?? (await whyNotSwapped(context, tab, order));
  if (known !== undefined) return known;
  const page = await observePage(context, tab);
  const received = order.reply?.data ?? '';
  const where = replyPlace(context.sources, received, CONTRACT.socketPath);
  const evidence = page.evidence(where, { did: { kind: 'page', typed: text }, received });
  return { code: 'drops/order-lost', severity: 'error', facts: { order: text, back }, evidence };
}

export const order: DropsCheck<'drops-order'> = {
  ...headOf('drops-order'),
  waitsFor: 'the answer to an order',
  observes: 'page',
  tab: TAB,
  needs: ['drops-starts'],
  async run(context, tab): Promise<Outcome> {
    const broken = await whyPageNotConnected(context, tab, 'ws');
    return outcomeOf(broken ?? (await whyNoAnswer(context, tab, { back: false })));
  },
};

/** How many WebSockets of the page are open now. */
function openSockets(tab: PageDriver): number {
  return ofType(tab.records, 'socket-open').length - ofType(tab.records, 'socket-close').length;
}

export const back: DropsCheck<'drops-back'> = {
  ...headOf('drops-back'),
  waitsFor: 'the page to come back after a close',
  observes: 'page',
  tab: TAB,
  needs: ['drops-order'],
  async run(context, tab): Promise<Outcome> {
    // The first of the delays between tries is drawn: the shortest will do.
    await tab.fixRandom(0);
    await tab.until((records) => ofType(records, 'socket-close').length > 0, CLOSES_MS);
    const [closed] = ofType(tab.records, 'socket-close');
    if (closed === undefined) return outcomeOf(await whyNoAnswer(context, tab, { back: false }));
    const { met } = await tab.until(() => openSockets(tab) > 0, DEADLINE.ownReconnect);
    await tab.fixRandom(undefined);
    if (met) return outcomeOf(await whyNoAnswer(context, tab, { back: true }));
    return failed(await notBack(context, tab, closed.code));
  },
};

async function notBack(context: RunContext, tab: PageDriver, code: number): Promise<Finding> {
  const where = closePlace(context.sources, CONTRACT.socketPath);
  const page = await observePage(context, tab);
  return { code: 'drops/not-back', severity: 'error', facts: { code }, evidence: page.evidence(where) };
}
