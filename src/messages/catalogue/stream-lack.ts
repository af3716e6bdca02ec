import type { StreamLack } from '../../model/facts/stream.ts';
import type { Words } from '../entry.ts';

/** What keeps written data inside a server, and what lets it out, for the servers whose source or output shows it. */
const WORDS: Readonly<Record<StreamLack, Pick<Words, 'cause' | 'fix'> | undefined>> = {
  flush: {
    cause:
      'Tornado buffers what `self.write()` is given and sends it when `self.flush()` is called or when the handler is done, and this handler goes on forever.',
    fix: 'Call `await self.flush()` after each `self.write(…)` in the loop.',
  },
  'async-iterator': {
    cause:
      'Django runs as an ASGI application here, and a plain generator is read to its end before anything is sent; this one has no end. Its warning says "StreamingHttpResponse must consume synchronous iterators".',
    fix: 'Make the generator asynchronous: `async def`, and `await asyncio.sleep(…)` instead of `time.sleep(…)` in its loop.',
  },
  'plain-iterator': {
    cause:
      'Django runs as a WSGI application here, as `runserver` starts it, and an asynchronous generator is read to its end before anything is sent; this one has no end. Its warning says "StreamingHttpResponse must consume asynchronous iterators".',
    fix: 'Start it as an ASGI application, with `uvicorn mysite.asgi:application` or with daphne in `INSTALLED_APPS`; or make the generator a plain one: `def`, with `time.sleep(…)`.',
  },
  hijack: {
    cause:
      'Fastify answers by itself after the handler, or by its `reply.send()`, though the handler has written to `reply.raw`; the second head is an error, and the connection ends.',
    fix: 'Call `reply.hijack()` first in the handler, before `reply.raw.writeHead(…)`, and remove `reply.send(…)`.',
  },
  'end-headers': {
    cause:
      'The handler sets headers with `self.send_header()`, and nothing is sent before `self.end_headers()` is called.',
    fix: 'Call `self.end_headers()` after the last `self.send_header(…)`, and before the first write.',
  },
  'request-end': {
    cause:
      'The timer is stopped at the `end` event of the request. That is not the moment when the client leaves: it comes as soon as the request has been read, before the first tick.',
    fix: 'Stop the timer at the `close` event of the response: `response.on("close", () => clearInterval(timer))`.',
  },
  unknown: undefined,
};

/** Empty: nothing is known, and the general words hold. */
export function lackWords(lacks: StreamLack): Partial<Pick<Words, 'cause' | 'fix'>> {
  return WORDS[lacks] ?? {};
}
