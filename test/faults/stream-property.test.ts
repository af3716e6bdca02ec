import { EventSource } from 'eventsource';
import { array, assert, asyncProperty, constantFrom, nat, oneof, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { EventStreamParser } from '../../src/observe/event-stream/parser.ts';

/** Streams that are compared. The whole is a thousand: `FAULT_STREAMS=1000`. */
const STREAMS = Number(process.env['FAULT_STREAMS'] ?? 100);

/** What the `eventsource` package makes of these pieces, unnamed events and those named `tick`. */
function received(pieces: readonly Uint8Array[]): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const events: string[] = [];
    let requests = 0;
    const source = new EventSource('http://localhost/', {
      fetch: (url) => {
        requests += 1;
        // It connects again when the stream has ended: by then everything has been dispatched.
        if (requests > 1) return new Promise(() => undefined);
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece);
            controller.close();
          },
        });
        const headers = new Headers({ 'content-type': 'text/event-stream' });
        return Promise.resolve({ url: String(url), status: 200, redirected: false, headers, body });
      },
    });
    for (const name of ['message', 'tick'])
      source.addEventListener(name, (event: MessageEvent) => void events.push(`${name} ${String(event.data)}`));
    source.addEventListener('error', () => {
      source.close();
      resolve(events);
    });
  });
}

const end = constantFrom('\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n');
const line = tuple(
  constantFrom('data', 'data', 'data', 'event', 'id', 'retry', '', ' data', 'Data'),
  constantFrom(':', ':', ': ', ': ', ':  ', '', ' :'),
  oneof(constantFrom('tick', 'message', '', '7', 'é', '🙂', ' ', ':', '\0'), string({ maxLength: 4 })),
  end,
).map((parts) => parts.join(''));
// A comment at the end: the package waits after a CR for an LF, and for ever when nothing follows; this reader does not, as the standard says.
const stream = array(oneof(line, line, line, end, string({ maxLength: 3 })), { maxLength: 25 }).map((parts) =>
  new TextEncoder().encode(`${parts.join('')}:\n`),
);

test(`${STREAMS} random streams, cut anywhere, give the same events as the eventsource package`, async () => {
  await assert(
    asyncProperty(stream, array(nat(400), { maxLength: 8 }), async (bytes, cuts) => {
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.slice(at[index], end));
      const parser = new EventStreamParser();
      for (const piece of pieces) parser.push(piece, 0);
      const own = parser.events.filter(({ event }) => ['message', 'tick'].includes(event));
      expect(own.map(({ event, data }) => `${event} ${data}`)).toEqual(await received(pieces));
    }),
    { numRuns: STREAMS, seed: 20_261_129 },
  );
});
