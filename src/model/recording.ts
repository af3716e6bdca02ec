import type { Cookie } from './credentials.ts';

/** What a browser recorded of a page, so that it can be played again without the servers. All times are milliseconds. */
export interface Recording {
  /** Address of the page. */
  readonly page: string;
  /** In the order in which they were asked for; the streams and sockets are not among them. */
  readonly answers: readonly RecordedAnswer[];
  readonly streams: readonly RecordedStream[];
  readonly sockets: readonly RecordedSocket[];
  /** The program that recorded it: `WebInspector 537.36`, `Playwright 1.61.0`; empty: it does not say. */
  readonly creator: string;
  /** What let somebody in when it was recorded: it is not printed. `headers`: values. */
  readonly secrets: { readonly cookies: readonly Cookie[]; readonly headers: readonly string[] };
}

/** Name and value, in the order in which they were sent. */
export type RecordedHeader = readonly [name: string, value: string];

export interface RecordedAnswer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: readonly RecordedHeader[];
  /** undefined: the recording has none. */
  readonly body: Buffer | undefined;
  /**
   * What of it there never was: the server at its address; all of it, because the connection broke; the body of an answer to a request for events, whose
   * head came; and `yet`: nothing had come when the recording ended. Absent: it is whole, or the recording does not say.
   */
  readonly lacks?: 'server' | 'all' | 'body' | 'yet';
}

/** A part of what came, and when, from the beginning of its connection on. */
export interface RecordedPart {
  readonly atMs: number;
  readonly data: string | Buffer;
}

export interface RecordedStream {
  readonly url: string;
  readonly headers: readonly RecordedHeader[];
  /** Each as it was on the wire, with the empty line at its end. */
  readonly events: readonly RecordedPart[];
  /** How long after its end the page opened it again. undefined: that it ended is not in the recording. */
  readonly againMs: number | undefined;
}

export interface RecordedSocket {
  readonly url: string;
  /** Of the answer to the handshake: 101, or why it failed. 0: there was none. */
  readonly status: number;
  /** No server was there. */
  readonly lacks?: 'server';
  readonly received: readonly RecordedPart[];
  /** How many more were received, which are too many to be played. */
  readonly left: number;
  /** How many messages the page sent. */
  readonly sent: number;
  /** Whether nothing was received after the last of them. */
  readonly unanswered: boolean;
}
