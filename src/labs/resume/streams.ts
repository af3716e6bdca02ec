import type { HttpFailure } from '../../observe/http.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { Result } from '../../model/result.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { openStream } from '../common/streams.ts';
import { LAST } from './contract.ts';
import { partsOf } from './parts.ts';
import type { PartsView, ResumedView } from './rules.ts';

/** How long a stream is watched after its last part, in milliseconds: more of it would come after one interval. */
const AFTER_LAST_MS = 1000;

/** So many events without a part come where none will. */
const MOST_OTHERS = 4;

/** The client that is never cut off, which most checks read. */
export const wholeStream = shared((context) => openStream(context, { label: 'stream 1' }));

/** Waits for a part or for the end; gives up when nothing has come for longer than any right interval. */
export async function untilParts(client: EventStreamClient, enough: () => boolean): Promise<void> {
  for (;;) {
    const before = client.parser.events.length;
    const goesOn = await client.until(() => enough() || client.parser.events.length > before, DEADLINE.tick);
    const { length } = client.parser.events;
    // A stream that repeats itself, or that sends what is no part, is read no further than that shows.
    const others = length - partsOf(client.parser).length;
    if (!goesOn || enough() || length > LAST * 4 || others > MOST_OTHERS) return;
  }
}

/** Waits until all parts have come, and for what comes after the last. */
export async function untilLast(client: EventStreamClient): Promise<void> {
  await untilParts(client, () => partsOf(client.parser).some(({ number }) => number >= LAST));
  const { length } = partsOf(client.parser);
  await client.until(() => partsOf(client.parser).length > length, AFTER_LAST_MS);
}

export function partsView(context: RunContext, client: EventStreamClient): PartsView {
  const { status, head, parser } = client;
  return { status, head, parts: partsOf(parser), locate: context.sources };
}

/** A client that sends an id, when it has what decides. @param enough called with how many parts have come */
export async function resumed(
  context: RunContext,
  { id, label }: { readonly id: string; readonly label: string },
  enough: (parts: number) => boolean,
): Promise<Result<ResumedView, HttpFailure>> {
  const opened = await openStream(context, { label, id });
  if (!opened.ok) return opened;
  const client = opened.value;
  const { parser } = client;
  if (client.status === 200) {
    await untilParts(client, () => enough(partsOf(parser).length));
  }
  const view = { ...partsView(context, client), id };
  await client.leave();
  return { ok: true, value: view };
}
