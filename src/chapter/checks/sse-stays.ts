import { fellSilent } from '../../rules/stream/lasting.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { TICKS } from '../rules/stream-counter.ts';
import { stream, viewOf, whyItEnded } from './streams.ts';

/**
 * The first client's stream goes on until the end of the run. It waits for nothing: the stream is open as long as other checks last, and what came
 * in that time is judged.
 */
export const sseStays: ChapterCheck<'sse-stays'> = {
  id: 'sse-stays',
  title: CHECK_TITLES['sse-stays'],
  observes: 'stream',
  needs: ['sse-rate', 'sse-counts'],
  yieldsTo: ['sse-two-clients'],
  after: ['sse-real-client', 'page-stream', 'chat-two-tabs', 'counter-ticks', 'counter-with-chat', 'time-in-page'],
  async run(context) {
    const server = await context.servers.get();
    const opened = await stream(context, 'stream 1');
    if (!server.ok || !opened.ok) return { skipped: 'the stream did not open' };
    // A server that ended took its streams with it; that is not theirs to report.
    if (server.value.exit() !== undefined || (await context.servers.single())) return PASSED;
    const client = opened.value;
    if (client.endedMs !== undefined) return failed(await whyItEnded(context, client));
    const { events } = client.parser;
    const silentMs = context.timeline.now() - (events.at(-1)?.ms ?? client.askedMs);
    if (client.left || events.length < TICKS || silentMs < DEADLINE.tick) return PASSED;
    return failed(fellSilent(viewOf(context, client), silentMs, 'usual'));
  },
};
