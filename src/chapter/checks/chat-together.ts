import type { Finding } from '../../model/finding.ts';
import type { PageDriver, PageView } from '../../model/page.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { handlerPlace } from './echo.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import type { RunContext } from '../../run/context.ts';
import { CONTRACT } from '../contract.ts';

const MESSAGES_EACH = 3;

async function openSocket(tab: PageView): Promise<boolean> {
  const { met } = await tab.until((records) => records.some((record) => record.type === 'socket-open'), DEADLINE.load);
  return met;
}

/** Two tabs write at the same time; each keeps all of its own messages, also when the other goes on writing. */
export const chatTwoTabs: ChapterCheck<'chat-two-tabs'> = {
  id: 'chat-two-tabs',
  title: 'Two tabs chat at once and lose nothing',
  observes: 'page',
  tags: ['chat'],
  needs: ['chat-text-intact', 'ws-two-clients'],
  async run(context): Promise<Outcome> {
    const [one, two] = await Promise.all([context.tabs.open('tab 1'), context.tabs.open('tab 2')]);
    if (!one.ok) return one.problem;
    if (!two.ok) return two.problem;
    const [first, second] = await Promise.all([writeSome(context, one.value), writeSome(context, two.value)]);
    if ('finding' in first) return failed(first.finding);
    if ('finding' in second) return failed(second.finding);
    const last = context.words.word();
    const report = await sendMessage(one.value, { typed: last, word: last, awaitReply: 'yes' });
    if (!report.shown) return failed(await whyNotThere(context, one.value, report));
    // Where each tab is sent the other's messages, this one's effect on the second tab has to be waited for.
    if (heardFrom(two.value, first.words)) await two.value.untilText('#chat-window', last, DEADLINE.show);
    const lost =
      (await lostIn(context, one.value, [...first.words, last])) ?? (await lostIn(context, two.value, second.words));
    return lost === undefined ? PASSED : failed(lost);
  },
};

async function writeSome(
  context: RunContext,
  tab: PageDriver,
): Promise<{ readonly words: readonly string[] } | { readonly finding: Finding }> {
  if (!(await openSocket(tab))) {
    return {
      finding: {
        code: 'page/ws-not-open',
        severity: 'error',
        facts: { url: '/ws', code: undefined },
        evidence: { did: { kind: 'page' } },
      },
    };
  }
  const words: string[] = [];
  for (let count = 0; count < MESSAGES_EACH; count += 1) {
    const word = context.words.word();
    words.push(word);
    const report = await sendMessage(tab, { typed: word, word, awaitReply: 'yes' });
    if (!report.shown) return { finding: await whyNotThere(context, tab, report) };
  }
  return { words };
}

/** One tab's messages were seen to show: a reply that came and is not there now was pushed out by what the other tab wrote. */
async function whyNotThere(context: RunContext, tab: PageView, report: MessageReport): Promise<Finding> {
  return report.reply === undefined
    ? whyNotShown(context, tab, report)
    : lostMessage(context, { tab, word: report.word, text: report.targetText });
}

function heardFrom(tab: PageView, words: readonly string[]): boolean {
  return tab.records.some(
    (record) => record.type === 'socket-received' && words.some((word) => record.data.includes(word)),
  );
}

async function lostIn(context: RunContext, tab: PageView, words: readonly string[]): Promise<Finding | undefined> {
  const { watched } = await tab.snapshot();
  const text = watched[CONTRACT.target]?.text ?? '';
  const lost = words.find((word) => !text.includes(word));
  return lost === undefined ? undefined : lostMessage(context, { tab, word: lost, text });
}

function lostMessage(
  context: RunContext,
  lost: { readonly tab: PageView; readonly word: string; readonly text: string },
): Finding {
  const evidence = {
    did: { kind: 'page', typed: lost.word },
    received: lost.text,
    where: handlerPlace(context),
  } as const;
  return { code: 'chat/lost-message', severity: 'error', facts: { sent: lost.word, tab: lost.tab.client }, evidence };
}

/** htmx waits `random × 1000 × 2^attempt` ms before it connects again (htmx-ext-ws 2 source); a small fixed draw keeps the check short. */
const SMALL_DRAW = 0.1;

/** The server is stopped and started again; the page connects by itself and the chat goes on. */
export const chatReconnects: ChapterCheck<'chat-reconnects'> = {
  id: 'chat-reconnects',
  title: 'After a restart of the server the page connects again',
  observes: 'page',
  tags: ['chat'],
  needs: ['chat-appends'],
  async run(context): Promise<Outcome> {
    if (context.servers.remote) return { skipped: 'a server that the tutor did not start cannot be restarted by it' };
    const tab = await context.tabs.open('restarted tab', 'restartable');
    if (!tab.ok) return tab.problem;
    const page = tab.value;
    if (!(await openSocket(page)))
      return failed({
        code: 'page/ws-not-open',
        severity: 'error',
        facts: { url: '/ws', code: undefined },
        evidence: { did: { kind: 'page' } },
      });
    await page.fixRandom(SMALL_DRAW);
    const before = page.records.length;
    const since = (): PageView['records'] => page.records.slice(before);
    const server = await context.servers.restart('restartable');
    if (!server.ok) return failed(server.problem);
    const { met, waitedMs } = await page.until(
      () => since().some((record) => record.type === 'socket-open') || gaveUp(since()),
      DEADLINE.reconnect,
    );
    const opened = since().some((record) => record.type === 'socket-open');
    if (!met || !opened) {
      const closed = since().find((record) => record.type === 'socket-close');
      const attempts = since().filter((record) => record.type === 'socket-new').length;
      const code = closed?.type === 'socket-close' ? closed.code : 0;
      return failed({
        code: 'chat/no-reconnect',
        severity: 'error',
        facts: { code, attempts },
        evidence: {
          did: { kind: 'page' },
          waitedMs,
          where: context.sources.find('server', /\.close\(\s*1000|\.close\(\s*1001|SIGTERM|SIGINT|\.close\(\)/u),
        },
      });
    }
    await page.fixRandom(undefined);
    const word = context.words.word();
    const report = await sendMessage(page, { typed: `back ${word}`, word, awaitReply: 'yes' });
    return report.shown ? PASSED : failed(await whyNotShown(context, page, report));
  },
};

/** Close codes after which htmx-ext-ws 2 connects again; after any other it does not (its source, `socket.onclose`). */
const RECONNECTING = [1006, 1011, 1012, 1013];

function gaveUp(records: PageView['records']): boolean {
  const opened = records.filter((record) => record.type === 'socket-new').length;
  const closed = records.findLast((record) => record.type === 'socket-close');
  return opened === 0 && closed?.type === 'socket-close' && !RECONNECTING.includes(closed.code);
}
