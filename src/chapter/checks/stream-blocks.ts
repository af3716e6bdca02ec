import type { Finding } from '../../model/finding.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { httpGet } from '../../observe/http.ts';
import { Timeline } from '../../observe/timeline.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { blockingPlace } from '../../run/blocking-place.ts';
import { notAwaitedFinding, notAwaitedSaid } from '../../run/server-says.ts';
import type { RunContext } from '../../run/context.ts';
import { READ_STREAM, SOON_MS, STREAM_PATH, streamPlace } from './streams.ts';

/** A request that waits longer than this beside a stream makes us ask whether the stream keeps the process busy. Milliseconds. */
const STALL_MS = 700;
/** Given up after this: a process that is busy for ever need not be waited for. */
const GIVE_UP_MS = 1500;
const ROUNDS = 4;

/**
 * Whether one client of the stream keeps the whole process busy, so that nobody else is answered: a call that blocks in an async
 * function, or a loop that never waits. A suspicion is proved on a server of its own, against the same request without a stream.
 * Once it is proved, the shared server is ended: everybody who waits for it would wait in vain.
 * @param server the shared one, with a stream open
 */
export async function streamBlocks(context: RunContext, server: LearnerServer): Promise<Finding | undefined> {
  if (context.servers.remote) return undefined;
  if ((await answerTime(server)) < STALL_MS && (await answerTime(server)) < STALL_MS) return undefined;
  const ended = async (waitedMs: number): Promise<Finding['evidence']> => {
    context.timeline.record(
      { kind: 'server', label: 'server' },
      'note',
      'process',
      'answers nobody while a stream is open',
    );
    await server.kill();
    return { did: READ_STREAM, waitedMs, where: blockingPlace(context, streamPlace(context)) };
  };
  // The server itself says why, and what a loop that never waits sends would keep us busy, too.
  const forgotten = notAwaitedSaid(context, server, STREAM_PATH);
  if (forgotten !== undefined) return notAwaitedFinding(forgotten, await ended(GIVE_UP_MS));
  const other = await context.servers.get('streaming');
  if (!other.ok) return undefined;
  // The first request of a process may be slow; the quickest of some is what it takes.
  const quiet = Math.min(await answerTime(other.value), await answerTime(other.value));
  const client = await EventStreamClient.open(`${other.value.origin}${STREAM_PATH}`, {
    client: { kind: 'stream', label: 'stream alone' },
    timeline: new Timeline(),
    deadlineMs: SOON_MS,
  });
  if (client.ok) await client.value.until(() => client.value.parser.events.length > 0, SOON_MS);
  const stalls: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) stalls.push(await answerTime(other.value));
  if (client.ok) await client.value.leave();
  await other.value.kill();
  // The first one may come between two calls that block.
  const waitedMs = Math.min(...stalls.slice(1));
  if (waitedMs < STALL_MS || waitedMs < quiet * 3) return undefined;
  return { code: 'sse/blocks-others', severity: 'error', facts: { waitedMs }, evidence: await ended(waitedMs) };
}

/** Milliseconds until any answer of `GET /`, or until it is given up. */
async function answerTime(server: LearnerServer): Promise<number> {
  const before = performance.now();
  await httpGet(`${server.origin}/`, {
    client: { kind: 'http', label: 'client' },
    timeline: new Timeline(),
    deadlineMs: GIVE_UP_MS,
  });
  return Math.round(performance.now() - before);
}
