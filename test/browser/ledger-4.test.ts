import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerOf } from '../../src/htmx/page-ledger.ts';
import { ledgerLines } from '../../src/messages/index.ts';
import type { PageEngine, PageRecord } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { lightBrowserOrReason } from '../support/browser.ts';
import { servePage, WATCHING } from '../support/page-server.ts';

const found = lightBrowserOrReason();
let engines: readonly PageEngine[] = [];

beforeAll(async () => {
  engines = [await openDomEngine(), ...(found.skipped === undefined ? [await found.open()] : [])];
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

const PAGE = `<!doctype html><script src="/htmx-4.js"></script><script src="/hx-sse-4.js"></script>
  <section hx-sse:connect="/events" hx-target="#log" hx-swap="beforeend" hx-sse:close="heron"></section>
  <div id="log"></div><p id="state">quiet</p><p id="other"></p>`;

function named(name: string): string {
  return `htmx 4 swaps only events without an "event:" line; it fires this one as the DOM event "${name}" → dropped (named-event)`;
}

/** Each event of the stream, and what becomes of it. */
const EVENTS: readonly (readonly [string, readonly string[]])[] = [
  ['data: <i>one</i>', ['<i> beforeend → div#log: 1 element added']],
  ['event: message\ndata: <i>two</i>', [named('message')]],
  ['data: <p id="state" hx-swap-oob="true">busy</p>', ['<p id="state"> outerHTML → #state: replaced']],
  [
    'data: <hx-partial hx-target="#other" hx-swap="innerHTML"><b>three</b></hx-partial>',
    ['<hx-partial> innerHTML → #other: 1 element added'],
  ],
  [
    'data: {"content": "<i>four</i>"}',
    [
      'the text "{"content": "" beforeend → div#log: added at the end',
      '<i> beforeend → div#log: added at the end',
      'the text ""}" beforeend → div#log: added at the end',
    ],
  ],
  ['data: {"heron": 1}', ['the text "{"heron": 1}" beforeend → div#log: text changed']],
  ['data:', ['the message has no content, and htmx 4 swaps nothing empty → dropped (empty-swap)']],
  ['event: marten\ndata: <i>five</i>', [named('marten')]],
  ['event: heron\ndata: bye', [named('heron')]],
];

/** What was recorded of the page until its stream has brought all events. */
async function recordsOf(engine: PageEngine): Promise<readonly PageRecord[]> {
  const body = EVENTS.map(([event]) => `${event}\n\n`).join('');
  const routes = { '/events': { headers: { 'content-type': 'text/event-stream' }, body } };
  const server = await servePage(PAGE, { routes });
  try {
    const opened = await engine.open(server.url, {
      client: 'tab 1',
      deadlineMs: 20_000,
      onRecord: () => undefined,
      ...WATCHING,
    });
    if (!opened.ok) throw new Error(`the page did not open: ${opened.problem.reason}`);
    const tab = opened.value;
    const handled = (records: readonly PageRecord[]): number => records.filter(({ type }) => type === 'handled').length;
    await tab.until((records) => handled(records) >= EVENTS.length, 10_000);
    const records = [...tab.records];
    await tab.close();
    return records;
  } finally {
    await server.close();
  }
}

test('what happens to each event of a stream that htmx 4 reads is what it says, in each engine', async () => {
  for (const engine of engines) {
    const records = await recordsOf(engine);
    const entries = ledgerOf(records);
    expect(entries.map(ledgerLines), engine.version).toEqual(EVENTS.map(([, lines]) => lines));
    expect(entries.flatMap(({ differences }) => differences)).toEqual([]);
    const stream = records.flatMap((record) => (record.type.startsWith('stream-') ? [record.type] : []));
    expect(stream).toEqual(['stream-new', 'stream-open', ...EVENTS.map(() => 'stream-event' as const), 'stream-close']);
  }
});
