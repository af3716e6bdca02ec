import type { HttpFailure } from '../../observe/http.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { lastEventIdHeader } from '../../observe/event-stream/last-event-id.ts';
import type { Finding } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import type { ServerLog } from '../../rules/server/log.ts';
import { SILENT } from '../../rules/server/log.ts';
import { firstOf } from '../../rules/rule.ts';
import { isEventStream, noResponse, NOT_200, OTHER_TYPE } from '../../rules/stream/response.ts';
import type { StreamView } from '../../rules/stream/view.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLog } from '../../run/server-log.ts';
import { streamView } from '../../run/stream-view.ts';
import type { ServerKind } from '../../run/servers.ts';
import { NOT_STARTED } from '../../run/not-started.ts';

export type Opened = Result<EventStreamClient, HttpFailure>;

/** Which client of the stream it is, and what it sends. */
export interface StreamClientOptions {
  /** In the timeline: `stream 1`. */
  readonly label: string;
  /** Sent as `Last-Event-ID`; absent: none is sent. */
  readonly id?: string;
  readonly server?: ServerKind;
  /** Other headers that are sent. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Origin of a proxy in front of the server; absent: none. */
  readonly via?: string;
}

function pathOf({ contract }: RunContext): string {
  return contract.streamPath ?? '';
}

/** One client of the lab's stream. */
export async function openStream(context: RunContext, options: StreamClientOptions): Promise<Opened> {
  const { label, id, headers, via } = options;
  const server = await context.servers.get(options.server);
  if (!server.ok) return NOT_STARTED;
  const { timeline } = context;
  const client = { kind: 'stream', label, ...context.servers.talkingTo(server.value) } as const;
  if (id !== undefined) timeline.record(client, 'note', 'sse', `Last-Event-ID: ${id}`);
  const opened = await EventStreamClient.open(`${via ?? server.value.origin}${pathOf(context)}`, {
    client,
    timeline,
    deadlineMs: DEADLINE.firstEvent,
    headers: { ...headers, ...(id === undefined ? {} : { 'last-event-id': lastEventIdHeader(id) }) },
  });
  if (opened.ok) context.onClose(() => opened.value.leave());
  return opened;
}

/** What the server printed about the stream, after a wait for the reason of a failure. */
export async function logOf(context: RunContext): Promise<ServerLog> {
  const server = await context.servers.get();
  return server.ok ? serverLog(context, server.value, pathOf(context)) : SILENT;
}

/** A request for the stream got no answer. */
export async function didNotAnswer(context: RunContext, problem: HttpFailure): Promise<Finding> {
  return noResponse({ path: pathOf(context), log: await logOf(context), locate: context.sources }, problem);
}

/** Why what came is not the answer of an event stream: none came, or its status or type is another. Undefined: it is one. */
export async function whyNoStream(
  context: RunContext,
  opened: Opened,
  shows: StreamView['shows'],
): Promise<Finding | undefined> {
  if (!opened.ok) return didNotAnswer(context, opened.problem);
  const client = opened.value;
  if (client.status !== 200) {
    await client.untilEnd(DEADLINE.show);
    return firstOf(NOT_200, streamView(context, client, { shows, log: await logOf(context) }));
  }
  if (isEventStream(client.headers['content-type'] ?? '')) return undefined;
  return firstOf(OTHER_TYPE, { ...streamView(context, client, { shows }), elsewhere: undefined });
}
