import type { Finding } from '../../model/finding.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { endsByItself, mayEnd } from '../../rules/socket/lasting.ts';
import { unreadFinding } from '../../rules/socket/unread.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { FAST_CLOCK_FACTOR } from '../../servers/fast-clock.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { CONTRACT } from '../contract.ts';
import { replyPlace } from './echo.ts';

interface Kept {
  readonly client: WebSocketClient;
  readonly server: LearnerServer;
}

const kept = new WeakMap<RunContext, Kept>();

/** From here on this client says nothing, and its connection is to stay open until the end of the run. */
export function keepOpen(context: RunContext, server: LearnerServer, client: WebSocketClient): void {
  kept.set(context, { server, client });
  // Seen on another server meanwhile.
  void endsLater(context);
}

/**
 * The server ends no connection whose client is there. It waits for nothing: a client of an earlier check stays open as long as other checks last.
 * A heartbeat, whose interval is often longer than that, is watched on a server with a fast clock.
 */
export const wsStays: ChapterCheck<'ws-stays'> = {
  id: 'ws-stays',
  title: CHECK_TITLES['ws-stays'],
  observes: 'socket',
  needs: ['ws-echo'],
  yieldsTo: ['ws-order', 'ws-two-clients'],
  after: [
    'page-sends',
    'chat-text-intact',
    'chat-two-tabs',
    'sse-rate',
    'sse-counts',
    'sse-two-clients',
    'counter-ticks',
    'counter-with-chat',
    'time-in-page',
  ],
  async run(context) {
    const ends = await endsLater(context);
    if (ends.finding !== undefined) return failed(ends.finding);
    const { client, server } = kept.get(context) ?? {};
    if (client === undefined || server === undefined) return PASSED;
    const unread = client.closed?.unread;
    if (unread !== undefined) {
      const did = { kind: 'ws', path: CONTRACT.socketPath, sent: client.sent } as const;
      const finding = unreadFinding(unread, { did, where: replyPlace(context, '') });
      return failed(seenBy(finding, client.client.label));
    }
    if (ends.soon === true) await client.untilClosed(client.openedMs + MOST_WAIT_MS - context.timeline.now());
    const { closed, pings, openedMs } = client;
    if (closed?.by !== 'server' || server.exit() !== undefined) return PASSED;
    const seen = {
      path: CONTRACT.socketPath,
      code: closed.code,
      pings,
      openMs: closed.ms - openedMs,
      clock: 'usual',
    } as const;
    return failed(seenBy(endsByItself({ ...seen, locate: context.sources }), client.client.label));
  },
};

const FAST_CLIENT = 'client (fast clock)';
/** A heartbeat that allows for lost pongs ends a connection after a few pings. */
const MOST_PINGS = 3;
/** Until the next ping; heartbeats are minutes apart at most, and the clock is fast. Milliseconds. */
const NEXT_PING_MS = 2000;
/** How often it is tried again when the connection ended before the server can have read the pong. */
const MOST_TRIES = 10;
/** A connection that ends later than this is not waited for. Milliseconds. */
const MOST_WAIT_MS = 8000;

/** What was seen with a fast clock. */
interface EndsLater {
  /** The connection ended although its pong had been read, which no clock explains. */
  readonly finding?: Finding;
  /** It ended after some seconds of the usual clock, and nothing shows that a pong had been read. That is a reason to wait for its end there. */
  readonly soon?: true;
}

/** Nothing: the source shows nothing that may end a connection, or nothing did, or it cannot be seen here. */
const endsLater = shared(async (context): Promise<EndsLater> => {
  const by = mayEnd(context.sources);
  if (by === 'nothing' || !context.servers.canIsolate) return {};
  const server = await context.servers.get('fast');
  if (!server.ok) return {};
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const opened = await WebSocketClient.connect(server.value.origin, CONTRACT.socketPath, {
      client: { kind: 'socket', label: FAST_CLIENT, ...context.servers.talkingTo(server.value) },
      timeline: context.timeline,
      deadlineMs: DEADLINE.handshake,
    });
    if (!opened.ok) return {};
    const client = opened.value;
    const answered = by === 'heartbeat' ? await answeredPings(client) : 0;
    if (by === 'timer') await untilTimersAreOver(client);
    const { closed, pings, openedMs } = client;
    await client.close();
    if (closed?.by !== 'server' || server.value.exit() !== undefined) return {};
    const openMs = closed.ms - openedMs;
    if (pings === 0) return { soon: true };
    // The server may not have read the last pong.
    if (answered < pings) continue;
    const seen = { path: CONTRACT.socketPath, code: closed.code, pings, openMs, clock: 'fast' } as const;
    return { finding: seenBy(endsByItself({ ...seen, locate: context.sources }), FAST_CLIENT) };
  }
  // On a machine this busy, only the usual clock leaves the server the time to read a pong.
  return { soon: true };
});

/** Timers that follow each other are each a little late: with this much more time, a chain of eight is over. */
const LATENESS = 1.5;
/** What a timer has begun may take some turns of the server's loop until it ends the connection. */
const TURNS = 5;

/**
 * Waits until the connection is closed, or all timers have rung that were to ring within `MOST_WAIT_MS`. Time alone shows that only where nothing
 * keeps the server's process from running. It runs the timers that are due before it reads again, so pongs do: a first one shows that the
 * connection's handler has run, those after the time that the process has gone on since then.
 */
async function untilTimersAreOver(client: WebSocketClient): Promise<void> {
  await client.roundTrip(DEADLINE.pong);
  await client.untilClosed((MOST_WAIT_MS / FAST_CLOCK_FACTOR) * LATENESS);
  for (let turn = 0; turn < TURNS; turn += 1) await client.roundTrip(DEADLINE.pong);
}

/**
 * How many pings the server has sent whose pongs it has certainly read: frames arrive in order, so a pong of its own to a ping of ours, which
 * followed, shows that.
 */
async function answeredPings(client: WebSocketClient): Promise<number> {
  let answered = 0;
  while (answered < MOST_PINGS && (await client.untilPings(answered + 1, NEXT_PING_MS))) {
    const { pings } = client;
    if (!(await client.roundTrip(DEADLINE.pong))) return answered;
    answered = pings;
  }
  return answered;
}
