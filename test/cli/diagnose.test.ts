import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { REPORTER_NAMES } from '../../src/reporters/names.ts';
import { RIGHT, WRONG } from '../diagnose/apps.ts';
import { serveApps } from '../diagnose/site.ts';
import { temporaryFolder, tutor } from './tutor.ts';

const require = createRequire(import.meta.url);

let site: Awaited<ReturnType<typeof serveApps>>;
beforeAll(async () => {
  site = await serveApps({ ...RIGHT, ...WRONG });
});
afterAll(() => site.close());

const at = (app: string): string => `${site.origin}/${app}/`;

test('a page that drops its messages: cause, fix and the page as it is, exit code 1', async () => {
  const called = await tutor(['diagnose', at('row-without-id'), '--dom', '--for', '1s'], { cwd: temporaryFolder() });
  expect(called.code).toBe(1);
  expect(called.stdout).toMatch(/✗ page {2}http:\/\/localhost:\d+\/row-without-id\//u);
  expect(called.stdout).toMatch(/\(oob\/no-id\)\n\nFix {7}Wrap it[^]*id="jobs"[^]*Received {2}"<li>done<\/li>"/u);
  // No question has a time of its own.
  expect(called.stdout).not.toMatch(/ 0 ms/u);
  expect(called.stderr).toMatch(/It loads htmx 2\.0\.11 with ws and sse\.\s+It\s+opened\s+1\s+WebSocket\s+\(0/u);
});

test('a right page as JSON: one object, exit code 0', async () => {
  const args = ['diagnose', at('ask-and-answer'), '--dom', '--for', '1s', '--send', 'is it Raining42?', '--json'];
  const called = await tutor(args, { cwd: temporaryFolder() });
  expect([called.code, called.stderr]).toEqual([0, '']);
  const result = JSON.parse(called.stdout) as { steps: { checks: { id: string; status: string }[] }[] };
  expect(result).toMatchObject({ schema: 1, passed: true, backend: 'url' });
  expect(result.steps[0]?.checks).toContainEqual(expect.objectContaining({ id: 'form-sends', status: 'pass' }));
});

test.each([
  [['not an address'], 2, /"not an address" is not the address of a page\./u],
  [['http://localhost:9/', '--for', 'ever'], 2, /"ever" is not a time to observe a page\./u],
  [['http://localhost:9/', '--server', 'nowhere'], 2, /nowhere is not a folder\./u],
  [['http://example.com/', '--dom'], 2, /example\.com is not this machine\.[^]*Without --dom, a browser/u],
  [['http://localhost:9/', '--dom'], 3, /http:\/\/localhost:9\/ cannot be reached: nothing listens there\./u],
  [['http://localhost:9/'], 3, /http:\/\/localhost:9\/ cannot be reached: nothing listens there\./u],
  [['http://localhost:9/', '--reporter', 'jsno'], 2, /The nearest is json\./u],
  [['http://localhost:9/', '--header', 'Bearer Quince19'], 2, /A --header has no colon[^]*"Authorization: Bearer/u],
  [['http://localhost:9/', '--header', 'X y: Quince19'], 2, /A --header has a name that no header can have\./u],
  [['http://localhost:9/', '--header', 'X-A: \u00e9'], 2, /The value of the header X-A is empty or has a character/u],
  [['http://localhost:9/', '--header', 'X-A: 1', '--header', 'x-a: 2'], 2, /The header x-a is given twice\./u],
  [['http://localhost:9/', '--header', 'cookie: a=1'], 2, /Cookies are given with --cookie\./u],
  [['http://localhost:9/', '--header', 'Host: x'], 2, /Host is a header that the browser writes itself\./u],
  [['http://localhost:9/', '--cookie', 'Quince19'], 2, /A --cookie has no "=" between name and value\./u],
  [['http://localhost:9/', '--cookie', 'a b=Quince19'], 2, /A --cookie has a name that no cookie can have\./u],
  [['http://localhost:9/', '--cookie', ' ; '], 2, /A --cookie is empty\./u],
  [['http://localhost:9/', '--cookie', '__Host-a=1'], 2, /The cookie __Host-a needs a page over https\./u],
] as const)('diagnose %j', async (args, code, says) => {
  const called = await tutor(['diagnose', ...args], { cwd: temporaryFolder() });
  expect([called.code, called.stdout]).toEqual([code, '']);
  expect(called.stderr).toMatch(says);
  expect(called.stderr).not.toMatch(/Quince19/u);
});

test.for([
  [403, /answered with status 403\.\s+Give what[^]*--cookie "session=…"/u],
  [500, /answered with status 500\.\s+The server failed/u],
] as const)('a page that is answered with %s: what to do is said', async ([status, says], { onTestFinished }) => {
  const server = createServer(
    (_, response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('no'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const called = await tutor(['diagnose', `localhost:${port}`, '--dom'], { cwd: temporaryFolder() });
  expect([called.code, called.stdout]).toEqual([3, '']);
  expect(called.stderr).toMatch(says);
});

test('what is not there to be clicked, and a page that does not exist, are said', async () => {
  const cwd = temporaryFolder();
  const [missing, invalid, gone] = await Promise.all([
    tutor(['diagnose', at('ticker-2'), '--dom', '--for', '500ms', '--click', '#join'], { cwd }),
    tutor(['diagnose', at('ticker-2'), '--dom', '--for', '500ms', '--click', '7('], { cwd }),
    tutor(['diagnose', at('no-such-app'), '--dom'], { cwd }),
  ]);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/Nothing in the page matches "#join"\./u)]);
  expect([invalid.code, invalid.stderr]).toEqual([2, expect.stringMatching(/"7\(" is not a CSS selector\./u)]);
  expect([gone.code, gone.stderr]).toEqual([3, expect.stringMatching(/answered with status 404\./u)]);
});

/** A value that no page has by chance. */
const SECRET = randomBytes(18).toString('base64url');

/** A page that shows its visitor's cookie and token wherever it can, to an extent that cuts what is reported. */
async function leaky(): Promise<{ readonly origin: string; close(): void }> {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(({ url = '', headers }, response) => {
    if (url === '/htmx.js') return void response.end(readFileSync(require.resolve('htmx.org/dist/htmx.min.js')));
    if (url === '/ws.js') return void response.end(readFileSync(require.resolve('htmx-ext-ws/ws.js')));
    const given = `${headers.cookie ?? ''} ${headers.authorization ?? ''}`;
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': `visit=set-${SECRET}; HttpOnly` });
    return void response.end(
      `<title>${given}</title><script src="/htmx.js"></script><script src="/ws.js"></script><body hx-ext="ws" ws-connect="/live?token=${SECRET}"><p id="${SECRET}">${given}</p><script>console.error(document.title); throw new Error(document.title)</script>`,
    );
  });
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (client) => {
      for (let at = 270; at < 320; at += 7) client.send(`<b>${'.'.repeat(at)}${SECRET}${'.'.repeat(700)}</b>`);
      client.send(`<p>${request.headers.cookie ?? ''}</p>`);
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('no part of a secret is in what any reporter prints, unless it is asked for', async ({ onTestFinished }) => {
  const page = await leaky();
  onTestFinished(() => page.close());
  const given = ['--cookie', `sid=${SECRET}`, '--header', `Authorization: Bearer ${SECRET}`, '--dom', '--for', '800ms'];
  const called = async (...more: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await tutor(['diagnose', `${page.origin}/?key=${SECRET}`, ...given, ...more], {
      cwd: temporaryFolder(),
    });
    expect([code, more, stderr.includes('at Function')]).toEqual([1, more, false]);
    return stdout + stderr;
  };
  const parts = Array.from({ length: SECRET.length - 4 }, (_, at) => SECRET.slice(at, at + 5));
  for (const name of REPORTER_NAMES) {
    const printed = await called('--reporter', name, '--verbose');
    expect(printed).toContain('[masked]');
    expect(parts.filter((part) => printed.includes(part))).toEqual([]);
  }
  expect(await called('--json', '--show-secrets')).toContain(SECRET);
});

const MARKUP =
  '<!doctype html>\n<html>\n<head>\n<script src="https://unpkg.com/htmx.org@2.0.8"></script>\n<script src="https://unpkg.com/htmx-ext-ws@2.0.4"></script>\n</head>\n<body>\n<main ws-connect="/live?token=Quince19"></main>\n</body>\n</html>\n';

test('a file of markup: file and line, what was not judged, exit code 1; nothing runs', async () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'templates'));
  writeFileSync(path.join(cwd, 'templates', 'chat.html'), MARKUP);
  writeFileSync(path.join(cwd, 'right.html'), MARKUP.replace('<body>', '<body hx-ext="ws">'));
  const [wrong, right] = await Promise.all([
    tutor(['diagnose', 'templates/chat.html'], { cwd }),
    tutor(['diagnose', 'right.html', '--json'], { cwd }),
  ]);
  expect([wrong.code, right.code, right.stderr]).toEqual([1, 0, '']);
  expect(wrong.stdout).toMatch(/\(htmx\/extension-not-enabled\)[^]*Where {5}templates\/chat\.html:8/u);
  expect(wrong.stdout).not.toMatch(/Opened|Quince19/u);
  expect(wrong.stdout).not.toMatch(/\d m?s$/mu);
  expect(wrong.stderr).toMatch(/It\s+loads\s+htmx\s+2\.0\.8\.\s+Not\s+judged:\s+whether/u);
  expect(JSON.parse(right.stdout)).toMatchObject({ passed: true, folder: 'right.html' });
});

test.each([
  ['none.html', [], 2, /none\.html does not exist\./u],
  ['localhost:9/x.html', [], 3, /nothing listens there/u],
  ['pages', [], 2, /pages is a folder\.\s+Name a file in it/u],
  ['folder.html', [], 2, /folder\.html is a folder\./u],
  ['notes.txt', [], 2, /notes\.txt is neither a page nor a recording[^]*\.har/u],
  ['empty.html', [], 2, /empty\.html is empty\./u],
  ['no-such-host.invalid', [], 3, /no host has that name\.\s+Check the name no-such-host\.invalid\./u],
  ['binary.html', [], 2, /binary\.html cannot be read as text\./u],
  ['huge.html', [], 2, /huge\.html has more than 4 MB/u],
  ['right.html', ['--send', 'x'], 2, /--send is for a page that runs/u],
] as const)('diagnose %s %j', async (name, more, code, says) => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'right.html'), MARKUP);
  writeFileSync(path.join(cwd, 'notes.txt'), MARKUP);
  writeFileSync(path.join(cwd, 'empty.html'), '\n');
  for (const folder of ['pages', 'folder.html']) mkdirSync(path.join(cwd, folder));
  writeFileSync(path.join(cwd, 'binary.html'), Buffer.from([60, 104, 0, 1, 2]));
  writeFileSync(path.join(cwd, 'huge.html'), `<p>${'x'.repeat(5 * 1024 * 1024)}</p>`);
  const called = await tutor(['diagnose', name, ...more], { cwd });
  expect([called.code, called.stdout]).toEqual([code, '']);
  expect(called.stderr).toMatch(says);
});
