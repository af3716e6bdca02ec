import type { Finding } from '../model/finding.ts';
import type { PageTab } from '../model/page.ts';
import type { Check, Outcome } from './check.ts';
import { failed, PASSED } from './check.ts';
import { DEADLINE } from './deadlines.ts';
import { handlerPlace } from './echo.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import type { Session } from './session.ts';

const MESSAGES_EACH = 3;

async function openSocket(tab: PageTab): Promise<boolean> {
  const { met } = await tab.until((records) => records.some((record) => record.type === 'socket-open'), DEADLINE.handshake);
  return met;
}

/** Two tabs write at the same time; each sees all of its own messages, in order. */
export const chatTwoTabs: Check = {
  id: 'chat-two-tabs',
  title: 'Two tabs chat at once and lose nothing',
  needs: ['chat-text-intact', 'ws-two-clients'],
  async run(session): Promise<Outcome> {
    const tabs = await Promise.all([session.tab('tab 1'), session.tab('tab 2')]);
    const findings = await Promise.all(tabs.map((tab) => (tab.ok ? chatAlone(session, tab.value) : Promise.resolve(tab.problem))));
    const [first] = findings.filter((finding) => finding !== undefined);
    return first === undefined ? PASSED : failed(first);
  },
};

async function chatAlone(session: Session, tab: PageTab): Promise<Finding | undefined> {
  if (!(await openSocket(tab))) {
    return { code: 'page/ws-not-open', severity: 'error', facts: { url: '/ws', code: undefined }, evidence: { did: { kind: 'page' } } };
  }
  const words: string[] = [];
  let text = '';
  for (let count = 0; count < MESSAGES_EACH; count += 1) {
    const word = session.words.word();
    words.push(word);
    const report = await sendMessage(tab, { typed: word, word, awaitReply: 'yes' });
    if (!report.shown) return whyNotShown(session, tab, report);
    text = report.chatText;
  }
  const lost = words.find((word) => !text.includes(word));
  if (lost === undefined) return undefined;
  return { code: 'chat/lost-message', severity: 'error', facts: { sent: lost, tab: tab.client }, evidence: { did: { kind: 'page', typed: lost }, received: text, where: handlerPlace(session) } };
}

/** htmx waits `random × 1000 × 2^attempt` ms before it connects again (htmx-ext-ws 2 source); a small fixed draw keeps the check short. */
const SMALL_DRAW = 0.1;

/** The server is stopped and started again; the page connects by itself and the chat goes on. */
export const chatReconnects: Check = {
  id: 'chat-reconnects',
  title: 'After a restart of the server the page connects again',
  needs: ['chat-appends'],
  async run(session): Promise<Outcome> {
    if (session.remote) return { skipped: 'a server that the tutor did not start cannot be restarted by it' };
    const tab = await session.tab('restarted tab', 'restarted');
    if (!tab.ok) return failed(tab.problem);
    const page = tab.value;
    if (!(await openSocket(page))) return failed({ code: 'page/ws-not-open', severity: 'error', facts: { url: '/ws', code: undefined }, evidence: { did: { kind: 'page' } } });
    await page.fixRandom(SMALL_DRAW);
    const before = page.records.length;
    const since = (): PageTab['records'] => page.records.slice(before);
    const server = await session.restart('restarted');
    if (!server.ok) return failed(server.problem);
    const { met, waitedMs } = await page.until(() => since().some((record) => record.type === 'socket-open') || gaveUp(since()), DEADLINE.reconnect);
    const opened = since().some((record) => record.type === 'socket-open');
    if (!met || !opened) {
      const closed = since().find((record) => record.type === 'socket-close');
      const attempts = since().filter((record) => record.type === 'socket-new').length;
      const code = closed?.type === 'socket-close' ? closed.code : 0;
      return failed({ code: 'chat/no-reconnect', severity: 'error', facts: { code, attempts }, evidence: { did: { kind: 'page' }, waitedMs, where: session.sources.find('server', /\.close\(\s*1000|\.close\(\s*1001|SIGTERM|SIGINT|\.close\(\)/u) } });
    }
    await page.fixRandom(undefined);
    const word = session.words.word();
    const report = await sendMessage(page, { typed: `back ${word}`, word, awaitReply: 'yes' });
    return report.shown ? PASSED : failed(await whyNotShown(session, page, report));
  },
};

/** Close codes after which htmx-ext-ws 2 connects again; after any other it does not (its source, `socket.onclose`). */
const RECONNECTING = [1006, 1011, 1012, 1013];

function gaveUp(records: PageTab['records']): boolean {
  const opened = records.filter((record) => record.type === 'socket-new').length;
  const closed = records.findLast((record) => record.type === 'socket-close');
  return opened === 0 && closed?.type === 'socket-close' && !RECONNECTING.includes(closed.code);
}
