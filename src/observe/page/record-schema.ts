import * as v from 'valibot';
import type { Handling } from '../../model/ledger.ts';
import type { LoadFailure, PageElement, PageSnapshot } from '../../model/page.ts';
import type { StreamFailure } from '../../model/stream-failure.ts';
import type { RecordBody } from './record-body.ts';

// What comes out of a page is read as a stranger's: a script there may have made it. A field that is not of its type counts as
// empty, because a right page may well cause one (an event of its own making without a code); a record of another form counts as none.

/** The parts that other messages of a page's process have as well. */
export const text = v.fallback(v.string(), '');
export const number = v.fallback(v.number(), 0);
export const flag = v.fallback(v.boolean(), false);
export const texts = v.fallback(v.array(text), []);
const yesOrNo = v.fallback(v.picklist(['yes', 'no']), 'no');

export const excess = v.object({
  of: v.picklist(['bytes', 'unpacked', 'markup', 'head', 'interim', 'redirects', 'time']),
  most: number,
});

const loadFailure: v.GenericSchema<unknown, LoadFailure> = v.variant('reason', [
  v.object({ reason: v.literal('status'), status: number }),
  v.object({ reason: v.literal('type'), contentType: text, nosniff: yesOrNo }),
  v.object({ reason: v.literal('policy'), directive: text }),
  v.object({ reason: v.literal('integrity') }),
  v.object({ reason: v.literal('other-host') }),
  v.object({ reason: v.literal('endless'), excess }),
  v.object({ reason: v.literal('error'), error: text }),
]);

const streamFailure: v.GenericSchema<unknown, StreamFailure> = v.variant('reason', [
  v.object({ reason: v.literal('status'), status: number }),
  v.object({ reason: v.literal('type'), contentType: v.exactOptional(text) }),
  v.object({ reason: v.literal('cors'), said: text }),
  v.object({ reason: v.literal('policy'), directive: text }),
  v.object({ reason: v.literal('other-host') }),
  v.object({ reason: v.literal('error'), error: text }),
  v.object({ reason: v.literal('lost') }),
]);

const element: v.GenericSchema<unknown, PageElement> = v.object({
  index: number,
  parent: v.nullable(number),
  tag: text,
  id: text,
  attributes: v.record(v.string(), text),
});

const handled: v.GenericSchema<unknown, { readonly type: 'handled' } & Handling> = v.pipe(
  v.object({
    type: v.literal('handled'),
    from: v.picklist(['socket', 'stream']),
    number,
    event: text,
    data: text,
    binary: flag,
    htmx: text,
    connector: v.optional(v.nullable(number)),
    request: v.exactOptional(
      v.object({
        target: v.union([v.number(), v.picklist(['own', 'gone', 'unlisted'])]),
        swap: text,
        select: text,
        selectOutOfBand: text,
      }),
    ),
    inherits: v.exactOptional(v.literal('all')),
    before: number,
    after: number,
    matches: v.record(v.string(), v.object({ count: number, elements: v.array(number) })),
    events: texts,
    thrown: texts,
    changes: v.array(
      v.object({ element: text, within: v.nullable(number), added: number, removed: number, text: yesOrNo }),
    ),
    finished: yesOrNo,
  }),
  v.transform(({ connector, ...others }) => ({ connector, ...others })),
);

type Body<T extends RecordBody['type']> = Extract<RecordBody, { readonly type: T }>;

const BODIES: { readonly [T in RecordBody['type']]: v.GenericSchema<unknown, Body<T>> } = {
  'socket-new': v.object({
    type: v.literal('socket-new'),
    socket: number,
    url: text,
    protocols: v.exactOptional(texts),
  }),
  'socket-refused': v.object({ type: v.literal('socket-refused'), url: text, message: text }),
  'socket-open': v.object({ type: v.literal('socket-open'), socket: number }),
  'socket-sent': v.object({ type: v.literal('socket-sent'), socket: number, data: text, binary: flag }),
  'socket-received': v.object({ type: v.literal('socket-received'), socket: number, data: text, binary: flag }),
  'socket-error': v.object({ type: v.literal('socket-error'), socket: number }),
  'socket-close': v.object({
    type: v.literal('socket-close'),
    socket: number,
    code: number,
    reason: text,
    wasClean: flag,
  }),
  'stream-new': v.object({ type: v.literal('stream-new'), stream: number, url: text }),
  'stream-open': v.object({ type: v.literal('stream-open'), stream: number }),
  'stream-event': v.object({ type: v.literal('stream-event'), stream: number, event: text, data: text }),
  'stream-error': v.object({
    type: v.literal('stream-error'),
    stream: number,
    readyState: number,
    failure: streamFailure,
  }),
  'stream-close': v.object({ type: v.literal('stream-close'), stream: number }),
  htmx: v.object({ type: v.literal('htmx'), name: text, element: text, detail: text }),
  'script-error': v.object({ type: v.literal('script-error'), message: text, file: text, line: number }),
  console: v.object({
    type: v.literal('console'),
    level: v.picklist(['log', 'info', 'warn', 'error', 'debug']),
    text,
  }),
  'load-failed': v.object({ type: v.literal('load-failed'), url: text, failure: loadFailure }),
  substituted: v.object({ type: v.literal('substituted'), url: text, by: text }),
  navigated: v.object({ type: v.literal('navigated'), url: text }),
  text: v.object({
    type: v.literal('text'),
    element: text,
    within: texts,
    text,
    hidden: v.exactOptional(v.literal(true)),
  }),
  elements: v.object({ type: v.literal('elements'), listing: number, elements: v.array(element), unlisted: number }),
  handled,
  'engine-gap': v.object({ type: v.literal('engine-gap'), what: text }),
};

/** Of a page at one moment. */
export const snapshot: v.GenericSchema<unknown, PageSnapshot> = v.pipe(
  v.object({
    url: text,
    htmx: v.optional(
      v.object({
        version: text,
        extensions: texts,
        selecting: v.exactOptional(texts),
        reconnectDelay: v.exactOptional(text),
        inherits: v.exactOptional(v.literal('all')),
      }),
    ),
    scripts: v.array(
      v.object({
        src: text,
        kind: v.picklist(['classic', 'module', 'other']),
        status: v.exactOptional(number),
        contentType: v.exactOptional(text),
      }),
    ),
    elements: v.array(element),
    watched: v.record(v.string(), v.object({ text, html: text, visible: flag })),
    quietForMs: v.exactOptional(number),
    notSetUp: v.exactOptional(v.array(number)),
    inShadowRoots: v.exactOptional(
      v.array(v.object({ tag: text, attributes: v.record(v.string(), v.string()), host: text, setUp: flag })),
    ),
  }),
  v.transform(({ htmx, ...others }) => ({ htmx, ...others })),
);

function bodySchema(body: unknown): v.GenericSchema<unknown, RecordBody> {
  const type: unknown = body instanceof Object && 'type' in body ? body.type : undefined;
  return typeof type === 'string' && Object.hasOwn(BODIES, type) ? BODIES[type as RecordBody['type']] : v.never();
}

/** A record of a page. */
export const recordBody = v.lazy(bodySchema);
