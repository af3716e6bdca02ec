import type { EventStreamClient } from '../observe/event-stream/client.ts';
import { SILENT } from '../rules/server/log.ts';
import type { ServerLog } from '../rules/server/log.ts';
import type { StreamView } from '../rules/stream/view.ts';
import type { RunContext } from './context.ts';

/** What has arrived of a stream so far, in the form that the rules for any stream read. @param shows whether data shows the stream's content */
export function streamView(
  context: RunContext,
  client: EventStreamClient,
  { shows, log = SILENT }: { readonly shows: StreamView['shows']; readonly log?: ServerLog },
): StreamView {
  const { parser, status, headers, head, askedMs, endedMs } = client;
  return {
    path: context.contract.streamPath ?? '',
    status,
    headers,
    head,
    bytes: parser.bytes,
    lines: parser.lines,
    unfinished: parser.unfinished,
    events: parser.events,
    excess: parser.excess,
    ended: endedMs === undefined ? 'no' : 'yes',
    askedMs,
    nowMs: context.timeline.now(),
    log,
    contract: context.contract,
    locate: context.sources,
    shows,
  };
}
