import type { Finding } from '../../model/finding.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import type { RunContext } from '../../run/context.ts';
import { wrongInCompany } from './stream-company.ts';
import { largestBurst } from './stream-rate.ts';
import { whyItEnded, READ_STREAM, SOON_MS, stream, streamPlace } from './streams.ts';

/** The first event comes soon. */
export const sseFirstEvent: ChapterCheck<'sse-first-event'> = {
  id: 'sse-first-event',
  title: 'The first event comes within a few seconds',
  observes: 'stream',
  needs: ['sse-framing'],
  async run(context): Promise<Outcome> {
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const { parser } = client;
    await client.until(() => parser.events.length > 0, DEADLINE.firstEvent);
    const [first] = parser.events;
    if (first === undefined) return failed((await wrongInCompany(context)) ?? (await whyNone(context, client)));
    const after = Math.round(first.ms - client.askedMs);
    if (after <= SOON_MS) return PASSED;
    const evidence = evidenceOf(context, client);
    const atOnce = largestBurst(parser.events.map(({ ms }) => ms));
    if (atOnce > 0)
      return failed({
        code: 'sse/buffered',
        severity: 'error',
        facts: { encoding: encodingOf(client), atOnce },
        evidence,
      });
    return failed({ code: 'sse/wrong-rate', severity: 'error', facts: { intervals: [after] }, evidence });
  },
};

async function whyNone(context: RunContext, client: EventStreamClient): Promise<Finding> {
  const severity = 'error';
  const evidence = evidenceOf(context, client);
  if (client.endedMs !== undefined) return whyItEnded(context, client);
  const encoding = encodingOf(client);
  // Compressed, and nothing of it can be read yet: the compressor keeps it until its block is full.
  if (encoding !== '') return { code: 'sse/buffered', severity, facts: { encoding, atOnce: 0 }, evidence };
  return { code: 'sse/no-event', severity, facts: { bytes: client.parser.bytes }, evidence };
}

function encodingOf(client: EventStreamClient): string {
  const encoding = client.headers['content-encoding'] ?? '';
  return encoding === 'identity' ? '' : encoding;
}

function evidenceOf(context: RunContext, client: EventStreamClient): Finding['evidence'] {
  return {
    did: READ_STREAM,
    received: client.head,
    waitedMs: Math.round(context.timeline.now() - client.askedMs),
    where: streamPlace(context),
  };
}
