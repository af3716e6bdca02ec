import type { Client } from '../../model/timeline.ts';
import type { Timeline } from '../timeline.ts';

/** What the `eventsource` package, an EventSource as in a browser, received from a stream. */
export interface RealEventSource {
  /** Data of the events received so far, for the names listened to. */
  readonly data: readonly string[];
  /** The client gave up or lost the connection: its error message. */
  readonly error: string | undefined;
  close(): void;
}

/** @param events names to listen to; an EventSource delivers a named event only to listeners for its name (HTML standard, 9.2.6) */
export async function openEventSource(
  url: string,
  options: { readonly client: Client; readonly timeline: Timeline; readonly events: readonly string[] },
): Promise<RealEventSource> {
  const { EventSource } = await import('eventsource');
  const data: string[] = [];
  let error: string | undefined;
  const source = new EventSource(url);
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
    error = event.message ?? (event.code === undefined ? 'the connection was lost' : `status ${event.code}`);
    options.timeline.recordEnd(options.client, 'note', 'sse', `EventSource error: ${error}`);
  });
  return {
    data,
    get error() {
      return error;
    },
    close: () => source.close(),
  };
}
