import { EventSource } from 'eventsource';
import fc from 'fast-check';
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

const token = fc.constantFrom(
  'data',
  'event',
  'id',
  ':',
  ' ',
  'tick',
  'é',
  '🙂',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  'data: x\n\n',
);
const stream = fc
  .array(fc.oneof(token, token, fc.string({ maxLength: 3 })), { maxLength: 60 })
  .map((parts) => new TextEncoder().encode(parts.join('')));

test(`${STREAMS} random streams, cut anywhere, give the same events as the eventsource package`, async () => {
  await fc.assert(
    fc.asyncProperty(stream, fc.array(fc.nat(400), { maxLength: 8 }), async (bytes, cuts) => {
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
