import { setTimeout } from 'node:timers/promises';
import type { Finding } from '../../model/finding.ts';
import type { WebSocketClient } from '../../observe/websocket.ts';
import { blocksOthers, failsOnlyConcurrently, isStalled, mayComeOfOthers } from '../../rules/socket/concurrent.ts';
import type { PingRound } from '../../rules/socket/concurrent.ts';
import type { RunContext } from '../../run/context.ts';
import { shared } from '../../run/shared.ts';
import { CONTRACT } from '../contract.ts';
import { connect, encodeFor, exchange } from './echo.ts';
import type { MessageFormat } from './echo.ts';

/**
 * Distinguishes "serves one client only" from "never answers": a single client asks an isolated server. If it is answered there, the
 * message was unanswered before because of the other clients.
 * @param formats the formats in which the message is sent, tried in this order
 */
export async function unlessOnlyConcurrent(
  context: RunContext,
  finding: Finding,
  formats: readonly MessageFormat[],
): Promise<Finding> {
  if (!context.servers.canIsolate || !mayComeOfOthers(finding)) return finding;
  for (const format of formats) {
    // Once for all checks: two of these at the same time would be concurrent clients.
    if (await ANSWERS_SINGLE_CLIENT[format](context)) return failsOnlyConcurrently(finding, 'answered');
  }
  return finding;
}

const ATTEMPTS = 5;

const ANSWERS_SINGLE_CLIENT = {
  htmx: shared((context) => answersSingleClient(context, 'htmx')),
  plain: shared((context) => answersSingleClient(context, 'plain')),
} as const satisfies Record<MessageFormat, unknown>;

/** Whether a client is answered while no other is connected. Tried again, because a server learns late that the previous one has left. */
async function answersSingleClient(context: RunContext, format: MessageFormat): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await twoMessages(context, format);
    if (outcome !== 'turned away') return outcome === 'answered';
  }
  return false;
}

/** What happens to two messages of one client. */
async function twoMessages(
  context: RunContext,
  format: MessageFormat,
): Promise<'answered' | 'turned away' | 'silence'> {
  const server = await context.servers.get('isolated');
  if (!server.ok) return 'silence';
  const opened = await connect(context, server.value);
  if (!opened.ok) return 'turned away';
  const client = opened.value;
  for (let count = 0; count < 2; count += 1) {
    const word = context.words.word();
    const waited = await exchange(
      client,
      encodeFor(context, format, { message: word, origin: server.value.origin }),
      word,
    );
    if (waited.kind === 'frame') continue;
    await client.close();
    return waited.kind === 'closed' ? 'turned away' : 'silence';
  }
  await client.close();
  return 'answered';
}

/** Only an answer that takes at least this long, in milliseconds, raises the question whether the process was blocked meanwhile. */
const SLOW_ANSWER_MS = 1000;

/** Whether an answer took so long that the process may have been busy with it. */
export function isSlow(tookMs: number): boolean {
  return tookMs >= SLOW_ANSWER_MS;
}

const ROUNDS = 3;
/** After an answer that was slow as well, a client that waits for so long needs no further round. Milliseconds. */
const LONG_STALL_MS = 1500;
/** The quickest of so many pings is what a process needs that has nothing to do; a busy machine delays one of them or another. */
const QUIET_PINGS = 3;

/**
 * Whether a slow answer keeps everybody waiting: while the server works on one client's message, another client's ping stays
 * unanswered. Each round compares it with a ping to the idle server, so that a slow machine is not mistaken for a slow handler.
 */
export async function blocksOthersMeanwhile(context: RunContext, format: MessageFormat): Promise<Finding | undefined> {
  const server = await context.servers.get('isolated');
  if (!server.ok) return undefined;
  const [asker, idler] = [await connect(context, server.value), await connect(context, server.value)];
  if (!asker.ok || !idler.ok) return undefined;
  const rounds: PingRound[] = [];
  let sent = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const quietMs = await quickestPong(idler.value);
    const word = context.words.word();
    sent = encodeFor(context, format, { message: word, origin: server.value.origin });
    const stallMs = await longestPong(idler.value, exchange(asker.value, sent, word));
    rounds.push({ quietMs, stallMs });
    if (!isStalled({ quietMs, stallMs }) || stallMs >= LONG_STALL_MS) break;
  }
  void Promise.all([asker.value.close(), idler.value.close()]);
  return blocksOthers({ path: CONTRACT.socketPath, sent, rounds, locate: context.sources });
}

async function quickestPong(client: WebSocketClient): Promise<number> {
  let quickest: number = LONG_STALL_MS;
  for (let ping = 0; ping < QUIET_PINGS; ping += 1)
    quickest = Math.min(quickest, await timed(() => client.roundTrip(LONG_STALL_MS)));
  return quickest;
}

const PAUSE_MS = 5;

/** The longest time, in milliseconds, that a ping waited for its pong while `work` was in progress; one that waited for too long ends it. */
async function longestPong(client: WebSocketClient, work: Promise<unknown>): Promise<number> {
  const state = { under: true };
  const done = work.then(() => {
    state.under = false;
  });
  let longest = 0;
  // One ping after the other: the first may overtake the message that keeps the process busy. Pauses keep a server from a flood of pings; a
  // connection that has ended answers none, and asking it again at once would leave no turn to anything else.
  while (state.under && client.closed === undefined) {
    longest = Math.max(longest, await timed(() => client.roundTrip(LONG_STALL_MS)));
    if (longest >= LONG_STALL_MS) return longest;
    await setTimeout(PAUSE_MS);
  }
  await done;
  return longest;
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await action();
  return Math.round(performance.now() - before);
}
