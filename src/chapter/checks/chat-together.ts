import type { Dialect } from '../../htmx/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageDriver, PageView } from '../../model/page.ts';
import { has, ofType } from '../../rules/records.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { CONTRACT } from '../contract.ts';
import { lostMessage } from '../rules/chat.ts';
import { gaveUp, hasOwnScripts, leftWhileDown, notReconnected, refusesForGood } from '../rules/reconnect.ts';
import { handlerPlace } from './echo.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { observePage } from '../../run/observe-page.ts';
import { whyNotShown } from './message-causes.ts';

const MESSAGES_EACH = 3;
/** What one of them writes may remove what the other one shows, so a finding about one is about both. */
const BOTH = ['tab 1', 'tab 2'] as const;
const RESTARTED = 'restarted tab';

async function openSocket(tab: PageView): Promise<Finding | undefined> {
  const { met } = await tab.until((records) => has(records, 'socket-open'), DEADLINE.load);
  if (met) return undefined;
  return {
    code: 'page/ws-not-open',
    severity: 'error',
    facts: { url: CONTRACT.socketPath, code: undefined },
    evidence: { did: { kind: 'page' } },
  };
}

/** Two tabs write at the same time; each keeps all of its own messages, even while the other continues to write. */
export const chatTwoTabs: ChapterCheck<'chat-two-tabs'> = {
  id: 'chat-two-tabs',
  title: CHECK_TITLES['chat-two-tabs'],
  waitsFor: CHECK_WAITS['chat-two-tabs'],
  observes: 'page',
  tags: ['chat'],
  needs: ['chat-text-intact', 'ws-two-clients'],
  async run(context): Promise<Outcome> {
    const [one, two] = await Promise.all([context.tabs.open('tab 1'), context.tabs.open('tab 2')]);
    if (!one.ok) return one.problem;
    if (!two.ok) return two.problem;
    const [first, second] = await Promise.all([writeSome(context, one.value), writeSome(context, two.value)]);
    if ('finding' in first) return failed(seenBy(first.finding, ...BOTH));
    if ('finding' in second) return failed(seenBy(second.finding, ...BOTH));
    const last = context.words.word();
    const report = await sendMessage(one.value, { typed: last, word: last, awaitReply: 'yes' });
    if (!report.shown) return failed(seenBy(await whyNotThere(context, one.value, report), ...BOTH));
    // If each tab receives the other's messages, the effect of this one on the second tab must be waited for.
    if (receivedAny(two.value, first.words)) await two.value.untilText(CONTRACT.target, last, DEADLINE.show);
    const lost =
      (await lostIn(context, one.value, [...first.words, last])) ?? (await lostIn(context, two.value, second.words));
    return lost === undefined ? PASSED : failed(seenBy(lost, ...BOTH));
  },
};

async function writeSome(
  context: RunContext,
  tab: PageDriver,
): Promise<{ readonly words: readonly string[] } | { readonly finding: Finding }> {
  const finding = await openSocket(tab);
  if (finding !== undefined) return { finding };
  const words: string[] = [];
  for (let count = 0; count < MESSAGES_EACH; count += 1) {
    const word = context.words.word();
    words.push(word);
    const report = await sendMessage(tab, { typed: word, word, awaitReply: 'yes' });
    if (!report.shown) return { finding: await whyNotThere(context, tab, report) };
  }
  return { words };
}

/** One tab's messages were displayed: a reply that arrived and is not there now was replaced by what the other tab wrote. */
async function whyNotThere(context: RunContext, tab: PageView, report: MessageReport): Promise<Finding> {
  const { reply, word, targetText: text, waitedMs } = report;
  const view = { tab: tab.client, words: [word], text, where: handlerPlace(context), waitedMs };
  const lost = reply === undefined ? undefined : lostMessage(view);
  return lost ?? whyNotShown(context, tab, report);
}

function receivedAny(tab: PageView, words: readonly string[]): boolean {
  return ofType(tab.records, 'socket-received').some(({ data }) => words.some((word) => data.includes(word)));
}

async function lostIn(context: RunContext, tab: PageView, words: readonly string[]): Promise<Finding | undefined> {
  const { watched } = await tab.snapshot();
  const text = watched[CONTRACT.target]?.text ?? '';
  return lostMessage({ tab: tab.client, words, text, where: handlerPlace(context) });
}

/** htmx waits for a random time before it reconnects (`Dialect.reconnection`); a short wait keeps the check short. Milliseconds. */
const FIRST_WAIT_MS = 100;

/** What the page's `Math.random` must return for the shortest wait from `FIRST_WAIT_MS` on after a broken connection. */
function shortDraw(dialect: Dialect): number {
  const { least, most } = dialect.reconnection('ws', BROKEN).delay(0);
  return Math.max(0, (FIRST_WAIT_MS - least) / (most - least));
}

/** Close code of a connection that ended without a close frame (RFC 6455 section 7.1.5). */
const BROKEN = 1006;

/** Waits until the page has a connection, or it is clear that it will not have one. @param since what was recorded since the server was stopped */
async function untilReconnected(
  { dialect }: RunContext,
  page: PageView,
  since: () => PageView['records'],
): Promise<{ readonly waitedMs: number }> {
  const opened = (): boolean => has(since(), 'socket-open');
  const over = (): boolean => opened() || gaveUp(since(), dialect.reconnectCodes);
  const threw = (): boolean => has(since(), 'script-error') && !has(since(), 'socket-new');
  const first = await untilOverOrQuiet(page, { since, over: () => over() || threw(), dialect });
  if (!over() && threw()) {
    // The error may be why it does not reconnect: then it is not waited for to the end.
    const second = await page.until(over, DEADLINE.reconnectAfterError);
    return { waitedMs: first.waitedMs + second.waitedMs };
  }
  if (opened() || !first.met) return first;
  // htmx has given up; what a script of the page does decides, and not the close code.
  if (!hasOwnScripts(await page.snapshot(), dialect)) return first;
  const own = await page.until(() => has(since(), 'socket-new'), DEADLINE.ownReconnect);
  if (!own.met) return { waitedMs: first.waitedMs + own.waitedMs };
  const last = await page.until(opened, DEADLINE.reconnect);
  return { waitedMs: first.waitedMs + own.waitedMs + last.waitedMs };
}

/** How often the page is asked what it has pending. Milliseconds. */
const ASKED_EVERY_MS = 500;

interface Watching {
  /** What was recorded since the server was stopped. */
  readonly since: () => PageView['records'];
  readonly over: () => boolean;
  readonly dialect: Dialect;
}

/**
 * Waits until `over`, or until waiting on shows nothing else: the page has nothing pending that could happen before the deadline, or the server
 * refuses it again and again, and no script of its own may get it another address.
 */
async function untilOverOrQuiet(
  page: PageView,
  { since, over, dialect }: Watching,
): Promise<{ readonly met: boolean; readonly waitedMs: number }> {
  let waitedMs = 0;
  while (waitedMs < DEADLINE.reconnect) {
    const leftMs = DEADLINE.reconnect - waitedMs;
    const piece = await page.until(over, Math.min(ASKED_EVERY_MS, leftMs));
    waitedMs += piece.waitedMs;
    if (piece.met) return { met: true, waitedMs };
    const snapshot = await page.snapshot();
    if (page.failure !== undefined || (snapshot.quietForMs ?? 0) > leftMs - piece.waitedMs) break;
    if (refusesForGood(since()) && !hasOwnScripts(snapshot, dialect)) break;
  }
  return { met: false, waitedMs };
}

/** The server is stopped and started again; the page reconnects by itself and the chat continues. */
export const chatReconnects: ChapterCheck<'chat-reconnects'> = {
  id: 'chat-reconnects',
  title: CHECK_TITLES['chat-reconnects'],
  waitsFor: CHECK_WAITS['chat-reconnects'],
  observes: 'page',
  tags: ['chat'],
  needs: ['chat-appends'],
  harmsServer: true,
  async prepare(context, hasPassed) {
    await context.servers.get('restartable');
    if (await hasPassed('chat-shows')) await context.tabs.open(RESTARTED, 'restartable');
  },
  async run(context): Promise<Outcome> {
    if (context.servers.remote) return { skipped: 'the tutor cannot restart a server that it did not start' };
    const tab = await context.tabs.open(RESTARTED, 'restartable');
    if (!tab.ok) return tab.problem;
    const page = tab.value;
    const unopened = await openSocket(page);
    if (unopened !== undefined) return failed(seenBy(unopened, RESTARTED));
    await page.fixRandom(shortDraw(context.dialect));
    const before = page.records.length;
    const since = (): PageView['records'] => page.records.slice(before);
    // A page that has not noticed the end yet would find the new server, whatever it does then.
    const server = await context.servers.restart('restartable', () =>
      page.until(() => has(since(), 'socket-close'), DEADLINE.closed),
    );
    if (!server.ok) return failed(server.problem);
    const whileDown = since();
    const left = leftWhileDown(whileDown, await observePage(context, page));
    if (left !== undefined) return failed(seenBy(left, RESTARTED));
    const { waitedMs } = await untilReconnected(context, page, since);
    const seen = (await observePage(context, page)).after(waitedMs);
    const lost = notReconnected(since(), seen);
    if (lost !== undefined) return failed(seenBy(lost, RESTARTED));
    await page.fixRandom(undefined);
    const word = context.words.word();
    const report = await sendMessage(page, { typed: `back ${word}`, word, awaitReply: 'yes' });
    return report.shown ? PASSED : failed(await whyNotShown(context, page, report));
  },
};
