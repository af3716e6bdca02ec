import { visibleText } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import type { Frame, HandshakeFailure } from '../../observe/websocket.ts';
import { handshakeFailure } from '../../rules/http/failure.ts';
import { ENDPOINT_ELSEWHERE, HANDSHAKE_REFUSED } from '../../rules/socket/handshake.ts';
import { sendPlace } from '../../rules/places.ts';
import { firstOf } from '../../rules/rule.ts';
import { seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLog } from '../../run/server-log.ts';
import { CONTRACT } from './contract.ts';

/** Somebody who has joined the chat. */
export interface Person {
  readonly name: string;
  readonly client: WebSocketClient;
  /** Sends a text as the page's form does. */
  say(text: string): void;
}

/** A text as htmx sends it from the page's form. @param origin of the page */
export function encoded({ dialect }: Pick<RunContext, 'dialect'>, text: string, origin: string): string {
  const sender = { tag: 'form', id: null, name: null, target: { tag: 'form', id: null }, url: `${origin}/` };
  return dialect.encodeMessage([[CONTRACT.field, text]], sender);
}

/** One more client of the chat, which has not joined. A problem: why its handshake failed. */
export async function connect(
  context: RunContext,
): Promise<Result<{ readonly client: WebSocketClient; readonly origin: string }, Finding>> {
  const server = await context.servers.get();
  if (!server.ok) return server;
  const { origin } = server.value;
  const opened = await WebSocketClient.connect(origin, CONTRACT.socketPath, {
    client: context.nextClient(server.value),
    timeline: context.timeline,
    deadlineMs: DEADLINE.handshake,
  });
  if (!opened.ok) return { ok: false, problem: await whyRefused(context, opened.problem) };
  context.onClose(() => opened.value.close());
  return { ok: true, value: { client: opened.value, origin } };
}

async function whyRefused(context: RunContext, failure: HandshakeFailure): Promise<Finding> {
  const path = CONTRACT.socketPath;
  const server = await context.servers.get();
  if (!server.ok) return server.problem;
  const view = { path, failure, log: await serverLog(context, server.value, path), locate: context.sources };
  const known = firstOf(HANDSHAKE_REFUSED, view) ?? firstOf(ENDPOINT_ELSEWHERE, { ...view, near: undefined });
  const evidence = { did: { kind: 'ws', path, sent: [] }, waitedMs: failure.waitedMs } as const;
  const facts = { failure: handshakeFailure(failure) };
  return known ?? { code: 'ws/handshake-failed', severity: 'error', facts, evidence };
}

/** How long it is waited for what the server tells of one usher, then of the next. Milliseconds. */
const USHER_MS = [100, 200, 400, 800] as const;
/** Runs whose server tells nobody who joins, which another check judges. */
const silent = new WeakSet<RunContext>();

/**
 * Waits until somebody belongs to the chat. A server may take its time for a join, and nothing that it sends to who joins has to say that it is over: the
 * first that must come to them is the name of the next who joins. So others join, and leave, until one has been told.
 * @param isTold whether they have been told a name within these milliseconds
 */
export async function untilJoined(
  context: RunContext,
  name: string,
  isTold: (name: string, ms: number) => Promise<boolean>,
): Promise<void> {
  if (silent.has(context)) return;
  // Drawn from nothing: how many ushers it takes must not change the words that follow.
  const other = name.match(/\p{L}/gu)?.toReversed().join('') ?? name;
  for (const [index, ms] of USHER_MS.entries()) {
    const usher = await enter(context, `${other}${index === 0 ? '' : index}`);
    if (!usher.ok) return;
    const told = await isTold(usher.value.name, ms);
    await usher.value.client.close();
    if (told) return;
  }
  silent.add(context);
}

/** Somebody connects and sends a name; the server may not have taken it yet. A problem: why the handshake failed. */
export async function enter(context: RunContext, name: string): Promise<Result<Person, Finding>> {
  const opened = await connect(context);
  if (!opened.ok) return opened;
  const { client, origin } = opened.value;
  const say = (text: string): void => client.send(encoded(context, text, origin));
  say(name);
  await client.roundTrip(DEADLINE.pong);
  return { ok: true, value: { name, client, say } };
}

/** Somebody enters, and belongs to the chat. */
export async function join(context: RunContext, name: string): Promise<Result<Person, Finding>> {
  const entered = await enter(context, name);
  if (!entered.ok) return entered;
  const { client } = entered.value;
  await untilJoined(context, name, async (other, ms) => {
    const waited = await client.frame((frame) => shows(frame, other), ms);
    return waited.kind === 'frame';
  });
  return entered;
}

/** Several people who join one after the other. A problem: why the first did not get in of those who did not. */
export async function joinAll(
  context: RunContext,
  names: readonly string[],
): Promise<Result<readonly Person[], Finding>> {
  const people: Person[] = [];
  for (const name of names) {
    const joined = await join(context, name);
    if (!joined.ok) return joined;
    people.push(joined.value);
  }
  return { ok: true, value: people };
}

/** They leave, so that no message of a later check goes to them. */
export async function leaveAll(people: readonly Person[]): Promise<void> {
  await Promise.all(people.map(({ client }) => client.close()));
}

/** Whether a page that swaps the message in shows this text, in which white space is single blanks. */
export function shows({ text }: Pick<Frame, 'text'>, wanted: string): boolean {
  return visibleText(text).includes(wanted);
}

/** Waits for a message with this text. */
export async function gets({ client }: Person, text: string): Promise<boolean> {
  return (await client.frame((frame) => shows(frame, text), DEADLINE.reply)).kind === 'frame';
}

/** How often a text has come to somebody. What was sent together with it has arrived before the pong that this waits for. */
export async function timesCame({ client }: Person, text: string): Promise<number> {
  await client.roundTrip(DEADLINE.pong);
  return client.frames.reduce((sum, frame) => sum + visibleText(frame.text).split(text).length - 1, 0);
}

/** These words, of letters only, in the order in which they have come, as often as they have. */
export function wordsThatCame({ client }: Person, words: readonly string[]): readonly string[] {
  const any = new RegExp(words.join('|'), 'gu');
  return client.frames.flatMap(({ text }) => visibleText(text).match(any) ?? []);
}

/** What a finding about these messages has as its evidence. @param texts that were sent; the headers that htmx adds to each are not shown */
export function evidenceOf(context: RunContext, ...texts: readonly string[]): NonNullable<Finding['evidence']> {
  const sent = texts.map((text) => JSON.stringify({ [CONTRACT.field]: text }));
  const did = { kind: 'ws', path: CONTRACT.socketPath, sent } as const;
  return { did, where: sendPlace(context.sources, CONTRACT.socketPath) };
}

/** The finding, with the clients that saw it. */
export function at(finding: Finding, ...people: readonly Person[]): Finding {
  return seenBy(finding, ...people.map(({ client }) => client.client.label));
}
