import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { openPage } from '../../src/commands/diagnose/open-page.ts';
import { probe } from '../../src/commands/diagnose/probe.ts';
import { visit } from '../../src/diagnose/index.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { Timeline } from '../../src/observe/timeline.ts';
import { openEngine } from '../../src/run/engine.ts';
import { browserProgram } from '../support/plain-browser.ts';

const require = createRequire(import.meta.url);

/** What came with one request. */
interface Asked {
  readonly path: string;
  readonly token: string | undefined;
  readonly cookie: string | undefined;
}

interface Site {
  readonly origin: string;
  readonly asked: readonly Asked[];
  close(): void;
}

/** Two servers: that of the page, and another one, which the page uses as well. */
async function serve(page: (other: string) => string, other = ''): Promise<Site> {
  const asked: Asked[] = [];
  const note = ({ url = '', headers }: { url?: string; headers: Record<string, unknown> }): void =>
    void asked.push({
      path: url,
      token: headers['x-token'] as string | undefined,
      cookie: headers['cookie'] as string | undefined,
    });
  const server = createServer((request, response) => {
    note(request as never);
    response.setHeader('access-control-allow-origin', '*');
    if (request.url === '/away') return void response.writeHead(302, { location: `${other}/target` }).end();
    if (request.url === '/feed')
      return void response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    if (request.url === '/htmx.js')
      return void response
        .setHeader('content-type', 'text/javascript')
        .end(readFileSync(require.resolve('htmx.org/dist/htmx.min.js')));
    response.setHeader('content-type', 'text/html');
    if (request.url === '/part') response.setHeader('set-cookie', 'seen=yes; Path=/part; HttpOnly');
    return void response.end(request.url === '/' ? page(other) : '<p>part</p>');
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    note(request as never);
    if (request.url === '/refused') return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (client) => client.on('message', (data) => client.send(String(data))));
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Everything that a page can ask its own origin and another one for. */
const PAGE = (other: string): string => `<!doctype html><title>x</title><script src="/htmx.js"></script>
<body><div hx-get="/part" hx-trigger="load"></div><div id="echo"></div>
<script>
  const own = location.origin.replace('http', 'ws');
  const elsewhere = '${other}'.replace('http', 'ws');
  new WebSocket(own + '/live');
  new EventSource('/feed');
  fetch('/plain');
  fetch('/away').catch(() => undefined);
  fetch('${other}/asked').catch(() => undefined);
  const foreign = new WebSocket(elsewhere + '/foreign');
  foreign.onopen = () => foreign.send('said ' + (foreign instanceof WebSocket));
  foreign.onmessage = ({ data }) => { echo.textContent = data; };
</script></body>`;

const ENGINES = [
  ['dom', true],
  ['browser', browserProgram() !== undefined],
] as const;

describe.each(ENGINES)('headers and cookies in the engine %s', (name, isThere) => {
  let engine: PageEngine;
  let other: Site;
  let site: Site;
  beforeAll(async () => {
    if (!isThere) return;
    other = await serve(() => '');
    site = await serve(PAGE, other.origin.replace('localhost', '127.0.0.1'));
    const opened = await openEngine(name, { origin: site.origin, reach: 'anywhere' });
    if (!opened.ok) throw new Error(opened.problem.message);
    engine = opened.value;
  });
  afterAll(async () => {
    await engine?.close();
    site?.close();
    other?.close();
  });

  test.skipIf(!isThere)('go with all that the page asks its own origin, and nothing else', async () => {
    const credentials = {
      origin: site.origin,
      headers: { 'X-Token': 'Quince19' },
      cookies: [{ name: 'sid', value: 'Medlar84' }],
    };
    const timeline = new Timeline();
    const opened = await openPage(engine, new URL(`${site.origin}/`), { timeline, credentials });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const page = opened.value;
    const isSeen = (): boolean =>
      ['/', '/htmx.js', '/part', '/live', '/feed', '/plain', '/away'].every((path) =>
        site.asked.some((each) => each.path === path),
      ) && ['/target', '/asked', '/foreign'].every((path) => other.asked.some((each) => each.path === path));
    // Each new record is an occasion to look again.
    const started = performance.now();
    while (!isSeen() && performance.now() - started < 8000) await page.until(() => isSeen(), 100);
    const said = await page.untilText('#echo', 'said true', 3000);
    expect(said.text).toBe('said true');
    const favicon = ({ path }: Asked): boolean => path !== '/favicon.ico';
    expect(site.asked.filter(favicon).map(({ path, token, cookie }) => [path, token, cookie])).toEqual(
      site.asked.filter(favicon).map(({ path }) => [path, 'Quince19', 'sid=Medlar84']),
    );
    expect(other.asked.filter(({ token, cookie = '' }) => token !== undefined || cookie !== '')).toEqual([]);
    expect(other.asked.map(({ path }) => path).toSorted()).toEqual(
      expect.arrayContaining(['/asked', '/foreign', '/target']),
    );
    expect((await page.cookies()).toSorted((a, b) => b.name.localeCompare(a.name))).toEqual([
      { name: 'sid', value: 'Medlar84' },
      { name: 'seen', value: 'yes' },
    ]);
    expect(await page.cookies(`${site.origin}/`)).toEqual([{ name: 'sid', value: 'Medlar84' }]);

    const before = site.asked.length;
    const visited = await visit(page, { forMs: 1, clicks: [], signal: new AbortController().signal });
    await probe(
      {
        ...visited,
        records: [
          { at: 0, type: 'socket-new', socket: 9, url: `${site.origin.replace('http', 'ws')}/refused` },
          { at: 0, type: 'stream-new', stream: 9, url: `${site.origin}/feed` },
        ],
      },
      { timeline, credentials },
    );
    const byTutor = site.asked.slice(before).filter(({ path }) => path === '/refused' || path === '/feed');
    expect(byTutor.map(({ token, cookie }) => [token, cookie])).toEqual([
      ['Quince19', 'sid=Medlar84'],
      ['Quince19', 'sid=Medlar84'],
    ]);
    await page.close();
  });
});
