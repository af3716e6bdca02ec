import { visibleText } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import { replyPlace } from '../../rules/places.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { sendMessage } from '../../run/send-message.ts';
import type { MessageReport } from '../../run/send-message.ts';
import { outcomeOf } from '../common/check.ts';
import { typeMessage, whyNotSentBy, whyNotSwapped } from '../common/messages.ts';
import { observePage, targetHtml, whyPageNotConnected } from '../common/pages.ts';
import { headOf } from './check.ts';
import type { RoomCheck } from './check.ts';
import { CONTRACT } from './contract.ts';
import { untilJoined } from './people.ts';

const TABS = ['tab 1', 'tab 2'] as const;

/** Types a name, the first message of a tab, and waits until the tab belongs to the chat. */
async function whyNotJoined(context: RunContext, tab: PageDriver): Promise<Finding | undefined> {
  const broken = await whyPageNotConnected(context, tab, 'ws');
  if (broken !== undefined) return broken;
  const name = context.words.word();
  const { contract } = context;
  const message = await sendMessage(tab, { typed: name, word: name, awaitReply: 'no', contract });
  const problem = await whyNotSentBy(context, tab, message);
  if (problem === undefined)
    await untilJoined(context, name, async (other, ms) => (await tab.untilText(CONTRACT.target, other, ms)).met);
  return problem;
}

/** Why the answer to a message does not show. What others say may come instead of it, and is not judged here. */
async function whyLost(
  context: RunContext,
  tab: PageDriver,
  { message, word }: { readonly message: MessageReport; readonly word: string },
): Promise<Finding | undefined> {
  const { reply } = message;
  if (reply !== undefined && !reply.data.includes(word)) return undefined;
  return whyNotSwapped(context, tab, message);
}

/** How often the tab shows the word. */
async function timesShown(context: RunContext, tab: PageDriver, word: string): Promise<number> {
  return visibleText(await targetHtml(context, tab)).split(word).length - 1;
}

/** Types a message into one tab, and looks at both. */
async function whyNotInBoth(
  context: RunContext,
  [own, other]: readonly [PageDriver, PageDriver],
): Promise<Finding | undefined> {
  const { text, word } = context.words.text();
  const message = await typeMessage(context, own, { typed: text, word });
  if (!message.shown) {
    const known = (await whyNotSentBy(context, own, message)) ?? (await whyLost(context, own, { message, word }));
    if (known !== undefined) return seenBy(known, own.client);
  }
  await other.untilText(CONTRACT.target, word, DEADLINE.show);
  for (const tab of [own, other]) {
    const times = await timesShown(context, tab, word);
    if (times === 1) continue;
    const received = message.reply?.data ?? '';
    const where = replyPlace(context.sources, received, CONTRACT.socketPath);
    const page = await observePage(context, tab);
    const evidence = page.evidence(where, { did: { kind: 'page', typed: text }, received });
    const facts = { text, times, own: tab === own };
    return seenBy({ code: 'room/page-times', severity: 'error', facts, evidence }, tab.client);
  }
  return undefined;
}

export const page: RoomCheck<'room-page'> = {
  ...headOf('room-page'),
  waitsFor: 'a message in two tabs',
  observes: 'page',
  tab: TABS[0],
  needs: ['room-everybody'],
  async run(context, tab): Promise<Outcome> {
    const opened = await context.tabs.open(TABS[1]);
    if (!opened.ok) return opened.problem;
    const tabs = [tab, opened.value] as const;
    for (const each of tabs) {
      const broken = await whyNotJoined(context, each);
      if (broken !== undefined) return failed(seenBy(broken, each.client));
    }
    return outcomeOf((await whyNotInBoth(context, tabs)) ?? (await whyNotInBoth(context, [tabs[1], tabs[0]])));
  },
};
