import { firstOf } from '../../rules/rule.ts';
import { NOT_APPENDED, targetReplaced } from '../../rules/append.ts';
import { replyPlace } from '../../rules/places.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import type { MessageReport } from '../../run/send-message.ts';
import { shared } from '../../run/shared.ts';
import { outcomeOf, startsCheck } from '../common/check.ts';
import { typeMessage, whyNotSentBy, whyNotSwapped } from '../common/messages.ts';
import { observePage, whyPageNotConnected } from '../common/pages.ts';
import { headOf } from './check.ts';
import type { AddressesCheck } from './check.ts';
import { CONTRACT } from './contract.ts';

const TAB = 'tab 1';
const OTHER_TAB = 'tab 2';

export const starts: AddressesCheck<'addresses-starts'> = startsCheck(headOf('addresses-starts'));

export const socket: AddressesCheck<'addresses-socket'> = {
  ...headOf('addresses-socket'),
  waitsFor: 'the page to connect',
  observes: 'page',
  tab: TAB,
  needs: ['addresses-starts'],
  run: async (context, tab) => outcomeOf(await whyPageNotConnected(context, tab, 'ws')),
};

/** The first card of the run, pinned in tab 1. */
const firstCard = shared((context, tab: PageDriver) => pin(context, tab));

function pin(context: RunContext, tab: PageDriver): Promise<MessageReport> {
  const { text, word } = context.words.text();
  return typeMessage(context, tab, { typed: text, word });
}

export const sends: AddressesCheck<'addresses-sends'> = {
  ...headOf('addresses-sends'),
  waitsFor: 'the page to send the card',
  observes: 'page',
  tab: TAB,
  needs: ['addresses-socket'],
  run: async (context, tab) => outcomeOf(await whyNotSentBy(context, tab, await firstCard(context, tab))),
};

async function whyNotPinned(context: RunContext, tab: PageDriver, card: MessageReport): Promise<Finding> {
  const known = await whyNotSwapped(context, tab, card);
  if (known !== undefined) return known;
  const where = replyPlace(context.sources, card.reply?.data ?? '', CONTRACT.socketPath);
  const page = await observePage(context, tab);
  const evidence = page.evidence(where, {
    did: { kind: 'page', typed: card.typed },
    received: card.reply?.data ?? '',
    waitedMs: card.waitedMs,
  });
  return { code: 'addresses/card-not-shown', severity: 'error', facts: { card: card.typed }, evidence };
}

export const shows: AddressesCheck<'addresses-shows'> = {
  ...headOf('addresses-shows'),
  waitsFor: 'the card in the page',
  observes: 'page',
  tab: TAB,
  needs: ['addresses-sends'],
  async run(context, tab): Promise<Outcome> {
    const card = await firstCard(context, tab);
    return card.shown ? PASSED : failed(await whyNotPinned(context, tab, card));
  },
};

export const appends: AddressesCheck<'addresses-appends'> = {
  ...headOf('addresses-appends'),
  waitsFor: 'the second card in the page',
  observes: 'page',
  tab: TAB,
  needs: ['addresses-shows'],
  async run(context, tab): Promise<Outcome> {
    const first = await firstCard(context, tab);
    const second = await pin(context, tab);
    const where = replyPlace(context.sources, second.reply?.data ?? '', CONTRACT.socketPath);
    const view = { page: await observePage(context, tab), first, second, where };
    if (second.shown) return outcomeOf(firstOf(NOT_APPENDED, view));
    const unsent = await whyNotSentBy(context, tab, second);
    const finding = unsent ?? (await whyNotPinned(context, tab, second));
    return failed(targetReplaced(view, finding) ?? finding);
  },
};

export const together: AddressesCheck<'addresses-shared'> = {
  ...headOf('addresses-shared'),
  waitsFor: 'the card in another page',
  observes: 'page',
  tab: TAB,
  needs: ['addresses-appends'],
  async run(context, tab): Promise<Outcome> {
    const opened = await context.tabs.open(OTHER_TAB);
    if (!opened.ok) return opened.problem;
    const other = opened.value;
    const broken = await whyPageNotConnected(context, other, 'ws');
    if (broken !== undefined) return failed(seenBy(broken, OTHER_TAB));
    const card = await pin(context, tab);
    const { met } = await other.untilText(CONTRACT.target, card.word, DEADLINE.show);
    if (met) return PASSED;
    const where = replyPlace(context.sources, card.reply?.data ?? '', CONTRACT.socketPath);
    const evidence = { did: { kind: 'page', typed: card.typed }, where } as const;
    const facts = { card: card.typed };
    return failed(seenBy({ code: 'addresses/card-not-shared', severity: 'error', facts, evidence }, TAB, OTHER_TAB));
  },
};
