import { ofType } from '../rules/records.ts';
import { isWordIn, longestWord, sentMessage } from '../rules/sent-message.ts';
import type { Visit } from './visit.ts';

/** A message of a page, and what came after it on its connection although it may be no answer: a server may greet whoever connects. */
export interface PerhapsAGreeting {
  readonly url: string;
  /** The message, as the page sent it. */
  readonly sent: string;
  /** Whether a text contains what was typed, so that whoever sends it has the message. */
  readonly knows: (text: string) => boolean;
  /** How many messages came on the connection, also before. */
  readonly received: number;
  /** From its opening to the last of them. Milliseconds. */
  readonly withinMs: number;
  /** For how long the page waited after its message. Milliseconds. */
  readonly waitedMs: number;
}

/**
 * What came after the typed text, where it does not contain it and nothing came for a longer time after it than before. undefined: nothing came, or
 * an answer, or the server sends again and again by itself. Only a client that sends nothing can tell a greeting from an answer.
 */
export function perhapsAGreeting({
  records,
  typed,
  endedAt,
}: Pick<Visit, 'records' | 'typed' | 'endedAt'>): PerhapsAGreeting | undefined {
  if (typed === undefined) return undefined;
  const { text, outcome, from, waitedMs } = typed;
  const word = longestWord(text);
  const places = { targetText: '', targetHtml: '' };
  const message = sentMessage({ typed: text, word, outcome, records: records.slice(from), ...places, waitedMs });
  const sent = message.sent.find(({ data }) => word !== '' && data.includes(word));
  const opened = ofType(records, 'socket-open').find(({ socket }) => socket === sent?.socket);
  const url = ofType(records, 'socket-new').find(({ socket }) => socket === sent?.socket)?.url ?? '';
  if (sent === undefined || opened === undefined || message.reply !== undefined || !URL.canParse(url)) return undefined;
  if (!message.received.some(({ socket }) => socket === sent.socket)) return undefined;
  const times = ofType(records, 'socket-received').flatMap(({ socket, at }) => (socket === sent.socket ? [at] : []));
  const last = times.at(-1) ?? opened.at;
  const closed = ofType(records, 'socket-close').find(({ socket }) => socket === sent.socket);
  const longest = Math.max(...times.map((at, index) => at - (times[index - 1] ?? opened.at)));
  // A server that sends at times of its own would send once more.
  if (closed === undefined && endedAt - last <= longest) return undefined;
  const knows = (other: string): boolean => isWordIn(other, word);
  return { url, sent: sent.data, knows, received: times.length, withinMs: last - opened.at, waitedMs };
}
