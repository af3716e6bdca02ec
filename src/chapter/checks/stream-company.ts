import type { Evidence, FindingOf } from '../../model/finding.ts';
import type { RunContext } from '../../run/context.ts';
import { isAboutOneASecond } from './stream-rate.ts';
import { aloneStream, counterEvents, counterNumbers, goesUp, known, READ_STREAM, stream, TICKS } from './streams.ts';

/**
 * A client that is alone gets the stream as it should be, and with others beside it does not: the clients are in each other's way. Called
 * when the stream of several clients was seen to be wrong; undefined: alone it is wrong too, or that cannot be seen here.
 */
export async function wrongInCompany(
  context: RunContext,
  evidence: Evidence = {},
): Promise<FindingOf<'sse/one-client-only'> | undefined> {
  const alone = await aloneStream(context);
  if (alone === undefined || alone.data.length < TICKS || alone.ended) return undefined;
  if (!isAboutOneASecond(alone.intervals) || !goesUp(counterNumbers(alone.data))) return undefined;
  const [first = [], second = []] = await Promise.all(
    (['stream 1', 'stream 2'] as const).map(async (name) => {
      const opened = await stream(context, name);
      return opened.ok ? known(counterNumbers(counterEvents(opened.value.parser.events).map(({ data }) => data))) : [];
    }),
  );
  const where = context.sources.find('server', /sse\/counter/u, /\bsse\b/u);
  return {
    code: 'sse/one-client-only',
    severity: 'error',
    facts: { first, second },
    evidence: { did: READ_STREAM, where, ...evidence },
  };
}
