import type { EnvironmentFacts } from './facts/environment.ts';
import type { HtmxFacts } from './facts/htmx.ts';
import type { LiveFacts } from './facts/live.ts';
import type { MigrateFacts } from './facts/migrate.ts';
import type { OutOfBandFacts } from './facts/out-of-band.ts';
import type { PageFacts } from './facts/page.ts';
import type { PythonFacts } from './facts/python.ts';
import type { ServerFacts } from './facts/server.ts';
import type { StreamFacts } from './facts/stream.ts';
import type { WebSocketFacts } from './facts/websocket.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Action, AnswerHead, RequestFailure } from './observed.ts';
import type { Place, WireSpan } from './timeline.ts';

export type { Action } from './observed.ts';

/** What was seen, the same for every code. Nothing here is prose. */
export interface Evidence {
  readonly did?: Action;
  /** Status and headers that were received; `received` is the body then. */
  readonly answer?: AnswerHead;
  /** Why nothing was received. */
  readonly failure?: RequestFailure;
  /** As it was received: bytes decoded as UTF-8, not cut, not escaped. */
  readonly received?: string;
  /** Offset in `received` of the character that is wrong. */
  readonly caret?: number;
  readonly waitedMs?: number;
  /** What happened in the page to the message or the event that it is about. */
  readonly ledger?: readonly LedgerEntry[];
  /** Last lines of the server's output. */
  readonly output?: readonly string[];
  readonly where?: readonly Place[];
  /** Labels of the clients that saw it, where `did` does not say which ones. */
  readonly seenBy?: readonly string[];
  /** Which lines of the timeline show it: the run adds it to every finding about something that went over the wire. */
  readonly wire?: WireSpan;
}

/** The codes that any page with htmx and its server can get, with the facts of each. */
export interface GenericFacts
  extends
    EnvironmentFacts,
    PythonFacts,
    ServerFacts,
    WebSocketFacts,
    PageFacts,
    HtmxFacts,
    LiveFacts,
    MigrateFacts,
    OutOfBandFacts,
    StreamFacts {}

/**
 * The facts that the sentences of each code need besides the evidence. The map is the list of codes. A chapter adds its own families by
 * module augmentation, so that the compiler knows them and this module does not.
 */
export interface FactsByCode extends GenericFacts {}
export type Code = keyof FactsByCode;

export type GenericCode = keyof GenericFacts;

export type Severity = 'error' | 'warning';

/** One thing that is wrong: a code, the facts, the evidence. `messages/` makes the sentences. */
export type Finding = {
  readonly [C in Code]: {
    readonly code: C;
    readonly severity: Severity;
    readonly facts: FactsByCode[C];
    readonly evidence: Evidence;
  };
}[Code];

/** The finding with this code. */
export type FindingOf<C extends Code> = Extract<Finding, { readonly code: C }>;
