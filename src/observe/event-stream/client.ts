import type { Dispatcher } from 'undici';
import type { Result } from '../../model/result.ts';
import { ChangeSignal, startDeadline } from '../../model/waiting.ts';
import { ACCEPTED_ENCODINGS, decodedBody } from '../body.ts';
import { MOST_REDIRECTS, MOST_STREAM_BYTES } from '../../model/limits.ts';
import { EventStreamParser } from './parser.ts';
import type { HttpFailure } from '../http.ts';
import { failureOf, interimLimit, joinHeaders, openAgent, TooMuch } from '../http.ts';
import type { Client } from '../../model/timeline.ts';
import type { Timeline } from '../timeline.ts';

export interface StreamOptions {
  readonly client: Client;
  readonly timeline: Timeline;
  /** The deadline for the response's head, in milliseconds. */
  readonly deadlineMs: number;
  /** Sent with each request; a redirect is followed only within the origin. */
  readonly headers?: Readonly<Record<string, string>>;
}

const HEADERS = {
  accept: 'text/event-stream',
  'accept-encoding': ACCEPTED_ENCODINGS,
  'cache-control': 'no-cache',
  'user-agent': 'htmx-realtime-tutor',
} as const;

/** The target of a redirect within the server; undefined for every other answer. */
function redirectOf(answer: Dispatcher.ResponseData, from: URL): URL | undefined {
  const location = answer.headers['location'];
  if (![301, 302, 303, 307, 308].includes(answer.statusCode) || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, from.href)) return undefined;
  const target = new URL(location, from);
  return target.origin === from.origin ? target : undefined;
}

/** A raw client of an event stream: the bytes as they arrive, with their times, and the events that they form. */
export class EventStreamClient {
  readonly client: Client;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The time of the request, milliseconds on the run's clock: a head that arrives only with the first event must not hide a wait. */
  readonly askedMs: number;
  /** When the head arrived, milliseconds on the run's clock. */
  readonly openedMs: number;
  readonly parser = new EventStreamParser();
  /** The first bytes, as text; at most 4 KiB. */
  head = '';
  readonly #timeline: Timeline;
  readonly #abort: AbortController;
  readonly #dispatcher: { destroy(): Promise<void> };
  readonly #changes = new ChangeSignal();
  #ended: { readonly ms: number; readonly byUs: boolean } | undefined;
  /** The connection broke before the response was complete, and not by us. */
  brokenOff = false;

  private constructor(
    answer: Dispatcher.ResponseData,
    parts: {
      readonly options: StreamOptions;
      readonly askedMs: number;
      readonly abort: AbortController;
      readonly dispatcher: { destroy(): Promise<void> };
    },
  ) {
    this.client = parts.options.client;
    this.status = answer.statusCode;
    this.headers = joinHeaders(answer.headers);
    this.#timeline = parts.options.timeline;
    this.askedMs = parts.askedMs;
    this.openedMs = this.#timeline.now();
    this.#abort = parts.abort;
    this.#dispatcher = parts.dispatcher;
    void this.#read(decodedBody(answer.body, this.headers['content-encoding'] ?? ''));
  }

  /**
   * GET with `Accept: text/event-stream`, as EventSource does; like EventSource, it follows redirects on the same server.
   * A wrong status or type is also an answer.
   */
  static async open(url: string, options: StreamOptions): Promise<Result<EventStreamClient, HttpFailure>> {
    const { agent: dispatcher, hasBegun } = await openAgent();
    const { request } = await import('../undici.ts');
    const abort = new AbortController();
    const cancel = startDeadline(options.deadlineMs, () => abort.abort(new DOMException('deadline', 'TimeoutError')));
    const started = performance.now();
    const askedMs = options.timeline.now();
    try {
      let target = new URL(url);
      let answer: Dispatcher.ResponseData;
      for (let hop = 0; ; hop += 1) {
        options.timeline.record(options.client, 'sent', 'sse', `GET ${target.pathname} with Accept: text/event-stream`);
        const headers = { ...HEADERS, ...options.headers };
        answer = await request(target, { dispatcher, signal: abort.signal, headers, onInfo: interimLimit() });
        const next = redirectOf(answer, target);
        if (next === undefined) break;
        if (hop >= MOST_REDIRECTS) throw new TooMuch({ of: 'redirects', most: MOST_REDIRECTS });
        options.timeline.record(options.client, 'received', 'sse', `${answer.statusCode}, on to ${next.pathname}`);
        await answer.body.dump();
        target = next;
      }
      const client = new EventStreamClient(answer, { options, askedMs, abort, dispatcher });
      options.timeline.record(
        options.client,
        'received',
        'sse',
        `${client.status} ${client.headers['content-type'] ?? 'without Content-Type'}`,
      );
      return { ok: true, value: client };
    } catch (error) {
      const problem = failureOf(error, Math.round(performance.now() - started), {
        deadlineMs: options.deadlineMs,
        hasBegun,
      });
      options.timeline.recordEnd(options.client, 'note', 'sse', problem.message);
      await dispatcher.destroy();
      return { ok: false, problem };
    } finally {
      cancel();
    }
  }

  /** When the server ended the response, milliseconds on the run's clock; undefined while it is open or if we left. */
  get endedMs(): number | undefined {
    return this.#ended === undefined || this.#ended.byUs ? undefined : this.#ended.ms;
  }

  /** Whether we ended it. */
  get left(): boolean {
    return this.#ended?.byUs === true;
  }

  /** Waits until the test is true, evaluated after each piece that arrives; false at the deadline or when the stream ended. */
  until(test: () => boolean, deadlineMs: number): Promise<boolean> {
    return this.#changes.until(test, { deadlineMs, over: () => this.#ended !== undefined });
  }

  /** Waits until the response has ended; false at the deadline. */
  async untilEnd(deadlineMs: number): Promise<boolean> {
    await this.until(() => this.#ended !== undefined, deadlineMs);
    return this.#ended !== undefined;
  }

  /** Breaks the connection, as a closed tab does. */
  async leave(): Promise<void> {
    if (this.#ended === undefined) {
      this.#ended = { ms: this.#timeline.now(), byUs: true };
      this.#timeline.recordEnd(this.client, 'note', 'sse', 'leaves');
      this.#abort.abort();
    }
    this.#changes.wake();
    await this.#dispatcher.destroy();
  }

  async #read(body: AsyncIterable<unknown>): Promise<void> {
    try {
      for await (const chunk of body) {
        if (!(chunk instanceof Uint8Array)) continue;
        const text = Buffer.from(chunk).toString('utf8');
        if (this.head.length < 4096) this.head += text.slice(0, 4096 - this.head.length);
        this.#timeline.record(this.client, 'received', 'sse', text);
        this.parser.push(chunk, this.#timeline.now());
        if (this.parser.bytes > MOST_STREAM_BYTES) this.parser.excess ??= { of: 'stream', most: MOST_STREAM_BYTES };
        const { excess } = this.parser;
        if (excess !== undefined) {
          const what = `more than ${excess.most} bytes of one ${excess.of} came: the rest is not read`;
          this.#timeline.record(this.client, 'note', 'sse', what);
          // We end it, not the server.
          this.#ended = { ms: this.#timeline.now(), byUs: true };
          break;
        }
        this.#changes.wake();
      }
    } catch {
      // The connection was broken, by us or by the server; either way the stream is over, and `ended` records it.
      this.brokenOff = this.#ended === undefined;
    }
    if (this.#ended === undefined) {
      this.#ended = { ms: this.#timeline.now(), byUs: false };
      this.#timeline.recordEnd(this.client, 'note', 'sse', 'the server ended the response');
    }
    this.#changes.wake();
  }
}
