import * as v from 'valibot';

// The form of a HAR file (HTTP Archive 1.2), as far as it is used. Browsers differ in what they leave out: only what is read is required.

const text = v.fallback(v.string(), '');
const number = v.fallback(v.number(), 0);
const header = v.object({ name: text, value: text });
const headers = v.fallback(v.array(header), []);

/** What Chrome's developer tools and Playwright write of a WebSocket. `time`: seconds (Chrome) or milliseconds (Playwright) since the epoch, or -1. */
const frame = v.object({ type: text, time: number, opcode: number, data: text });
/** What Chrome's developer tools write of an event stream. `time`: seconds. */
const event = v.object({ time: number, eventName: text, eventId: text, data: text });

const content = v.object({
  mimeType: text,
  text: v.optional(v.string()),
  encoding: v.optional(v.string()),
  /** Name of a file beside the HAR (Playwright, `content: 'attach'`). */
  _file: v.optional(v.string()),
});

export const entry = v.object({
  startedDateTime: text,
  _resourceType: text,
  request: v.object({ method: text, url: v.string(), headers }),
  /** Milliseconds from the request to the end of the answer. */
  time: number,
  response: v.object({
    status: number,
    headers,
    content: v.fallback(content, { mimeType: '' }),
    /** Why there was no answer, or not all of it: as Playwright and Chrome call it. */
    _failureText: text,
    _error: text,
  }),
  timings: v.fallback(v.object({ receive: v.fallback(v.number(), -1) }), { receive: -1 }),
  _webSocketMessages: v.fallback(v.optional(v.nullable(v.array(frame))), null),
  _eventSourceMessages: v.fallback(v.optional(v.nullable(v.array(event))), null),
});

export const har = v.object({
  log: v.object({
    creator: v.fallback(v.object({ name: text, version: text }), { name: '', version: '' }),
    entries: v.array(v.unknown()),
  }),
});

export const frames = v.array(frame);

export type HarEntry = v.InferOutput<typeof entry>;
export type HarFrame = v.InferOutput<typeof frame>;
