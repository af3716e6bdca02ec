import type { Finding } from '../../model/finding.ts';
import type { PageFailure } from '../../model/page.ts';
import type { HandshakeView } from '../../rules/socket/handshake.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { longestWord, sentMessage } from '../../rules/sent-message.ts';
import type { SentMessage } from '../../rules/sent-message.ts';
import type { StreamView } from '../../rules/stream/view.ts';
import type { Typed } from '../visit.ts';

/** An answer as a client of the tutor's own got it. */
export type SeenStream = Omit<StreamView, 'log' | 'contract' | 'locate' | 'shows'>;

/** What clients of the tutor's own saw of a page's servers. */
export interface Probes {
  /** Its stream; absent: the page opened none, or heard events itself. */
  readonly stream?: SeenStream;
  /** How the server refused a handshake; absent: it did not. */
  readonly refused?: Pick<HandshakeView, 'path' | 'failure'>;
}

/** What is judged. */
export interface Judged {
  readonly page: ObservedPage;
  readonly typed: Typed | undefined;
  /** Why htmx or an extension that it needs does not start. */
  readonly cause: Finding | undefined;
  /** Set when the page has stopped. */
  readonly failure: PageFailure | undefined;
  /** Names of the events that came on its streams, also of those that nothing in the page listens to. */
  readonly events: readonly string[];
  readonly probes: Probes;
}

/** What was found about one question. `skipped`: why nothing can be. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly skipped?: string;
}

/** The text that was typed, as a message. */
export function messageOf(page: ObservedPage, { text, outcome, from, waitedMs }: Typed): SentMessage {
  return sentMessage({
    typed: text,
    word: longestWord(text),
    outcome,
    records: page.records.slice(from),
    targetText: '',
    targetHtml: '',
    waitedMs,
  });
}

/** A message that the server sends by itself, as the rules see an answer. */
export function pushed(page: ObservedPage, reply: NonNullable<SentMessage['reply']>): SentMessage {
  return sentMessage({
    typed: '',
    word: '',
    outcome: { input: undefined, actions: [], heldByValidation: false },
    // It contains every text, the empty one as well: so it is the reply.
    records: page.records.slice(page.records.indexOf(reply)),
    targetText: '',
    targetHtml: '',
    waitedMs: 0,
  });
}
