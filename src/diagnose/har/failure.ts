import type { RecordedAnswer } from '../../model/recording.ts';
import type { HarEntry } from './form.ts';

// What a browser writes of a request that got no answer: `net::ERR_CONNECTION_REFUSED`, `Error during WebSocket handshake: Unexpected response
// code: 404`. Playwright writes -1 in the place of the status, Chrome 0.

/** Nothing is at the address, or the browser asks nobody for it. */
const NOBODY = /ERR_(?:CONNECTION_REFUSED|UNSAFE_PORT|ADDRESS_UNREACHABLE|NAME_NOT_RESOLVED)/u;
/** Something was there, and ended the connection. */
const BROKEN = /ERR_(?:EMPTY_RESPONSE|CONNECTION_(?:RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED)/u;
const STATUS_IN_TEXT = /unexpected response code: (\d{3})\b/iu;

function failureOf({ response }: HarEntry): string {
  return response._failureText || response._error;
}

/** HTTP status of the answer; of a refused handshake it may be only in a sentence. 0: there was no answer. */
export function statusOf(entry: HarEntry): number {
  const { status } = entry.response;
  return status > 0 ? status : Number(STATUS_IN_TEXT.exec(failureOf(entry))?.[1] ?? 0);
}

/** How far the answer came; absent: it is there. */
export function lackOf(entry: HarEntry, body: Buffer | undefined): Pick<RecordedAnswer, 'lacks'> {
  const failure = failureOf(entry);
  if (statusOf(entry) === 0) {
    if (NOBODY.test(failure)) return { lacks: 'server' };
    if (BROKEN.test(failure)) return { lacks: 'all' };
    return failure === '' && waitsForEvents(entry) ? { lacks: 'yet' } : {};
  }
  return body === undefined && isOpen(entry) ? { lacks: 'body' } : {};
}

/** The head of an answer to a request for events has come. Of another request of htmx 4, which has the same header, the recording only lacks the text. */
function isOpen(entry: HarEntry): boolean {
  const { _resourceType: type, response } = entry;
  const isPart = type !== 'eventsource' && /^text\/html\b/iu.test(response.content.mimeType);
  return response.status === 200 && waitsForEvents(entry) && !isPart;
}

/** The browser asked for a stream: an `EventSource` does, and hx-sse 4 by a header. */
function waitsForEvents({ _resourceType: type, request: { headers } }: HarEntry): boolean {
  const accepts = headers
    .filter(({ name }) => /^accept$/iu.test(name))
    .some(({ value }) => /event-stream/iu.test(value));
  return type === 'eventsource' || accepts;
}

/**
 * How long after the end of the stream the page opened it again, because its server had ended it. undefined: it did not, or another cause is known: the
 * page was left, or closed it. Milliseconds.
 */
export function openedAgain(stream: HarEntry, next: HarEntry | undefined, left: boolean): number | undefined {
  if (next === undefined || left || failureOf(stream) !== '' || stream.timings.receive < 0) return undefined;
  const pause = Date.parse(next.startedDateTime) - Date.parse(stream.startedDateTime) - stream.time;
  // Times of the requests are in whole milliseconds. Without times the pause is NaN.
  return pause >= -1 ? Math.max(0, pause) : undefined;
}
