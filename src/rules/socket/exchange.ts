import type { Action, Evidence, Finding, FindingOf } from '../../model/finding.ts';
import type { Contract } from '../../model/contract.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { unfilledPlaceholder } from '../placeholder.ts';
import { closePlace, handlerPlace, isFrom, sendPlace } from '../places.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { textChange } from '../text-change.ts';
import { blockingCall, SLEEPS } from '../server/blocking-call.ts';
import { endedFinding } from '../server/ended.ts';
import type { EndedServer } from '../server/ended.ts';
import type { ServerLog } from '../server/log.ts';
import { caughtError } from './caught-error.ts';
import { readings } from './frames.ts';
import type { ReceivedFrame, Waited } from './frames.ts';
import { shownValue } from './frames.ts';
import { deafServer, whySilent } from './silent.ts';
import type { SecondMessage } from './silent.ts';
import { unreadFinding } from './unread.ts';
import { httpAnswer } from './http-answer.ts';
import { handlerFailed } from './handler-failed.ts';

/** A message that was sent to a WebSocket endpoint, and what followed. */
export interface ExchangeView {
  /** Path of the endpoint. */
  readonly path: string;
  /** The message as sent over the wire. */
  readonly sent: string;
  /** What was sent before on the same connection, in order. */
  readonly earlier?: readonly string[];
  /** A random word in it that identifies an answer. */
  readonly word: string;
  readonly waited: Waited;
  /** Frames that arrived after it was sent, in order. */
  readonly frames: readonly Pick<ReceivedFrame, 'text'>[];
  /** Whether the connection had received frames before. */
  readonly position: 'first' | 'later';
  /** For a server that ended meanwhile: id of the check that was running. */
  readonly during: string;
  readonly log: ServerLog;
  /** The server ended by itself meanwhile. */
  readonly ended?: EndedServer | undefined;
  /** Whether the process still serves its connections; tested only where nothing else explains the silence. */
  readonly process?: 'answers' | 'hangs';
  /** Another client that received the answer. */
  readonly wentTo?: string | undefined;
  /** What a second message on the same connection brought; sent only where nothing else explains what is missing. */
  readonly second?: SecondMessage;
  readonly contract: Contract;
  readonly locate: SourceLocator;
}

/** Why a message was not answered, root causes first. */
const NO_REPLY: readonly Rule<ExchangeView>[] = [
  notRead,
  handlerSaysWhy,
  textAltered,
  cannedReply,
  serverEnded,
  errorCaught,
  connectionClosed,
  stoppedAnswering,
  noReply,
];

/** Why a message was not answered, judged by what arrived instead. Undefined: it was answered. */
export function whyNoReply(view: ExchangeView): Finding | undefined {
  return view.waited.kind === 'frame' ? undefined : firstOf(NO_REPLY, view);
}

function didOf({ path, sent }: ExchangeView): Extract<Action, { kind: 'ws' }> {
  return { kind: 'ws', path, sent: [sent] };
}

function waitedOf({ waited }: ExchangeView): Pick<Evidence, 'waitedMs'> {
  return waited.kind === 'deadline' ? { waitedMs: waited.waitedMs } : {};
}

function notRead(view: ExchangeView): Finding | undefined {
  const unread = view.waited.kind === 'closed' ? view.waited.closed.unread : undefined;
  if (unread === undefined) return undefined;
  return unreadFinding(unread, { did: didOf(view), where: sendPlace(view.locate, view.path) });
}

/** A server that is still running may have printed what happened: that is the cause, whatever the client observed. */
function handlerSaysWhy(view: ExchangeView): Finding | undefined {
  if (view.ended !== undefined) return undefined;
  const evidence = { did: didOf(view), where: handlerPlace(view.locate, view.path), ...waitedOf(view) };
  return handlerFailed({ log: view.log, sent: view.sent, evidence });
}

/** A reply that contains the word in a form that is known to come of it: in another letter case, without some of its letters, reversed. */
function textAltered(view: ExchangeView): Finding | undefined {
  const { word } = view;
  for (const { text } of view.frames) {
    const changed = textChange(word, readings(text));
    if (changed === undefined) continue;
    const evidence = { did: didOf(view), received: text, where: sendPlace(view.locate, view.path) };
    return { code: 'ws/text-altered', severity: 'error', facts: { sent: word, ...changed }, evidence };
  }
  return undefined;
}

/** A reply that contains nothing of the message. */
function cannedReply(view: ExchangeView): Finding | undefined {
  const [other] = view.frames;
  if (other === undefined || view.second === 'answers-the-first') return undefined;
  const unfilled = unfilledPlaceholder(other.text, view.locate);
  const where = unfilled?.where ?? sendPlace(view.locate, view.path);
  const filled = unfilled === undefined ? {} : { placeholder: unfilled.placeholder };
  return {
    code: 'ws/canned-reply',
    severity: 'error',
    facts: { sent: view.sent, ...shownValue(other.text, view.sent), ...filled },
    evidence: { did: didOf(view), received: other.text, where },
  };
}

/** Without a close frame the process itself may have ended, and then that is the cause. */
function serverEnded({ waited, ended, during }: ExchangeView): Finding | undefined {
  return waited.kind === 'closed' && ended !== undefined ? endedFinding(ended, during) : undefined;
}

/** The handler caught its own error and printed only its text. */
function errorCaught(view: ExchangeView): Finding | undefined {
  const { log, sent } = view;
  const caught = caughtError(log.text, view);
  if (caught === undefined) return undefined;
  const { error, printed, where } = caught;
  return {
    code: 'ws/handler-error',
    severity: 'error',
    facts: { error, sent, caught: true },
    evidence: { did: didOf(view), ...waitedOf(view), where, output: [printed] },
  };
}

function connectionClosed(view: ExchangeView): Finding | undefined {
  const { waited, position, log, locate, path, sent, earlier = [] } = view;
  if (waited.kind !== 'closed') return undefined;
  const http = position === 'first' ? httpAnswer(locate) : undefined;
  const shown = http === undefined ? whyClosed(view) : undefined;
  const { code, reason } = waited.closed;
  // One message alone would be answered.
  const did = position === 'first' ? didOf(view) : ({ kind: 'ws', path, sent: [...earlier, sent] } as const);
  return {
    code: position === 'first' ? 'ws/closes-at-once' : 'ws/closes-after-first',
    severity: 'error',
    facts: {
      code,
      reason,
      ...(shown === undefined ? {} : { because: shown.because }),
      ...(http === undefined ? {} : { answers: http.answers }),
    },
    evidence: { did, where: (http ?? shown)?.where ?? closePlace(locate, path), output: log.lastLines },
  };
}

interface Closed {
  readonly because: NonNullable<FindingOf<'ws/closes-at-once'>['facts']['because']>;
  readonly where: readonly Place[];
}

/** Why the server closed the connection, where its output or its source shows it. */
function whyClosed({ log, locate, path, position }: ExchangeView): Closed | undefined {
  const closes = SENDS_AFTER_CLOSE.test(log.text)
    ? locate.findFrom('server', handlerPlace(locate, path)[0], /\.close\(/u)
    : [];
  if (closes.length > 0) return { because: 'itself', where: closes };
  if (position !== 'first') return undefined;
  const routed = WITHOUT_REPLY.find(({ uses }) => locate.find('server', uses).length > 0);
  const where = routed === undefined ? [] : locate.find('server', routed.line);
  return routed === undefined || where.length === 0 ? undefined : { because: routed.because, where };
}

/** Libraries that end a connection in silence: `express-ws` one that no route took, `@fastify/websocket` one whose handler threw. */
const WITHOUT_REPLY: readonly { readonly because: Closed['because']; readonly uses: RegExp; readonly line: RegExp }[] =
  [
    { because: 'answered-first', uses: /\bexpressWs\w*\s*\(/iu, line: /\.ws\(\s*['"`]/u },
    { because: 'connection-socket', uses: /['"]@fastify\/websocket['"]/u, line: /\bconnection\.socket\b/u },
  ];

/** What Starlette prints for a handler that sends after its own `close()`. */
const SENDS_AFTER_CLOSE =
  /Cannot call "send" once a close message has been sent|message 'websocket\.send', after sending 'websocket\.close'/u;

/** Not even a new handshake is answered. */
function stoppedAnswering(view: ExchangeView): Finding | undefined {
  if (view.process !== 'hangs') return undefined;
  const did = didOf(view);
  const sleep = sleepPlace(view);
  return {
    code: 'server/stopped-answering',
    severity: 'error',
    facts: { request: did, ...(sleep === undefined ? {} : { by: 'sleep' as const }) },
    evidence: {
      did,
      ...waitedOf(view),
      where: sleep === undefined ? loopPlace(view) : [sleep],
      output: view.log.lastLines,
    },
  };
}

/** The call in the handler that holds the whole process for a time; not one in a function below it, such as that of the stream. */
function sleepPlace({ locate, path }: ExchangeView): Place | undefined {
  const [handler] = handlerPlace(locate, path);
  const [sleep] = locate.findFrom('server', handler, ...SLEEPS);
  if (handler?.line === undefined || !isFrom(sleep, handler)) return undefined;
  const after = (line: number): Place | undefined =>
    locate.findFrom('server', { ...handler, line: line + 1 }, NEXT_FUNCTION)[0];
  const first = after(handler.line);
  // The place of the handler may be the decorator above its function.
  const next = first?.line === handler.line + 1 ? after(first.line) : first;
  return isFrom(next, handler) && isFrom(sleep, next) ? undefined : sleep;
}

/** A line without indentation that begins a function or a route: in Python, Perl and JavaScript the handler ends before it. */
const NEXT_FUNCTION =
  /^(?:@|(?:async )?(?:def|function)\b|class\b|sub\b|(?:get|post|websocket)\b|[\w$.]+\.(?:on|use|get|post)\()/u;

/** The line of a loop or of a call that blocks in the handler; else the handler. */
function loopPlace({ locate, path }: ExchangeView): readonly Place[] {
  const handler = handlerPlace(locate, path);
  const [loop] = locate.findFrom('server', handler[0], /\b(?:while|for)\s*\(|^\s*while\b/u);
  return loop !== undefined && isFrom(loop, handler[0]) ? [loop] : blockingCall(locate, handler);
}

function noReply(view: ExchangeView): Finding {
  const { sent, wentTo } = view;
  const handler = handlerPlace(view.locate, view.path);
  const silent = wentTo === undefined ? whySilent(view) : undefined;
  const http = wentTo === undefined && silent === undefined ? httpAnswer(view.locate) : undefined;
  const deaf = wentTo === undefined && silent === undefined ? deafServer(view.locate) : undefined;
  const where = sent.startsWith('{') ? [...otherKeyPlace(view), ...handler].slice(0, 1) : handler;
  return {
    code: 'ws/no-reply',
    severity: 'error',
    facts: {
      sent,
      ...(wentTo === undefined ? {} : { wentTo }),
      ...(silent === undefined ? {} : { because: silent.because }),
      ...(deaf === undefined ? {} : { listener: deaf.listener }),
      ...(http === undefined ? {} : { answers: http.answers }),
    },
    evidence: {
      did: didOf(view),
      ...waitedOf(view),
      where: (silent ?? http ?? deaf)?.where ?? where,
      output: view.log.lastLines,
    },
  };
}

/** Where the server reads another key than the field from a dictionary. A route's decorator and a lookup in headers do not count. */
function otherKeyPlace({ locate, contract: { field } }: ExchangeView): readonly Place[] {
  if (field === undefined) return [];
  return locate.find(
    'server',
    new RegExp(String.raw`(?<!headers|cookies|query_params|environ)\.get\(\s*['"](?!${field}['"])\w+['"]`, 'u'),
    new RegExp(String.raw`json\.loads\([^)]*\)\s*\[\s*['"](?!${field}['"])`, 'u'),
  );
}
