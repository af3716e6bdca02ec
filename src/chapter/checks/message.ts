import type { PageRecord, PageDriver, SendOutcome } from '../../model/page.ts';
import { visibleText } from '../../htmx/markup.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { CONTRACT } from '../contract.ts';

type Sent = Extract<PageRecord, { type: 'socket-sent' }>;
type Received = Extract<PageRecord, { type: 'socket-received' }>;

/** One message typed into a page, and all that came of it. */
export interface MessageReport {
  /** What was typed. */
  readonly typed: string;
  /** A random word in it, by which it is known again. */
  readonly word: string;
  readonly outcome: SendOutcome;
  /** Frames that the page sent after the click. */
  readonly sent: readonly Sent[];
  /** Frames that the page received after the click. */
  readonly received: readonly Received[];
  /** The received frame that bears the word. */
  readonly reply: Received | undefined;
  /** Where the page went, when it went away. */
  readonly navigated: string | undefined;
  /** The word stands in #chat-window. */
  readonly shown: boolean;
  /** Text and HTML of #chat-window when the wait was over. */
  readonly chatText: string;
  readonly chatHtml: string;
  readonly waitedMs: number;
  /** All that happened in the page since the click. */
  readonly records: readonly PageRecord[];
  /** The run's clock (Date.now) when it was sent, and when the reply was here, in milliseconds since 1970. */
  readonly sentAt: number;
  readonly repliedAt: number;
}

function isReply(record: PageRecord, word: string): record is Received {
  return record.type === 'socket-received' && (record.data.includes(word) || visibleText(record.data).includes(word));
}

export interface MessageOptions {
  readonly typed: string;
  readonly word: string;
  readonly awaitReply: 'no' | 'yes';
}

/** The last exchange of each tab: a person types one message at a time, and what comes back must be told apart. */
const lastExchange = new WeakMap<PageDriver, Promise<unknown>>();

/**
 * Types the text into the page, submits it, and waits until the reply shows in #chat-window or it is clear that it does not.
 * Checks that share a tab may call this at the same time; their messages follow one another.
 */
export function sendMessage(tab: PageDriver, options: MessageOptions): Promise<MessageReport> {
  const exchange = (lastExchange.get(tab) ?? Promise.resolve()).then(() => sendNow(tab, options));
  // A bug in one exchange is its caller's to see; the next one goes on.
  lastExchange.set(
    tab,
    exchange.catch(() => undefined),
  );
  return exchange;
}

async function sendNow(tab: PageDriver, options: MessageOptions): Promise<MessageReport> {
  const { typed, word } = options;
  const before = tab.records.length;
  const started = performance.now();
  const sentAt = Date.now();
  const outcome = await tab.send(typed, { field: CONTRACT.field });
  const since = (): readonly PageRecord[] => tab.records.slice(before);
  await tab.until(
    () => since().some((record) => record.type === 'socket-sent' || record.type === 'navigated'),
    outcome.input === undefined || outcome.heldByValidation ? 0 : DEADLINE.click,
  );
  const left = since().some((record) => record.type === 'navigated');
  const went = since().some((record) => record.type === 'socket-sent');
  let shown = false;
  let repliedAt = Date.now();
  let chat = { text: '', html: '' };
  if (options.awaitReply === 'yes' && went && !left) {
    await tab.until(
      () => since().some((record) => isReply(record, word) || record.type === 'socket-close'),
      DEADLINE.reply,
    );
    repliedAt = Date.now();
    const answered = since().some((record) => record.type === 'socket-received');
    const seen = await tab.untilText('#chat-window', word, answered ? DEADLINE.show : 0);
    shown = seen.met;
    chat = seen;
  }
  const records = since();
  const navigated = records.find((record) => record.type === 'navigated');
  return {
    typed,
    word,
    outcome,
    sent: records.filter((record) => record.type === 'socket-sent'),
    received: records.filter((record) => record.type === 'socket-received'),
    reply: records.find((record) => isReply(record, word)),
    navigated: navigated?.type === 'navigated' ? navigated.url : undefined,
    shown,
    chatText: chat.text,
    chatHtml: chat.html,
    waitedMs: Math.round(performance.now() - started),
    records,
    sentAt,
    repliedAt,
  };
}
