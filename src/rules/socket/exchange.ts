import type { Action, Evidence, Finding } from '../../model/finding.ts';
import type { Contract } from '../../model/contract.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { handlerPlace } from '../places.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { endedFinding } from '../server/ended.ts';
import type { EndedServer } from '../server/ended.ts';
import type { ServerLog } from '../server/log.ts';
import type { ReceivedFrame, Waited } from './frames.ts';
import { handlerFailed } from './handler-failed.ts';

/** A message that was sent to a WebSocket endpoint, and what came of it. */
export interface ExchangeView {
  /** Path of the endpoint. */
  readonly path: string;
  /** The message as it went over the wire. */
  readonly sent: string;
  /** A random word in it, by which an answer is known. */
  readonly word: string;
  readonly waited: Waited;
  /** Frames that came after it was sent, in their order. */
  readonly frames: readonly Pick<ReceivedFrame, 'text'>[];
  /** Whether the connection had received frames before. */
  readonly position: 'first' | 'later';
  /** What was looked at, for a server that ended meanwhile: the title of a check. */
  readonly during: string;
  readonly log: ServerLog;
  /** The server ended by itself meanwhile. */
  readonly ended?: EndedServer | undefined;
  /** Whether the process still comes back to its connections; asked only where nothing else explains the silence. */
  readonly process?: 'answers' | 'hangs';
  /** Another client, to which the answer went. */
  readonly wentTo?: string | undefined;
  readonly contract: Contract;
  readonly locate: SourceLocator;
}

/** Why a message was not answered, the cause that the others follow from first. */
const NO_REPLY: readonly Rule<ExchangeView>[] = [
  handlerSaysWhy,
  textAltered,
  cannedReply,
  serverEnded,
  connectionClosed,
  stoppedAnswering,
  noReply,
];

/** Why a message was not answered, from what came instead. Undefined: it was answered. */
export function whyNoReply(view: ExchangeView): Finding | undefined {
  return view.waited.kind === 'frame' ? undefined : firstOf(NO_REPLY, view);
}

function didOf({ path, sent }: ExchangeView): Extract<Action, { kind: 'ws' }> {
  return { kind: 'ws', path, sent: [sent] };
}

function waitedOf({ waited }: ExchangeView): Pick<Evidence, 'waitedMs'> {
  return waited.kind === 'deadline' ? { waitedMs: waited.waitedMs } : {};
}

/** A server that lives on may have said what happened: that is the cause, whatever the client saw of it. */
function handlerSaysWhy(view: ExchangeView): Finding | undefined {
  if (view.ended !== undefined) return undefined;
  const evidence = { did: didOf(view), where: handlerPlace(view.locate, view.path), ...waitedOf(view) };
  return handlerFailed({ log: view.log, sent: view.sent, evidence });
}

/** A reply that has a part of the word, its letters in another case, or turned round. */
function textAltered(view: ExchangeView): Finding | undefined {
  const [other] = view.frames;
  const { sent, word } = view;
  const altered =
    other !== undefined &&
    (other.text.toLowerCase().includes(word) ||
      other.text.includes(word.slice(0, 4)) ||
      other.text.includes([...word].toReversed().join('')));
  if (!altered) return undefined;
  const evidence = { did: didOf(view), received: other.text, where: handlerPlace(view.locate, view.path) };
  return { code: 'ws/text-altered', severity: 'error', facts: { sent }, evidence };
}

/** A reply with nothing of the message in it. */
function cannedReply(view: ExchangeView): Finding | undefined {
  const [other] = view.frames;
  if (other === undefined) return undefined;
  const evidence = { did: didOf(view), received: other.text, where: handlerPlace(view.locate, view.path) };
  return { code: 'ws/canned-reply', severity: 'error', facts: { sent: view.sent }, evidence };
}

/** Without a close frame the process itself may be gone, and then that is the cause. */
function serverEnded({ waited, ended, during }: ExchangeView): Finding | undefined {
  return waited.kind === 'closed' && ended !== undefined ? endedFinding(ended, during) : undefined;
}

function connectionClosed(view: ExchangeView): Finding | undefined {
  const { waited, position, log } = view;
  if (waited.kind !== 'closed') return undefined;
  return {
    code: position === 'first' ? 'ws/closes-at-once' : 'ws/closes-after-first',
    severity: 'error',
    facts: waited.closed,
    evidence: { did: didOf(view), where: handlerPlace(view.locate, view.path), output: log.lastLines },
  };
}

/** Not even a new handshake is answered. */
function stoppedAnswering(view: ExchangeView): Finding | undefined {
  if (view.process !== 'hangs') return undefined;
  const did = didOf(view);
  return {
    code: 'server/stopped-answering',
    severity: 'error',
    facts: { request: did },
    evidence: { did, ...waitedOf(view), where: handlerPlace(view.locate, view.path), output: view.log.lastLines },
  };
}

function noReply(view: ExchangeView): Finding {
  const { sent, wentTo } = view;
  const where = handlerPlace(view.locate, view.path);
  return {
    code: 'ws/no-reply',
    severity: 'error',
    facts: { sent, ...(wentTo === undefined ? {} : { wentTo }) },
    evidence: {
      did: didOf(view),
      ...waitedOf(view),
      where: sent.startsWith('{') ? [...otherKeyPlace(view), ...where].slice(0, 1) : where,
      output: view.log.lastLines,
    },
  };
}

/** Where the server takes something else than the field out of a dictionary. A route's decorator and a look at headers are none. */
function otherKeyPlace({ locate, contract: { field } }: ExchangeView): readonly Place[] {
  if (field === undefined) return [];
  return locate.find(
    'server',
    new RegExp(String.raw`(?<!headers|cookies|query_params|environ)\.get\(\s*['"](?!${field}['"])\w+['"]`, 'u'),
    new RegExp(String.raw`json\.loads\([^)]*\)\s*\[\s*['"](?!${field}['"])`, 'u'),
  );
}
