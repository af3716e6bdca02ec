import type { Action, Evidence, Finding, FindingOf } from '../../model/finding.ts';
import type { Contract } from '../../model/contract.ts';
import type { SourceLocator } from '../locate.ts';
import { streamPlace } from '../places.ts';
import type { ServerLog } from '../server/log.ts';

/** One event as it was dispatched (HTML standard, 9.2.6 "Interpreting an event stream"). */
export interface StreamEvent {
  /** `message` when the stream gave no name. */
  readonly event: string;
  readonly data: string;
  /** When its blank line arrived, in milliseconds on the run's clock. */
  readonly ms: number;
}

/** One line of the stream as it was read, without its line end. */
export interface StreamLine {
  readonly text: string;
  readonly kind: 'data' | 'event' | 'id' | 'retry' | 'comment' | 'blank' | 'ignored';
}

/** The answer to a request for an event stream, as far as it has arrived. */
export interface StreamView {
  readonly path: string;
  readonly status: number;
  /** Lower case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first bytes of the body, as text. */
  readonly head: string;
  readonly bytes: number;
  readonly lines: readonly StreamLine[];
  /** The text after the last line end, which may be an incomplete line. */
  readonly unfinished: string;
  readonly events: readonly StreamEvent[];
  /** More than is read of a line, an event or the stream came; nothing after it was read. */
  readonly excess?: FindingOf<'sse/too-much'>['facts'] | undefined;
  /** Whether the server ended the response. */
  readonly ended: 'yes' | 'no';
  /** The connection broke before the response was complete. */
  readonly brokenOff?: true;
  /** Events come to a client that accepts no compression, and none to one that does. */
  readonly plainOnly?: true;
  /** The times of the request and of this observation: milliseconds on the run's clock. */
  readonly askedMs: number;
  readonly nowMs: number;
  readonly log: ServerLog;
  readonly contract: Contract;
  readonly locate: SourceLocator;
  /** Whether data shows the stream's content. A chapter defines it; otherwise any text that is not blank does. */
  shows(data: string): boolean;
}

/** The stream as an action that can be pasted. */
export function readStream({ path }: Pick<StreamView, 'path'>): Extract<Action, { kind: 'sse' }> {
  return { kind: 'sse', path };
}

/** How long the check waited, in milliseconds. */
export function waitedMs({ askedMs, nowMs }: StreamView): number {
  return Math.round(nowMs - askedMs);
}

/** The first bytes and the line of the handler, as in most findings. */
export function evidenceOf(view: StreamView): Evidence {
  return { did: readStream(view), received: view.head, where: streamPlace(view.locate, view.path) };
}

/** A line, an event or a stream that is longer than a client reads. */
export function tooMuch(view: StreamView): Finding | undefined {
  const { excess } = view;
  return excess && { code: 'sse/too-much', severity: 'error', facts: excess, evidence: evidenceOf(view) };
}
