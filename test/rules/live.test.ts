import { describe, expect, test } from 'vitest';
import type { PageRecord } from '../../src/model/page.ts';
import { linesOf } from '../../src/rules/live/lines.ts';
import { moreThanOne, multiplied } from '../../src/rules/live/multiplied.ts';
import { withoutVersion } from '../../src/rules/live/no-version.ts';
import { notWired } from '../../src/rules/live/not-wired.ts';
import { hardCodedHost, mixedContent, otherOrigin } from '../../src/rules/live/origins.ts';
import { neverEnds, repeated } from '../../src/rules/live/repeats.ts';
import { ObservedPage } from '../../src/rules/observed-page.ts';
import { handled, lineOf, outline, page, recordedPage } from '../support/recorded-page.ts';
import type { Happened, Recording } from '../support/recorded-page.ts';

const SOCKET = 'ws://127.0.0.1:4000/live';
const asked = (socket: number, url = SOCKET): Happened => ({ type: 'socket-new', socket, url });
const open = (socket: number): Happened => ({ type: 'socket-open', socket });
const closed = (socket: number, code = 1006): Happened => ({
  ...{ type: 'socket-close', socket, code, reason: '', wasClean: code !== 1006 },
});
const came = (socket: number, data: string): Happened => ({ type: 'socket-received', socket, data, binary: false });
const stream = (number: number, url = '/ticks'): Happened => ({ type: 'stream-new', stream: number, url });
const streaming = (number: number): Happened => ({ type: 'stream-open', stream: number });
const event = (number: number, data: string, name = 'message'): Happened => ({
  ...{ type: 'stream-event', stream: number, event: name, data },
});
const lost = (number: number, readyState = 0): Happened => ({
  ...{ type: 'stream-error', stream: number, readyState, failure: { reason: 'lost' } },
});

const timed = (records: readonly Happened[]): readonly PageRecord[] => records.map((record, at) => ({ at, ...record }));
/** A page of another address than this machine's, and without a contract. */
function served(url: string, html: string, recording: Recording = {}): ObservedPage {
  const seen = recordedPage(html, { contract: {}, ...recording });
  const { records, dialect, locate } = seen;
  return new ObservedPage({ snapshot: { ...seen.snapshot, url }, records, html, dialect, locate, contract: {} });
}

describe('which connection continues which', () => {
  test('a socket after a lost one does; one after a closed one, or beside another, does not', () => {
    const records = timed([asked(1), open(1), closed(1), asked(2), open(2), came(2, 'a'), asked(3), open(3)]);
    expect(linesOf(records, 'ws').map(({ connections, over, askedAt }) => [connections.length, over, askedAt])).toEqual(
      [
        [2, 'no', 0],
        [1, 'no', 6],
      ],
    );
    expect(linesOf(timed([asked(1), open(1), closed(1, 1005), asked(2)]), 'ws')).toHaveLength(2);
  });

  test('a stream that the browser opens again by itself, and one that the extension opens again', () => {
    const records = timed([stream(1), streaming(1), event(1, 'a'), lost(1), streaming(1), lost(1, 2), stream(2)]);
    expect(linesOf(records, 'sse')).toMatchObject([
      {
        over: 'no',
        connections: [{ ended: 'lost', came: [{ data: 'a' }] }, { ended: 'lost', came: [] }, { opened: 'no' }],
      },
    ]);
  });
});

describe('connections that multiply', () => {
  const html = page('<div hx-ext="ws" ws-connect="ws://127.0.0.1:4000/live"></div>');
  const judged = (records: readonly Happened[], endedAt = 5000): unknown =>
    outline(multiplied('ws', endedAt)(recordedPage(html, { records, contract: {} })));

  test('a second one while the first stays', () => {
    expect(judged([asked(1), open(1), asked(2), open(2)])).toEqual({
      code: 'live/connections-multiply',
      severity: 'error',
      facts: { transport: 'ws', url: SOCKET, open: 2, elements: 1, attribute: 'ws-connect' },
      where: lineOf(html, '<div'),
    });
  });

  test.each<[string, readonly Happened[]]>([
    ['the first was closed', [asked(1), open(1), asked(2), closed(1, 1005), open(2)]],
    ['it was lost', [asked(1), open(1), closed(1), asked(2), open(2)]],
    [
      'of two that were asked for at once one is replaced',
      [asked(1), asked(2), open(1), open(2), closed(2, 1005), asked(3), open(3)],
    ],
    ['both were asked for at once', [asked(1), asked(2), open(1), open(2)]],
    ['another address', [asked(1), open(1), asked(2, `${SOCKET}?of=2`), open(2)]],
  ])('not when %s', (_, records) => {
    expect(judged(records)).toBeUndefined();
  });

  test('not while the first may still be closing', () => {
    expect(judged([asked(1), open(1), asked(2), open(2)], 500)).toBeUndefined();
  });

  test('two at once are a warning, two addresses are none', () => {
    const seen = (records: readonly Happened[]): unknown =>
      moreThanOne(recordedPage(html, { records, contract: {} }), 'ws')?.code;
    expect(seen([asked(1), asked(2), open(1), open(2)])).toBe('page/ws-two-connections');
    expect(seen([asked(1), asked(2, `${SOCKET}?of=2`), open(1), open(2)])).toBeUndefined();
  });
});

describe('elements that htmx was not told of', () => {
  const html = page('<div hx-ext="ws" ws-connect="/live"></div>');
  const now = '<div hx-ext="ws" ws-connect="/live"></div><form ws-send></form><b hx-get="/x"></b>';
  const judged = (notSetUp: readonly number[], then = now): unknown => {
    const seen = recordedPage(html, { now: then });
    const snapshot = { ...seen.snapshot, notSetUp };
    const { records, dialect, locate, contract } = seen;
    return notWired(new ObservedPage({ snapshot, records, html, dialect, locate, contract })).map(outline);
  };

  test('what sends is an error, what makes a request is a warning', () => {
    expect(judged([1, 2])).toMatchObject([
      { severity: 'error', facts: { tag: 'form', attribute: 'ws-send', value: '', transport: 'ws' } },
      { severity: 'warning', facts: { tag: 'b', attribute: 'hx-get', value: '/x' } },
    ]);
  });

  test('what was served with the page has another cause', () => {
    expect(judged([0])).toEqual([]);
    expect(judged([0, 1], `${now}<div hx-ext="ws" ws-connect="/live"></div>`)).toHaveLength(2);
  });
});

test.each([
  ['https://unpkg.com/htmx.org', { use: 'htmx.org@2.0.11/dist/htmx.min.js' }],
  ['https://cdn.jsdelivr.net/npm/htmx.org@latest/dist/htmx.min.js', { use: 'htmx.org@2.0.11/dist/htmx.min.js' }],
  ['//unpkg.com/htmx.org/dist/htmx.js', { use: 'htmx.org@2.0.11/dist/htmx.min.js' }],
  ['https://unpkg.com/htmx.org/dist/ext/ws.js', { file: 'gone', use: 'htmx-ext-ws@2.0.4/ws.js' }],
  ['https://unpkg.com/htmx.org@latest/dist/ext/json-enc.js', { file: 'gone', use: 'htmx-ext-json-enc' }],
  [
    'https://unpkg.com/htmx.org/dist/ext/hx-sse.min.js',
    { file: 'extension-4', use: 'htmx.org@4.0.1/dist/ext/hx-sse.js' },
  ],
  [
    'https://unpkg.com/htmx.org/dist/ext/hx-live.js',
    { file: 'extension-4', use: 'htmx.org@4.0.1/dist/ext/hx-live.js' },
  ],
  ['https://unpkg.com/htmx.org@1.9.12/dist/ext/json-enc.js', undefined],
  ['https://unpkg.com/htmx-ext-sse@latest/sse.js', undefined],
  ['https://unpkg.com/htmx.org@2/dist/htmx.min.js', undefined],
  ['https://unpkg.com/htmx.org@2.0.11', undefined],
  ['https://unpkg.com/htmx-ext-ws', undefined],
  ['/js/htmx.org/dist/htmx.min.js', undefined],
  ['http://127.0.0.1:4000/htmx.org/dist/htmx.min.js', undefined],
])('an address without a version: %s', (src, facts) => {
  const found = withoutVersion(recordedPage(`<script src="${src}"></script>`));
  expect(found.map((finding) => finding.facts)).toEqual(facts === undefined ? [] : [{ src, ...facts }]);
});

test.each([
  ['<p hx-ws="connect:/live"></p>', ['htmx.org@1.9.12/dist/htmx.min.js', 'htmx.org@1.9.12/dist/ext/ws.js']],
  ['<p ws-connect="/live"></p>', ['htmx.org@2.0.11/dist/htmx.min.js', 'htmx-ext-ws@2.0.4/ws.js']],
  ['<p hx-ws:connect="/live"></p>', ['htmx.org@4.0.1/dist/htmx.min.js', 'htmx.org@4.0.1/dist/ext/hx-ws.min.js']],
])('the version to write is that of the attributes: %s', (html, uses) => {
  const scripts =
    '<script src="https://unpkg.com/htmx.org"></script><script src="https://unpkg.com/htmx.org/dist/ext/ws.js"></script>';
  const found = withoutVersion(recordedPage(scripts + html, { htmx: { version: '4.0.1', extensions: [] } }));
  expect(found.map(({ facts }) => facts.use)).toEqual(uses);
});

test('extensions of htmx 4 have the version of a core without one', () => {
  const scripts = ['htmx.org', 'htmx.org/dist/ext/hx-ws.js'].map(
    (each) => `<script src="https://unpkg.com/${each}"></script>`,
  );
  expect(withoutVersion(recordedPage(scripts.join(''), { htmx: { version: '4.0.1', extensions: [] } }))).toHaveLength(
    1,
  );
});

const appending = page('<ul hx-ext="sse" sse-connect="/ticks" sse-swap="message" hx-swap="beforeend"></ul>');
const replacing = page('<b hx-ext="sse" sse-connect="/ticks" sse-swap="message"></b>');
const onStream = (html: string, records: readonly Happened[]): ObservedPage => {
  const data = [...new Set(records.flatMap((record) => (record.type === 'stream-event' ? [record.data] : [])))];
  const swaps = data.flatMap((each) => handled(html, { name: 'message', data: each }));
  return recordedPage(html, { records: [...records, ...swaps], contract: {} });
};

describe('a stream that begins again', () => {
  const whole = [streaming(1), event(1, 'a'), event(1, 'b'), lost(1)];

  test('all of it, again and again, and the page adds it', () => {
    expect(outline(neverEnds(onStream(appending, [stream(1), ...whole, ...whole, ...whole])))).toMatchObject({
      code: 'live/stream-never-ends',
      facts: { connections: 3, events: 2, added: 'yes', attribute: 'sse-close' },
    });
  });

  test('a story in one place that is told again, although the page waits for its end', () => {
    const html = replacing.replace('sse-swap', 'sse-close="done" sse-swap');
    expect(outline(neverEnds(onStream(html, [stream(1), ...whole, ...whole])))).toMatchObject({
      facts: { added: 'no', waits: 'done' },
    });
  });

  test.each<[string, string, readonly Happened[]]>([
    ['the same state each time', replacing, [streaming(1), event(1, 'a'), lost(1), streaming(1), event(1, 'a')]],
    ['something else', appending, [...whole, streaming(1), event(1, 'c'), event(1, 'd'), lost(1)]],
    ['nothing yet', appending, [...whole, streaming(1)]],
    ['once', appending, whole],
  ])('not when it tells %s', (_, html, records) => {
    const seen = onStream(html, [stream(1), ...records]);
    expect(neverEnds(seen)).toBeUndefined();
    expect(repeated('sse')(seen)).toBeUndefined();
  });

  test('a part of it, because the connection broke off', () => {
    const again = [streaming(1), event(1, 'a'), event(1, 'b'), event(1, 'c')];
    const seen = onStream(appending, [stream(1), ...whole, ...again]);
    expect(neverEnds(seen)).toBeUndefined();
    expect(outline(repeated('sse')(seen))).toMatchObject({
      code: 'live/repeated-after-reconnect',
      facts: { transport: 'sse', times: 2, connections: 2 },
    });
    expect(repeated('sse')(onStream(replacing, [stream(1), ...whole, ...again]))).toBeUndefined();
  });

  test('a WebSocket whose server adds its history to what is there', () => {
    const html = page('<div hx-ext="ws" ws-connect="/live"><ul id="jobs"></ul></div>');
    const [one, two] = ['1', '2'].map((each) => `<ul id="jobs" hx-swap-oob="beforeend"><li>${each}</li></ul>`);
    const history = (socket: number): readonly Happened[] => [
      ...[asked(socket), open(socket), came(socket, one ?? ''), came(socket, two ?? '')],
    ];
    const swaps = [one, two].flatMap((each) => handled(html, each ?? ''));
    const judged = (records: readonly Happened[]): unknown =>
      outline(repeated('ws')(recordedPage(html, { records: [...records, ...swaps], contract: {} })));
    expect(judged([...history(1), closed(1), ...history(2)])).toMatchObject({ facts: { transport: 'ws', times: 2 } });
    // A new element has nothing of the one before.
    expect(judged([...history(1), closed(1, 1005), ...history(2)])).toBeUndefined();
  });
});

describe('where an address leads', () => {
  const html = page('<div hx-ext="ws" ws-connect="ws://localhost:3000/live?of=7"></div>');
  const facts = {
    transport: 'ws',
    attribute: 'ws-connect',
    value: 'ws://localhost:3000/live?of=7',
    path: '/live?of=7',
  };

  test('to the computer of whoever opens the page', () => {
    const at = (url: string, records: readonly Happened[] = []): unknown =>
      outline(hardCodedHost('ws')(served(url, html, { records })));
    expect(at('http://chat.example.org/')).toEqual({
      code: 'live/hard-coded-host',
      severity: 'error',
      facts: { ...facts, page: 'chat.example.org' },
      where: lineOf(html, '<div'),
    });
    expect(at('http://192.168.1.7:3000/', [asked(1), open(1)])).toMatchObject({ severity: 'warning' });
    expect(at('http://localhost:3000/')).toBeUndefined();
    expect(at('http://127.0.0.1:3000/')).toBeUndefined();
  });

  test('from an encrypted page to an unencrypted connection', () => {
    const plain = html.replace('localhost:3000', 'chat.example.org');
    const at = (url: string, body: string): unknown => outline(mixedContent('ws')(served(url, body)));
    expect(at('https://chat.example.org/', plain)).toMatchObject({
      code: 'live/mixed-content',
      facts: { value: 'ws://chat.example.org/live?of=7', path: '/live?of=7' },
    });
    expect(at('http://chat.example.org/', plain)).toBeUndefined();
    expect(at('https://chat.example.org/', plain.replace('ws://', 'wss://'))).toBeUndefined();
    expect(at('https://chat.example.org/', page('<div hx-ext="ws" ws-connect="/live"></div>'))).toBeUndefined();
  });

  test('to another origin, which refuses it', () => {
    const said = 'Unexpected response code: 403';
    const records = [asked(1, 'ws://localhost:3000/live'), closed(1)];
    const text = `WebSocket connection to 'ws://localhost:3000/live' failed: Error during WebSocket handshake: ${said}`;
    const refused = served('http://localhost:8000/', html, {
      records: [...records, { type: 'console', level: 'error', text }],
    });
    expect(otherOrigin(refused, 'ws', { opens: 'yes' })?.facts).toMatchObject({
      origin: 'http://localhost:8000',
      url: 'ws://localhost:3000/live',
      status: 403,
    });
    expect(otherOrigin(refused, 'ws', { opens: 'no' })).toBeUndefined();
    expect(otherOrigin(served('http://localhost:3000/', html, { records }), 'ws', { opens: 'yes' })).toBeUndefined();
  });
});
