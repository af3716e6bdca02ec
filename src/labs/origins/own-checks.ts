import type { Finding } from '../../model/finding.ts';
import type { PageDriver, PageRecord } from '../../model/page.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { listenerGone } from '../../rules/live/targets.ts';
import { otherOrigin } from '../../rules/live/origins.ts';
import { replyPlace } from '../../rules/places.ts';
import { firstOf } from '../../rules/rule.ts';
import { ofType } from '../../rules/records.ts';
import { EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { outcomeOf } from '../common/check.ts';
import { typeMessage, whyNotSentBy, whyNotSwapped } from '../common/messages.ts';
import { observePage, whyNotOpen } from '../common/pages.ts';
import { numberTexts } from '../common/texts.ts';
import { headOf } from './check.ts';
import type { OriginsCheck } from './check.ts';
import { CONTRACT, VISITORS } from './contract.ts';
import { addressesOf, originPlace } from './live.ts';

const TAB = 'tab 1';
/** So many different texts show that visitors are counted. */
const COUNTED = 2;

/** Why the page's own stream does not open. Undefined: it does. */
async function whyNoStream(context: RunContext, tab: PageDriver): Promise<Finding | undefined> {
  const broken = await whyNotOpen(context, tab, 'sse');
  if (broken === undefined) return undefined;
  return otherOrigin(await observePage(context, tab), 'sse', { opens: 'no' }) ?? broken;
}

/** The events that the page's stream brought to somebody who listens, and all others that a client without rules for origins gets. */
async function eventNames(context: RunContext, tab: PageDriver): Promise<readonly string[]> {
  const { EventStreamClient } = await import('../../observe/event-stream/client.ts');
  const { own, stream } = await addressesOf(tab);
  const opened = await EventStreamClient.open(stream.href, {
    client: { kind: 'stream', label: 'stream 1' },
    timeline: context.timeline,
    deadlineMs: DEADLINE.firstEvent,
    headers: { origin: own },
  });
  if (!opened.ok) return [];
  context.onClose(() => opened.value.leave());
  const { parser } = opened.value;
  await opened.value.until(() => parser.events.length > 0, DEADLINE.firstEvent);
  return [...new Set(parser.events.map(({ event }) => event))];
}

export const visitors: OriginsCheck<'origins-visitors'> = {
  ...headOf('origins-visitors'),
  waitsFor: 'the number of visitors in the page',
  observes: 'page',
  tab: TAB,
  needs: ['origins-starts'],
  async run(context, tab): Promise<Outcome> {
    const broken = await whyNoStream(context, tab);
    if (broken !== undefined) return failed(broken);
    const counts = (records: readonly PageRecord[]): boolean => numberTexts(records, VISITORS).length >= COUNTED;
    if ((await tab.until(counts, DEADLINE.tick)).met) return PASSED;
    const texts = numberTexts(tab.records, VISITORS);
    const events = texts.length === 0 ? await eventNames(context, tab) : [];
    const page = await observePage(context, tab);
    const evidence = page.evidence(page.placeOfRole('sse', 'swap'));
    return failed(
      listenerGone(page) ??
        (texts.length === 0 ? firstOf(EVENTS_NOT_SWAPPED, { page, events }) : undefined) ?? {
          code: 'origins/visitors-stuck',
          severity: 'error',
          facts: { texts },
          evidence,
        },
    );
  },
};

/** The server answers the page's handshake with a status, whatever the page does afterwards. */
async function whyRefused(context: RunContext, tab: PageDriver): Promise<Finding | undefined> {
  if (ofType(tab.records, 'socket-open').length > 0) return undefined;
  const server = await context.servers.get();
  const { own, socket } = await addressesOf(tab);
  if (!server.ok || ofType(tab.records, 'socket-new').length === 0) return undefined;
  const opened = await WebSocketClient.connect(socket.origin, socket.pathname, {
    client: context.nextClient(server.value),
    timeline: context.timeline,
    deadlineMs: DEADLINE.handshake,
    from: own,
  });
  if (opened.ok) await opened.value.close();
  const status = opened.ok ? undefined : opened.problem.status;
  if (status === undefined || ![400, 401, 403].includes(status)) return undefined;
  const evidence = { did: { kind: 'page' }, where: originPlace(context.sources) } as const;
  return { code: 'origins/own-page-refused', severity: 'error', facts: { origin: own, status }, evidence };
}

/** Types a text into the page and, if it does not show, says why. */
async function whyNotShown(context: RunContext, tab: PageDriver): Promise<Finding | undefined> {
  const { text, word } = context.words.text();
  const message = await typeMessage(context, tab, { typed: text, word });
  if (message.shown) return undefined;
  const known = (await whyNotSentBy(context, tab, message)) ?? (await whyNotSwapped(context, tab, message));
  if (known !== undefined) return known;
  const received = message.reply?.data ?? '';
  const where = replyPlace(context.sources, received, CONTRACT.socketPath);
  const page = await observePage(context, tab);
  const evidence = page.evidence(where, { did: { kind: 'page', typed: text }, received });
  return { code: 'origins/text-not-shown', severity: 'error', facts: { text }, evidence };
}

export const sign: OriginsCheck<'origins-sign'> = {
  ...headOf('origins-sign'),
  waitsFor: 'a text on the sign',
  observes: 'page',
  tab: TAB,
  needs: ['origins-starts'],
  async run(context, tab): Promise<Outcome> {
    const broken = await whyNotOpen(context, tab, 'ws');
    if (broken === undefined) return outcomeOf(await whyNotShown(context, tab));
    return failed((await whyRefused(context, tab)) ?? broken);
  },
};
