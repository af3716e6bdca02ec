import type { FetchLike } from 'eventsource';
import { streamLimit } from '../body.ts';
import { streamFailureText } from '../../model/stream-failure.ts';
import type { StreamFailure } from '../../model/stream-failure.ts';
import type { Client } from '../../model/timeline.ts';
import type { Timeline } from '../timeline.ts';

/** What the `eventsource` package, an EventSource as in a browser, received from a stream. */
export interface RealEventSource {
  /** Data of the events received so far, for the names listened to. */
  readonly data: readonly string[];
  /** Why the client gave up or lost the connection; undefined: it did not. */
  readonly failure: StreamFailure | undefined;
  close(): void;
}

/** @param events names to listen to; an EventSource delivers a named event only to listeners for its name (HTML standard, 9.2.6) */
export async function openEventSource(
  url: string,
  options: { readonly client: Client; readonly timeline: Timeline; readonly events: readonly string[] },
): Promise<RealEventSource> {
  const { EventSource } = await import('eventsource');
  const data: string[] = [];
  let failure: StreamFailure | undefined;
  const source = new EventSource(url, {
    fetch: async (address, init) => limited(await fetch(address, init)),
  });
  for (const name of new Set(['message', ...options.events])) {
    source.addEventListener(name, (event: MessageEvent) => {
      const text = String(event.data);
      if (data.length < 1000) data.push(text);
      options.timeline.record(options.client, 'received', 'sse', `${name}: ${text}`);
    });
  }
  source.addEventListener('open', () =>
    options.timeline.record(options.client, 'received', 'sse', 'EventSource is open'),
  );
  source.addEventListener('error', (event) => {
    failure = failureOf(event);
    options.timeline.recordEnd(options.client, 'note', 'sse', `EventSource error: ${streamFailureText(failure)}`);
  });
  return {
    data,
    get failure() {
      return failure;
    },
    close: () => source.close(),
  };
}

/** The answer, whose body breaks off after as many bytes as the other clients read of a stream. */
function limited(answer: Response): Awaited<ReturnType<FetchLike>> {
  const { status, url, redirected, headers } = answer;
  return { status, url, redirected, headers, body: answer.body?.pipeThrough(streamLimit()) ?? null };
}

/** @param error `code`: the status, where there was an answer that is no stream; 200: its type is the reason */
function failureOf({
  code,
  message = '',
}: {
  readonly code?: number | undefined;
  readonly message?: string | undefined;
}): StreamFailure {
  if (code !== undefined) return code === 200 ? { reason: 'type' } : { reason: 'status', status: code };
  return message === '' ? { reason: 'lost' } : { reason: 'error', error: message };
}
