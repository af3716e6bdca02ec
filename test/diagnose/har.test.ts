import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder, tutor } from '../cli/tutor.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { RIGHT, WRONG } from './apps.ts';
import { serveApps } from './site.ts';
import type { App } from './site.ts';

// Recordings that Playwright makes of a real Chromium, and one as Chrome's developer tools export it. The servers are gone when they are replayed.

/** What is true of the page is true of its recording. Streams that have not ended are not in a recording of Playwright's. */
const RECORDED = ['ticker-2', 'ticker-4', 'extension-of-1', 'row-without-id', 'html-in-json', 'target-is-gone-on-4'];
const APPS: Readonly<Record<string, App>> = { ...RIGHT, ...WRONG };

const program = browserProgram();

interface Report {
  readonly passed: boolean;
  readonly steps: readonly [
    {
      readonly checks: readonly {
        readonly findings: readonly { readonly code: string; readonly severity: string }[];
      }[];
      readonly timeline?: readonly { readonly kind: string; readonly data: string; readonly direction: string }[];
    },
  ];
}

function errorsIn(stdout: string): readonly string[] {
  const { steps } = JSON.parse(stdout) as Report;
  const findings = steps[0].checks.flatMap((check) => check.findings);
  return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

describe.skipIf(program === undefined)('recordings of Playwright', () => {
  let browser: Browser;
  const folder = mkdtempSync(path.join(tmpdir(), 'tutor-har-'));
  beforeAll(async () => {
    const site = await serveApps(APPS);
    browser = await chromium.launch({
      executablePath: program ?? '',
      chromiumSandbox: process.getuid?.() !== 0,
    });
    await Promise.all(
      RECORDED.flatMap((name) =>
        (['embed', 'attach'] as const).map(async (content) => {
          const file = path.join(folder, `${name}-${content}.har`);
          const context = await browser.newContext({ recordHar: { path: file, content } });
          const page = await context.newPage();
          const opened = page.waitForEvent('websocket');
          await page.goto(`${site.origin}/${name}/`);
          await (await opened).waitForEvent('framereceived');
          await (await opened).waitForEvent('framereceived');
          await context.close();
        }),
      ),
    );
    site.close();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(RECORDED)('%s', async (name) => {
    const called = await Promise.all(
      ['embed', 'attach'].map((content) =>
        tutor(['diagnose', `${name}-${content}.har`, '--json', '--verbose'], { cwd: folder }),
      ),
    );
    const wrong = APPS[name]?.wrong;
    for (const { code, stdout, stderr } of called) {
      expect([code, stderr, errorsIn(stdout)[0]]).toEqual([wrong === undefined ? 0 : 1, '', wrong]);
      expect(stdout).toMatch(/"socket-received"|"received"/u);
    }
  });

  test('a page on a port that another program has by now is not asked for', async () => {
    const { log } = JSON.parse(readFileSync(path.join(folder, 'row-without-id-embed.har'), 'utf8')) as {
      log: { entries: { request: { url: string } }[] };
    };
    const { origin } = new URL(log.entries[0]?.request.url ?? '');
    const other = await serveApps({});
    writeFileSync(
      path.join(folder, 'moved.har'),
      JSON.stringify({ log }).replaceAll(new URL(origin).host, new URL(other.origin).host),
    );
    const called = await tutor(['diagnose', 'moved.har', '--json'], { cwd: folder });
    other.close();
    expect([called.code, errorsIn(called.stdout)[0]]).toEqual([1, 'oob/no-id']);
  });
});

const SECRET = randomBytes(18).toString('base64url');
const HEAD =
  '<script src="https://unpkg.com/htmx.org@2.0.8/dist/htmx.min.js"></script><script src="https://unpkg.com/htmx-ext-ws@2.0.4/ws.js"></script><script src="https://unpkg.com/htmx-ext-sse@2.2.4/sse.js"></script>';

/** As "Export HAR (with sensitive data)" of Chrome writes it, of a page over https. Its scripts came from the cache, without content. */
function devtoolsHar(
  body: string,
  frames: readonly string[],
  events: readonly (readonly [name: string, data: string])[],
): string {
  const entry = (url: string, type: string, response: object, more: object = {}): object => ({
    _connectionId: '177',
    _initiator: { type: 'other' },
    _priority: 'VeryHigh',
    _resourceType: type,
    ...more,
    cache: {},
    pageref: 'page_1',
    request: {
      method: 'GET',
      url,
      httpVersion: 'h3',
      headers: [
        { name: ':authority', value: 'shop.example' },
        { name: 'cookie', value: `sid=${SECRET}` },
      ],
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: { httpVersion: 'h3', cookies: [], redirectURL: '', headersSize: -1, bodySize: -1, ...response },
    startedDateTime: '2026-05-05T10:00:00.123Z',
    time: 12,
    timings: { send: 0, wait: 10, receive: 2 },
  });
  const answer = (mimeType: string, text?: string): object => ({
    status: 200,
    statusText: '',
    headers: [
      { name: 'content-type', value: mimeType },
      { name: 'content-encoding', value: 'br' },
      { name: 'strict-transport-security', value: 'max-age=999' },
    ],
    content: { size: 9, mimeType, ...(text === undefined ? {} : { text }) },
  });
  const page = `<!doctype html>\n<html>\n<head>${HEAD}</head>\n<body>${body}</body>\n</html>\n`;
  const messages = [
    { type: 'send', time: 1777975200.5, opcode: 1, data: '{"q":"hi"}' },
    ...frames.map((data, at) => ({ type: 'receive', time: 1777975201 + at / 10, opcode: 1, data })),
    { type: 'receive', time: 1777975209, opcode: 9, data: '' },
  ];
  return JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'WebInspector', version: '537.36' },
      pages: [
        {
          startedDateTime: '2026-05-05T10:00:00.123Z',
          id: 'page_1',
          title: 'https://shop.example/room',
          pageTimings: {},
        },
      ],
      entries: [
        entry('https://shop.example/room#top', 'document', answer('text/html', page)),
        entry('https://unpkg.com/htmx.org@2.0.8/dist/htmx.min.js', 'script', answer('text/javascript')),
        entry(
          `wss://shop.example/live?token=${SECRET}`,
          'websocket',
          { status: 101, statusText: 'Switching Protocols', headers: [], content: { size: 0, mimeType: 'x-unknown' } },
          { _webSocketMessages: messages },
        ),
        entry('https://shop.example/feed', 'eventsource', answer('text/event-stream'), {
          _eventSourceMessages: events.map(([eventName, data], at) => ({
            time: 1777975201 + at,
            eventName,
            eventId: '',
            data,
          })),
        }),
      ],
    },
  });
}

const LIVE = `<main hx-ext="ws" ws-connect="/live?token=${SECRET}"><ul id="jobs"></ul></main>`;
const FEED = '<p hx-ext="sse" sse-connect="/feed" sse-swap="score" id="score"></p>';

describe.skipIf(program === undefined)('recordings of Chrome', () => {
  test.each([
    [
      'all right',
      LIVE + FEED,
      ['<ul id="jobs" hx-swap-oob="beforeend"><li>done</li></ul>'],
      [['score', '3:1']],
      undefined,
    ],
    ['a message without an id', LIVE, ['<li>done</li>'], [], 'oob/no-id'],
    ['an event that nothing waits for', FEED, [], [['update', '3:1']], 'page/sse-event-mismatch'],
  ] as const)('%s', async (_, body, frames, events, wrong) => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'room.har'), devtoolsHar(body, frames, events));
    const called = await tutor(['diagnose', 'room.har', '--verbose'], { cwd });
    expect([called.code, called.stdout.match(/\(([a-z]+\/[a-z0-9-]+)\)/u)?.[1]]).toEqual([
      wrong === undefined ? 0 : 1,
      wrong,
    ]);
    expect(called.stdout).toContain('https://shop.example/room');
    expect(called.stderr.replaceAll(/\s+/gu, ' ')).toMatch(
      /Replayed in Chromium .* It loads htmx 2\.0\.11 with ws and sse\..*recorded by WebInspector 537\.36\. In it the page also sent 1 message, which nobody typed now\. (?:Nothing came back after the last one\. )?Not in it: \/htmx-ext-sse@2\.2\.4\/sse\.js, \/htmx-ext-ws@2\.0\.4\/ws\.js and \/htmx\.org@2\.0\.8\/dist\/htmx\.min\.js\.\s*$/u,
    );
    expect(called.stdout + called.stderr).not.toContain(SECRET.slice(0, 6));
  });
});

const ENTRY = {
  request: { method: 'GET', url: 'http://x/' },
  response: { status: 200, content: { mimeType: 'text/html' } },
};

test.each([
  [
    'truncated',
    '{"log": {"entries": [',
    2,
    /truncated\.har does not contain complete JSON\. It may have been cut off\./u,
  ],
  ['other', '{"version": 1}', 2, /other\.har is JSON, but not a recording \(HAR\)\./u],
  ['list', '[]', 2, /list\.har is JSON, but not a recording/u],
  ['empty', '{"log": {"entries": []}}', 2, /empty\.har contains no page: no answer in it is HTML\./u],
  ['odd', '{"log": {"entries": [7, null, {"request": {"url": "x"}}]}}', 2, /odd\.har contains no page/u],
  ['textless', JSON.stringify({ log: { entries: [ENTRY] } }), 2, /does not contain the text of http:\/\/x\//u],
  ['many', `{"log": {"entries": [${'0,'.repeat(20_001)}0]}}`, 2, /many\.har has more than 20000 requests\./u],
  ['deep', '['.repeat(200_000), 2, /deep\.har does not contain complete JSON/u],
  ['huge', ' '.repeat(65 * 1024 * 1024), 2, /huge\.har has 65 MB; at most 64 are read\./u],
] as const)('a file that is no recording of a page: %s', async (name, content, code, says) => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, `${name}.har`), content);
  const called = await tutor(['diagnose', `${name}.har`], { cwd });
  expect([called.code, called.stdout]).toEqual([code, '']);
  expect(called.stderr.replaceAll(/\s+/gu, ' ')).toMatch(says);
});

test.each([
  [['none.har'], /none\.har does not exist\./u],
  [['room.har', '--send', 'x'], /--send is for a page whose server runs/u],
  [['room.har', '--dom'], /--dom is for a page whose server runs/u],
  [['room.har', '--for', 'ever'], /"ever" is not a time/u],
] as const)('diagnose %j', async (args, says) => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'room.har'), devtoolsHar(LIVE, [], []));
  const called = await tutor(['diagnose', ...args], { cwd });
  expect([called.code, called.stdout]).toEqual([2, '']);
  expect(called.stderr).toMatch(says);
});

test.skipIf(program === undefined)('--server names file and line for a recording, too', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'room.har'), devtoolsHar(LIVE, ['<li>done</li>'], []));
  writeFileSync(
    path.join(cwd, 'server.js'),
    `const path = '/live';\nsocket.on('message', () => {\n  socket.send('<li>done</li>');\n});\n`,
  );
  const called = await tutor(['diagnose', 'room.har', '--server', '.'], { cwd });
  expect([called.code, called.stdout]).toEqual([1, expect.stringMatching(/\(oob\/no-id\)[^]*Where {5}server\.js:3/u)]);
});
