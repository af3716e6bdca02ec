import type { Finding } from '../../model/finding.ts';
import type { PageRecord, PageView } from '../../model/page.ts';
import { twoConnections, whyNotConnected } from '../../rules/connect.ts';
import { pageHung } from '../../rules/observed-page.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { has, ofType } from '../../rules/records.ts';
import { messageInLedger } from '../../rules/ledger.ts';
import { firstOf } from '../../rules/rule.ts';
import { tooManyStreams } from '../../rules/stream-limit.ts';
import { isJsonObject } from '../../rules/html-in-json.ts';
import { jsonAsItIs } from '../../rules/stream/framing.ts';
import { eventName, EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';
import type { RunContext } from '../../run/context.ts';
import { visibleText } from '../../htmx/markup.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import { counterNotShown, swappedOverChat, whyItStops } from '../rules/counter.ts';
import { replyPlace } from './echo.ts';
import { observePage } from '../../run/observe-page.ts';
import { counterTexts, fellAtMessage, goesUpOver, shownNumbers } from '../rules/shown-numbers.ts';
import { toldFromQuery } from './query-probe.ts';
import { COUNTER_TAB, counterEvents, whyItEnded, stream, viewOf } from './streams.ts';

/** The page opens the stream and shows its content. */
export const pageStream: ChapterCheck<'page-stream'> = {
  id: 'page-stream',
  title: CHECK_TITLES['page-stream'],
  waitsFor: CHECK_WAITS['page-stream'],
  observes: 'page',
  tab: COUNTER_TAB,
  needs: ['page-scripts', 'sse-first-event'],
  // A counter over the chat removes messages and form as soon as it ticks, whatever the chat was about to show.
  breaks: { codes: ['page/counter-replaces-chat'], checks: { tagged: ['chat'] } },
  async run(context, tab): Promise<Outcome> {
    const page = await watchStream(context, tab);
    if (!has(page.records, 'stream-new') && !showsNumber(page.records))
      return failed(pageHung(tab.failure) ?? whyNotConnected(page, 'sse'));
    const swallowed = swappedOverChat(page);
    if (swallowed !== undefined) return failed(swallowed);
    if (!showsNumber(page.records)) return failed(await whyNothingShows(context, page));
    const raw = await jsonShown(context, page);
    if (raw !== undefined) return failed(raw);
    const twice = tooManyStreams(page, 'warning') ?? twoConnections('sse')(page);
    return twice === undefined ? PASSED : failed(twice);
  },
};

/** `EventSource.CLOSED`: the browser will not try again. */
const CLOSED = 2;

function showsNumber(records: readonly PageRecord[]): boolean {
  return shownNumbers(records).length > 0;
}

function settled(records: readonly PageRecord[]): boolean {
  return showsNumber(records) || ofType(records, 'stream-error').some(({ readyState }) => readyState === CLOSED);
}

/** The page once it showed a number, its stream failed, or there was enough time for either. */
async function watchStream(context: RunContext, tab: PageView): Promise<ObservedPage> {
  const { met } = await tab.until((records) => has(records, 'stream-new') || showsNumber(records), DEADLINE.click);
  if (!met) return observePage(context, tab);
  const isOpen = (records: readonly PageRecord[]): boolean => settled(records) || has(records, 'stream-open');
  await tab.until(isOpen, DEADLINE.firstEvent);
  if (!isOpen(tab.records)) return observePage(context, tab);
  // Three ticks of a stream outside the page, counted from when the page's own is open, give it more than enough time for its first.
  const outside = await stream(context, 'stream 1');
  const before = outside.ok ? counterEvents(outside.value.parser.events).length : 0;
  const enough = outside.ok
    ? outside.value.until(() => counterEvents(outside.value.parser.events).length >= before + 3, DEADLINE.firstEvent)
    : Promise.resolve(false);
  await Promise.race([tab.until(settled, DEADLINE.firstEvent), enough]);
  await tab.until(settled, DEADLINE.show);
  return observePage(context, tab);
}

/** The page shows the data of an event as it is, and the data is JSON. Undefined: it does not. */
async function jsonShown(context: RunContext, page: ObservedPage): Promise<Finding | undefined> {
  const shown = counterTexts(page.records).at(-1)?.text.trim() ?? '';
  const outside = await stream(context, 'stream 1');
  return outside.ok && isJsonObject(shown) ? jsonAsItIs(viewOf(context, outside.value), shown) : undefined;
}

async function whyNothingShows(context: RunContext, page: ObservedPage): Promise<Finding> {
  const outside = await stream(context, 'stream 1');
  const names = outside.ok ? outside.value.parser.events.map((event) => event.event) : [];
  const view = { page, events: [...new Set(names)] };
  const finding = firstOf(EVENTS_NOT_SWAPPED, view) ?? counterNotShown(page, eventName(view));
  return toldFromQuery(context, page, { transport: 'sse', finding });
}

const SHOWN_TICKS = 3;

/** Waits until the test is true, or no number has come to the page for longer than any right interval. @returns milliseconds */
async function untilStill(tab: PageView, over: (records: readonly PageRecord[]) => boolean): Promise<number> {
  const started = performance.now();
  for (;;) {
    const before = shownNumbers(tab.records).length;
    const { met } = await tab.until((records) => over(records) || shownNumbers(records).length > before, DEADLINE.tick);
    if (!met || over(tab.records) || performance.now() - started > DEADLINE.ticks)
      return Math.round(performance.now() - started);
  }
}

/** The number in the page goes up each second. */
export const counterTicks: ChapterCheck<'counter-ticks'> = {
  id: 'counter-ticks',
  title: CHECK_TITLES['counter-ticks'],
  waitsFor: CHECK_WAITS['counter-ticks'],
  observes: 'page',
  tab: COUNTER_TAB,
  needs: ['page-stream', 'sse-counts'],
  async run(context, tab): Promise<Outcome> {
    const counted = (records: readonly PageRecord[]): boolean => shownNumbers(records).length >= SHOWN_TICKS;
    const over = (records: readonly PageRecord[]): boolean => counted(records) || has(records, 'stream-close');
    const waitedMs = await untilStill(tab, over);
    if (counted(tab.records)) return PASSED;
    const page = await observePage(context, tab);
    return failed(whyItStops(page.after(waitedMs)));
  },
};

const TYPING_TAB = 'tab 2';

/**
 * Whether the counter of the tab in which the chat was tried goes on, number by number, over a message that is displayed: beside the ticks that are
 * watched in the tab in which nobody types. `false` proves nothing: an earlier message may have stopped it.
 */
const goesOnWhileTyping = shared(async (context: RunContext): Promise<boolean> => {
  const tab = await context.tabs.open(TYPING_TAB);
  if (!tab.ok) return false;
  const counting = await tab.value.until((records) => shownNumbers(records).length > 0, DEADLINE.tick);
  if (!counting.met) return false;
  const word = context.words.word();
  const report = await sendMessage(tab.value, { typed: `counting ${word}`, word, awaitReply: 'yes' });
  if (!report.shown) return false;
  const shownAt = tab.value.records.length;
  const next = await tab.value.until((records) => counterTexts(records.slice(shownAt)).length > 0, DEADLINE.tick);
  return next.met && goesUpOver(tab.value.records, report.before);
});

/** A message sent while the counter runs is displayed, and the counter continues afterwards. */
export const counterWithChat: ChapterCheck<'counter-with-chat'> = {
  id: 'counter-with-chat',
  title: CHECK_TITLES['counter-with-chat'],
  waitsFor: CHECK_WAITS['counter-with-chat'],
  observes: 'page',
  tags: ['chat'],
  tab: COUNTER_TAB,
  needs: ['counter-ticks', 'chat-text-intact'],
  async prepare(context, hasPassed) {
    if ((await hasPassed('page-stream')) && (await hasPassed('chat-two-tabs'))) await goesOnWhileTyping(context);
  },
  async run(context, tab): Promise<Outcome> {
    if ((await goesOnWhileTyping.begun(context)) === true) return PASSED;
    const word = context.words.word();
    const report = await sendMessage(tab, { typed: `counting ${word}`, word, awaitReply: 'yes' });
    if (!report.shown) return failed(await whyNotShown(context, tab, report));
    const before = tab.records.length;
    const { met, waitedMs } = await tab.until(
      (records) => counterTexts(records.slice(before)).length > 0,
      DEADLINE.tick,
    );
    const outside = await stream(context, 'stream 1');
    if (outside.ok && outside.value.endedMs !== undefined) return failed(await whyItEnded(context, outside.value));
    const after = tab.records.slice(report.before);
    const fell = fellAtMessage(tab.records.slice(0, report.before), after);
    if (met && fell === undefined) return PASSED;
    const evidence = {
      did: { kind: 'page', typed: report.typed },
      received: visibleText(report.reply?.data ?? ''),
      ...messageInLedger(await observePage(context, tab), report.reply?.data),
      ...(met ? {} : { waitedMs }),
      where: replyPlace(context, report.reply?.data ?? ''),
    } as const;
    const stopped = { because: has(after, 'stream-close') ? 'stream-closed' : 'unknown' } as const;
    const facts = { sent: report.typed, ...(met && fell !== undefined ? fell : stopped) } as const;
    return failed({ code: 'page/counter-stops-chat', severity: 'error', facts, evidence });
  },
};
