import type { Finding } from '../../model/finding.ts';
import type { PageRecord, PageDriver } from '../../model/page.ts';
import type { Result } from '../../model/result.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { Check, Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import { PageFacts, streamsOf } from './page-facts.ts';
import { swappedOverChat, whyItStops, whyNoStream, whyNothingShows } from './page-stream-causes.ts';
import type { Session } from '../../run/session.ts';
import { counterTexts, shownNumbers } from './shown-numbers.ts';
import { COUNTER_TAB, counterEvents, whyItEnded, stream } from './streams.ts';

/** The counter is looked at in a tab in which nobody chats until it was seen to count: a reply may take it away. */
function counterTab(session: Session): Promise<Result<PageDriver, Finding>> {
  return session.tab(COUNTER_TAB);
}

/** The page opens the stream, and what it brings shows. */
export const pageStream: Check = {
  id: 'page-stream',
  title: 'The page opens the stream and shows the counter',
  needs: ['page-scripts', 'sse-first-event'],
  // A counter over the chat takes messages and form away as soon as it ticks, whatever the chat was about to show.
  breaks: {
    codes: ['page/counter-replaces-chat'],
    checks: [
      'page-sends',
      'page-stays',
      'chat-shows',
      'chat-appends',
      'chat-escapes',
      'chat-text-intact',
      'chat-two-tabs',
      'chat-reconnects',
    ],
  },
  async run(session): Promise<Outcome> {
    const tab = await counterTab(session);
    if (!tab.ok) return failed(tab.problem);
    const { met } = await tab.value.until(
      (records) => streamsOf(records).length > 0 || shownNumbers(records).length > 0,
      DEADLINE.click,
    );
    if (!met) return failed(whyNoStream(await PageFacts.of(session, tab.value)));
    const failedStream = (records: readonly PageRecord[]): boolean =>
      records.some((record) => record.type === 'stream-error' && record.readyState === 2);
    const heard = (records: readonly PageRecord[]): boolean => shownNumbers(records).length > 0;
    const settled = (records: readonly PageRecord[]): boolean => heard(records) || failedStream(records);
    await tab.value.until(
      (records) => settled(records) || records.some((record) => record.type === 'stream-open'),
      DEADLINE.firstEvent,
    );
    // Three ticks of a stream outside the page, counted from when the page's own is open, are more than it needs for its first.
    const outside = await stream(session, 'stream 1');
    const before = outside.ok ? counterEvents(outside.value.parser.events).length : 0;
    const enough = outside.ok
      ? outside.value.until(() => counterEvents(outside.value.parser.events).length >= before + 3, DEADLINE.firstEvent)
      : Promise.resolve(false);
    await Promise.race([tab.value.until(settled, DEADLINE.firstEvent), enough]);
    await tab.value.until(settled, DEADLINE.show);
    const facts = await PageFacts.of(session, tab.value);
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
export const counterTicks: Check = {
  id: 'counter-ticks',
  title: 'The number in the page goes up each second',
  needs: ['page-stream', 'sse-counts'],
  async run(session): Promise<Outcome> {
    const tab = await counterTab(session);
    if (!tab.ok) return failed(tab.problem);
    const closed = (records: readonly PageRecord[]): boolean =>
      records.some((record) => record.type === 'stream-close');
    const counted = (records: readonly PageRecord[]): boolean => shownNumbers(records).length >= SHOWN_TICKS;
    const { waitedMs } = await tab.value.until((records) => counted(records) || closed(records), DEADLINE.ticks);
    if (counted(tab.value.records)) return PASSED;
    const finding = whyItStops(await PageFacts.of(session, tab.value));
    return failed({ ...finding, evidence: { ...finding.evidence, waitedMs } });
  },
};

/** A message sent while the counter runs shows, and the counter goes on after it. */
export const counterWithChat: Check = {
  id: 'counter-with-chat',
  title: 'The chat works while the counter runs',
  needs: ['counter-ticks', 'chat-text-intact'],
  async run(session: Session): Promise<Outcome> {
    const tab = await counterTab(session);
    if (!tab.ok) return failed(tab.problem);
    const word = session.words.word();
    const report = await sendMessage(tab.value, { typed: `counting ${word}`, word, awaitReply: 'yes' });
    if (!report.shown) return failed(await whyNotShown(session, tab.value, report));
    const before = tab.value.records.length;
    const { met, waitedMs } = await tab.value.until(
      (records) => counterTexts(records.slice(before)).length > 0,
      DEADLINE.ticks,
    );
    const outside = await stream(session, 'stream 1');
    if (outside.ok && outside.value.endedMs !== undefined) return failed(await whyItEnded(session, outside.value));
    if (met) return PASSED;
    const evidence = {
      did: { kind: 'page', typed: report.typed },
      received: visibleText(report.reply?.data ?? ''),
      waitedMs,
    } as const;
    return failed({ code: 'page/counter-stops-chat', severity: 'error', facts: { sent: report.typed }, evidence });
  },
};
