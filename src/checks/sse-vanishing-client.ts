import { EventStreamClient } from '../probes/event-stream.ts';
import type { Check, Outcome } from './check.ts';
import { failed, PASSED } from './check.ts';
import { DEADLINE } from './deadlines.ts';
import { counterEvents, READ_STREAM, stream, STREAM_PATH } from './streams.ts';
import { crashFacts } from './ws-vanishing-client.ts';

/** Error lines after each tick that follow a client's leaving. */
const ERROR_LINE = /\b(?:error|exception|traceback|ERR_\w+|EPIPE|ECONNRESET)\b/iu;
const TICKS_AFTER = 2;

/** A client leaves in the middle of the stream: the server lives, the others get their ticks, and the log stays quiet. */
export const sseVanishingClient: Check = {
  id: 'sse-vanishing-client',
  title: 'A client that leaves the stream harms nobody',
  needs: ['sse-response'],
  async run(session): Promise<Outcome> {
    const server = await session.server('rough');
    if (!server.ok) return failed(server.problem);
    const url = `${server.value.origin}${STREAM_PATH}`;
    const options = { timeline: session.timeline, deadlineMs: DEADLINE.answer };
    const [leaver, witness] = await Promise.all([EventStreamClient.open(url, { client: 'leaver', ...options }), EventStreamClient.open(url, { client: 'witness', ...options })]);
    if (!leaver.ok || !witness.ok) return { skipped: 'the stream did not open twice' };
    session.onClose(() => witness.value.leave());
    await leaver.value.until(() => leaver.value.parser.bytes > 0, DEADLINE.firstEvent);
    const mark = server.value.output.count;
    await leaver.value.leave();
    const seen = counterEvents(witness.value.parser.events).length;
    const went = await witness.value.until(() => counterEvents(witness.value.parser.events).length >= seen + TICKS_AFTER, DEADLINE.ticks);
    const evidence = { did: READ_STREAM, output: server.value.output.last(8) };
    const { exit, error, where } = crashFacts(server.value, session.options.folder);
    const crashed = server.value.exit() !== undefined;
    const complaints = server.value.output.since(mark).filter((line) => ERROR_LINE.test(line.text)).length;
    if (crashed) return failed({ code: 'sse/crashes-on-disconnect', severity: 'error', facts: { exit, error, repeats: 0 }, evidence: { ...evidence, where } });
    if (complaints >= TICKS_AFTER) return failed({ code: 'sse/crashes-on-disconnect', severity: 'error', facts: { exit, error, repeats: complaints }, evidence: { ...evidence, where } });
    if (went) return PASSED;
    const calm = await stream(session, 'stream 1');
    const ticks = calm.ok ? counterEvents(calm.value.parser.events).length : 0;
    // The stream stands still for everybody: other checks say that.
    if (ticks < seen + TICKS_AFTER) return { skipped: 'the stream does not go on by itself, which the other checks tell' };
    return failed({ code: 'sse/crashes-on-disconnect', severity: 'error', facts: { exit, error, repeats: 0 }, evidence: { ...evidence, where } });
  },
};
