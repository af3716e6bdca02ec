import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageEngine, PageRecord, PageDriver } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { lightBrowserOrReason } from '../support/browser.ts';
import { WATCHING, chat, counter, htmxPage, servePage, type PageServerOptions } from '../support/page-server.ts';

// Where a CI runs these tests a missing browser is an error of the CI; elsewhere they are skipped, with the reason.
const found = lightBrowserOrReason();
const missing = found.skipped !== undefined;
let engines: readonly PageEngine[] = [];

beforeAll(async () => {
  if (missing) {
    process.stderr.write('The browser engine is not compared: there is no Chrome, Chromium or Edge on this machine.\n');
    return;
  }
  engines = [await openDomEngine(), await found.open()];
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

interface Case extends PageServerOptions {
  readonly html: string;
  readonly act: (tab: PageDriver) => Promise<unknown>;
  /** Record types that are compared; all that a page's author would notice when omitted. */
  readonly only?: readonly PageRecord['type'][];
}

const has =
  (type: PageRecord['type'], times = 1) =>
  (records: readonly PageRecord[]) =>
    records.filter((record) => record.type === type).length >= times;
/** A wait that is not met in either engine must not pass for agreement. */
const until =
  (type: PageRecord['type'], times = 1) =>
  async (tab: PageDriver): Promise<void> => {
    const { met } = await tab.until(has(type, times), 10_000);
    if (!met) throw new Error(`no ${type} came: ${JSON.stringify(tab.records)}`);
  };

const cases: Readonly<Record<string, Case>> = {
  'a chat': {
    html: htmxPage(chat),
    act: async (tab) => {
      const opened = await until('socket-open')(tab);
      const sent = [
        await tab.send('hello ✓'),
        (await tab.untilText('#chat-window', 'hello ✓', 5000)).html,
        await tab.send(''),
      ];
      const second = [await tab.send('again'), (await tab.untilText('#chat-window', 'again', 5000)).text];
      const { elements, watched, htmx } = await tab.snapshot();
      return [opened, sent, second, elements, watched, htmx, await tab.count('p'), await tab.count('[')];
    },
  },
  'an answer for no element, then a binary one': {
    html: htmxPage(chat),
    act: async (tab) => [
      await until('socket-open')(tab),
      await tab.send('nowhere'),
      await until('socket-received')(tab),
      await tab.send('binary'),
      await until('script-error')(tab),
    ],
  },
  'a control that a script calls by its name': {
    html: htmxPage(
      `<form id="named"><input name="message" value="typed"></form>
       <script>
         const form = document.getElementById('named');
         console.log(form.message.value, form instanceof HTMLElement, form.nothing === undefined, form.method);
       </script>`,
    ),
    act: until('console'),
  },
  'a stream': {
    html: htmxPage(counter),
    act: async (tab) =>
      (await tab.untilText('#counter', '2', 10_000)).met || Promise.reject(new Error('it does not count')),
    only: ['stream-new', 'stream-open', 'stream-error'],
  },
  'a stream that is not there': {
    html: htmxPage(counter.replace('/count', '/gone')),
    act: until('stream-error'),
    only: ['stream-new', 'stream-open', 'stream-error'],
  },
  'a stream of another type': {
    html: htmxPage(counter.replace('/count', '/html')),
    routes: { '/html': { headers: { 'content-type': 'text/html' }, body: 'data: 1\n\n' } },
    act: until('stream-error'),
    only: ['stream-new', 'stream-open', 'stream-error'],
  },
  'ws-send is missing': {
    html: htmxPage(chat.replace('ws-send', '')),
    act: async (tab) => [await tab.send('hi & you'), await until('navigated')(tab)],
    only: ['navigated', 'socket-new', 'socket-sent'],
  },
  'a form without a button': {
    html: '<!doctype html><form><input name="message"></form>',
    act: async (tab) => [await tab.send('x'), await until('navigated')(tab)],
  },
  'a button that does nothing': {
    html: '<!doctype html><form method="post" action="/p"><textarea></textarea><input name="message"><button type="button">x</button></form>',
    act: async (tab) => [await tab.send('x', { field: 'message' }), await until('navigated')(tab)],
  },
  'a form that is replaced while a message is typed into it': {
    html: `<!doctype html><form id="chat"><input name="message" required><button>Send</button></form>
       <script>
         document.addEventListener('input', () => document.forms[0].replaceWith(document.forms[0].cloneNode(true)), { once: true });
         document.addEventListener('submit', (event) => {
           event.preventDefault();
           console.log(event.target.message.value);
         });
       </script>`,
    act: async (tab) => {
      const sent = await tab.send('hello');
      const written = tab.records.flatMap((record) => (record.type === 'console' ? [record.text] : []));
      if (written.join() !== 'hello') throw new Error(`the page got ${JSON.stringify(written)}`);
      return sent;
    },
  },
  'scripts that fail': {
    html: '<!doctype html><script src="/gone.js"></script><script src="/page.js"></script>\n<script>\nnope()</script><script>console.info("a", [1])</script><script src="https://cdn.example/x.js"></script><script src="/sniff.js"></script>',
    routes: {
      '/page.js': { headers: { 'content-type': 'text/html' }, body: '<!doctype html>' },
      '/sniff.js': { headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' }, body: '1' },
    },
    act: until('load-failed', 3),
  },
  'scripts from CDNs': {
    html: htmxPage(chat)
      .replace('"/htmx.js"', '"https://unpkg.com/htmx.org@2.0.4" integrity="sha384-AAAA" crossorigin="anonymous"')
      .replace('"/ws.js"', '"https://cdn.jsdelivr.net/npm/htmx-ext-ws@2"')
      .replace('"/sse.js"', '"https://unpkg.com/htmx-ext-sse@1.0.0/sse.js"'),
    act: until('socket-open'),
    only: ['substituted', 'load-failed', 'socket-new', 'socket-open'],
  },
  'no route for the socket': {
    html: htmxPage(chat.replace('/ws"', '/nowhere"')),
    act: until('socket-close'),
    only: ['socket-new', 'socket-error', 'socket-close'],
  },
  'an address that is none': {
    html: htmxPage(chat.replace('"/ws"', '"localhost:8000/ws"')),
    act: until('socket-refused'),
  },
  'a socket that a policy forbids': {
    html: htmxPage(chat),
    headers: { 'content-security-policy': "default-src 'self'; style-src 'unsafe-inline'; connect-src 'none'" },
    act: until('socket-error'),
  },
  'a policy in the page': {
    html: htmxPage(chat).replace(
      '<head>',
      '<head><meta http-equiv="Content-Security-Policy" content="connect-src http:">',
    ),
    act: until('socket-error'),
  },
  'a page that goes elsewhere by script': {
    html: '<!doctype html><script>setTimeout(() => { location.href = "/x" }, 30)</script>',
    act: until('navigated'),
  },
  'script tags closed by a slash': {
    html: '<!doctype html><script src="/htmx.js" />\n<script src="/ws.js" />\n<p id="p">text of the script</p>',
    act: async (tab) => {
      const { htmx, elements } = await tab.snapshot();
      return [htmx, elements, await tab.count('script'), await tab.count('p')];
    },
  },
  'text that a style sheet hides': {
    html: `<!doctype html><style>
        .gone { display: none } .faint { visibility: hidden } .faint b { visibility: visible } @media print { #log { display: none } }
      </style>
      <div id="log"><p class="gone">otter <i>badger</i></p><p class="faint">heron <b>stoat</b></p><p>lynx <i>ma</i><i>rten</i></p></div>`,
    act: async (tab) => {
      const shown: Record<string, boolean> = {};
      for (const word of ['otter', 'badger', 'heron', 'stoat', 'lynx', 'marten', 'hare'])
        shown[word] = (await tab.untilText('#log', word, 0)).met;
      expect(shown).toEqual({
        otter: false,
        badger: false,
        heron: false,
        stoat: true,
        lynx: true,
        marten: true,
        hare: false,
      });
      return shown;
    },
  },
  'a form in a table, which owns its fields': {
    html: '<!doctype html><table><tr><form id="f"><td><input name="message"></td><td><button>Go</button></td></form></tr></table>',
    act: async (tab) => [await tab.send('hello', { field: 'message' }), await until('navigated')(tab)],
  },
  'a script with the digest of another file': {
    html: '<!doctype html><script src="/htmx.js" integrity="sha384-AAAA"></script>',
    act: until('load-failed'),
  },
  'a policy against inline scripts': {
    html: '<!doctype html><script>console.log("it ran")</script>',
    headers: { 'content-security-policy': "script-src 'self'" },
    act: until('console'),
    only: ['script-error'],
  },
  'seven streams of one origin': {
    html: `<!doctype html><script>
      const all = [1, 2, 3, 4, 5, 6, 7].map((each) => new EventSource('/count?' + each));
      all[0].onmessage = () => console.log(all.filter(({ readyState }) => readyState === 0).length, 'is not open');
      setTimeout(() => all[1].close(), 1500);
      all[6].onopen = () => console.log('the seventh is open');
    </script>`,
    act: until('console', 2),
    only: ['stream-close'],
  },
  'an error page': {
    html: '',
    routes: { '/': { status: 404, headers: { 'content-type': 'application/json' }, body: '{}' } },
    act: async (tab) => [tab.document.status, tab.document.html],
  },
};

/** How long until the next attempt is chance; the first one is compared. */
function isFirst(record: PageRecord): boolean {
  return !('socket' in record && record.socket > 1) && !('stream' in record && record.stream > 1);
}

/** Waits until nothing that is compared has come for a while: one engine may be a few records behind. */
async function quiet(tab: PageDriver, compared: () => readonly PageRecord[]): Promise<void> {
  const deadline = performance.now() + 5000;
  for (let count = -1; count !== compared().length && performance.now() < deadline;) {
    count = compared().length;
    await tab.until(() => compared().length > count, 250);
  }
}

/** What both engines must agree on: everything but times, ports and what htmx says after the fact. */
async function behaviour(engine: PageEngine, { html, act, only, ...options }: Case): Promise<unknown> {
  const server = await servePage(html, options);
  try {
    const opened = await engine.open(server.url, {
      client: 'tab 1',
      deadlineMs: 20_000,
      onRecord: () => undefined,
      ...WATCHING,
      watched: ['#chat-window', 'p', '#nowhere', '['],
    });
    if (!opened.ok) return opened.problem;
    const tab = opened.value;
    const result = await act(tab);
    const compared = (): readonly PageRecord[] =>
      tab.records.filter((record) => (only?.includes(record.type) ?? true) && isFirst(record));
    await quiet(tab, compared);
    const records = compared().map(({ at: _at, ...record }) => record);
    await tab.close();
    return JSON.parse(
      JSON.stringify({ result, records }).replaceAll(new RegExp(`:${new URL(server.url).port}\\b`, 'g'), ':PORT'),
    ) as unknown;
  } finally {
    await server.close();
  }
}

test.skipIf(missing).each(Object.entries(cases))('%s is the same in both engines', async (_name, page) => {
  const [dom, chromium] = await Promise.all(engines.map((engine) => behaviour(engine, page)));
  expect(dom).toEqual(chromium);
  expect(dom).toHaveProperty('records');
});

test.skipIf(missing)('a page that hangs is a failure in the browser too, and the next tab works', async () => {
  const engine = engines[1];
  if (engine === undefined) throw new Error('no browser engine');
  const server = await servePage('<!doctype html><script>for (;;);</script>', {});
  const options = { client: 'tab 1', onRecord: () => undefined };
  expect(await engine.open(server.url, { ...options, deadlineMs: 1000 })).toMatchObject({
    ok: false,
    problem: { reason: 'hung' },
  });
  await server.close();
  expect(await engine.open(server.url, { ...options, deadlineMs: 5000 })).toMatchObject({
    ok: false,
    problem: { reason: 'unreachable' },
  });
});

test.skipIf(missing)('module scripts run in the browser', async () => {
  const seen = await Promise.all(
    engines.map((engine) =>
      behaviour(engine, {
        html: '<!doctype html><script type="module">console.log("ran")</script>',
        act: async () => null,
      }),
    ),
  );
  expect(seen).toMatchObject([{ records: [{ type: 'engine-gap' }] }, { records: [{ type: 'console', text: 'ran' }] }]);
});
