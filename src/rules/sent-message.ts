import { visibleText } from '../htmx/markup.ts';
import type { PageRecord, SendOutcome } from '../model/page.ts';
import type { RecordOf } from './records.ts';
import { ofType } from './records.ts';
import { contained } from './socket/frames.ts';

/** One message typed into a page, and everything that followed. */
export interface SentMessage {
  /** What was typed. */
  readonly typed: string;
  /** A random word in it that identifies the message. */
  readonly word: string;
  readonly outcome: SendOutcome;
  /** Everything that has happened in the page since it was submitted. */
  readonly records: readonly PageRecord[];
  /** Frames that the page sent. */
  readonly sent: readonly RecordOf<'socket-sent'>[];
  /** Frames that the page received. */
  readonly received: readonly RecordOf<'socket-received'>[];
  /** The received frame that contains the word. */
  readonly reply: RecordOf<'socket-received'> | undefined;
  /** The page's new address, when it navigated away. */
  readonly navigated: string | undefined;
  /** Text and HTML of the target at the end of the wait; '' when the page had none. */
  readonly targetText: string;
  readonly targetHtml: string;
  readonly waitedMs: number;
}

/** The longest word of a text that somebody typed: an answer may contain the rest in another form. '': it has no word. */
export function longestWord(typed: string): string {
  const words = typed.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.toSorted((a, b) => b.length - a.length)[0] ?? '';
}

/**
 * The frame that answers, or that completes an answer in several frames (`contained`). Undefined: there is none yet.
 * @param records since the message was sent
 */
export function replyIn(records: readonly PageRecord[], word: string): RecordOf<'socket-received'> | undefined {
  const whole = records.find((record): record is RecordOf<'socket-received'> => isReply(record, word));
  if (whole !== undefined) return whole;
  const received = ofType(records, 'socket-received');
  const frames = received.map(({ data }) => ({ text: data }));
  if (!contained(frames, word)) return undefined;
  // The frame that completes it: others may have come since.
  return received.find((_, at) => contained(frames.slice(0, at + 1), word));
}

/** Whether the record is a frame from the server that contains the word, literally or in the text that its HTML shows. */
export function isReply(record: PageRecord, word: string): record is RecordOf<'socket-received'> {
  return record.type === 'socket-received' && isWordIn(record.data, word);
}

/** Whether a message contains the word, literally or in the text that its HTML shows. */
export function isWordIn(message: string, word: string): boolean {
  return message.includes(word) || visibleText(message).includes(word);
}

/** The end of a connection on which the page sent something: an earlier one, which it has replaced meanwhile, brings no answer. */
export function closedAfterSending(records: readonly PageRecord[]): RecordOf<'socket-close'> | undefined {
  const used = new Set(ofType(records, 'socket-sent').map(({ socket }) => socket));
  return ofType(records, 'socket-close').find(({ socket }) => used.has(socket));
}

/** What followed a message, read from the records since it was submitted. */
export function sentMessage(
  observed: Pick<SentMessage, 'typed' | 'word' | 'outcome' | 'records' | 'targetText' | 'targetHtml' | 'waitedMs'>,
): SentMessage {
  const { records, word } = observed;
  return {
    ...observed,
    sent: ofType(records, 'socket-sent'),
    received: ofType(records, 'socket-received'),
    reply: replyIn(records, word),
    navigated: ofType(records, 'navigated')[0]?.url,
  };
}
