import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { Result } from '../../model/result.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import type { HandshakeFailure, Waited } from '../../observe/websocket.ts';
import * as places from '../../rules/places.ts';
import { whyNoReply } from '../../rules/socket/exchange.ts';
import type { ExchangeView } from '../../rules/socket/exchange.ts';
import { contains } from '../../rules/socket/frames.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { endedServer, hasCrashed } from '../../run/crash.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLog, serverLogNow } from '../../run/server-log.ts';
import type { RunContext } from '../../run/context.ts';
import { CONTRACT, DIALECT } from '../contract.ts';

/**
 * What a server takes as a message: the text as it is (step 2), or the JSON that htmx's ws extension sends (from step 4 on).
 * Both are right answers to step 2, so the checks speak whichever the server answered.
 */
export type MessageFormat = 'plain' | 'htmx';

/** The name of the member of htmx's JSON that carries the request's headers. */
export const { headersMember: HEADERS_MEMBER } = DIALECT;

/** The message as the page's form would send it: as it is, or as htmx's ws extension encodes it. @param origin of the page */
export function encodeFor(format: MessageFormat, message: string, origin: string): string {
  if (format === 'plain') return message;
  const sender = { tag: 'form', id: null, name: null, target: { tag: 'form', id: null }, url: `${origin}/` };
  return DIALECT.encodeMessage([[CONTRACT.field, message]], sender);
}

/** Opens the chapter's endpoint as one more client. */
export async function connect(
  context: RunContext,
  server: LearnerServer,
): Promise<Result<WebSocketClient, HandshakeFailure>> {
  const opened = await WebSocketClient.connect(server.origin, CONTRACT.socketPath, {
    client: context.nextClient(),
    timeline: context.timeline,
    deadlineMs: DEADLINE.handshake,
  });
  if (opened.ok) context.onClose(() => opened.value.close());
  return opened;
}

/** A pong that is later than this, in milliseconds, came from a process that was busy. */
const BUSY_PONG_MS = 200;

/**
 * Sends a message with this word in it and waits for a frame that contains it. A busy process answers no ping either, so the
 * deadline counts only from when it has come back to its connections.
 */
export async function exchange(client: WebSocketClient, text: string, word: string): Promise<Waited> {
  client.send(text);
  const waited = await client.frame((frame) => contains(frame, word), DEADLINE.reply);
  if (waited.kind !== 'deadline') return waited;
  const asked = performance.now();
  await client.roundTrip(DEADLINE.busy);
  const deadline = performance.now() - asked > BUSY_PONG_MS ? DEADLINE.reply : 0;
  const late = await client.frame((frame) => contains(frame, word), deadline);
  return late.kind === 'deadline'
    ? { kind: 'deadline', waitedMs: waited.waitedMs + Math.round(performance.now() - asked) }
    : late;
}

interface Exchanged {
  readonly server: LearnerServer;
  readonly client: WebSocketClient;
  readonly sent: string;
  readonly word: string;
  readonly waited: Waited;
  /** How many frames the client had before it asked. */
  readonly framesBefore: number;
  /** What was looked at, for a server that ended meanwhile: the title of a check. */
  readonly during: string;
}

const CRASH_LINES = 12;

/** Why a message was not answered, from what came instead and what the server says. Undefined: it was answered. */
export async function whyNoEcho(context: RunContext, options: Exchanged): Promise<Finding | undefined> {
  const { server, client, sent, word, waited, framesBefore, during } = options;
  if (waited.kind === 'frame') return undefined;
  const path = CONTRACT.socketPath;
  const crashed = waited.kind === 'closed' && (await hasCrashed(server));
  const log = crashed
    ? serverLogNow(context, server, path)
    : await serverLog(context, server, path, waited.kind === 'closed' ? {} : { patienceMs: 0 });
  const view: ExchangeView = {
    path,
    sent,
    word,
    waited,
    frames: client.frames.slice(framesBefore),
    position: framesBefore === 0 ? 'first' : 'later',
    during,
    log,
    ended: crashed ? endedServer(server, context.folder, CRASH_LINES) : undefined,
    contract: CONTRACT,
    locate: context.sources,
  };
  const finding = whyNoReply(view);
  if (finding?.code !== 'ws/no-reply') return finding;
  // Silence alone: only now is it worth asking whether the process hangs, and whether the answer went to somebody else.
  const process = (await hangs(context, server)) ? 'hangs' : 'answers';
  return whyNoReply({ ...view, process, wentTo: receivedElsewhere(context, client, word) });
}

/** Whether the process no longer comes back to its connections: not even a new handshake is answered. */
async function hangs(context: RunContext, server: LearnerServer): Promise<boolean> {
  const opened = await connect(context, server);
  if (opened.ok) void opened.value.close();
  return !opened.ok && opened.problem.reason === 'deadline';
}

/** Another client of this run, a page's tab included, to which the answer went. */
function receivedElsewhere(context: RunContext, client: WebSocketClient, word: string): string | undefined {
  return context.timeline.entries.find(
    (entry) =>
      entry.kind === 'ws' &&
      entry.direction === 'received' &&
      entry.client.label !== client.client.label &&
      entry.data.includes(word),
  )?.client.label;
}

/** The line that writes a reply. */
export function replyPlace({ sources }: RunContext, reply: string): readonly Place[] {
  return places.replyPlace(sources, reply, CONTRACT.socketPath);
}

/** The line of the learner's WebSocket handler. */
export function handlerPlace({ sources }: RunContext): readonly Place[] {
  return places.handlerPlace(sources, CONTRACT.socketPath);
}
