import {
  acceptedByPage,
  missedOf,
  ownScripts,
  perhapsAGreeting,
  strandedConnection,
  unheardStream,
} from '../../diagnose/index.ts';
import type { Came, PerhapsAGreeting, Probes, Visit } from '../../diagnose/index.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { readScripts } from '../../observe/scripts.ts';
import { requestHeaders } from '../../model/credentials.ts';
import type { Credentials } from '../../model/credentials.ts';
import type { Timeline } from '../../observe/timeline.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { has, ofType } from '../../rules/records.ts';

// A page sees little of what its server answers. Where it could not connect, or heard nothing, clients of the tutor's own ask once more.

export interface ProbeOptions {
  readonly timeline: Timeline;
  readonly credentials?: Credentials | undefined;
}

type Seen = Pick<Visit, 'records' | 'snapshot' | 'html' | 'typed' | 'endedAt'>;

/** Asks the servers of the page's connections, with what the page sends to its own. */
export async function probe(visited: Seen, options: ProbeOptions): Promise<Probes> {
  const [streamed, more, refused, again, scripts] = await Promise.all([
    seenStream(visited, options),
    stayed(visited, options),
    refusal(visited, options),
    sentAgain(perhapsAGreeting(visited), options),
    pageScripts(visited, options),
  ]);
  return { ...streamed, ...more, ...refused, ...(again && { again }), ...(scripts.length > 0 && { scripts }) };
}

function pageScripts(visited: Seen, options: ProbeOptions): ReturnType<typeof readScripts> {
  const { url } = visited.snapshot;
  return URL.canParse(url) ? scriptTexts(ownScripts(visited), new URL(url), options) : Promise.resolve([]);
}

/** How long a script may take. Milliseconds. */
const SCRIPT_MS = 3000;

/** What is in a page's own scripts. They come from its origin, so they get what was given for it. @param url of the page */
export function scriptTexts(
  sources: readonly string[],
  url: URL,
  { timeline, credentials }: ProbeOptions,
): ReturnType<typeof readScripts> {
  const client = { kind: 'http', label: 'client' } as const;
  return readScripts(sources, { client, timeline, deadlineMs: SCRIPT_MS, headers: requestHeaders(credentials, url) });
}

/** The first event of a stream has come by then. Milliseconds. */
const FIRST_EVENT_MS = 3000;
const HEAD_MS = 3000;
/** A message is answered by then. Milliseconds. */
const ANSWER_MS = 3000;

/**
 * The page's stream, once more: a page says nothing of named events that nothing in it listens to, little of an answer that it refuses, and
 * nothing of lines that are no fields. Empty: it opened none, or heard whole events.
 */
async function seenStream(
  seen: Seen,
  options: ProbeOptions,
): Promise<Pick<Probes, 'stream' | 'unanswered' | 'withoutQuery' | 'negotiated'>> {
  const url = unheardStream(seen);
  if (url === undefined) return {};
  const opened = await openStream(url, options);
  if (!opened.ok) {
    const isHeld = opened.problem.reason === 'deadline' && (await answersPlainOnly(url, options));
    const { pathname: path } = new URL(url);
    return { unanswered: { path, failure: opened.problem, ...(isHeld ? { plainOnly: true } : {}) } };
  }
  const client = opened.value;
  await client.until(() => client.parser.events.length > 1, FIRST_EVENT_MS);
  const { parser, status, headers, head, askedMs, endedMs } = client;
  await client.leave();
  const isHeld = status === 200 && headers['content-encoding'] !== undefined && parser.events.length === 0;
  const plainOnly = isHeld && endedMs === undefined && (await comesPlain(url, options));
  const accepts = status === 200 ? acceptedByPage(seen) : undefined;
  const contentType = accepts === undefined ? undefined : await typeFor(accepts, url, options);
  const isQuery = status !== 200 && (await streamsWithoutQuery(url, options));
  return {
    stream: {
      ...{ path: new URL(url).pathname, status, headers, head, askedMs, nowMs: options.timeline.now() },
      ...{ bytes: parser.bytes, lines: parser.lines, unfinished: parser.unfinished, events: parser.events },
      excess: parser.excess,
      ended: endedMs === undefined ? 'no' : 'yes',
      ...(client.brokenOff ? { brokenOff: true } : {}),
      ...(plainOnly ? { plainOnly } : {}),
    },
    ...(isQuery ? { withoutQuery: 'sse' } : {}),
    ...(accepts === undefined || contentType === undefined ? {} : { negotiated: { accepts, contentType } }),
  };
}

/** The type that a client gets which accepts this; undefined: it gets no answer, or one without success. */
async function typeFor(accepts: string, url: string, options: ProbeOptions): Promise<string | undefined> {
  const opened = await openStream(url, options, { accept: accepts });
  if (!opened.ok) return undefined;
  const { status, headers } = opened.value;
  await opened.value.leave();
  return status === 200 ? (headers['content-type'] ?? '') : undefined;
}

/** Whether connections that the page closed at something that came on them go on. Empty: it closed none like that. */
async function stayed(seen: Seen, options: ProbeOptions): Promise<Pick<Probes, 'stayed'>> {
  const [sse, ws] = await Promise.all([
    laterEvents(strandedConnection(seen, 'sse'), options),
    laterMessages(strandedConnection(seen, 'ws'), options),
  ]);
  if (sse === undefined && ws === undefined) return {};
  return { stayed: { ...(sse === undefined ? {} : { sse }), ...(ws === undefined ? {} : { ws }) } };
}

type Stranded = ReturnType<typeof strandedConnection>;

async function laterEvents(closed: Stranded, options: ProbeOptions): Promise<readonly Came[] | undefined> {
  const opened = closed && (await openStream(closed.url, options));
  if (opened?.ok !== true) return undefined;
  const client = opened.value;
  await client.until(() => missedOf(closed, client.parser.events) > 0, FIRST_EVENT_MS);
  await client.leave();
  return client.parser.events;
}

async function laterMessages(closed: Stranded, options: ProbeOptions): Promise<readonly Came[] | undefined> {
  const opened = closed && (await openSocket(new URL(closed.url), options));
  if (opened?.ok !== true) return undefined;
  const client = opened.value;
  const came = (): readonly Came[] => client.frames.map(({ text }) => ({ event: '', data: text }));
  await client.frame(() => missedOf(closed, came()) > 0, FIRST_EVENT_MS);
  await client.close();
  return came();
}

/** How much longer than the page a client of the tutor's own waits for a greeting. */
const LONGER = { times: 2, ms: 500 } as const;

/**
 * What a message of the page brings that may not have been answered, sent by a client that has received as much as the page by then, and sent nothing
 * for it. undefined: that client received less, so that the page was answered; or it knows the message already; or something comes.
 */
async function sentAgain(
  doubt: PerhapsAGreeting | undefined,
  options: ProbeOptions,
): Promise<NonNullable<Probes['again']> | undefined> {
  const opened = doubt && (await openSocket(new URL(doubt.url), options));
  if (doubt === undefined || opened?.ok !== true) return undefined;
  const client = opened.value;
  const { received, withinMs, waitedMs, sent, knows } = doubt;
  await client.frame(() => client.frames.length >= received, withinMs * LONGER.times + LONGER.ms);
  const isOpen = client.closed === undefined;
  const isGreeted = isOpen && client.frames.length >= received && !client.frames.some(({ text }) => knows(text));
  if (isGreeted) client.send(sent);
  const isAnswered = !isGreeted || (await client.another(Math.min(waitedMs, ANSWER_MS)));
  const silence = client.closed === undefined ? 'silence' : 'close';
  await client.close();
  return isAnswered ? undefined : silence;
}

/** Whether an event comes to a client that accepts no compression: then it is the compressor that holds them back. */
async function comesPlain(url: string, options: ProbeOptions): Promise<boolean> {
  const opened = await openStream(url, options, { 'accept-encoding': 'identity' });
  if (!opened.ok) return false;
  const { parser } = opened.value;
  await opened.value.until(() => parser.events.length > 0, FIRST_EVENT_MS);
  await opened.value.leave();
  return parser.events.length > 0;
}

/** The same where not even the head came; then a client like the first has to go without once more, or the server was only busy before. */
async function answersPlainOnly(url: string, options: ProbeOptions): Promise<boolean> {
  if (!(await comesPlain(url, options))) return false;
  const again = await openStream(url, options);
  if (again.ok) await again.value.leave();
  return !again.ok && again.problem.reason === 'deadline';
}

function openStream(
  url: string,
  { timeline, credentials }: ProbeOptions,
  more: Readonly<Record<string, string>> = {},
): ReturnType<typeof EventStreamClient.open> {
  return EventStreamClient.open(url, {
    client: { kind: 'stream', label: 'stream' },
    timeline,
    deadlineMs: HEAD_MS,
    headers: { ...requestHeaders(credentials, new URL(url)), ...more },
  });
}

/** Whether there is a stream at the address without its query. */
async function streamsWithoutQuery(url: string, options: ProbeOptions): Promise<boolean> {
  const { origin, pathname, search } = new URL(url);
  if (search === '') return false;
  const opened = await openStream(origin + pathname, options);
  if (opened.ok) await opened.value.leave();
  return opened.ok && opened.value.status === 200;
}

/** How the server answers a handshake of a client other than a browser. Empty: a WebSocket of the page was open, or none was tried. */
async function refusal(
  { records }: Seen,
  options: ProbeOptions,
): Promise<Pick<Probes, 'refused' | 'accepted' | 'withoutQuery'>> {
  const [tried] = ofType(records, 'socket-new');
  if (tried === undefined || has(records, 'socket-open') || !URL.canParse(tried.url)) return {};
  const url = new URL(tried.url);
  const { pathname, search } = url;
  const connect = async (target: string): ReturnType<typeof openSocket> => {
    const opened = await openSocket(new URL(target, url), options);
    if (opened.ok) await opened.value.close();
    return opened;
  };
  const opened = await connect(pathname + search);
  if (opened.ok) return { accepted: 'yes' };
  const isQuery = search !== '' && (await connect(pathname)).ok;
  return { refused: { path: pathname, failure: opened.problem }, ...(isQuery ? { withoutQuery: 'ws' } : {}) };
}

function openSocket(url: URL, { timeline, credentials }: ProbeOptions): ReturnType<typeof WebSocketClient.connect> {
  const { protocol, host, pathname, search } = url;
  const origin = `${protocol === 'wss:' ? 'https' : 'http'}://${host}`;
  return WebSocketClient.connect(origin, pathname + search, {
    client: { kind: 'socket', label: 'client' },
    timeline,
    deadlineMs: HEAD_MS,
    headers: requestHeaders(credentials, url),
  });
}
