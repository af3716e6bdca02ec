import { pipeline, Readable, Transform } from 'node:stream';
import { EventSource as StreamClient, type FetchLike } from 'eventsource';
import type { StreamFailure } from '../../../model/stream-failure.ts';
import { streamLimit } from '../../body.ts';
import { lastEventIdHeader } from '../../event-stream/last-event-id.ts';
import { EventStreamParser } from '../../event-stream/parser.ts';
import { corsRefusal, streamRefusal } from '../web-rules/refusals.ts';
import { complain, userAgent, type TabContext } from './context.ts';
import { get, type Answer } from './request.ts';

/** The connection behind one EventSource of a page. */
export interface StreamRequest {
  readonly client: StreamClient;
  /** Why the last answer was not a stream for this page; undefined: it was, or none arrived. */
  refusal(): StreamFailure | undefined;
}

/** Opens a stream as a browser would (Origin, Referer, cookies, CORS). It ends with the tab. */
export function openStream(context: TabContext, url: string, withCredentials: boolean): StreamRequest {
  let refusal: StreamFailure | undefined;
  const kept = new KeptId();
  const client = new StreamClient(url, {
    withCredentials,
    fetch: async (address, init) => {
      const answer = await ask(context, String(address), {
        init: { ...init, headers: { ...init?.headers, ...kept.header } },
        credentials: withCredentials,
      });
      const contentType = answer.headers['content-type'] ?? '';
      const cors = corsRefusal(answer, {
        page: context.url.origin,
        credentials: withCredentials ? 'include' : 'same-origin',
      });
      refusal = cors === '' ? streamRefusal({ status: answer.status, contentType }) : { reason: 'cors', said: cors };
      if (refusal === undefined) return toResponse({ ...answer, body: kept.watched(answer.body) });
      answer.body.destroy();
      if (cors !== '')
        complain(
          context,
          `Access to resource at '${url}' from origin '${context.url.origin}' has been blocked by CORS policy: ${cors}`,
        );
      else if (answer.status === 200)
        complain(
          context,
          `EventSource's response has a MIME type ("${contentType}") that is not "text/event-stream". Aborting the connection.`,
        );
      // A status that the client does not treat as a stream.
      return { ...toResponse({ ...answer, status: answer.status === 204 ? 204 : 0 }), body: null };
    },
  });
  context.signal.addEventListener('abort', () => client.close(), { once: true });
  return { client, refusal: () => refusal };
}

/** The id of the last event. The client forgets one that comes without data, and cannot send one that is not in Latin-1. */
class KeptId {
  #id: string | undefined;

  /** Empty: no id came, or an empty one. */
  get header(): Readonly<Record<string, string>> {
    if (this.#id === undefined || this.#id === '') return {};
    return { 'Last-Event-ID': lastEventIdHeader(this.#id) };
  }

  /** The same bytes, read on their way. */
  watched(body: Readable): Readable {
    const parser = new EventStreamParser();
    const copy = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        parser.push(chunk, 0);
        this.#id = parser.keptId ?? this.#id;
        done(null, chunk);
      },
    });
    return pipeline(body, copy, () => undefined);
  }
}

function ask(
  context: TabContext,
  address: string,
  request: { readonly init: Parameters<FetchLike>[1]; readonly credentials: boolean },
): Promise<Answer> {
  const target = new URL(address);
  const sameOrigin = target.origin === context.url.origin;
  const signal: unknown = request.init?.signal;
  return get(address, {
    headers: {
      ...request.init?.headers,
      'Cache-Control': 'no-cache',
      'User-Agent': userAgent,
      Referer: sameOrigin ? context.url.href.replace(/#.*/, '') : `${context.url.origin}/`,
      ...(sameOrigin ? {} : { Origin: context.url.origin }),
    },
    jar: sameOrigin || request.credentials ? context.jar : undefined,
    allows: context.allows,
    connections: context.connections,
    signal: signal instanceof AbortSignal ? AbortSignal.any([signal, context.signal]) : context.signal,
  });
}

function toResponse(answer: Answer): Awaited<ReturnType<FetchLike>> {
  return {
    // The body breaks off after as many bytes as the other clients read of a stream.
    body: (Readable.toWeb(answer.body) as ReadableStream<Uint8Array>).pipeThrough(streamLimit()),
    url: answer.url,
    status: answer.status,
    redirected: false,
    headers: { get: (name: string) => answer.headers[name.toLowerCase()] ?? null },
  };
}
