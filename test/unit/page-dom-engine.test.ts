import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PageEngine, PageFailure, PageRecord, PageDriver } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import {
  WATCHING,
  chat,
  counter,
  htmxPage,
  servePage,
  type PageServer,
  type PageServerOptions,
} from '../support/page-server.ts';

let engine: PageEngine;
let server: PageServer | undefined;

beforeAll(async () => {
  engine = await openDomEngine();
});
afterEach(() => stopServer());
afterAll(async () => {
  await engine.close();
});

/** The next page that is opened gets a server of its own. */
async function stopServer(): Promise<void> {
  const stopping = server;
  server = undefined;
  await stopping?.close();
}

async function open(
  html: string,
  options: PageServerOptions & { readonly deadlineMs?: number; readonly client?: string } = {},
): Promise<PageDriver | PageFailure> {
  server ??= await servePage(html, options);
  const opened = await engine.open(server.url, {
    client: options.client ?? 'tab 1',
    deadlineMs: options.deadlineMs ?? 10_000,
    onRecord: () => undefined,
    ...WATCHING,
  });
  return opened.ok ? opened.value : opened.problem;
}

async function openTab(...given: Parameters<typeof open>): Promise<PageDriver> {
  const tab = await open(...given);
  if ('reason' in tab) throw new Error(JSON.stringify(tab));
  return tab;
}

const has = (type: PageRecord['type']) => (records: readonly PageRecord[]) =>
  records.some((record) => record.type === type);
const of = <T extends PageRecord['type']>(tab: PageDriver, type: T) =>
  tab.records.filter((record): record is Extract<PageRecord, { type: T }> => record.type === type);

test('a typed message goes out as a frame and its answer shows in the chat', async () => {
  const tab = await openTab(htmxPage(chat));
  expect((await tab.until(has('socket-open'), 5000)).met).toBe(true);
  expect(await tab.send('grüße ✓ 👋')).toEqual({
    input: { tag: 'input', name: 'message' },
    actions: [{ kind: 'click', control: { tag: 'button' } }],
    heldByValidation: false,
  });
  const shown = await tab.untilText('#chat-window', 'grüße ✓ 👋', 5000);
  expect(shown).toMatchObject({ met: true, html: '<p>grüße ✓ 👋</p>' });
  expect(of(tab, 'socket-new').map(({ url }) => url)).toEqual([`${server?.url.replace('http', 'ws')}ws`]);
  expect(JSON.parse(of(tab, 'socket-sent')[0]?.data ?? '')).toMatchObject({
    message: 'grüße ✓ 👋',
    HEADERS: { 'HX-Request': 'true' },
  });
  expect(of(tab, 'text')).toMatchObject([{ element: 'div#chat-window', within: ['#chat-window'], text: 'grüße ✓ 👋' }]);
  const snapshot = await tab.snapshot();
  expect(snapshot).toMatchObject({
    htmx: { extensions: ['ws', 'sse'] },
    watched: { '#chat-window': { text: 'grüße ✓ 👋', html: '<p>grüße ✓ 👋</p>', visible: true } },
  });
  expect(snapshot.scripts).toMatchObject([{ kind: 'classic', status: 200, contentType: 'text/javascript' }, {}, {}]);
  expect(snapshot.elements.map(({ tag, parent }) => [tag, parent])).toEqual([
    ['div', null],
    ['div', 0],
    ['form', 0],
    ['input', 2],
    ['button', 2],
  ]);
  expect(await tab.count('#chat-window p')).toBe(1);
  expect(await tab.count('[')).toBe(-1);
});

test("an empty message is held by the browser's validation", async () => {
  const tab = await openTab(htmxPage(chat));
  await tab.until(has('socket-open'), 5000);
  expect((await tab.send('')).heldByValidation).toBe(true);
  expect(of(tab, 'socket-sent')).toEqual([]);
});

test('a message for no element is reported, and binary messages are records in their order', async () => {
  const tab = await openTab(htmxPage(chat));
  await tab.until(has('socket-open'), 5000);
  await tab.send('nowhere');
  const missing = (records: readonly PageRecord[]) =>
    records.some((record) => record.type === 'htmx' && record.name === 'htmx:oobErrorNoTarget');
  expect((await tab.until(missing, 5000)).met).toBe(true);
  await tab.send('binary');
  expect((await tab.until(has('script-error'), 5000)).met).toBe(true);
  const last = tab.records
    .filter((record) => record.type === 'socket-received' || record.type === 'script-error')
    .slice(-2);
  expect(last).toMatchObject([
    { type: 'socket-received', data: '<i>bytes</i>', binary: true },
    { message: expect.stringContaining('replace is not a function') },
  ]);
});

test('a stream counts in the page, from a URL relative to it', async () => {
  const tab = await openTab(htmxPage(counter));
  expect((await tab.untilText('#counter', '3', 5000)).met).toBe(true);
  expect(of(tab, 'stream-new')).toMatchObject([{ url: `${server?.url}count` }]);
  expect(of(tab, 'stream-event')[0]).toMatchObject({ event: 'message', data: '<b>1</b>' });
});

test('a form without a handler navigates, once, to where a browser would go', async () => {
  const tab = await openTab(htmxPage(chat.replace('ws-send', '')));
  await tab.send('hi there & more');
  expect(of(tab, 'navigated').map(({ url }) => url)).toEqual([`${server?.url}?message=hi+there+%26+more`]);
});

test('a button that does nothing is followed by Enter', async () => {
  const tab = await openTab(
    '<!doctype html><form action="/go" method="post"><input name="message"><button type="button">x</button></form>',
  );
  expect((await tab.send('a')).actions).toEqual([
    { kind: 'click', control: { tag: 'button' } },
    { kind: 'press', key: 'Enter' },
  ]);
  expect(of(tab, 'navigated').map(({ url }) => url)).toEqual([`${server?.url}go`]);
});

test('scripts that fail to load or to run, the console and rejections are recorded', async () => {
  const tab = await openTab(
    '<!doctype html><script src="/gone.js"></script><script src="/page.js"></script>\n<script>\nnope()</script><script>console.warn("w", {a: 1}); Promise.reject(new Error("late"))</script><script src="https://cdn.example/x.js"></script>',
    { routes: { '/page.js': { headers: { 'content-type': 'text/html' }, body: '<!doctype html>' } } },
  );
  await tab.until((records) => records.filter(({ type }) => type === 'script-error').length === 3, 5000);
  expect(of(tab, 'load-failed')).toMatchObject([
    { failure: { reason: 'status', status: 404 } },
    { url: 'https://cdn.example/x.js', failure: { reason: 'other-host' } },
  ]);
  expect(of(tab, 'script-error')).toMatchObject([
    { message: "SyntaxError: Unexpected token '<'", file: `${server?.url}page.js`, line: 1 },
    { message: 'ReferenceError: nope is not defined', line: 3 },
    { message: '(in promise) Error: late' },
  ]);
  expect(of(tab, 'console')).toMatchObject([{ level: 'warn', text: 'w {"a":1}' }]);
});

test("htmx from a CDN is answered from the tutor's own copy", async () => {
  const page = htmxPage(chat).replace(
    '"/htmx.js"',
    '"https://unpkg.com/htmx.org@2.0.4" integrity="sha384-AAAA" crossorigin="anonymous"',
  );
  const tab = await openTab(page);
  expect((await tab.until(has('socket-open'), 5000)).met).toBe(true);
  expect(of(tab, 'substituted')).toMatchObject([
    { url: 'https://unpkg.com/htmx.org@2.0.4', by: 'htmx.org/dist/htmx.min.js' },
  ]);
});

test('a policy without the host of the socket blocks the connection for good', async () => {
  const tab = await openTab(htmxPage(chat), { headers: { 'content-security-policy': "connect-src 'none'" } });
  expect((await tab.until(has('socket-error'), 5000)).met).toBe(true);
  expect(of(tab, 'console')[0]?.text).toContain("connect-src 'none'");
  expect(of(tab, 'socket-close')).toEqual([]);
});

test('a module script is reported as a gap of this engine', async () => {
  const tab = await openTab('<!doctype html><script type="module">import "/x.js"</script>');
  expect(of(tab, 'engine-gap')).toMatchObject([{ what: expect.stringContaining('module') }]);
});

test('a policy for Trusted Types is reported as a gap of this engine', async () => {
  const tab = await openTab('<!doctype html><p>heron</p>', {
    headers: { 'content-security-policy': "require-trusted-types-for 'script'" },
  });
  expect(of(tab, 'engine-gap')).toMatchObject([{ what: expect.stringContaining('Trusted Types') }]);
});

test('two tabs run side by side', async () => {
  const first = await openTab(htmxPage(chat));
  const second = await openTab('', { client: 'tab 2' });
  await Promise.all([first, second].map((tab) => tab.until(has('socket-open'), 5000)));
  await Promise.all([first.send('one'), second.send('two')]);
  expect((await first.untilText('#chat-window', 'one', 5000)).text).toBe('one');
  expect((await second.untilText('#chat-window', 'two', 5000)).text).toBe('two');
  expect([first.client, second.client]).toEqual(['tab 1', 'tab 2']);
  await first.close();
  expect((await second.snapshot()).watched['#chat-window']?.text).toBe('two');
});

test('an error page is opened with its status; another type and a missing server are failures', async () => {
  const tab = await openTab('', {
    routes: { '/': { status: 404, headers: { 'content-type': 'application/json' }, body: '{"detail":"Not Found"}' } },
  });
  expect(tab.document).toMatchObject({ status: 404, html: '{"detail":"Not Found"}' });
  const gone = server?.url ?? '';
  await stopServer();
  const opened = await engine.open(gone, { client: 'tab 1', deadlineMs: 5000, onRecord: () => undefined });
  expect(opened).toMatchObject({
    ok: false,
    problem: { reason: 'unreachable', failure: { reason: 'refused' } },
  });
  expect(await open('', { routes: { '/': { headers: { 'content-type': 'application/json' }, body: '{}' } } })).toEqual({
    reason: 'not-html',
    contentType: 'application/json',
  });
});

test('a script that never arrives ends with the deadline', async () => {
  expect(
    await open('<!doctype html><script src="/silent.js"></script>', {
      routes: { '/silent.js': { silent: true } },
      deadlineMs: 300,
    }),
  ).toMatchObject({ reason: 'hung' });
});

test('an endless loop ends the page and not the engine', async () => {
  expect(await open('<!doctype html><script>for (;;);</script>', { deadlineMs: 300 })).toMatchObject({
    reason: 'hung',
  });
  await stopServer();
  const tab = await openTab(
    '<!doctype html><form onsubmit="for (;;);"><input name="message"><button>x</button></form>',
  );
  const waiting = tab.until(() => false, 30_000);
  expect((await tab.send('a')).input).toBeUndefined();
  expect((await waiting).met).toBe(false);
  expect(tab.failure?.reason).toBe('hung');
  await stopServer();
  expect((await openTab(htmxPage(chat))).document.status).toBe(200);
});

test('a page that uses all memory is reported as out of memory', async () => {
  expect(
    await open(
      '<!doctype html><script>const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()))</script>',
      { deadlineMs: 30_000 },
    ),
  ).toMatchObject({ reason: 'out-of-memory' });
});

test.runIf(process.platform === 'linux')(
  'a page that fills buffers, which are not in the heap, is reported as well',
  async () => {
    const tab = await openTab(
      '<!doctype html><script>const all = []; setInterval(() => all.push(new Uint8Array(5e7).fill(1)), 5)</script>',
    );
    await tab.until(() => tab.failure !== undefined, 30_000);
    expect(tab.failure).toEqual({ reason: 'out-of-memory', megabytes: 288 });
  },
);

test('a page with large pictures inside it is shown', async () => {
  const picture = `<img src="data:image/png;base64,${'A'.repeat(3_000_000)}">`;
  const tab = await openTab(htmxPage(`${picture}${chat}`));
  expect((await tab.until(has('socket-open'), 5000)).met).toBe(true);
  expect(tab.document.html).toContain(picture);
});

test('Math.random returns the value that was set', async () => {
  const tab = await openTab(
    '<!doctype html><form onsubmit="console.log(Math.random()); return false"><input name="message"><button>x</button></form>',
  );
  await tab.fixRandom(0.25);
  await tab.send('a');
  await tab.fixRandom(undefined);
  await tab.send('b');
  const [first, second] = of(tab, 'console').map(({ text }) => text);
  expect(first).toBe('0.25');
  expect(second).not.toBe('0.25');
});
