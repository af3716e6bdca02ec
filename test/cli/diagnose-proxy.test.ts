import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RIGHT, WRONG } from '../diagnose/apps.ts';
import { LIVE_WRONG } from '../diagnose/live-apps.ts';
import { serveApps } from '../diagnose/site.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';
import { exitOf, outputOf, startTutor, temporaryFolder, tutor } from './tutor.ts';

// The real command, and a browser without anything of the tutor's as the person's own.

let site: Awaited<ReturnType<typeof serveApps>>;
beforeAll(async () => {
  site = await serveApps({ ...RIGHT, ...WRONG, ...LIVE_WRONG });
});
afterAll(() => site.close());

/** A port that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Seen {
  readonly code: number | null;
  readonly stdout: string;
}

/** So many messages take the server two seconds, and the instruments of the proxy have described the page by then. */
const MESSAGES = 35;

/** Resolves when the WebSocket of the page has got enough messages. */
async function messagesOn(page: Page): Promise<void> {
  const socket = await page.waitForEvent('websocket', (each) => each.url().endsWith('/live'));
  for (let count = 0; count < MESSAGES; count += 1) await socket.waitForEvent('framereceived');
}

/** Opens the applications one after another in a browser while the command runs. @param until what ends it */
async function observe(apps: readonly string[], args: readonly string[], until: 'time' | 'ctrl-c'): Promise<Seen> {
  const port = await freePort();
  const called = ['diagnose', `${site.origin}/${apps[0]}/`, '--proxy', String(port), ...args];
  const child = startTutor(called, { cwd: temporaryFolder() });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  const ended = exitOf(child, () => stdout, 60_000);
  await outputOf(child, /Open http:\/\/localhost:\d+\//u);
  const browser = await openPlainBrowser();
  try {
    const page = await browser.newPage();
    for (const [at, app] of apps.entries()) {
      const heard = at < apps.length - 1 || until === 'ctrl-c' ? messagesOn(page) : undefined;
      await page.goto(`http://localhost:${port}/${app}/`);
      await heard;
    }
    if (until === 'ctrl-c') child.kill('SIGINT');
    return { code: await ended, stdout };
  } finally {
    await browser.close();
  }
}

describe.skipIf(browserProgram() === undefined)('diagnose --proxy', { timeout: 120_000 }, () => {
  test('what is wrong in the own browser, until Ctrl-C', async () => {
    const { code, stdout } = await observe(['row-without-id'], [], 'ctrl-c');
    expect(stdout).toMatch(/\(oob\/no-id\)\n\nFix /u);
    expect(code).toBe(130);
  });

  test('of two pages the one that is wrong, after the time of --for', async () => {
    const { code, stdout } = await observe(['ticker-2', 'form-added-by-a-script'], ['--for', '12s'], 'time');
    expect(stdout).toMatch(/\(live\/not-wired\)/u);
    expect(code).toBe(1);
  });

  test('a right page', async () => {
    const { code, stdout } = await observe(['ticker-2'], ['--for', '8s'], 'time');
    expect(stdout).toMatch(/✓ page/u);
    expect(code).toBe(0);
  });
});

test('nobody opens the page', async () => {
  const args = ['diagnose', `${site.origin}/ticker-2/`, '--proxy', String(await freePort()), '--for', '500ms'];
  const called = await tutor(args, { cwd: temporaryFolder() });
  expect([called.code, called.stdout]).toEqual([3, '']);
  expect(called.stderr.replaceAll(/\s+/gu, ' ')).toMatch(/No page was opened at http:\/\/localhost:\d+\/ticker-2\/\./u);
});

test.each([
  [['--proxy', 'here'], 2, /"here" is not a port\./u],
  [['--proxy', '70000'], 2, /"70000" is not a port\./u],
  [['--proxy', '8001', '--send', 'hi'], 2, /--send is for a browser of the tutor's own/u],
] as const)('diagnose %j', async (args, code, says) => {
  const called = await tutor(['diagnose', site.origin, ...args], { cwd: temporaryFolder() });
  expect([called.code, called.stdout]).toEqual([code, '']);
  expect(called.stderr.replaceAll(/\s+/gu, ' ')).toMatch(says);
});

test('a taken port, and a server of another machine', async () => {
  const { port } = new URL(site.origin);
  const taken = await tutor(['diagnose', `${site.origin}/ticker-2/`, '--proxy', port], { cwd: temporaryFolder() });
  expect([taken.code, taken.stderr]).toEqual([3, expect.stringMatching(/Port \d+ is taken/u)]);
  const args = ['diagnose', 'https://example.org/', '--proxy', '8001'];
  const elsewhere = await tutor(args, { cwd: temporaryFolder() });
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringMatching(/is not a server of this machine/u)]);
});
