import type { Finding } from '../../model/finding.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { httpGet } from '../../observe/http.ts';
import { Timeline } from '../../observe/timeline.ts';
import { whyItEnded } from '../../rules/stream/failed.ts';
import { fellSilent, lastCount } from '../../rules/stream/lasting.ts';
import { intervalsOf, isFarTooFast, meanOf, soonMs } from '../../rules/stream/rate.ts';
import type { LearnerServer } from '../../servers/server.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLog } from '../../run/server-log.ts';
import { shared } from '../../run/shared.ts';
import { CONTRACT } from '../contract.ts';
import { startsOver, TICKS } from '../rules/stream-counter.ts';
import { counterEvents, stream, viewOf } from './streams.ts';

/** No event for so long, where one is due each few milliseconds. */
const SILENT_MS = 1200;
/** And no event for so long after the process has answered somebody else. Milliseconds. */
const STILL_SILENT_MS = 400;
/** A server whose clock is fast sends its events much closer than this. Milliseconds. */
const FAST_MS = CONTRACT.intervalMs / 4;

/** `unknown`: it cannot be seen here. */
export type Lasting = Finding | 'goes-on' | 'unknown';

/**
 * Whether the stream goes on past the numbers that the source names, which may be a count at which it ends, falls silent or starts over. It is
 * watched on a server of its own whose timers are fast, so that nobody waits for minutes; a server whose source names no such number is not
 * started. What the stream then does is the verdict. One that is far too fast even with the usual clock is not watched further: its rate is wrong
 * already, and the fast clock would make a flood of it.
 */
export const lasting = shared(async (context): Promise<Lasting> => {
  const count = lastCount(context.sources, CONTRACT.intervalMs);
  if (count === 0) return 'goes-on';
  if (!context.servers.canIsolate) return 'unknown';
  const server = await context.servers.get('fast');
  if (!server.ok) return 'unknown';
  const opened = await EventStreamClient.open(`${server.value.origin}${CONTRACT.streamPath}`, {
    client: { kind: 'stream', label: 'stream (fast clock)' },
    timeline: new Timeline(),
    deadlineMs: soonMs(CONTRACT),
  });
  if (!opened.ok) return 'unknown';
  const client = opened.value;
  try {
    return await watch(context, { server: server.value, client, past: count + TICKS });
  } finally {
    await client.leave();
  }
});

interface Watched {
  readonly server: LearnerServer;
  readonly client: EventStreamClient;
  /** It is watched until so many events have come. */
  readonly past: number;
}

async function watch(context: RunContext, { server, client, past }: Watched): Promise<Lasting> {
  const { events } = client.parser;
  await client.until(() => events.length > 0, soonMs(CONTRACT));
  const usual = await stream(context, 'stream 1');
  const tooFast = (): boolean =>
    usual.ok && isFarTooFast(intervalsOf(counterEvents(usual.value.parser.events)), CONTRACT.intervalMs);
  while (events.length < past && !tooFast() && (await another(client, SILENT_MS)));
  if (tooFast()) return 'goes-on';
  const view = viewOf(context, client);
  if (view.counted.length < TICKS || meanOf(intervalsOf(view.counted)) >= FAST_MS) return 'unknown';
  // Its end may be an effect of the clock, which no learner has.
  if (server.exit() !== undefined) return 'unknown';
  const again = startsOver(view);
  if (again !== undefined) return again;
  if (client.endedMs !== undefined) {
    const log = await serverLog(context, server, CONTRACT.streamPath);
    const ended = whyItEnded(viewOf(context, client, log));
    return ended.code === 'sse/ends-early' ? { ...ended, facts: { ...ended.facts, clock: 'fast' } } : ended;
  }
  if (events.length >= past) return 'goes-on';
  // A process that answers runs its timers, too.
  if (!(await answers(server)) || (await another(client, STILL_SILENT_MS))) return 'unknown';
  return fellSilent(view, SILENT_MS + STILL_SILENT_MS, 'fast');
}

/** Whether one more event comes within the time. */
async function another(client: EventStreamClient, ms: number): Promise<boolean> {
  const before = client.parser.events.length;
  return client.until(() => client.parser.events.length > before, ms);
}

async function answers(server: LearnerServer): Promise<boolean> {
  const answer = await httpGet(`${server.origin}${CONTRACT.pagePath}`, {
    client: { kind: 'http', label: 'client' },
    timeline: new Timeline(),
    deadlineMs: DEADLINE.answer,
  });
  return answer.ok;
}
