import type { Finding } from '../../model/finding.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { withinDeadline } from '../../model/waiting.ts';
import { httpGet } from '../../observe/http.ts';
import { Timeline } from '../../observe/timeline.ts';
import { blockingCall, STALL_MS } from '../../rules/server/blocking-call.ts';
import { blockedFor, streamBlocksOthers } from '../../rules/stream/clients.ts';
import type { AnswerTimes } from '../../rules/stream/clients.ts';
import { soonMs } from '../../rules/stream/rate.ts';
import type { LearnerServer } from '../../servers/server.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLogNow } from '../../run/server-log.ts';
import { CONTRACT } from '../contract.ts';

/** Given up after this: a process that is busy forever never answers. */
const GIVE_UP_MS = 1000;
const ROUNDS = 3;
/** The least of so many answers is as fast as the server is, also where other clients of the check keep it busy. */
const ROUNDS_BEFORE = 5;
/** A stream that has not been answered on the shared server is not waited for on the isolated one. */
const UNANSWERED_MS = 500;

/**
 * Whether one client of the stream keeps the whole process busy, so that nobody else is answered: a blocking call in an async
 * function, or a loop that never waits. The suspicion is confirmed on an isolated server, against the same request without a stream.
 * Once confirmed, the shared server is ended: everything that waits for it would wait in vain.
 * @param server the shared one, with a stream open or asked for @param answered whether the stream was answered there
 * @param before how long answers took before the stream was asked for, where no other server can be started
 */
export async function streamBlocks(
  context: RunContext,
  server: LearnerServer,
  answered: 'answered' | 'unanswered',
  before: readonly number[] | undefined,
): Promise<Finding | undefined> {
  if (!context.servers.canIsolate && before === undefined) return undefined;
  if ((await answerTime(server)) < STALL_MS && (await answerTime(server)) < STALL_MS) return undefined;
  const path = CONTRACT.streamPath;
  const end = async (waitedMs: number): Promise<Finding> => {
    const log = serverLogNow(context, server, path);
    context.timeline.record(
      { kind: 'server', label: 'server' },
      'note',
      'process',
      'answers no one while a stream is open',
    );
    await server.kill();
    return streamBlocksOthers({ path, waitedMs, log, locate: context.sources });
  };
  // The server's log already says why, and the flood from a loop that never waits would keep us busy too.
  if (serverLogNow(context, server, path).notAwaited !== undefined) return end(GIVE_UP_MS);
  const times =
    before === undefined
      ? await timesOnItsOwn(context, answered === 'answered' ? soonMs(CONTRACT) : UNANSWERED_MS)
      : { quiet: before, besideStream: await answerTimes(server, ROUNDS) };
  const waitedMs = times && blockedFor(times);
  // On a server with other clients, a handler of a message may be what blocks it: the source must show a call that does.
  if (before !== undefined && blockingCall(context.sources, []).length === 0) return undefined;
  return waitedMs === undefined ? undefined : end(waitedMs);
}

/**
 * How long answers take before the stream is asked for, milliseconds. Undefined: the tutor has started this server, and starts another one to
 * compare with where it can.
 */
export async function timesBefore(context: RunContext, server: LearnerServer): Promise<readonly number[] | undefined> {
  return context.servers.remote ? answerTimes(server, ROUNDS_BEFORE) : undefined;
}

/**
 * How long answers take on an isolated server, without and with one client of the stream. Undefined: it does not start.
 * @param patienceMs how long the stream's first event is waited for, milliseconds
 */
async function timesOnItsOwn(context: RunContext, patienceMs: number): Promise<AnswerTimes | undefined> {
  const server = await context.servers.get('streaming');
  if (!server.ok) return undefined;
  const quiet = await answerTimes(server.value, 2);
  const opening = EventStreamClient.open(`${server.value.origin}${CONTRACT.streamPath}`, {
    client: { kind: 'stream', label: 'stream (isolated server)' },
    timeline: new Timeline(),
    deadlineMs: DEADLINE.firstEvent,
  });
  const opened = await withinDeadline(opening, patienceMs);
  const client = opened?.value.ok === true ? opened.value.value : undefined;
  await client?.until(() => client.parser.events.length > 0, patienceMs);
  const besideStream = await answerTimes(server.value, ROUNDS);
  await client?.leave();
  await server.value.kill();
  return { quiet, besideStream };
}

/** The same request several times, one after the other. */
async function answerTimes(server: LearnerServer, rounds: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await answerTime(server));
  return times;
}

/** Milliseconds until `GET /` is answered or given up. */
async function answerTime(server: LearnerServer): Promise<number> {
  const before = performance.now();
  await httpGet(`${server.origin}/`, {
    client: { kind: 'http', label: 'client' },
    timeline: new Timeline(),
    deadlineMs: GIVE_UP_MS,
  });
  return Math.round(performance.now() - before);
}
