import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { htmxPage, servePage, WATCHING } from '../support/page-server.ts';

let engine: PageEngine;
beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());

/** What a script of a page says on the console: the outcome of an expression, or why it was refused. */
async function outcomeOf(expression: string): Promise<string> {
  const script = `<script>
    const tell = (outcome) => console.log('outcome ' + outcome);
    (async () => { try { tell(await (${expression})); } catch (error) { tell(error.name); } })();
  </script>`;
  const server = await servePage(htmxPage(script));
  try {
    const opened = await engine.open(server.url, {
      client: 'tab 1',
      deadlineMs: 10_000,
      onRecord: () => undefined,
      ...WATCHING,
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const tab = opened.value;
    const said = (): string | undefined =>
      tab.records.flatMap((record) =>
        record.type === 'console' && record.text.startsWith('outcome ') ? [record.text] : [],
      )[0];
    await tab.until(() => said() !== undefined, 5000);
    await tab.close();
    return said()?.slice('outcome '.length) ?? 'nothing';
  } finally {
    await server.close();
  }
}

test.each([
  ['eval', `eval('1 + 1')`],
  ['new Function', `new Function('return 1 + 1')()`],
  ['a constructor of its own realm', `(() => {}).constructor('return 1 + 1')()`],
])("a page's own code generation works as in a browser: %s", async (_, expression) => {
  expect(await outcomeOf(expression)).toBe('2');
});

/** Ways from an object of the page to a function of the host's realm. */
const WAYS = [
  'document.createElement.constructor',
  'window.constructor.constructor',
  'console.log.constructor',
  'fetch.constructor',
  'setTimeout.constructor',
  'new WebSocket("ws://" + location.host + "/ws").send.constructor',
  'new EventSource("/sse").close.constructor',
  'Object.getPrototypeOf(document).constructor.constructor',
  'document.addEventListener.constructor.prototype.constructor',
  'Object.getPrototypeOf(async function () {}).constructor',
  'Object.getPrototypeOf(Object.getPrototypeOf(document.querySelectorAll("p"))).constructor.constructor',
  'structuredClone.constructor',
  'localStorage.getItem.constructor',
  'navigator.constructor.constructor',
];

test.each(WAYS)("no way to the engine's process: %s", async (way) => {
  expect(await outcomeOf(`(${way})('return typeof process')()`)).not.toBe('object');
});

test.each([
  ['process', 'typeof process'],
  ['require', 'typeof require'],
  ['the module system', 'import("node:fs").then(() => "object")'],
  [
    'a stack trace',
    '(() => { Error.prepareStackTrace = (_, sites) => typeof sites.map((site) => site.getThis()).find((each) => each?.process)?.process; return new Error().stack; })()',
  ],
  [
    'the caller of a listener',
    '(() => { let found; (function listener() { found = typeof listener.caller?.constructor; })(); return found === "function" ? listener.caller.constructor("return typeof process")() : found; })()',
  ],
])('no way to the engine by %s', async (_, expression) => {
  expect(await outcomeOf(expression)).not.toBe('object');
});
