import { afterAll, beforeAll, expect, test } from 'vitest';
import { PageLedger } from '../../src/htmx/page-ledger.ts';
import { ledgerLines } from '../../src/messages/index.ts';
import type { LedgerEntry } from '../../src/model/ledger.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { lightBrowserOrReason } from '../support/browser.ts';
import { chat, htmxPage, servePage, WATCHING } from '../support/page-server.ts';

const found = lightBrowserOrReason();
let engines: readonly PageEngine[] = [];

beforeAll(async () => {
  engines = [await openDomEngine(), ...(found.skipped === undefined ? [await found.open()] : [])];
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

/** What became of what the page received, after these messages were sent back to it one after another. */
async function entriesOf(
  engine: PageEngine,
  html: string,
  { replies = [], events = 0 }: { readonly replies?: readonly string[]; readonly events?: number },
): Promise<readonly LedgerEntry[]> {
  const server = await servePage(html);
  try {
    const opened = await engine.open(server.url, {
      client: 'tab 1',
      deadlineMs: 20_000,
      onRecord: () => undefined,
      ...WATCHING,
    });
    if (!opened.ok) throw new Error(`the page did not open: ${opened.problem.reason}`);
    const tab = opened.value;
    const came = (type: 'socket-open' | 'handled', count: number): Promise<unknown> =>
      tab.until((records) => records.filter((record) => record.type === type).length >= count, 10_000);
    if (replies.length > 0) await came('socket-open', 1);
    for (const [at, reply] of replies.entries()) {
      await tab.send(`raw ${reply}`);
      await came('handled', at + 1);
    }
    await came('handled', replies.length + events);
    const ledger = new PageLedger();
    const entries = tab.records.flatMap((record) => ledger.add(record) ?? []);
    await tab.close();
    return entries;
  } finally {
    await server.close();
  }
}

const REPLIES = [
  '<div id="chat-window" hx-swap-oob="beforeend"><p id="first">one</p></div>',
  'hello',
  '<div class="message">hello</div>',
  '<div id="">hello</div>',
  '<p id="first">two</p><p id="first">three</p>',
  '<div hx-swap-oob="beforeend:.list">hello</div>',
  '<div hx-swap-oob="beforeend:#chat-window > p">, <b>four</b></div>',
  '<div id="chat-window" hx-swap-oob="beforeend scroll:bottom"><p>five</p></div>',
  '<template><p id="first">six</p></template>',
  '<p>eight</p><tr id="first"><td>seven</td></tr>',
  '{"message":"hello"}',
  '<hx-partial hx-target="#chat-window"><p>nine</p></hx-partial>',
];

const LINES = [
  ['<div id="chat-window"> beforeend → #chat-window: 1 element added; without its outermost <div>'],
  ['the text "hello" is not inside an element → dropped (text)'],
  ['<div> has no id → dropped (no-id)'],
  ['<div id=""> has an empty id → htmx throws, dropped (empty-id)'],
  [
    '<p id="first"> outerHTML → #first: replaced; a later part of the same message replaced it',
    '<p id="first"> outerHTML → #first: replaced',
  ],
  ['<div> targets .list, which matches nothing in the page → dropped (no-such-target)'],
  ['<div> beforeend → #chat-window > p: 1 element added, text changed; without its outermost <div>'],
  [
    '<div id="chat-window"> has a modifier in hx-swap-oob, and htmx takes "bottom" for the selector → dropped (modifier-as-selector)',
  ],
  ['a <template> is the outermost element, and htmx does not look inside it → dropped (template)'],
  [
    '<p> has no id → dropped (no-id)',
    'the text "seven" is not inside an element → dropped (text)',
    '<tr id="first"> is not inside a table, so the HTML parser removes its tags → dropped (parser)',
    '<td> is not inside a table, so the HTML parser removes its tags → dropped (parser)',
  ],
  ['the text "{"message":"hello"}" is part of a JSON value, not HTML → dropped (json)'],
  ['<hx-partial> has no id, and htmx does not read its hx-target here → dropped (partial)'],
];

test('what happens to each message is what the page reports, in each engine', async () => {
  for (const engine of engines) {
    const entries = await entriesOf(engine, htmxPage(chat), { replies: REPLIES });
    expect(entries.map(ledgerLines), engine.version).toEqual(LINES);
    expect(entries.flatMap(({ differences }) => differences)).toEqual([]);
  }
});

const DELAYED = `<div hx-ext="sse" sse-connect="/slow-count"><div id="slow" sse-swap="message" hx-swap="innerHTML swap:5ms">-</div>
  <p id="gone" sse-swap="message" hx-swap="outerHTML">-</p></div>`;

test('an event that is swapped with a delay, and one whose element the first event removed', async () => {
  for (const engine of engines) {
    const [first, second] = await entriesOf(engine, htmxPage(DELAYED), { events: 2 });
    expect(first, engine.version).toMatchObject({ differences: [], unfinished: false });
    expect(
      [first, second].map((entry) => entry?.predicted.map((each) => ('effect' in each ? each.effect : ''))),
    ).toEqual([['replaces-content', 'replaces'], ['replaces-content']]);
  }
});

const OWN_SCRIPT = `<div id="chat-window"></div><form><input name="message"><button>Send</button></form><script>
  const socket = new WebSocket('ws://' + location.host + '/ws');
  socket.onmessage = ({ data }) => document.querySelector('#chat-window').insertAdjacentHTML('beforeend', data);
  document.querySelector('form').onsubmit = (event) => {
    event.preventDefault();
    socket.send(JSON.stringify({ message: event.target.message.value }));
  };
</script>`;

test('a socket that a script of the page opened does not belong to htmx', async () => {
  for (const engine of engines) {
    const entries = await entriesOf(engine, htmxPage(OWN_SCRIPT), { replies: ['<p>hello</p>'] });
    expect(entries.map(ledgerLines), engine.version).toEqual([["the page's own script handles it: 1 element added"]]);
  }
});

test('a page that refuses a message, and one that removes what was swapped in', async () => {
  const refusing = `${chat}<script>document.addEventListener('htmx:wsBeforeMessage', (event) => event.preventDefault())</script>`;
  const removing = `${chat}<script>document.addEventListener('htmx:wsAfterMessage', () => document.querySelector('#chat-window').replaceChildren())</script>`;
  const replies = ['<div id="chat-window" hx-swap-oob="beforeend"><p>one</p></div>'];
  for (const engine of engines) {
    const [refused] = await entriesOf(engine, htmxPage(refusing), { replies });
    expect(refused?.differences, engine.version).toEqual([{ kind: 'refused', event: 'htmx:wsBeforeMessage' }]);
    const [removed] = await entriesOf(engine, htmxPage(removing), { replies });
    expect(removed?.differences, engine.version).toEqual([{ kind: 'added', predicted: 1, observed: 0 }]);
  }
});
