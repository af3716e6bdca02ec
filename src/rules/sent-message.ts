import { visibleText } from '../htmx/markup.ts';
import type { PageRecord, SendOutcome } from '../model/page.ts';
import type { RecordOf } from './records.ts';
import { ofType } from './records.ts';

/** One message typed into a page, and all that came of it. */
export interface SentMessage {
  /** What was typed. */
  readonly typed: string;
  /** A random word in it, by which it is known again. */
  readonly word: string;
  readonly outcome: SendOutcome;
  /** All that happened in the page since it was submitted. */
  readonly records: readonly PageRecord[];
  /** Frames that the page sent. */
  readonly sent: readonly RecordOf<'socket-sent'>[];
  /** Frames that the page received. */
  readonly received: readonly RecordOf<'socket-received'>[];
  /** The received frame that contains the word. */
  readonly reply: RecordOf<'socket-received'> | undefined;
  /** Where the page went, when it went away. */
  readonly navigated: string | undefined;
  /** Text and HTML of the target when the wait was over; '' when the page had none. */
  readonly targetText: string;
  readonly targetHtml: string;
  readonly waitedMs: number;
}

/** Whether the record is a frame from the server that contains the word, as it is or as a reader of its HTML would see it. */
export function isReply(record: PageRecord, word: string): record is RecordOf<'socket-received'> {
  return record.type === 'socket-received' && (record.data.includes(word) || visibleText(record.data).includes(word));
}

/** What came of a message, read from the records since it was submitted. */
export function sentMessage(
  observed: Pick<SentMessage, 'typed' | 'word' | 'outcome' | 'records' | 'targetText' | 'targetHtml' | 'waitedMs'>,
): SentMessage {
  const { records, word } = observed;
  return {
    ...observed,
    sent: ofType(records, 'socket-sent'),
    received: ofType(records, 'socket-received'),
    reply: records.find((record) => isReply(record, word)),
    navigated: ofType(records, 'navigated')[0]?.url,
  };
}
