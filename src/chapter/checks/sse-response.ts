import type { Finding } from '../../model/finding.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import { withinDeadline } from '../../model/waiting.ts';
import { httpGet } from '../../observe/http.ts';
import { firstOf } from '../../rules/rule.ts';
import { flooded } from '../../rules/stream/rate.ts';
import { tooMuch } from '../../rules/stream/view.ts';
import {
  cacheable,
  evidenceOfStatus,
  isEventStream,
  noResponse,
  NOT_200,
  OTHER_TYPE,
} from '../../rules/stream/response.ts';
import type { ComparedStream } from '../../rules/stream/response.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { withAnsweredError } from '../../run/answered-error.ts';
import { servedAt } from '../../run/server-log.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { CONTRACT } from '../contract.ts';
import { withIsolatedStream, wrongOnlyConcurrently } from './concurrent-streams.ts';
import { streamBlocks, timesBefore } from './stream-blocks.ts';
import { stream, streamLog, streamLogNow, viewOf } from './streams.ts';

const MOST_LINES = 12;
/** A stream whose head comes with its first event is answered within this time. Milliseconds. */
const LATE_MS = 1500;

/** GET /sse/counter answers 200 with `text/event-stream` (HTML standard, 9.2.2: anything else makes a client give up). */
export const sseResponse: ChapterCheck<'sse-response'> = {
  id: 'sse-response',
  title: CHECK_TITLES['sse-response'],
  waitsFor: CHECK_WAITS['sse-response'],
  observes: 'stream',
  needs: ['server-starts'],
  // A process blocked by a stream answers nothing: no page, no handshake, no message. A page that events flood does nothing else either.
  breaks: {
    codes: ['sse/blocks-others', 'python/not-awaited', 'sse/wrong-rate', 'sse/too-much'],
    checks: { observing: ['socket', 'page'] },
  },
  async run(context): Promise<Outcome> {
    const server = await context.servers.get();
    const before = server.ok ? await timesBefore(context, server.value) : undefined;
    const opening = withIsolatedStream(context, stream(context, 'stream 1'));
    // A process that never answers again would be waited for until the deadline.
    const late = (await withinDeadline(opening, LATE_MS)) === undefined;
    const hangs = late && server.ok ? await streamBlocks(context, server.value, 'unanswered', before) : undefined;
    if (hangs !== undefined) return failed(hangs);
    const opened = await opening;
    const blocked = server.ok ? await streamBlocks(context, server.value, 'answered', before) : undefined;
    if (blocked !== undefined) return failed(blocked);
    const view = opened.ok ? viewOf(context, opened.value) : undefined;
    const flood = view && (flooded(view) ?? tooMuch(view));
    if (flood !== undefined) return failed(flood);
    if (!opened.ok) {
      const log =
        opened.problem.reason === 'broken' ? await streamLog(context) : await streamLogNow(context, MOST_LINES);
      const seen = { path: CONTRACT.streamPath, log, locate: context.sources };
      const finding = noResponse(seen, opened.problem);
      return failed((await wrongOnlyConcurrently(context, finding.evidence)) ?? finding);
    }
    return outcomeOf(await whyWrong(context, opened.value));
  },
};

function outcomeOf(finding: Finding | undefined): Outcome {
  return finding === undefined ? PASSED : failed(finding);
}

async function whyWrong(context: RunContext, client: EventStreamClient): Promise<Finding | undefined> {
  const view = viewOf(context, client, await streamLogNow(context, MOST_LINES));
  if (client.status !== 200)
    return (await wrongOnlyConcurrently(context, evidenceOfStatus(view))) ?? (await whyNot200(context, client));
  if (isEventStream(client.headers['content-type'] ?? '')) return cacheable(view);
  return firstOf(OTHER_TYPE, await comparedView(context, client));
}

async function whyNot200(context: RunContext, client: EventStreamClient): Promise<Finding | undefined> {
  if (client.status < 500) {
    const log = await streamLogNow(context, MOST_LINES);
    return firstOf(NOT_200, viewOf(context, client, log));
  }
  await client.untilEnd(DEADLINE.show);
  const answer = { status: client.status, body: client.head };
  const at = { folder: context.folder, served: servedAt(context, CONTRACT.streamPath) };
  return firstOf(NOT_200, viewOf(context, client, withAnsweredError(await streamLog(context), answer, at)));
}

/** The stream next to an answer at a path that does not exist: a server that answers any path in this way has no route for the stream. */
async function comparedView(context: RunContext, client: EventStreamClient): Promise<ComparedStream> {
  const server = await context.servers.get();
  const folder = CONTRACT.streamPath.slice(0, CONTRACT.streamPath.lastIndexOf('/'));
  const asked = server.ok
    ? await httpGet(`${server.value.origin}${folder}/${context.words.word()}`, {
        client: { kind: 'http', label: 'client' },
        timeline: context.timeline,
        deadlineMs: DEADLINE.show,
      })
    : undefined;
  const elsewhere = asked?.ok === true ? asked.value : undefined;
  const { status, headers } = client;
  if (elsewhere?.status === status && elsewhere.headers['content-type'] === headers['content-type'])
    await client.untilEnd(DEADLINE.show);
  return { ...viewOf(context, client, await streamLogNow(context, MOST_LINES)), elsewhere };
}
