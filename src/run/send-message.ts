import type { Contract } from '../model/contract.ts';
import type { PageRecord, PageDriver } from '../model/page.ts';
import { has, ofType } from '../rules/records.ts';
import { closedAfterSending, replyIn, sentMessage } from '../rules/sent-message.ts';
import type { SentMessage } from '../rules/sent-message.ts';
import { DEADLINE } from './deadlines.ts';

/** Frames of one answer come closer together than this, in milliseconds. */
export const QUIET_MS = 400;

/** One message typed into a page, and everything that followed. */
export interface MessageReport extends SentMessage {
  /** The target contains the word. */
  readonly shown: boolean;
  /** How many records the tab had when it was sent. */
  readonly before: number;
  /** The run's clock (Date.now) when it was sent, and when the reply had arrived, in milliseconds since 1970. */
  readonly sentAt: number;
  readonly repliedAt: number;
}

export interface MessageOptions {
  readonly typed: string;
  readonly word: string;
  readonly awaitReply: 'no' | 'yes';
  /** Where the page has its field, and where it shows an answer. */
  readonly contract: Pick<Contract, 'field' | 'target'>;
}

/** The last exchange of each tab: a person types one message at a time, and the replies must be kept apart. */
const lastExchange = new WeakMap<PageDriver, Promise<unknown>>();

/**
 * Types the text into the page, submits it, and waits until the target shows the reply or it is clear that it will not.
 * Checks that share a tab may call this at the same time; their messages are sent one after another.
 */
export function sendMessage(tab: PageDriver, options: MessageOptions): Promise<MessageReport> {
  const exchange = (lastExchange.get(tab) ?? Promise.resolve()).then(() => sendNow(tab, options));
  // A bug in one exchange is reported to its caller; the next one continues.
  lastExchange.set(
    tab,
    exchange.catch(() => undefined),
  );
  return exchange;
}

async function sendNow(tab: PageDriver, options: MessageOptions): Promise<MessageReport> {
  const { typed, word, contract } = options;
  const target = contract.target ?? 'body';
  const before = tab.records.length;
  const started = performance.now();
  const sentAt = Date.now();
  const outcome = await tab.send(typed, contract.field === undefined ? {} : { field: contract.field });
  const since = (): readonly PageRecord[] => tab.records.slice(before);
  await tab.until(
    () => has(since(), 'socket-sent') || has(since(), 'navigated'),
    outcome.input === undefined || outcome.heldByValidation ? 0 : DEADLINE.click,
  );
  const left = has(since(), 'navigated');
  const went = has(since(), 'socket-sent');
  let shown = false;
  let repliedAt = Date.now();
  let content = { text: '', html: '' };
  if (options.awaitReply === 'yes' && went && !left) {
    await untilReplied(tab, { word, since });
    repliedAt = Date.now();
    const seen = await tab.untilText(target, word, has(since(), 'socket-received') ? DEADLINE.show : 0);
    shown = seen.met;
    content = shown && !seen.text.includes(typed) ? await untilWhole(tab, { typed, target, since }) : seen;
  }
  const message = sentMessage({
    typed,
    word,
    outcome,
    records: since(),
    targetText: content.text,
    targetHtml: content.html,
    waitedMs: Math.round(performance.now() - started),
  });
  return { ...message, shown, before, sentAt, repliedAt };
}

/** The target once it shows all that was typed, or no more frames come: an answer may be sent in several. */
async function untilWhole(
  tab: PageDriver,
  {
    typed,
    target,
    since,
  }: { readonly typed: string; readonly target: string; readonly since: () => readonly PageRecord[] },
): ReturnType<PageDriver['untilText']> {
  const started = performance.now();
  for (;;) {
    const received = ofType(since(), 'socket-received').length;
    const seen = await tab.untilText(target, typed, QUIET_MS);
    const isQuiet = ofType(since(), 'socket-received').length === received;
    if (seen.met || isQuiet || performance.now() - started > DEADLINE.reply) return seen;
  }
}

/** Waits for the answer, longer while frames come that may be pieces of it, or until the connection is closed. */
async function untilReplied(
  tab: PageDriver,
  { word, since }: { readonly word: string; readonly since: () => readonly PageRecord[] },
): Promise<void> {
  const count = (): number => ofType(since(), 'socket-received').length;
  const over = (): boolean => replyIn(since(), word) !== undefined || closedAfterSending(since()) !== undefined;
  if ((await tab.until(over, DEADLINE.reply)).met || count() < 2) return;
  const before = count();
  if ((await tab.until(() => count() > before, QUIET_MS)).met) await tab.until(over, DEADLINE.reply);
}
