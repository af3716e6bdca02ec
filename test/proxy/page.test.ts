import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ledgerOf } from '../../src/htmx/page-ledger.ts';
import type { PageReport } from '../../src/model/coached.ts';
import type { PageRecord } from '../../src/model/page.ts';
import type { WireEvent } from '../../src/model/wire.ts';
import { openProxy } from '../../src/observe/proxy/proxy.ts';
import { chat, counter, htmxPage, servePage, WATCHING } from '../support/page-server.ts';
import type { PageServerOptions } from '../support/page-server.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';
import { eventually } from '../support/eventually.ts';

// A browser with nothing of the tutor in it opens pages through the proxy.

let browser: Browser;
beforeAll(async () => {
  if (browserProgram() !== undefined) browser = await openPlainBrowser();
});
afterAll(() => browser.close());

interface Opened {
  readonly page: Page;
  readonly url: string;
  readonly reports: PageReport[];
  readonly wire: WireEvent[];
  readonly closed: number[];
  records(): readonly PageRecord[];
}

async function open(html: string, options: PageServerOptions = {}): Promise<Opened> {
  const server = await servePage(html, options);
  const reports: PageReport[] = [];
  const [wire, closed]: [WireEvent[], number[]] = [[], []];
  const proxy = await openProxy({
    port: 0,
    server: () => Number(new URL(server.url).port),
    onWire: (event) => wire.push(event),
    pages: {
      watch: WATCHING,
      onReport: (_, report) => reports.push(report),
      onClose: (tab) => closed.push(tab),
    },
  });
  if (proxy === undefined) throw new Error('no proxy');
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await proxy.close();
    await server.close();
  });
  const url = `http://localhost:${proxy.port}/`;
  await page.goto(url);
  return {
    page,
    url,
    reports,
    wire,
    closed,
    records: () => reports.flatMap((each) => (each.type === 'record' ? [each.record] : [])),
  };
}

async function send(page: Page, text: string): Promise<void> {
  await page.fill('[name=message]', text);
  await page.press('[name=message]', 'Enter');
}

function injectionOf({ wire }: Opened): unknown {
  return wire.flatMap((event) => (event.type === 'answer' && event.target === '/' ? [event.page] : []))[0];
}

describe.skipIf(browserProgram() === undefined)('in a browser', () => {
  test('a page reports what htmx does with messages and events, and looks as it was written', async () => {
    const opened = await open(htmxPage(chat + counter));
    const { page, reports, records, closed } = opened;
    await eventually(() => expect(records().some(({ type }) => type === 'socket-open')).toBe(true));
    await send(page, 'hello');
    await send(page, 'nowhere');
    await eventually(() =>
      expect(ledgerOf(records()).filter(({ incoming }) => typeof incoming === 'string')).toHaveLength(2),
    );
    const [swapped, dropped] = ledgerOf(records()).filter(({ incoming }) => typeof incoming === 'string');
    expect(swapped).toMatchObject({ handler: 'htmx', differences: [], predicted: [{ effect: 'appends' }] });
    expect(dropped).toMatchObject({ predicted: [{ dropped: 'no-such-target' }] });
    expect(ledgerOf(records()).some(({ incoming }) => typeof incoming !== 'string')).toBe(true);
    expect(reports[0]).toEqual({ type: 'hello', url: opened.url });
    expect(reports.filter(({ type }) => type === 'submitted')).toMatchObject([
      { text: 'hello', field: 'message' },
      { text: 'nowhere' },
    ]);
    await eventually(() => {
      const last = reports.findLast((each) => each.type === 'snapshot');
      expect(last?.snapshot.watched['#chat-window']?.text).toContain('hello');
      expect(last?.snapshot.scripts[0]).toMatchObject({ status: 200, contentType: 'text/javascript' });
    });
    expect(await page.evaluate(() => [document.compatMode, document.scripts.length, document.title])).toEqual([
      'CSS1Compat',
      3,
      'Chat',
    ]);
    expect(closed).toEqual([]);
    await page.goto('about:blank');
    await eventually(() => expect(closed).toHaveLength(1));
  });

  test.each([
    ["script-src 'self' 'nonce-abc'; connect-src 'self'", []],
    ["default-src 'self'", []],
    ["script-src 'unsafe-inline' http://localhost:*; connect-src 'none'", ['connect-src']],
    ["default-src 'none'", ['script-src', 'connect-src']],
  ])('a page with the policy %s is watched', async (policy, changed) => {
    const opened = await open('<!doctype html><title>x</title><script>1</script>', {
      headers: { 'Content-Security-Policy': policy },
    });
    expect(injectionOf(opened)).toEqual({ injected: true, changed });
    await eventually(() => expect(opened.reports.some(({ type }) => type === 'snapshot')).toBe(true));
  });

  test('a policy in the page itself comes too late to forbid it, and its violations are reported', async () => {
    const meta = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'; connect-src 'none'">`;
    const opened = await open(`<!doctype html><html><head>${meta}</head><body><script>alert(1)</script></body></html>`);
    await eventually(() => {
      const texts = opened.records().flatMap((record) => (record.type === 'console' ? [record.text] : []));
      expect(texts.some((text) => text.startsWith('Executing inline script violates'))).toBe(true);
    });
  });

  test('only whole pages get the instruments', async () => {
    const html = { headers: { 'Content-Type': 'text/html' }, body: '<p>part</p>' };
    const opened = await open(
      htmxPage('<a hx-get="/part" hx-target="#to">get</a><div id="to"></div><iframe src="/part"></iframe>'),
      { routes: { '/part': html } },
    );
    await opened.page.click('a');
    await eventually(async () => expect(await opened.page.innerHTML('#to')).toBe('<p>part</p>'));
    const answers = opened.wire.filter((event) => event.type === 'answer' && event.target === '/part');
    expect(answers).toMatchObject([{ page: undefined }, { page: undefined }]);
  });

  test('a page that comes compressed all the same goes through as it is', async () => {
    const body = gzipSync('<!doctype html><title>packed</title>');
    const opened = await open('', {
      routes: { '/': { headers: { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip' }, body } },
    });
    expect(injectionOf(opened)).toEqual({ injected: false, why: 'compressed' });
    expect(await opened.page.title()).toBe('packed');
  });

  test('what is not a report of an own page is ignored', async () => {
    const opened = await open('<!doctype html><title>x</title>');
    const script = await fetch(opened.url).then((answer) => answer.text());
    expect(script).not.toContain('htmx-realtime-tutor');
    const page = await fetch(opened.url, { headers: { accept: 'text/html' } }).then((answer) => answer.text());
    const [, prefix] = /src="(\/\.[^"]+\/)page\.js"/u.exec(page) ?? [];
    const { WebSocket } = await import('ws');
    const stranger = new WebSocket(`${opened.url.replace('http', 'ws').slice(0, -1)}${prefix ?? ''}report`, {
      origin: 'http://evil.example',
    });
    const error = await new Promise<Error>((resolve) => stranger.once('error', resolve));
    expect(error.message).toMatch(/hang up|ECONNRESET/u);
    const own = new WebSocket(`${opened.url.replace('http', 'ws').slice(0, -1)}${prefix ?? ''}report`, {
      origin: opened.url.slice(0, -1),
    });
    await new Promise((resolve) => own.once('open', resolve));
    const before = opened.reports.length;
    own.send('not JSON');
    own.send('[{"type":"record","at":"x"},{"type":"other"},7,null]');
    own.send('[{"type":"hello","url":"/mine"}]');
    await eventually(() => expect(opened.reports.slice(before)).toContainEqual({ type: 'hello', url: '/mine' }));
    own.terminate();
  });
});
