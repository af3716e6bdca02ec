import type { Transport } from '../../htmx/index.ts';
import type { Finding } from '../../model/finding.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { Timeline } from '../../observe/timeline.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { queriedAddress, queryRefused } from '../../rules/query.ts';
import type { RunContext } from '../../run/context.ts';

/** A path that has an endpoint answers within this, in milliseconds. */
const DEADLINE_MS = 2000;

/** The finding, or that it is the query in the page's address that the server refuses: a client of ours asks for both addresses. */
export async function toldFromQuery(
  context: RunContext,
  page: ObservedPage,
  { transport, finding }: { readonly transport: Transport; readonly finding: Finding },
): Promise<Finding> {
  const address = queriedAddress(page, transport);
  const server = await context.servers.get();
  if (address === undefined || !server.ok) return finding;
  const { path, query } = address;
  const accepts = ACCEPTS[transport];
  const [withQuery, without] = await Promise.all([
    accepts(server.value.origin, path + query),
    accepts(server.value.origin, path),
  ]);
  const client = { kind: 'http', label: 'client' } as const;
  context.timeline.record(client, 'note', transport, `${path}${query} is ${withQuery}, ${path} is ${without}`);
  return queryRefused(page, transport, { path, query, withQuery, without }) ?? finding;
}

type Answer = 'accepted' | 'refused';

const ACCEPTS: Readonly<Record<Transport, (origin: string, target: string) => Promise<Answer>>> = {
  ws: async (origin, target) => {
    const client = { kind: 'socket', label: target } as const;
    const options = { client, timeline: new Timeline(), deadlineMs: DEADLINE_MS };
    const opened = await WebSocketClient.connect(origin, target, options);
    if (opened.ok) await opened.value.close();
    return opened.ok ? 'accepted' : 'refused';
  },
  sse: async (origin, target) => {
    const client = { kind: 'stream', label: target } as const;
    const options = { client, timeline: new Timeline(), deadlineMs: DEADLINE_MS };
    const opened = await EventStreamClient.open(origin + target, options);
    if (opened.ok) await opened.value.leave();
    return opened.ok && opened.value.status === 200 ? 'accepted' : 'refused';
  },
};
