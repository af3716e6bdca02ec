import path from 'node:path';
import type { Browser } from 'playwright-core';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';
import { TestTerminal } from '../support/pty.ts';
import { freePort } from '../../src/servers/listening.ts';
import { LAUNCHER, temporaryFolder, tutor } from '../cli/tutor.ts';

// The keys of run, in a terminal, on a page in a browser that has nothing of the tutor in it.

let browser: Browser;
beforeAll(async () => {
  if (browserProgram() !== undefined) browser = await openPlainBrowser();
});
afterAll(() => browser.close());

interface Running {
  readonly terminal: TestTerminal;
  readonly port: number;
  /** Waits for all of this, in any order, in what was printed since the last call, lines joined. */
  says(...wanted: readonly RegExp[]): Promise<void>;
}

async function running(step: string): Promise<Running> {
  const cwd = temporaryFolder();
  await tutor(['start', 'demo', '--yes', '--quiet'], { cwd });
  const folder = path.join(cwd, 'demo');
  await tutor(['solution', step, '--apply'], { cwd: folder });
  const port = await freePort();
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'run', '--port', String(port)], {
    cwd: folder,
    columns: 120,
    rows: 60,
    whenFinished: onTestFinished,
  });
  let from = 0;
  const says = async (...wanted: readonly RegExp[]): Promise<void> => {
    const since = (): string =>
      terminal.raw
        .slice(from)
        .replaceAll(/\u001b\[[\d;?]*[A-Za-z]/gu, '')
        .replaceAll(/\s+/gu, ' ');
    await terminal
      .sees(() => wanted.every((each) => each.test(since())))
      .catch(() => wanted.forEach((each) => expect(since()).toMatch(each)));
    from = terminal.raw.length;
  };
  await says(/h says the keys again/u);
  return { terminal, port, says };
}

test.skipIf(browserProgram() === undefined)(
  'fragments and bad weather reach the page of step 4, and nobody is blamed',
  async () => {
    const { terminal, port, says } = await running('step-4');
    terminal.press('d');
    await says(/No page is connected/u);
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(`http://localhost:${port}/`);
    await says(/tab 1 .*WebSocket open/u);
    const send = async (text: string): Promise<void> => {
      await page.fill('[name=message]', text);
      await page.press('[name=message]', 'Enter');
    };

    terminal.press('+');
    await says(/you send a message into the page: <div id="chat-window".*<div id="chat-window"> beforeend/u);
    expect(await page.textContent('#chat-window')).toContain('Sent from the terminal');
    terminal.press('-');
    await says(/has no id.*oob\/no-id; explain oob\/no-id says more/u);
    terminal.press('s');
    await says(/Type what goes into tab 1, WebSocket \/ws/u);
    terminal.press('<div id="Nowhere" hx-swap-oob="beforeend">Hi</div>\r');
    await says(/you send a message into the page: <div id="Nowhere".*oob\/no-such-target/u);

    terminal.press('d');
    await says(/bad weather: the next message will be dropped/u);
    await send('lost');
    await says(/→ lost/u, /bad weather: the next message was dropped/u);
    terminal.press('2');
    await says(/the next message will come twice/u);
    await send('doubled');
    await says(/the next message comes twice/u, /beforeend.*beforeend/u);
    const shown = (await page.textContent('#chat-window')) ?? '';
    expect(shown).not.toContain('lost');
    expect(shown.split('doubled')).toHaveLength(3);

    terminal.press('c');
    await says(/Cut tab 1, WebSocket \/ws with which close code\? 1: 1000/u);
    terminal.press('4');
    await says(/the WebSocket was cut with close code 1011.*WebSocket closed, code 1011.*WebSocket open/u);
    terminal.press('x');
    await says(/You restart the server.*WebSocket closed, code 1006.*WebSocket open/u);
    expect(terminal.raw).not.toMatch(/Fix: |ws\/no-reply|chat\//u);

    terminal.press('\u0003');
    expect((await terminal.exited).exitCode).toBe(130);
    expect(terminal.isAsUsual).toBe(true);
  },
);

test('a client without a browser gets what is typed, whatever it is', async () => {
  const { terminal, port, says } = await running('step-4');
  const socket = new WebSocket(`ws://localhost:${port}/ws`);
  onTestFinished(() => socket.terminate());
  const got = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
  await new Promise((resolve) => socket.once('open', resolve));
  terminal.press('s');
  await says(/Type what goes into client, WebSocket/u);
  terminal.press('Ärger 😀 <B>\r');
  expect(await got).toBe('Ärger 😀 <B>');
  await says(/client .*you send a message into the page: Ärger/u);
  terminal.press('q\u001b[A\rh');
  await says(/h says the keys again/u);
  terminal.press('\u0003');
  expect((await terminal.exited).exitCode).toBe(130);
});
