import type { Finding } from '../../model/finding.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { Result } from '../../model/result.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import type { Frame, HandshakeFailure, Waited } from '../../observe/websocket.ts';
import { lastLines } from '../../servers/own-lines.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { crashFinding, hasCrashed } from '../../run/crash.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { whyHandlerFailed } from '../../run/server-says.ts';
import type { RunContext } from '../../run/context.ts';

/**
 * What a server takes as a message: the text as it is (step 2), or the JSON that htmx's ws extension sends (from step 4 on).
 * Both are right answers to step 2, so the checks speak whichever the server answered.
 */
export type Dialect = 'plain' | 'htmx';

/** The frame that htmx-ext-ws 2 sends for a form with one field: its values, and the request headers under `HEADERS`. */
export function htmxFrame(message: string, origin: string): string {
  return JSON.stringify({
    message,
    HEADERS: {
      'HX-Request': 'true',
      'HX-Trigger': null,
      'HX-Trigger-Name': null,
      'HX-Target': null,
      'HX-Current-URL': `${origin}/`,
    },
  });
}

export function spoken(dialect: Dialect, message: string, origin: string): string {
  return dialect === 'htmx' ? htmxFrame(message, origin) : message;
}

/** Whether the frame bears the text, as it is or as a reader of its HTML would see it. */
export function bears(frame: Frame, text: string): boolean {
  return frame.text.includes(text) || visibleText(frame.text).includes(text);
}

export async function connect(
  context: RunContext,
  server: LearnerServer,
): Promise<Result<WebSocketClient, HandshakeFailure>> {
  const opened = await WebSocketClient.connect(server.origin, '/ws', {
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
 * Sends a message with this word in it and waits for a frame that bears it. A busy process answers no ping either, so the
 * deadline counts only from when it has come back to its connections.
 */
export async function exchange(client: WebSocketClient, text: string, word: string): Promise<Waited> {
  client.send(text);
  const waited = await client.frame((frame) => bears(frame, word), DEADLINE.reply);
  if (waited.kind !== 'deadline') return waited;
  const asked = performance.now();
  await client.roundTrip(DEADLINE.busy);
  const deadline = performance.now() - asked > BUSY_PONG_MS ? DEADLINE.reply : 0;
  const late = await client.frame((frame) => bears(frame, word), deadline);
  return late.kind === 'deadline'
    ? { kind: 'deadline', waitedMs: waited.waitedMs + Math.round(performance.now() - asked) }
    : late;
}

export interface Exchanged {
  readonly server: LearnerServer;
  readonly client: WebSocketClient;
  readonly sent: string;
  readonly word: string;
  readonly waited: Waited;
  /** How many frames the client had before it asked. */
  readonly framesBefore: number;
  /** What was looked at, for a server that ended meanwhile. */
  readonly during: string;
}

/** Why a message was not answered, from what came instead. Undefined: it was answered. */
export async function whyNoEcho(context: RunContext, options: Exchanged): Promise<Finding | undefined> {
  const { server, client, sent, word, waited, framesBefore, during } = options;
  if (waited.kind === 'frame') return undefined;
  const did = { kind: 'ws', path: '/ws', sent: [sent] } as const;
  const where = handlerPlace(context);
  const came = client.frames.slice(framesBefore);
  const [other] = came;
  const severity = 'error';
  // A server that lives on may have said what happened: that is the cause, whatever the client saw of it.
  if (waited.kind !== 'closed' || !(await hasCrashed(server))) {
    const closed = waited.kind === 'closed';
    const evidence = { did, where, ...(closed ? {} : { waitedMs: waited.waitedMs }) };
    const because = await whyHandlerFailed(context, server, { sent, evidence, ...(closed ? {} : { patienceMs: 0 }) });
    if (because !== undefined) return because;
  }
  const output = lastLines(server.output, context.folder, 8);
  if (other !== undefined) {
    const altered =
      other.text.toLowerCase().includes(word) ||
      other.text.includes(word.slice(0, 4)) ||
      other.text.includes([...word].toReversed().join(''));
    const evidence = { did, received: other.text, where };
    if (altered) return { code: 'ws/text-altered', severity, facts: { sent }, evidence };
    return { code: 'ws/canned-reply', severity, facts: { sent }, evidence };
  }
  if (waited.kind === 'closed') {
    // Without a close frame the process itself may be gone, and then that is the cause.
    if (await hasCrashed(server)) return crashFinding(server, { folder: context.folder, during });
    const { code, reason } = waited.closed;
    const first = framesBefore === 0;
    return {
      code: first ? 'ws/closes-at-once' : 'ws/closes-after-first',
      severity,
      facts: { code, reason },
      evidence: { did, where, output },
    };
  }
  if (await hangs(context, server))
    return {
      code: 'server/stopped-answering',
      severity,
      facts: { request: did },
      evidence: { did, waitedMs: waited.waitedMs, where, output },
    };
  const wentTo = receivedElsewhere(context, client, word);
  return {
    code: 'ws/no-reply',
    severity,
    facts: { sent, ...(wentTo === undefined ? {} : { wentTo }) },
    evidence: {
      did,
      waitedMs: waited.waitedMs,
      where: sent.startsWith('{') ? [...otherKeyPlace(context), ...where].slice(0, 1) : where,
      output,
    },
  };
}

/** Where the server takes something else than `message` out of a dictionary. A route's decorator and a look at headers are none. */
function otherKeyPlace(context: RunContext): ReturnType<RunContext['sources']['find']> {
  return context.sources.find(
    'server',
    /(?<!headers|cookies|query_params|environ)\.get\(\s*['"](?!message['"])\w+['"]/u,
    /json\.loads\([^)]*\)\s*\[\s*['"](?!message['"])/u,
  );
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

/** The line that writes a reply: where its first tag, or the beginning of it, stands in the server's source; else the handler. */
export function replyPlace(context: RunContext, reply: string): ReturnType<RunContext['sources']['find']> {
  const tag = /<[a-z][^>]*>/iu.exec(reply)?.[0];
  if (tag === undefined) return handlerPlace(context);
  // Quotes are written in either kind, and escaped inside strings of the same kind.
  const literal = (text: string): RegExp =>
    new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`).replaceAll(/["']/gu, String.raw`\\?["']`), 'u');
  const place = context.sources.find('server', literal(tag), literal(tag.split(/[\s>]/u).slice(0, 2).join(' ')));
  return place.length > 0 ? place : handlerPlace(context);
}

/** The line of the learner's WebSocket handler: where messages are answered, else where the endpoint is made. */
export function handlerPlace(context: RunContext): ReturnType<RunContext['sources']['find']> {
  return context.sources.find(
    'server',
    /\.on\(\s*['"]message['"]|onmessage|receive_text|iter_text|\.recv\(|on_message/u,
    /\.on\(\s*['"]connection['"]|websocket\(\s*['"]\/ws/u,
    /WebSocket|websocket|['"`]\/ws/u,
  );
}
