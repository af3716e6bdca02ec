import type { PageRecord } from '../../model/page.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import { PageFacts, streamsOf } from './page-facts.ts';
import { swappedOverChat, whyItStops, whyNoStream, whyNothingShows } from './page-stream-causes.ts';
import { counterTexts, shownNumbers } from './shown-numbers.ts';
import { COUNTER_TAB, counterEvents, whyItEnded, stream } from './streams.ts';

/** The page opens the stream, and what it brings shows. */
export const pageStream: ChapterCheck<'page-stream'> = {
  id: 'page-stream',
  title: 'The page opens the stream and shows the counter',
  observes: 'page',
  tab: COUNTER_TAB,
  needs: ['page-scripts', 'sse-first-event'],
  // A counter over the chat takes messages and form away as soon as it ticks, whatever the chat was about to show.
  breaks: { codes: ['page/counter-replaces-chat'], checks: { tagged: ['chat'] } },
  async run(context, tab): Promise<Outcome> {
    const { met } = await tab.until(
      (records) => streamsOf(records).length > 0 || shownNumbers(records).length > 0,
      DEADLINE.click,
    );
    if (!met) return failed(whyNoStream(await PageFacts.of(context, tab)));
    const failedStream = (records: readonly PageRecord[]): boolean =>
      records.some((record) => record.type === 'stream-error' && record.readyState === 2);
    const heard = (records: readonly PageRecord[]): boolean => shownNumbers(records).length > 0;
    const settled = (records: readonly PageRecord[]): boolean => heard(records) || failedStream(records);
    await tab.until(
      (records) => settled(records) || records.some((record) => record.type === 'stream-open'),
      DEADLINE.firstEvent,
    );
    // Three ticks of a stream outside the page, counted from when the page's own is open, are more than it needs for its first.
    const outside = await stream(context, 'stream 1');
    const before = outside.ok ? counterEvents(outside.value.parser.events).length : 0;
    const enough = outside.ok
      ? outside.value.until(() => counterEvents(outside.value.parser.events).length >= before + 3, DEADLINE.firstEvent)
      : Promise.resolve(false);
    await Promise.race([tab.until(settled, DEADLINE.firstEvent), enough]);
    await tab.until(settled, DEADLINE.show);
    const facts = await PageFacts.of(context, tab);
    const swallowed = swappedOverChat(facts);
    if (swallowed !== undefined) return failed(swallowed);
    if (!heard(facts.records)) {
      const names = outside.ok ? outside.value.parser.events.map((event) => event.event) : [];
      return failed(whyNothingShows(facts, [...new Set(names)]));
    }
    const streams = streamsOf(facts.records).length;
    if (streams < 2 || facts.records.some((record) => record.type === 'stream-error')) return PASSED;
    return failed({
      code: 'page/sse-two-connections',
      severity: 'warning',
      facts: { streams },
      evidence: { did: { kind: 'page' }, where: facts.placeOf('sse-connect') },
    });
  },
};

const SHOWN_TICKS = 3;

/** The number in the page goes up each second. */
export const counterTicks: ChapterCheck<'counter-ticks'> = {
  id: 'counter-ticks',
  title: 'The number in the page goes up each second',
  observes: 'page',
  tab: COUNTER_TAB,
  needs: ['page-stream', 'sse-counts'],
  async run(context, tab): Promise<Outcome> {
    const closed = (records: readonly PageRecord[]): boolean =>
      records.some((record) => record.type === 'stream-close');
    const counted = (records: readonly PageRecord[]): boolean => shownNumbers(records).length >= SHOWN_TICKS;
    const { waitedMs } = await tab.until((records) => counted(records) || closed(records), DEADLINE.ticks);
    if (counted(tab.records)) return PASSED;
    const finding = whyItStops(await PageFacts.of(context, tab));
    return failed({ ...finding, evidence: { ...finding.evidence, waitedMs } });
  },
};

/** A message sent while the counter runs shows, and the counter goes on after it. */
export const counterWithChat: ChapterCheck<'counter-with-chat'> = {
  id: 'counter-with-chat',
  title: 'The chat works while the counter runs',
  observes: 'page',
  tags: ['chat'],
  tab: COUNTER_TAB,
  needs: ['counter-ticks', 'chat-text-intact'],
  async run(context, tab): Promise<Outcome> {
    const word = context.words.word();
    const report = await sendMessage(tab, { typed: `counting ${word}`, word, awaitReply: 'yes' });
    if (!report.shown) return failed(await whyNotShown(context, tab, report));
    const before = tab.records.length;
    const { met, waitedMs } = await tab.until(
      (records) => counterTexts(records.slice(before)).length > 0,
      DEADLINE.ticks,
    );
    const outside = await stream(context, 'stream 1');
    if (outside.ok && outside.value.endedMs !== undefined) return failed(await whyItEnded(context, outside.value));
    if (met) return PASSED;
    const evidence = {
      did: { kind: 'page', typed: report.typed },
      received: visibleText(report.reply?.data ?? ''),
      waitedMs,
    } as const;
    return failed({ code: 'page/counter-stops-chat', severity: 'error', facts: { sent: report.typed }, evidence });
  },
};
