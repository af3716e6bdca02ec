import type { LedgerEntry } from './ledger.ts';

/** Who did or saw something. */
export interface Client {
  /**
   * `socket` and `stream`: the tutor's own clients of a WebSocket and an event stream. `http`: a request of its own; `tutor`: something
   * about the run itself.
   */
  readonly kind: 'tab' | 'socket' | 'stream' | 'http' | 'server' | 'tutor';
  /** As it is printed: `tab 1`, `client 2`, `stream (isolated server)`, `server`. */
  readonly label: string;
}

/** One thing that happened between the tutor's clients, the learner's page and the learner's server. */
export interface TimelineEntry {
  /** Milliseconds since the run began, with one decimal. */
  readonly ms: number;
  readonly client: Client;
  /** Seen from the client: what it sent, what it received, or something noted about it. */
  readonly direction: 'sent' | 'received' | 'note';
  readonly kind: 'http' | 'ws' | 'sse' | 'htmx' | 'console' | 'process';
  /** Text as it went over the wire; long data is cut in the middle and says its length. */
  readonly data: string;
  /** What became of a message or an event in a page; `data` is empty then. */
  readonly ledger?: LedgerEntry;
}

/** The place of an error in the learner's folder. */
export interface Place {
  /** Path relative to the learner's folder, with forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
}
