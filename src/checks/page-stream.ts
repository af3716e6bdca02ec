import type { Finding } from '../model/finding.ts';
import type { PageRecord } from '../model/page.ts';
import { visibleText } from '../probes/markup.ts';
import type { Check, Outcome } from './check.ts';
import { failed, PASSED } from './check.ts';
import { DEADLINE } from './deadlines.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import { attribute, extensionNames, PageFacts, streamsOf } from './page-facts.ts';
import { oldOrOtherSyntax } from './page-connects.ts';
import { whyNoExtension } from './page-load.ts';
import type { Session } from './session.ts';
import { counterEvents, counterNumbers, goesUp, stream, STREAM_PATH } from './streams.ts';

/** Values of `hx-swap`: what the printed chapter puts into sse-swap, where the extension expects an event's name. */
const STYLES = new Set(['innerhtml', 'outerhtml', 'beforebegin', 'afterbegin', 'beforeend', 'afterend', 'delete', 'none', 'textcontent', 'true']);

/** Texts outside the chat window as they changed, in order. */
function counterTexts(records: readonly PageRecord[]): readonly Extract<PageRecord, { type: 'text' }>[] {
  return records.filter((record) => record.type === 'text' && !record.inChat && /\d/u.test(record.text)) as Extract<PageRecord, { type: 'text' }>[];
}

/** The numbers that one element of the page showed, of the element that showed the longest run going up by one. */
export function shownNumbers(records: readonly PageRecord[]): readonly number[] {
  const byElement = new Map<string, string[]>();
  for (const { element, text } of counterTexts(records)) byElement.set(element, [...(byElement.get(element) ?? []), text]);
  let best: readonly number[] = [];
  for (const texts of byElement.values()) {
    for (let from = 0; from < texts.length; from += 1) {
      for (let to = texts.length; to - from > best.length; to -= 1) {
        const numbers = counterNumbers(texts.slice(from, to)).filter((number) => number !== null);
        if (numbers.length === to - from && (numbers.length === 1 || goesUp(numbers))) best = numbers;
      }
    }
  }
  return best;
}

/** The page opens the stream, and what it brings shows. */
export const pageStream: Check = {
  id: 'page-stream',
  title: 'The page opens the stream and shows the counter',
  needs: ['page-scripts', 'sse-first-event'],
  async run(session): Promise<Outcome> {
    const tab = await session.tab('tab 1');
    if (!tab.ok) return failed(tab.problem);
    const early = await PageFacts.of(session, tab.value);
    if (streamsOf(early.records).length === 0) {
      const { met } = await tab.value.until((records) => streamsOf(records).length > 0 || shownNumbers(records).length > 0, DEADLINE.click);
      if (!met) return failed(whyNoStream(await PageFacts.of(session, tab.value)));
    }
    const failedStream = (records: readonly PageRecord[]): boolean => records.some((record) => record.type === 'stream-error' && record.readyState === 2);
    const heard = (records: readonly PageRecord[]): boolean => shownNumbers(records).length > 0;
    // Three ticks of a stream outside the page are more than the page needs for its first.
    const outside = await stream(session, 'stream 1');
    const started = tab.value.until((records) => heard(records) || failedStream(records), DEADLINE.firstEvent);
    const enough = outside.ok ? outside.value.until(() => counterEvents(outside.value.parser.events).length >= 4, DEADLINE.firstEvent) : Promise.resolve(false);
    await Promise.race([started, enough]);
    if (heard(tab.value.records)) {
      const facts = await PageFacts.of(session, tab.value);
      const streams = streamsOf(facts.records).length;
      if (streams < 2 || facts.records.some((record) => record.type === 'stream-error')) return PASSED;
      return failed({ code: 'page/sse-two-connections', severity: 'warning', facts: { streams }, evidence: { did: { kind: 'page' }, where: facts.placeOf('sse-connect') } });
    }
    const names = outside.ok ? outside.value.parser.events.map((event) => event.event) : [];
    return failed(whyNothingShows(await PageFacts.of(session, tab.value), [...new Set(names)]));
  },
};

function whyNoStream(facts: PageFacts): Finding {
  const severity = 'error';
  const did = { kind: 'page' } as const;
  const missing = whyNoExtension(facts, 'sse');
  const [connector] = facts.having('sse-connect');
  if (connector === undefined) {
    return oldOrOtherSyntax(facts) ?? (facts.having('sse-swap').length === 0 && missing !== undefined ? missing : { code: 'page/sse-connect-missing', severity, facts: {}, evidence: { did, where: facts.placeOf('sse-swap') } });
  }
  if (missing !== undefined) return missing;
  const where = facts.placeOf('sse-connect');
  if (!facts.extensionEnabled(connector, 'sse')) {
    const own = [...facts.upwards(connector)].map((element) => attribute(element, 'hx-ext')).find((value) => value !== undefined);
    const elsewhere = facts.having('hx-ext').find((element) => extensionNames(attribute(element, 'hx-ext')).includes('sse'));
    return { code: 'htmx/extension-not-enabled', severity, facts: { extension: 'sse', value: own, elsewhere: elsewhere?.tag }, evidence: { did, where } };
  }
  const csp = facts.complaints().find((text) => /Content.Security.Policy/iu.test(text));
  if (csp !== undefined) return { code: 'page/csp-blocks', severity, facts: { directive: csp }, evidence: { did, received: csp } };
  const url = attribute(connector, 'sse-connect') ?? '';
  return { code: 'page/sse-bad-url', severity, facts: { url, reason: 'the page opened no stream' }, evidence: { did, where } };
}

function whyNothingShows(facts: PageFacts, events: readonly string[]): Finding {
  const severity = 'error';
  const did = { kind: 'page' } as const;
  const [opened] = streamsOf(facts.records);
  const errors = facts.records.filter((record) => record.type === 'stream-error');
  const where = facts.placeOf('sse-connect');
  if (opened !== undefined && new URL(opened.url, facts.snapshot.url).href !== new URL(STREAM_PATH, facts.snapshot.url).href) {
    const [first] = errors;
    return { code: 'page/sse-bad-url', severity, facts: { url: opened.url, reason: first?.type === 'stream-error' ? first.message : '' }, evidence: { did, where } };
  }
  const swaps = facts.having('sse-swap');
  const connectors = facts.having('sse-connect');
  const [event = 'message'] = events;
  const triggers = facts.having('hx-trigger').some((element) => (attribute(element, 'hx-trigger') ?? '').includes('sse:'));
  const [swap] = swaps;
  if (swap === undefined) return triggers ? notShown(event, where) : { code: 'page/sse-swap-missing', severity, facts: { event }, evidence: { did, where } };
  const swapPlace = facts.placeOf('sse-swap');
  const value = attribute(swap, 'sse-swap') ?? '';
  const names = value.split(',').map((name) => name.trim());
  if (!connectors.some((connector) => facts.within(swap, connector))) return { code: 'page/sse-outside', severity, facts: { tag: swap.tag }, evidence: { did, where: swapPlace } };
  if (!names.some((name) => events.includes(name))) {
    if (names.every((name) => STYLES.has(name.toLowerCase()))) return { code: 'page/sse-swap-names-a-style', severity, facts: { value, event }, evidence: { did, where: swapPlace } };
    return { code: 'page/sse-event-mismatch', severity, facts: { value, events }, evidence: { did, where: swapPlace } };
  }
  return notShown(event, swapPlace);
}

function notShown(event: string, where: Finding['evidence']['where'] = []): Finding {
  return { code: 'page/counter-not-shown', severity: 'error', facts: { event }, evidence: { did: { kind: 'page' }, where } };
}

const SHOWN_TICKS = 3;

/** The number in the page goes up each second. */
export const counterTicks: Check = {
  id: 'counter-ticks',
  title: 'The number in the page goes up each second',
  needs: ['page-stream', 'sse-counts'],
  async run(session): Promise<Outcome> {
    const tab = await session.tab('tab 1');
    if (!tab.ok) return failed(tab.problem);
    const { met, waitedMs } = await tab.value.until((records) => shownNumbers(records).length >= SHOWN_TICKS, DEADLINE.ticks);
    if (met) return PASSED;
    const seen = shownNumbers(tab.value.records);
    const facts = await PageFacts.of(session, tab.value);
    const finding = notShown('message', facts.placeOf('sse-swap'));
    return failed({ ...finding, evidence: { ...finding.evidence, received: `numbers seen in the page: ${seen.join(', ')}`, waitedMs } });
  },
};

/** A message sent while the counter runs shows, and the counter goes on after it. */
export const counterWithChat: Check = {
  id: 'counter-with-chat',
  title: 'The chat works while the counter runs',
  needs: ['page-stream', 'chat-text-intact'],
  async run(session: Session): Promise<Outcome> {
    const tab = await session.tab('tab 1');
    if (!tab.ok) return failed(tab.problem);
    const word = session.words.word();
    const report = await sendMessage(tab.value, { typed: `counting ${word}`, word, awaitReply: 'yes' });
    if (!report.shown) return failed(await whyNotShown(session, tab.value, report));
    const before = tab.value.records.length;
    const { met, waitedMs } = await tab.value.until((records) => counterTexts(records.slice(before)).length > 0, DEADLINE.ticks);
    if (met) return PASSED;
    return failed({ code: 'page/counter-stops-chat', severity: 'error', facts: { sent: report.typed }, evidence: { did: { kind: 'page', typed: report.typed }, received: visibleText(report.reply?.data ?? ''), waitedMs } });
  },
};

