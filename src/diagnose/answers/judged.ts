import type { Transport } from '../../htmx/index.ts';
import type { ScriptText } from '../../htmx/v4/old-events.ts';
import type { Finding } from '../../model/finding.ts';
import type { FailedRequest } from '../../rules/http/failure.ts';
import type { HandshakeView } from '../../rules/socket/handshake.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import type { Came } from '../../rules/live/lines.ts';
import { longestWord, sentMessage } from '../../rules/sent-message.ts';
import type { SentMessage } from '../../rules/sent-message.ts';
import type { StreamView } from '../../rules/stream/view.ts';
import type { Typed } from '../visit.ts';

/** An answer as a client of the tutor's own got it. */
export type SeenStream = Omit<StreamView, 'log' | 'contract' | 'locate' | 'shows'>;

/** What clients of the tutor's own saw of a page's servers. */
export interface Probes {
  /** Its stream; absent: the page opened none, or heard events itself, or there was no answer. */
  readonly stream?: SeenStream;
  /** What came on the connection that the page lost by a swap (`strandedConnection`), as a client that stayed got it; absent: none did. */
  readonly stayed?: Readonly<Partial<Record<Transport, readonly Came[]>>>;
  /** What the page's message brought from a client that had received the same as the page before (`perhapsAGreeting`); absent: an answer may have come. */
  readonly again?: 'silence' | 'close';
  /** The type of the answer to a client that accepts what the page's htmx accepts; absent: nobody asked. */
  readonly negotiated?: { readonly accepts: string; readonly contentType: string };
  /** What is in the page's own scripts (`ownScripts`); absent: they were not read. */
  readonly scripts?: readonly ScriptText[];
  /** Why a request for its stream got no answer; absent: it got one. */
  readonly unanswered?: {
    readonly path: string;
    readonly failure: FailedRequest;
    /** A client that accepts no compression gets the events; absent: it was not asked, or gets none. */
    readonly plainOnly?: true;
  };
  /** How the server refused a handshake; absent: it did not. */
  readonly refused?: Pick<HandshakeView, 'path' | 'failure'>;
  /** The server accepts the handshake that the page's browser could not open; absent: it was not asked, or refuses. */
  readonly accepted?: 'yes';
  /** The kind of connection that had no answer yet when a recording ended; absent: there was one, or nobody asked. */
  readonly pending?: Transport;
  /** The kind of connection that the server accepts without the query of its address, and refuses with it; absent: it makes no difference. */
  readonly withoutQuery?: Transport;
}

/** What is judged. */
export interface Judged {
  readonly page: ObservedPage;
  readonly typed: Typed | undefined;
  /** Why htmx or an extension that it needs does not start. */
  readonly cause: Finding | undefined;
  /** Names of the events that came on its streams, also of those that nothing in the page listens to. */
  readonly events: readonly string[];
  readonly probes: Probes;
  /** `Visit.endedAt`. */
  readonly endedAt: number;
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
