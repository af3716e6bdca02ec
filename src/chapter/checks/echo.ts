import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { Result } from '../../model/result.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import type { Frame, HandshakeFailure, Waited } from '../../observe/websocket.ts';
import * as places from '../../rules/places.ts';
import { whyNoReply } from '../../rules/socket/exchange.ts';
import type { ExchangeView } from '../../rules/socket/exchange.ts';
import type { SecondMessage } from '../../rules/socket/silent.ts';
import { contained, contains } from '../../rules/socket/frames.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { seenBy } from '../../run/check.ts';
import { endedServer, hasCrashed } from '../../run/crash.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLog, serverLogNow } from '../../run/server-log.ts';
import type { RunContext } from '../../run/context.ts';
import { QUIET_MS } from '../../run/send-message.ts';
import { CONTRACT } from '../contract.ts';

/**
 * The format in which a server takes messages: plain text (step 2), or the JSON that htmx's ws extension sends (from step 4 on).
 * Both are right answers to step 2, so the checks use whichever format the server answered.
 */
export type MessageFormat = 'plain' | 'htmx';

/** The message as the page's form would send it: plain, or as htmx's ws extension encodes it. */
export function encodeFor(
  { dialect }: Pick<RunContext, 'dialect'>,
  format: MessageFormat,
  { message, origin }: { readonly message: string; /** Of the page. */ readonly origin: string },
): string {
  if (format === 'plain') return message;
  const sender = { tag: 'form', id: null, name: null, target: { tag: 'form', id: null }, url: `${origin}/` };
  return dialect.encodeMessage([[CONTRACT.field, message]], sender);
}

/** Opens one more client of the chapter's endpoint. */
export async function connect(
  context: RunContext,
  server: LearnerServer,
  deadlineMs: number = DEADLINE.handshake,
): Promise<Result<WebSocketClient, HandshakeFailure>> {
  const opened = await WebSocketClient.connect(server.origin, CONTRACT.socketPath, {
    client: context.nextClient(server),
    timeline: context.timeline,
    deadlineMs,
  });
  if (opened.ok) context.onClose(() => opened.value.close());
  return opened;
}

/** A pong later than this, in milliseconds, came from a process that was busy. */
const BUSY_PONG_MS = 200;

/**
 * Sends a message with this word in it and waits for a frame that contains it. A busy process does not answer pings either, so the
 * deadline counts only from when it serves its connections again.
 */
export async function exchange(client: WebSocketClient, text: string, word: string): Promise<Waited> {
  const before = client.frames.length;
  client.send(text);
  const answers = answersSince(client, before, word);
  const waited = await whileFramesCome(client, () => client.frame(answers, DEADLINE.reply));
  if (waited.kind !== 'deadline') return waited;
  const asked = performance.now();
  const serves = await client.roundTrip(DEADLINE.busy);
  // Without a pong it has kept all others waiting for too long already.
  const deadline = serves && performance.now() - asked > BUSY_PONG_MS ? DEADLINE.show : 0;
  const late = await client.frame(answers, deadline);
  return late.kind === 'deadline'
    ? { kind: 'deadline', waitedMs: waited.waitedMs + Math.round(performance.now() - asked) }
    : late;
}

/** Whether a frame contains the word, or completes an answer in several frames that do together. @param before frames when it was asked */
export function answersSince(client: WebSocketClient, before: number, word: string): (frame: Frame) => boolean {
  return (frame) =>
    contains(frame, word) || (frame === client.frames.at(-1) && contained(client.frames.slice(before), word));
}

/** What `wait` comes to; asked again while frames go on coming, so that a long answer in pieces is heard to its end. */
async function whileFramesCome(client: WebSocketClient, wait: () => Promise<Waited>): Promise<Waited> {
  for (let round = 0; ; round += 1) {
    const waited = await wait();
    if (waited.kind !== 'deadline' || round >= MOST_ROUNDS || !(await client.another(QUIET_MS))) return waited;
  }
}

const MOST_ROUNDS = 1;

/** Waits until no more frames come, or until there was time for any answer. */
export async function untilQuiet(client: WebSocketClient): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < DEADLINE.reply && (await client.another(QUIET_MS)));
}

interface Exchanged {
  readonly server: LearnerServer;
  readonly client: WebSocketClient;
  readonly sent: string;
  readonly word: string;
  readonly waited: Waited;
  /** How many frames the client had before it sent the message. */
  readonly framesBefore: number;
  /** For a server that ended meanwhile: the title of the check that was running. */
  readonly during: string;
}

const CRASH_LINES = 12;

/** Why a message was not answered, judged by what arrived instead and by the server's output. Undefined: it was answered. */
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
    earlier: client.sent.slice(0, -1),
    frames: client.frames.slice(framesBefore),
    position: framesBefore === 0 ? 'first' : 'later',
    during,
    log,
    ended: crashed ? endedServer(server, context.folder, CRASH_LINES) : undefined,
    contract: CONTRACT,
    locate: context.sources,
  };
  const finding = whyNoReply(view);
  if (finding === undefined || !isWorthASecond(finding)) return finding;
  // Complete silence: only now is it worth testing whether the process hangs, and whether another client received the answer.
  const isSilent = finding.code === 'ws/no-reply';
  const process = isSilent && (await isUnanswered(context, server, DEADLINE.hangs)) ? 'hangs' : 'answers';
  const second = process === 'hangs' ? 'unanswered' : await secondMessage(context, client, { sent, word });
  if (!isSilent) return whyNoReply({ ...view, second });
  const wentTo = receivedElsewhere(context, client, word);
  const why = whyNoReply({ ...view, process, wentTo, second });
  return why === undefined || wentTo === undefined ? why : seenBy(why, client.client.label, wentTo);
}

/** Silence, or a reply without the word for which the source shows no reason. */
function isWorthASecond(finding: Finding): boolean {
  if (finding.code === 'ws/no-reply') return true;
  const { code, facts } = finding;
  return code === 'ws/canned-reply' && facts.placeholder === undefined && facts.shows === undefined;
}

/** Sends one more message on the same connection. The first one had all the time of a reply, so what it has now, it has from the second. */
async function secondMessage(
  context: RunContext,
  client: WebSocketClient,
  { sent, word }: Pick<Exchanged, 'sent' | 'word'>,
): Promise<SecondMessage> {
  const again = context.words.word();
  const second = await sendMore(client, sent.replaceAll(word, again), { earlier: word, own: again });
  if (second.answered !== 'earlier') return second.answered === 'own' ? 'answered' : 'unanswered';
  // A slow answer may have come just now, by accident; the next one does not, too.
  const third = context.words.word();
  const next = await sendMore(client, sent.replaceAll(word, third), { earlier: again, own: third });
  const follows = Math.max(second.tookMs, next.tookMs) <= FOLLOWS_MS;
  return next.answered === 'earlier' && follows ? 'answers-the-first' : 'unanswered';
}

/** Whether a frame with its own word follows a message, or one with the word of the message before it; and after how many milliseconds. */
async function sendMore(
  client: WebSocketClient,
  text: string,
  { earlier, own }: { readonly earlier: string; readonly own: string },
): Promise<{ readonly answered: 'own' | 'earlier' | 'nothing'; readonly tookMs: number }> {
  const before = client.frames.length;
  const [hasEarlier, hasOwn] = [answersSince(client, before, earlier), answersSince(client, before, own)];
  const started = performance.now();
  client.send(text);
  const waited = await client.frame((frame) => hasEarlier(frame) || hasOwn(frame), SECOND_MS);
  const tookMs = performance.now() - started;
  if (waited.kind !== 'frame') return { answered: 'nothing', tookMs };
  return { answered: contains(waited.frame, own) ? 'own' : 'earlier', tookMs };
}

/** A second message is answered within this time, or its answer explains nothing. Milliseconds. */
const SECOND_MS = 1200;
/** And an answer that comes this soon after a message came because of it. */
const FOLLOWS_MS = 400;

/** A process that has nothing to do answers a handshake within this time. Milliseconds. */
const IDLE_HANDSHAKE_MS = 300;

/** Whether another client waits for its handshake meanwhile. */
export function keepsWaiting(context: RunContext, server: LearnerServer): Promise<boolean> {
  return isUnanswered(context, server, IDLE_HANDSHAKE_MS);
}

/** Whether a new handshake is not answered within this time. */
async function isUnanswered(context: RunContext, server: LearnerServer, deadlineMs: number): Promise<boolean> {
  const opened = await connect(context, server, deadlineMs);
  if (opened.ok) void opened.value.close();
  return !opened.ok && opened.problem.reason === 'deadline';
}

/** Another client of this run, including a page's tab, that received the answer. */
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
