import type { ProcessEnd } from '../observed.ts';
import type { StreamFailure } from '../stream-failure.ts';

/**
 * What a server that writes must do besides: flush what it has written, make an asynchronous iterator of its generator (Django under ASGI) or a
 * plain one (under WSGI), take the response from its framework (Fastify), end the headers (`http.server`), let the timer run when the request has been
 * read.
 */
export type StreamLack =
  | 'flush'
  | 'async-iterator'
  | 'plain-iterator'
  | 'hijack'
  | 'end-headers'
  | 'request-end'
  | 'unknown';

/** An event stream before a page is in play. */
export interface StreamFacts {
  /**
   * `because`: the framework answers by itself when the handler has returned (Koa); absent: nothing shows that a handler ran. `near`: a path
   * in the source that is nearly the one of the stream.
   */
  'sse/no-route': {
    readonly status: number;
    readonly because?: 'answered-by-itself';
    /** A path in the source that is nearly the right one. */
    readonly near?: string;
    /** The path itself is in the source: something above it answers first. */
    readonly written?: true;
  };
  /**
   * `status` 200: it broke off after the head. `generator`: one was given where a complete body belongs; `call`: how the line calls it
   * (`events()`), where the server printed that. `error`: as the server printed it; empty: it printed nothing.
   */
  'sse/server-error': {
    readonly status: number;
    readonly generator: boolean;
    readonly call?: string;
    readonly error: string;
    /** What the server printed goes to another terminal. */
    readonly unseen?: true;
  };
  /** `location`: where a redirect leads: to another server, or in a circle. */
  'sse/unexpected-status': { readonly status: number; readonly location?: string };
  /** `error`: what ended the handler, as the server printed it; absent: nothing shows that it ended. */
  'sse/no-response': { readonly lacks: StreamLack; readonly error?: string };
  /**
   * `because`: the header was set when the others had left, which Node reports as an error; absent: nothing shows that. `accepts`: what the page accepts, where
   * a client that accepts a stream alone gets one.
   */
  'sse/wrong-content-type': {
    readonly contentType: string;
    readonly because?: 'set-too-late';
    readonly accepts?: string;
  };
  /** More than a client reads. `of`: bytes of one line, of one event, or of the stream. `most`: the limit. */
  'sse/too-much': { readonly of: 'line' | 'event' | 'stream'; readonly most: number };
  'sse/no-event': { readonly bytes: number; readonly lacks: StreamLack };
  /** `literal`: as a backslash and a letter. `slash`: as `/n`; absent: not so. */
  'sse/no-blank-line': { readonly literal: boolean; readonly slash?: true };
  /** `by`: what writes the fields of an event where it is used as its documentation says; absent: nothing was found. */
  'sse/no-data-prefix': { readonly field: string; readonly by?: string };
  /** `line`: the first that was ignored; absent: nobody saw the bytes. `cut`: then, the data that the page got. */
  'sse/multiline-without-prefix': { readonly line?: string; readonly cut?: string };
  /** The data begins with the name of a field. `by`: what writes the fields; empty: nothing was found that does. */
  'sse/doubled-prefix': { readonly field: string; readonly by: string };
  /** The data is JSON with HTML in it, or (`values`) without. `member`: the member of an object that contains it. `by`: as above. */
  'sse/json-data': {
    readonly holds: 'string' | 'list' | 'object' | 'values';
    readonly member?: string;
    readonly by: string;
  };
  /** All of the data is HTML with its own tags escaped. */
  'sse/escaped-html': Record<never, never>;
  /**
   * Pieces of a text are added without a space between them. `pieces`: the first of them. `field`: the source writes `data:` without a space of its own, or htmx 1
   * drops the space at the beginning.
   */
  'sse/run-together': {
    readonly pieces: readonly string[];
    readonly shown: string;
    readonly field?: 'without-space' | 'htmx-1';
  };
  /** Pieces of a text, each of which replaces the one before. */
  'sse/pieces-replaced': { readonly pieces: readonly string[] };
  /** Line ends inside a text that comes in pieces are lost. `shown`: around the first. `empty`: how many events of empty data came in their places. */
  'sse/line-ends-lost': { readonly shown: string; readonly empty: number };
  'sse/not-html': { readonly data: string };
  /**
   * `because`: what ends the response, as far as the source tells. `call`: by its name there; empty: it has none. `clock`: seen on a server whose
   * timers were fast. `sends`: that call also sends an event.
   */
  'sse/ends-early': {
    readonly events: number;
    readonly because:
      | 'answered-by-itself'
      | 'callback-returns'
      | 'handler-returns'
      | 'generator-ends'
      | 'object-enqueued'
      | 'dict-yielded'
      | 'content-length'
      | 'ended'
      | 'unknown';
    readonly call: string;
    readonly clock?: 'fast';
    readonly sends?: true;
  };
  /** The response is open, and after so many events none comes any more. `call`: what stops the timer, in the source; empty: nothing was found. */
  'sse/falls-silent': { readonly events: number; readonly call: string; readonly clock?: 'fast' };
  /** `held`: the status and the headers, too, of a client that accepts compression; absent: only the events. */
  'sse/buffered': { readonly encoding: string; readonly atOnce: number; readonly held?: 'head' };
  /**
   * Milliseconds. `wantedMs`: from one event to the next, where the contract says it. `because`: `setTimeout` is awaited, which is not a promise;
   * absent: the source does not show why.
   */
  'sse/wrong-rate': {
    readonly intervals: readonly number[];
    readonly wantedMs?: number;
    readonly late?: 'first';
    readonly because?: 'awaits-no-promise';
  };
  'sse/one-client-only': { readonly first: readonly number[]; readonly second: readonly number[] };
  'sse/crashes-on-disconnect': { readonly exit: ProcessEnd; readonly error: string; readonly repeats: number };
  'sse/empty-heartbeat': Record<never, never>;
  /** `value`: as the stream has it; absent: no line `retry` came. */
  'sse/no-retry': { readonly value?: string };
  /** `waitedMs`: how long another request waited, at least, while one client had the stream. `by`: it was one of the page that had it; absent: of another client. */
  'sse/blocks-others': { readonly waitedMs: number; readonly by?: 'page' };
  /** `failure`: undefined: the client reported and received nothing. `by`: it is the page, which did not even ask. `disabled`: the tag with `hx-disable`. */
  'sse/client-disagrees': {
    readonly failure: StreamFailure | undefined;
    readonly by?: 'page';
    readonly disabled?: string;
  };
  'sse/cacheable': { readonly cacheControl: string };
}
