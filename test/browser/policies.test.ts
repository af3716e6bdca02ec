import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageEngine, PageRecord } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { lightBrowserOrReason } from '../support/browser.ts';
import { servePage, type PageServerOptions } from '../support/page-server.ts';

// What a Content-Security-Policy forbids to scripts, in the DOM engine and in Chromium.
const found = lightBrowserOrReason();
const missing = found.skipped !== undefined;
let engines: readonly PageEngine[] = [];

beforeAll(async () => {
  engines = missing ? [] : [await openDomEngine(), await found.open()];
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

interface Case extends PageServerOptions {
  readonly html: string;
  /** How many lines the console gets, errors of scripts included. */
  readonly lines: number;
  /** Chance decides their order. */
  readonly unordered?: boolean;
  /** A policy that only reports: the engines may say so or not. */
  readonly quiet?: boolean;
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const cases: Readonly<Record<string, Case>> = {
  'a policy without unsafe-eval': {
    html: `<!doctype html><script src="/own.js"></script><button onclick="console.log('handler')">x</button><script>
      document.querySelector('button').click();
      const kept = Function;
      for (const make of [() => eval('1'), () => (0, eval)('1'), () => new Function('return 1')(), () => kept('return 1')(),
        () => (async () => {}).constructor('return 1'), () => (function* () {}).constructor(), () => eval(1), () => Function('') instanceof Function])
        try {
          console.log(String(make()));
        } catch (error) {
          console.log(error instanceof EvalError, error.name);
        }
      console.log(setTimeout('console.log(2)', 0), typeof setTimeout(() => console.log('timer'), 0));
    </script>`,
    routes: { '/own.js': { headers: { 'content-type': 'text/javascript' }, body: "console.log('file')" } },
    headers: { 'content-security-policy': "script-src 'self' 'unsafe-inline'" },
    lines: 13,
  },
  'a policy without unsafe-eval, in the page, below a script': {
    html: `<!doctype html><head><script>
        var kept = Function, local = ((here) => eval('here'))(5);
        console.log(local, kept('return 6')(), eval('local'));
      </script>
      <meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline'; img-src data:"><link rel="icon" href="data:,"></head>
      <body><script>for (const make of [eval, kept]) try { console.log(make('7')) } catch (error) { console.log(error.name) }
      console.log(kept === Function, kept === (() => 1).constructor, (() => 1) instanceof kept, typeof kept.prototype)</script>
      <meta http-equiv="Content-Security-Policy" content="script-src 'none'"><script>console.log('a meta in the body counts for nothing')</script>`,
    lines: 5,
  },
  'a policy against handlers and URLs of script': {
    html: `<!doctype html><body onload="console.log('load')"><button onclick="console.log('click')">x</button><a href="javascript:console.log('url')">y</a>
      <svg onclick="console.log('svg')"></svg>
      <script nonce="heron">
        const made = document.createElement('p');
        made.setAttribute('onclick', 'console.log(1)');
        console.log(made.onclick, document.querySelector('button').onclick);
        made.onclick = () => console.log('a function');
        made.setAttribute('onclick', 'console.log(2)');
        for (const each of [made, ...document.querySelectorAll('button, svg, a')]) each.dispatchEvent(new MouseEvent('click', { bubbles: false, cancelable: true }));
        document.body.insertAdjacentHTML('beforeend', '<i onclick="console.log(3)">i</i>');
        document.querySelector('i').dispatchEvent(new MouseEvent('click'));
      </script>
      <script nonce="heron" title="<script">console.log('its tag took in another')</script>`,
    headers: { 'content-security-policy': "script-src 'self' 'nonce-heron'" },
    lines: 10,
    unordered: true,
  },
  'handlers that their hashes allow': {
    html: `<!doctype html><button onclick="console.log('otter')">x</button><i onclick="console.log('marten')">x</i><script src="/own.js"></script>`,
    routes: {
      '/own.js': {
        headers: { 'content-type': 'text/javascript' },
        body: 'for (const each of document.querySelectorAll("button, i")) each.click()',
      },
    },
    headers: {
      'content-security-policy': `script-src 'self' 'unsafe-hashes' '${digestOf("console.log('otter')").replaceAll('+', '-').replaceAll('/', '_')}'`,
    },
    lines: 2,
  },
  'handlers of a policy of their own': {
    html: `<!doctype html><button onclick="console.log('otter')">x</button><script>console.log('inline')</script><script src="/own.js"></script>`,
    routes: {
      '/own.js': { headers: { 'content-type': 'text/javascript' }, body: 'document.querySelector("button").click()' },
    },
    headers: { 'content-security-policy': "script-src 'self'; script-src-attr 'unsafe-inline'" },
    lines: 2,
  },
  'a policy with strict-dynamic': {
    html: `<!doctype html><script nonce="heron">
        const [file, text] = ['script', 'script'].map((tag) => document.createElement(tag));
        text.text = 'console.log("put in")';
        file.src = '/own.js';
        document.head.append(text, file);
      </script><script src="/own.js?2"></script><script>console.log('without a nonce')</script>`,
    routes: {
      '/own.js': { headers: { 'content-type': 'text/javascript' }, body: 'console.log("file")' },
      '/own.js?2': { headers: { 'content-type': 'text/javascript' }, body: 'console.log("not this")' },
    },
    headers: { 'content-security-policy': "script-src 'self' 'unsafe-inline' 'nonce-heron' 'strict-dynamic'" },
    lines: 4,
    unordered: true,
  },
  'a policy of digests of files': {
    html: `<!doctype html><script src="/own.js" integrity="${digestOf('console.log("file")')}"></script><script src="/own.js?2"></script>`,
    routes: {
      '/own.js': { headers: { 'content-type': 'text/javascript' }, body: 'console.log("file")' },
    },
    headers: { 'content-security-policy': `script-src '${digestOf('console.log("file")')}'` },
    lines: 2,
    unordered: true,
  },
  'a policy that only reports': {
    html: '<!doctype html><script>console.log(eval("1"))</script>',
    headers: { 'content-security-policy-report-only': "script-src 'none'" },
    lines: 1,
    quiet: true,
  },
};

/** What only Chromium adds: a directive that another one stood in for, a policy in a place where it counts for nothing. */
const ASIDES = /^ ?Note that|outside the document's <head>/u;

/** The lines of the console and the errors of scripts; of a complaint, what was refused and by which directive. */
function linesOf(records: readonly PageRecord[], { quiet = false }: Case): readonly string[] {
  return records.flatMap((record) => {
    if (record.type === 'script-error') return [`error ${directiveIn(record.message)}`];
    if (record.type !== 'console' || (quiet && record.level !== 'log') || ASIDES.test(record.text)) return [];
    return [`${record.level} ${directiveIn(record.text)}`];
  });
}

function directiveIn(said: string): string {
  const [what = '', rest = ''] = said.split(' violates the following');
  const directive = /(?:directive:? |source of script: )["']?(.*?)["']?(?:"?\.(?:\s|$)|$)/su.exec(rest)?.[1];
  return rest === '' ? said : `${what}: ${directive ?? rest}`;
}

async function seen(engine: PageEngine, page: Case): Promise<readonly string[]> {
  const server = await servePage(page.html, page);
  try {
    const opened = await engine.open(server.url, { client: 'tab 1', deadlineMs: 20_000, onRecord: () => undefined });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const tab = opened.value;
    await tab.until((records) => linesOf(records, page).length >= page.lines, 10_000);
    // One more would be one too many.
    await tab.until((records) => linesOf(records, page).length > page.lines, 300);
    const lines = linesOf(tab.records, page).map((line) => line.replaceAll(server.url, '/'));
    await tab.close();
    return page.unordered === true ? lines.toSorted() : lines;
  } finally {
    await server.close();
  }
}

test.skipIf(missing).each(Object.entries(cases))('%s', async (_name, page) => {
  const [dom, chromium] = await Promise.all(engines.map((engine) => seen(engine, page)));
  expect(dom).toEqual(chromium);
  expect(dom).toHaveLength(page.lines);
});
