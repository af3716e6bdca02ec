import { withinDeadline } from '../../model/waiting.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { complaintsIn, leavingHarms } from '../../rules/stream/clients.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { endedServer, hasCrashed } from '../../run/crash.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { CONTRACT } from '../contract.ts';
import { counterEvents } from '../rules/stream-counter.ts';
import { stream, untilTicks } from './streams.ts';

const TICKS_AFTER = 2;
const MOST_LINES = 8;

/** A client leaves in the middle of the stream: the server keeps running, the others get their ticks, and the log stays quiet. */
export const sseVanishingClient: ChapterCheck<'sse-vanishing-client'> = {
  id: 'sse-vanishing-client',
  title: CHECK_TITLES['sse-vanishing-client'],
  observes: 'stream',
  // A stream whose events come in bursts of many seconds goes on for nobody within the time in which this looks.
  needs: ['sse-first-event'],
  harmsServer: true,
  // Its three ticks pass beside those of the shared server. The server for the clients of the socket that vanish has ended by then.
  async prepare(context, hasPassed) {
    if (!((await hasPassed('sse-response')) && (await hasPassed('ws-vanishing-client')))) return;
    const server = await context.servers.get('vanishing-streams');
    if (server.ok) await leaveInTheMiddle(context, server.value);
  },
  async run(context): Promise<Outcome> {
    const server = await context.servers.get('vanishing-streams');
    if (!server.ok) return failed(server.problem);
    const seen = await leaveInTheMiddle(context, server.value);
    if ('skipped' in seen) return seen;
    const harmed = (repeats: number): Outcome =>
      failed(
        seenBy(
          leavingHarms(
            CONTRACT.streamPath,
            { ...endedServer(server.value, context.folder, MOST_LINES), locate: context.sources },
            repeats,
          ),
          'leaver',
          'witness',
        ),
      );
    if (await hasCrashed(server.value)) return harmed(0);
    // This server has no other clients, so its output is about the stream.
    if (seen.complaints >= TICKS_AFTER) return harmed(seen.complaints);
    if (seen.othersWentOn) return seen.complaints === 1 && hasFailed(server.value, context) ? harmed(1) : PASSED;
    // The stream has stopped for everybody: other checks report that.
    if (!seen.continuesElsewhere) return { skipped: 'the stream does not continue, which other checks report' };
    return harmed(0);
  },
};

/** Whether an uncaught error in the learner's own code is in the output, and not just a line that mentions one. */
function hasFailed(server: LearnerServer, { folder }: RunContext): boolean {
  return endedServer(server, folder, MOST_LINES).report?.where !== undefined;
}

interface Seen {
  readonly othersWentOn: boolean;
  /** Whether the stream of a client on another server continued meanwhile. */
  readonly continuesElsewhere: boolean;
  /** How often the server has printed the same error since then. */
  readonly complaints: number;
}

type Left = Seen | { readonly skipped: string };

const leaveInTheMiddle = shared(async (context: RunContext, server: LearnerServer): Promise<Left> => {
  const url = `${server.origin}${CONTRACT.streamPath}`;
  const talking = context.servers.talkingTo(server);
  const options = { timeline: context.timeline, deadlineMs: DEADLINE.answer };
  const [leaver, witness] = await Promise.all([
    EventStreamClient.open(url, { client: { kind: 'stream', label: 'leaver', ...talking }, ...options }),
    EventStreamClient.open(url, { client: { kind: 'stream', label: 'witness', ...talking }, ...options }),
  ]);
  // One that was turned away never had the stream; that is reported by the check of two clients.
  if (!leaver.ok || !witness.ok || [leaver, witness].some(({ value }) => value.status !== 200))
    return { skipped: 'the stream did not open twice' };
  context.onClose(() => witness.value.leave());
  const arrived = await leaver.value.until(() => leaver.value.parser.events.length > 0, DEADLINE.firstEvent);
  const mark = server.output.count;
  await leaver.value.leave();
  if (!arrived) return { skipped: 'no event arrived before the client left, which other checks report' };
  const count = (): number => counterEvents(witness.value.parser.events).length;
  const before = count();
  // Where only one server can run, that client's has ended by now: what counts is what it received until then.
  const undisturbed = await stream(context, 'stream 1');
  const elsewhere = (): number => (undisturbed.ok ? undisturbed.value.parser.events.length : 0);
  const elsewhereBefore = elsewhere();
  const isOver = await context.servers.single();
  const [othersWentOn, continuesElsewhere] = await Promise.all([
    untilTicks(witness.value, () => count() >= before + TICKS_AFTER),
    undisturbed.ok &&
      untilTicks(undisturbed.value, () => elsewhere() >= (isOver ? TICKS_AFTER : elsewhereBefore + TICKS_AFTER)),
  ]);
  // When a process dies, its connections break a moment before the system reports its exit.
  if (witness.value.endedMs !== undefined) await withinDeadline(server.exited, DEADLINE.show);
  const complaints = (): number => complaintsIn(server.output.since(mark));
  // The departed client's timer may tick a little after the witness's, so after a first error line the check waits one more tick for another.
  if (othersWentOn && complaints() > 0) await witness.value.until(() => count() > before + TICKS_AFTER, DEADLINE.ticks);
  return { othersWentOn, continuesElsewhere, complaints: complaints() };
});
