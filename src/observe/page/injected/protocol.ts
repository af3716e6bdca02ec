import type { PageFailure, PageRecord, PageSnapshot, SendOutcome } from '../../../model/page.ts';

/** A page record before it has its time. */
export type RecordBody = PageRecord extends infer R ? (R extends PageRecord ? Omit<R, 'at'> : never) : never;

/** Where the instruments in the page put what they see. Made by `openPort` in the page itself. */
export interface InstrumentPort {
  emit(body: RecordBody): void;
  /** Keeps a place in the order of records for one whose content is only known later. */
  reserve(): (body: RecordBody) => void;
  /** What the page did so far in answer to a person; `send` compares two readings. */
  readonly effects: { submits: number; invalids: number; frames: number; requests: number };
}

/** What `open` tells about the main document. */
export interface OpenedDocument {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

export interface TextSeen {
  readonly met: boolean;
  readonly text: string;
  readonly html: string;
}

/** How long an action that showed no effect at once may still show one; milliseconds. */
export const effectDeadlineMs = 400;

/** Commands from the tutor to the page host, with what each answers. `at` and deadlines are milliseconds. */
export interface HostCommands {
  open: {
    readonly params: { readonly url: string; readonly deadlineMs: number; readonly watched: readonly string[] };
    readonly value: OpenedDocument;
  };
  snapshot: { readonly params: Record<never, never>; readonly value: PageSnapshot };
  send: {
    readonly params: { readonly text: string; readonly field?: string };
    readonly value: SendOutcome;
  };
  untilText: {
    readonly params: { readonly selector: string; readonly text: string; readonly deadlineMs: number };
    readonly value: TextSeen;
  };
  count: { readonly params: { readonly selector: string }; readonly value: number };
  fixRandom: { readonly params: { readonly value?: number }; readonly value: null };
  close: { readonly params: Record<never, never>; readonly value: null };
}

export type HostRequest = {
  [C in keyof HostCommands]: {
    readonly command: C;
    readonly id: number;
    readonly tab: number;
    readonly params: HostCommands[C]['params'];
  };
}[keyof HostCommands];

/** Parent to host. */
export type ToHost = HostRequest | { readonly command: 'ping' };

/** Host to parent. `at` is in milliseconds since the epoch. */
export type FromHost =
  | { readonly type: 'record'; readonly tab: number; readonly at: number; readonly body: RecordBody }
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: PageFailure }
  | { readonly type: 'ready'; readonly version: string }
  | { readonly type: 'pong' };
