import { whyNotSoon } from '../../rules/stream/rate.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { ServerLog } from '../../rules/server/log.ts';
import type { RunContext } from '../../run/context.ts';
import { wrongOnlyConcurrently } from './concurrent-streams.ts';
import { stream, streamLog, streamLogNow, untilFirst, viewOf } from './streams.ts';

const LINES = 8;

/** Only a stream that has ended can have printed an error; one that is open may have printed a warning. */
function logOf(context: RunContext, { endedMs }: EventStreamClient): Promise<ServerLog> {
  return endedMs === undefined ? streamLogNow(context, LINES) : streamLog(context);
}

/** The first event arrives soon. */
export const sseFirstEvent: ChapterCheck<'sse-first-event'> = {
  id: 'sse-first-event',
  title: CHECK_TITLES['sse-first-event'],
  waitsFor: CHECK_WAITS['sse-first-event'],
  observes: 'stream',
  needs: ['sse-framing'],
  async run(context): Promise<Outcome> {
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    await untilFirst(context, client, () => client.parser.events.length > 0);
    const missing = client.parser.events.length === 0;
    const concurrent = missing ? await wrongOnlyConcurrently(context) : undefined;
    if (concurrent !== undefined) return failed(concurrent);
    const log = missing ? await logOf(context, client) : undefined;
    const finding = whyNotSoon(viewOf(context, client, log));
    return finding === undefined ? PASSED : failed(finding);
  },
};
