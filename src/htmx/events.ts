import type { RecordedEvents } from '../model/page.ts';

function named(names: string): readonly string[] {
  return names
    .split(/\s+/u)
    .filter((name) => name !== '')
    .map((name) => `htmx:${name}`);
}

/**
 * Events of htmx 2 and its ws and sse extensions that show what happened to a page, a message or a stream. Excluded are those that htmx
 * fires for each element it processes, and the kebab-case twins.
 */
export const EVENTS_2: readonly string[] = named(`
  load afterSwap oobBeforeSwap oobAfterSwap oobErrorNoTarget partialErrorNoTarget swapError targetError onLoadError syntax:error
  eventFilter:error evalDisallowedError invalidPath responseError sendError timeout beforeRequest afterRequest validation:failed
  validation:halted
  wsConnecting wsOpen wsClose wsError wsBeforeMessage wsAfterMessage wsConfigSend wsBeforeSend wsAfterSend
  sseOpen sseError sseBeforeMessage sseMessage sseClose`);

/** htmx 1.9 has no partials; its core reports an orphaned element. */
export const EVENTS_1: readonly string[] = [
  ...EVENTS_2.filter((name) => !name.startsWith('htmx:partial')),
  ...named('noSSESourceError noWebSocketSourceError'),
];

/** The same for htmx 4, `hx-ws` and `hx-sse`. */
export const EVENTS_4: readonly string[] = named(`
  error before:swap after:swap finally:swap before:request after:request response:error
  ws:before:connection ws:after:connection ws:close ws:error ws:before:message:incoming ws:after:message:incoming
  ws:before:message:outgoing ws:after:message:outgoing
  sse:before:connection sse:after:connection sse:before:message sse:after:message sse:close sse:error`);

/** What an observer records in a page whose htmx it does not know yet: the events of every major. */
export const ALL_EVENTS: readonly string[] = [...new Set([...EVENTS_1, ...EVENTS_2, ...EVENTS_4])];

/** A request of htmx begins. */
export const REQUEST_EVENTS: readonly string[] = named('beforeRequest before:request');

/** It has an answer, or failed. */
export const REQUEST_OVER_EVENTS: readonly string[] = named('afterRequest after:request sendError timeout error');

/** It failed, or its answer has the status of an error. */
export const REQUEST_FAILED_EVENTS: readonly string[] = named('responseError sendError timeout response:error error');

/** Something did not work, and htmx goes on without it. Those of requests and connections are not among them: what they mean depends on the answer. */
export const COMPLAINT_EVENTS: readonly string[] = named(
  'targetError swapError oobErrorNoTarget partialErrorNoTarget onLoadError syntax:error eventFilter:error evalDisallowedError invalidPath',
);

/** Content is in the page: an answer, or what an extension had. */
export const SWAPPED_EVENTS: readonly string[] = named('afterSwap after:swap');

/** What an observer records of a page. */
export const PAGE_EVENTS: RecordedEvents = {
  recorded: ALL_EVENTS,
  requests: REQUEST_EVENTS,
  failures: REQUEST_FAILED_EVENTS,
  swaps: SWAPPED_EVENTS,
};

/** How a page names the events before a message is sent, where it listens to them: in a script, or in an attribute (htmx 2, `hx-on`). */
export const BEFORE_SENDING = /htmx:ws(?:BeforeSend|ConfigSend)|hx-on[:-]+(?:htmx[:-])?ws-(?:before|config)-send/u;

/** How a page says that it does something itself with an answer that is an error: an extension, a script, an attribute. */
export const HANDLES_ERRORS =
  /response-?targets|response-?error|before-?swap|before-?on-?load|response:error|hx-status/iu;

/** The header by which a server knows a request of htmx's, in lower case. All majors send it. */
export const REQUEST_HEADER = 'hx-request';
