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
  /** Label of the server that it talks to; absent for a server, and for a client whose server is another program's. */
  readonly server?: string;
}

/** Which lines of a run's timeline show what a finding is about. */
export interface WireSpan {
  /** Labels of the clients that saw it, and of the servers that they talk to. */
  readonly clients: readonly string[];
  /** When it was decided: a message sent, its answer, a close, an error. Ascending, not empty; milliseconds since the run began. */
  readonly moments: readonly number[];
  /** When the check that reports it was over: what the clients did later has nothing to do with it. */
  readonly untilMs: number;
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
  /** `begins`: a connection of a page is asked for. `ends`: something ended or failed, by a close, an error, a refusal. */
  readonly turn?: 'begins' | 'ends';
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
