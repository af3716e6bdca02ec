import { openProxy } from '../../observe/proxy/proxy.ts';
import type { Proxy } from '../../observe/proxy/proxy.ts';
import type { PageDriver, PageRecord } from '../../model/page.ts';
import { has, ofType } from '../../rules/records.ts';
import { firstOf } from '../../rules/rule.ts';
import { retryOf } from '../../rules/stream/retry.ts';
import { EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { localPort } from '../common/local.ts';
import { observePage, targetHtml, whyPageNotConnected } from '../common/pages.ts';
import { headOf } from './check.ts';
import type { ResumeCheck } from './check.ts';
import { LAST } from './contract.ts';
import { numbersIn, partsOf, shownParts } from './parts.ts';
import { notClosed, wrongInPage } from './rules.ts';
import { wholeParts } from './server-checks.ts';
import { untilLast, untilParts, wholeStream } from './streams.ts';

const TAB = 'tab 1';
const CUT_TAB = 'tab 2';
/** What a browser waits where the stream does not say it, in milliseconds; it is not standardized. */
const USUAL_RETRY_MS = 3000;

/** The parts that the page shows now. */
async function shownIn(context: RunContext, tab: PageDriver): Promise<readonly number[]> {
  return shownParts(await targetHtml(context, tab), await wholeParts(context));
}

/**
 * Waits until the page shows this part, or nothing has happened in it for longer than a part and a reconnection may take.
 * @returns what it shows then
 */
async function untilShown(context: RunContext, tab: PageDriver, part: number): Promise<readonly number[]> {
  const opened = await wholeStream(context);
  // What a part looks like is known from the first one outside the page.
  if (opened.ok) await untilParts(opened.value, () => partsOf(opened.value.parser).length > 0);
  const retryMs = (opened.ok ? retryOf(opened.value.parser.lines) : undefined) ?? USUAL_RETRY_MS;
  for (;;) {
    const before = tab.records.length;
    const shown = await shownIn(context, tab);
    // One that shows everything again and again is watched no longer than that shows.
    if (shown.some((number) => number >= part) || shown.length > LAST * 2) return shown;
    const { met } = await tab.until(({ length }) => length > before, retryMs + DEADLINE.tick);
    if (!met) return shownIn(context, tab);
  }
}

export const page: ResumeCheck<'resume-page'> = {
  ...headOf('resume-page'),
  waitsFor: `part ${LAST} in the page`,
  observes: 'page',
  tab: TAB,
  needs: ['resume-stream'],
  async run(context, tab): Promise<Outcome> {
    const broken = await whyPageNotConnected(context, tab, 'sse');
    if (broken !== undefined) return failed(broken);
    const numbers = await untilShown(context, tab, LAST);
    const seen = await observePage(context, tab);
    const events = (await wholeParts(context)).map(({ event }) => event);
    const unseen =
      numbers.length === 0 ? firstOf(EVENTS_NOT_SWAPPED, { page: seen, events: [...new Set(events)] }) : undefined;
    const finding = unseen ?? wrongInPage(seen, numbers, undefined);
    return finding === undefined ? PASSED : failed(finding);
  },
};

export const pageEnds: ResumeCheck<'resume-page-ends'> = {
  ...headOf('resume-page-ends'),
  waitsFor: 'the page to close the stream',
  observes: 'page',
  tab: TAB,
  needs: ['resume-page', 'resume-ends'],
  async run(context, tab): Promise<Outcome> {
    const opened = await wholeStream(context);
    if (opened.ok) await untilLast(opened.value);
    const retryMs = (opened.ok ? retryOf(opened.value.parser.lines) : undefined) ?? USUAL_RETRY_MS;
    const again = (records: readonly PageRecord[]): boolean => ofType(records, 'stream-new').length > 1;
    await tab.until((records) => has(records, 'stream-close') || again(records), retryMs + DEADLINE.click);
    if (has(tab.records, 'stream-close') && !again(tab.records)) return PASSED;
    const names = opened.ok ? opened.value.parser.events.map(({ event }) => event) : [];
    const asked = again(tab.records) || has(tab.records, 'stream-error');
    return failed(notClosed(await observePage(context, tab), asked, names));
  },
};

interface Cutter {
  readonly proxy: Proxy;
  hasCut(): boolean;
}

/**
 * A proxy that cuts a stream once, on the way, when this part goes through: a page that is looked at too late would have all of them by then.
 * @param port of the server on this machine
 */
async function openCutter(port: number, last: number): Promise<Cutter | undefined> {
  let [isAsked, isDone] = [false, false];
  const proxy: Proxy | undefined = await openProxy({
    port: 0,
    server: () => port,
    onWire: (event) => {
      if (event.type === 'weather' && event.state === 'done') isDone = true;
      if (event.type !== 'stream-event' || isAsked || numbersIn(event.data)[0] !== last) return;
      isAsked = true;
      // Not while the proxy is still busy with this piece.
      setImmediate(() => proxy?.change(event.stream, { type: 'cut', code: 1006 }));
    },
  });
  return proxy && { proxy, hasCut: () => isDone };
}

export const pageCut: ResumeCheck<'resume-page-cut'> = {
  ...headOf('resume-page-cut'),
  waitsFor: 'the page to come back after a cut',
  observes: 'page',
  needs: ['resume-page', 'resume-goes-on'],
  async run(context): Promise<Outcome> {
    const port = await localPort(context);
    if (port === undefined) return { skipped: 'the tutor cuts only connections to a server on this machine' };
    const last = context.words.number(3, LAST - 3);
    const cutter = await openCutter(port, last);
    if (cutter === undefined) return { skipped: 'no port is free for what cuts the connection' };
    const { proxy } = cutter;
    context.onClose(() => proxy.close());
    const opened = await context.tabs.open(CUT_TAB, 'shared', `http://localhost:${proxy.port}`);
    if (!opened.ok) return opened.problem;
    const tab = opened.value;
    const numbers = await untilShown(context, tab, LAST);
    if (!cutter.hasCut())
      return { skipped: 'the tutor could not tell the parts on their way to the page, to cut between them' };
    const finding = wrongInPage(await observePage(context, tab), numbers, last);
    return finding === undefined ? PASSED : failed(seenBy(finding, CUT_TAB));
  },
};
