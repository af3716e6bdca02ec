import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../cli/tutor.ts';
import { realCourse, stepState } from '../support/course-folder.ts';
import { ownFolder } from '../support/own-folder.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';
import { TestTerminal } from '../support/pty.ts';
import type { WhenFinished } from '../support/pty.ts';

// The panel "Browser" of the watch screen: a person uses the page in a browser with nothing of the tutor in it, and presses keys.

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const course = realCourse();
const SOLVED = stepState(course, 'step-4', 'solution').get('main.js')?.toString() ?? '';
let browser: Browser;
beforeAll(async () => {
  if (browserProgram() !== undefined) browser = await openPlainBrowser();
});
afterAll(() => browser.close());

interface Watched {
  readonly terminal: TestTerminal;
  readonly folder: string;
  /** Opens the page at the address that the screen names. */
  open(): Promise<Page>;
}

function watched(args: readonly string[], whenFinished: WhenFinished, rows = 24, command = 'watch'): Watched {
  const folder = ownFolder(course, { step: 'step-4', moment: 'solution', whenFinished });
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, command, ...args], {
    cwd: folder,
    rows,
    whenFinished,
    env: { NO_COLOR: '1' },
  });
  const open = async (): Promise<Page> => {
    const [, address = ''] = /Open (http:\/\/localhost:\d+\/)/u.exec(await terminal.sees(/Open http/u)) ?? [];
    const page = await browser.newPage();
    whenFinished(() => page.close());
    await page.goto(address);
    return page;
  };
  return { terminal, folder, open };
}

async function send(page: Page, text: string): Promise<void> {
  await page.fill('[name=message]', text);
  await page.press('[name=message]', 'Enter');
}

describe.skipIf(browserProgram() === undefined)('the panel "Browser"', () => {
  test('a right page is silent, a wrong answer is told on top with its fix and place, a saved template is loaded', async ({
    onTestFinished,
  }) => {
    const { terminal, folder, open } = watched([], onTestFinished);
    await terminal.sees(/has passed[^]*your server · http/u);
    terminal.press('b');
    const page = await open();
    await terminal.sees(/1 tab ━[^]*tab 1 {2}│ · opens \/\n[^]*WebSocket open/u);
    await send(page, 'hello');
    const right = await terminal.sees(/tab 1 {2}│ → hello\n tab 1 {2}│ ← <div id="chat-window"> beforeend/u);
    expect(right).toMatch(/b back {3}v shows all {3}a auto-reload on/u);

    const checked = terminal.sees(/no longer passes[^]*closed[^]*WebSocket open/u);
    writeFileSync(path.join(folder, 'main.js'), SOLVED.replace('id="chat-window" ', ''));
    await checked;
    // Nothing was said of the right page.
    expect(terminal.raw).not.toContain('✗ tab 1');
    await send(page, 'again');
    const wrong = await terminal.sees(/has no id, so htmx[^]*\(oob\/no-id\)[^]*what happened/u);
    expect(wrong).toMatch(
      /✗ tab 1: The reply's <div> has no id[^]*Fix: Give this element the id[^]*Where: main\.js:\d+\n/u,
    );
    expect(wrong).toMatch(/what happened[^]*tab 1 {2}│ → again[^]*dropped \(no-id\)/u);
    for (const row of terminal.rows()) expect(row.length, row).toBeLessThan(80);
    terminal.press('v');
    await terminal.sees(
      (text) => text.includes('v shows causes') && text.includes('Where: main.js') && !text.includes('→ again'),
    );
    terminal.press('v');
    await terminal.sees(/v shows all/u);
    terminal.press('m');
    await terminal.sees(/What oob\/no-id means/u);
    terminal.press('b');

    const template = path.join(folder, 'templates', 'index.html');
    const html = readFileSync(template, 'utf8');
    writeFileSync(template, html.replace('<title>', '<title>Saved: '));
    await terminal.sees(/tutor {2}│ · templates\/index\.html was saved: your page loads again\n[^]*comes again to \//u);
    // A cause from before a save may be repaired.
    expect(terminal.text()).not.toContain('what happened');
    expect(await page.title()).toMatch(/^Saved: /u);
    terminal.press('a');
    await terminal.sees(/a auto-reload off/u);
    terminal.press('\u001b');
    await terminal.sees(/b browser/u);
    expect(terminal.text()).not.toContain('━ Browser');
    terminal.press('q');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  });

  test('keys send a fragment into the page and cut its connection; what is typed keeps its capitals', async ({
    onTestFinished,
  }) => {
    const { terminal, open } = watched([], onTestFinished);
    await terminal.sees(/has passed[^]*your server · http/u);
    terminal.press('b');
    terminal.press('d');
    await terminal.sees(/No page is connected/u);
    const page = await open();
    await terminal.sees(/WebSocket open/u);
    terminal.press('s');
    await terminal.sees(/Type what goes into tab 1, WebSocket \/ws/u);
    terminal.press('<div id="chat-window" hx-swap-oob="beforeend"><b>From MEx');
    await terminal.sees(/> <div id="chat-window" hx-swap-oob="beforeend"><b>From MEx/u);
    // What is pasted is typed, too.
    terminal.press('\u007f\u001b[200~!</b></div>\u001b[201~\r');
    await page.locator('#chat-window b', { hasText: 'From ME!' }).waitFor();
    await terminal.sees(/← <div id="chat-window"> beforeend/u);
    for (const row of terminal.rows()) expect(row.length, row).toBeLessThan(80);
    terminal.press('c');
    await terminal.sees(/with which close code\?/u);
    terminal.press('5');
    await terminal.sees(/WebSocket closed, code 1012/u);
    terminal.press('\u001b');
    await terminal.sees(/b browser/u);
  });

  test('with --plain the same lines as in run are printed, and b prints what there is', async ({ onTestFinished }) => {
    const { terminal, open } = watched(['--plain', '--no-reload'], onTestFinished, 60);
    await terminal.sees(/step-4 has passed/u);
    await terminal.sees(/Your server: http/u);
    terminal.press('b\r');
    const page = await open();
    await terminal.sees(/tab 1 {2}│ · opens \/\ntab 1 {2}│ · WebSocket open/u);
    await send(page, 'hello');
    await terminal.sees(/tab 1 {2}│ → hello\ntab 1 {2}│ ← <div id="chat-window"> beforeend/u);
    terminal.press('a\r');
    await terminal.sees(/Your page loads again when you save a template/u);
    terminal.press('q\r');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  });
});

test('with --no-coach, here of start, the browser sees the server itself, and the panel says so', async ({
  onTestFinished,
}) => {
  const { terminal } = watched(['--no-coach'], onTestFinished, 24, 'start');
  const seen = await terminal.sees(/has passed[^]*server │ Listening on http:\/\/localhost:\d+\n/u);
  const [, printed = ''] = /Listening on (http:\/\/localhost:\d+)/u.exec(seen) ?? [];
  await terminal.sees(new RegExp(`your server · ${printed}/`, 'u'));
  terminal.press('b');
  expect(printed).not.toBe('');
  await terminal.sees(/started with --no-coach, so the tutor sees\s+nothing\s+of\s+your\s+browser/u);
});
