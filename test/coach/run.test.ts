import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atMost } from '../support/at-most.ts';
import { coachedPage } from '../support/coached-page.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { allFixtures, choiceOf, fixtureState, modulesOf, nameOf } from '../support/fixtures.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';
import { pythonOrReason } from '../support/python.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import { freePort } from '../../src/servers/listening.ts';
import { exitOf, outputOf, startTutor, tutor, temporaryFolder } from '../cli/tutor.ts';
import { eventually } from '../support/eventually.ts';

// A person uses the page in a browser that has nothing of the tutor in it, and the coach watches.

const course = realCourse();
const { skipped, python } = await pythonOrReason();
const TYPES = ['hello there', 'again & again "quoted"'];
// Much of it is waiting: for what the coach might say of a right page, too.
const enter = atMost(9);
let browser: Browser;
beforeAll(async () => {
  if (browserProgram() !== undefined) browser = await openPlainBrowser();
});
afterAll(() => browser.close());

const RIGHT = [
  ['step-3', 'node'],
  ['step-4', 'node'],
  ['step-5', 'node'],
  ['step-6', 'node'],
  ['step-7', 'node'],
  ['challenge', 'node'],
  ['step-3', 'fastapi'],
  ['step-4', 'fastapi'],
  ['step-6', 'fastapi'],
  ['challenge', 'fastapi'],
] as const;

/** One of each kind of cause that a coach can see without a probe. */
const WRONG = [
  'step-3/attributes-of-htmx-1',
  'step-3/input-called-msg',
  'step-3/two-fields-of-one-name',
  'step-3/script-tag-without-an-end',
  'step-4/policy-against-the-own-script',
  'step-4/reply-without-id',
  'step-4/whole-json-shown',
  'step-4/not-escaped',
  'step-4/last-message-only',
  'step-4/selector-without-a-hash',
];

describe.skipIf(browserProgram() === undefined).concurrent('in a browser', () => {
  for (const [step, backend] of RIGHT)
    test.skipIf(backend === 'fastapi' && skipped !== undefined)(
      `the coach finds nothing wrong with the solution of ${step} in ${backend} ${backend === 'fastapi' ? (skipped ?? '') : ''}`,
      () =>
        enter(async () => {
          const state = stepState(course, step, 'solution', backend);
          const { folder, remove } = writeState(state, { modules: 'none' });
          const inPython = python === undefined ? {} : { python: python.executable };
          const choice: BackendChoice = backend === 'node' ? { kind: 'node' } : { kind: 'fastapi', ...inPython };
          try {
            const { codes, told } = await coachedPage({ course, step, folder, choice, browser, types: TYPES });
            expect(codes).toEqual([]);
            expect(told.filter(({ type }) => ['error', 'answer', 'unanswered'].includes(type))).toEqual([]);
            expect(told.filter(({ type }) => type === 'sent')).toHaveLength(2);
          } finally {
            remove();
          }
        }),
    );

  const fixtures = allFixtures().filter((fixture) => WRONG.includes(nameOf(fixture)));
  test.each(fixtures.map((fixture) => [nameOf(fixture), fixture] as const))(
    'the coach names the same cause as the check: %s',
    async (_, fixture) =>
      enter(async () => {
        const { folder, remove } = writeState(fixtureState(course, fixture), {
          modules: modulesOf(fixture) === 'own' ? 'none' : 'linked',
        });
        try {
          const choice = choiceOf(fixture, undefined);
          const types = ['hello', 'again <b>bold</b>'];
          const options = { course, step: fixture.step, folder, choice, browser, types, until: fixture.code };
          const { codes } = await coachedPage(options);
          expect(codes).toEqual([fixture.code]);
        } finally {
          remove();
        }
      }),
  );
});

test.skipIf(browserProgram() === undefined)(
  'run tells of the page in lines, and of the server that is started again',
  async () => {
    const cwd = temporaryFolder();
    await tutor(['start', 'demo', '--yes', '--quiet'], { cwd });
    const folder = path.join(cwd, 'demo');
    await tutor(['solution', 'step-4', '--apply'], { cwd: folder });
    const port = await freePort();
    const child = startTutor(['run', '--port', String(port)], { cwd: folder });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    await outputOf(child, /--no-coach turns that\s+off/u);
    expect(output).toContain(`Your server is running: http://localhost:${port} .`);
    const page = await browser.newPage();
    try {
      const opened = outputOf(child, /tab 1 {2}│ · WebSocket open/u);
      await page.goto(`http://localhost:${port}/`);
      await opened;
      const handled = outputOf(child, /tab 1 {2}│ ← <div id="chat-window"> beforeend/u);
      await page.fill('[name=message]', 'hello \u202e');
      await page.press('[name=message]', 'Enter');
      await handled;
      expect(output).toContain('tab 1  │ → hello \\u202e');
      const again = outputOf(child, /Restarted: [^]*WebSocket open/u);
      writeFileSync(path.join(folder, 'note.js'), '// saved\n');
      await again;
    } finally {
      await page.close();
    }
    child.kill('SIGINT');
    expect(await exitOf(child, () => output)).toBe(130);
  },
);

test.skipIf(browserProgram() === undefined)(
  'a page loads again when a template or a style of it is saved, not when the server is, and not with --no-reload',
  async () => {
    const cwd = temporaryFolder();
    await tutor(['start', 'demo', '--yes', '--quiet'], { cwd });
    const folder = path.join(cwd, 'demo');
    await tutor(['solution', 'step-4', '--apply'], { cwd: folder });
    const template = path.join(folder, 'templates', 'index.html');
    const html = readFileSync(template, 'utf8').replace(
      '</head>',
      '<link rel="stylesheet" href="/static/own.css"></head>',
    );
    writeFileSync(template, html);
    writeFileSync(path.join(folder, 'static', 'own.css'), 'body { color: red }');
    for (const reloads of [true, false]) {
      const port = await freePort();
      const child = startTutor(['run', '--port', String(port), ...(reloads ? [] : ['--no-reload'])], { cwd: folder });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      await outputOf(child, /--no-coach turns that\s+off/u);
      const page = await browser.newPage();
      try {
        let loads = 0;
        page.on('load', () => (loads += 1));
        const opened = outputOf(child, /WebSocket open/u);
        await page.goto(`http://localhost:${port}/`);
        await opened;
        const save = async (file: string, text: string, told: RegExp): Promise<void> => {
          const seen = outputOf(child, told);
          writeFileSync(path.join(folder, file), text);
          await seen;
        };
        const again = /Restarted: [^]*WebSocket open/u;
        await save('note.js', '// saved\n', again);
        expect(loads).toBe(1);
        await save(
          'templates/index.html',
          html.replace('<title>', '<title>Again: '),
          reloads ? /templates\/index\.html was saved: your page loads again[^]*WebSocket open/u : again,
        );
        // What is told may still be of the page before, which is being replaced.
        if (reloads) await eventually(async () => expect(await page.title()).toMatch(/^Again: /u));
        await save('static/own.css', 'body { color: blue }', reloads ? /own\.css was saved: your page/u : again);
        if (reloads) await eventually(() => expect(loads).toBe(3));
        else expect(loads).toBe(1);
      } finally {
        await page.close();
      }
      child.kill('SIGINT');
      expect(await exitOf(child, () => output)).toBe(130);
    }
  },
);

test('a server that listens where the page should be is watched at another port', async () => {
  const cwd = temporaryFolder();
  const port = await freePort();
  writeFileSync(path.join(cwd, 'package.json'), '{"type":"module"}');
  writeFileSync(
    path.join(cwd, 'main.js'),
    `import { createServer } from 'node:http';\ncreateServer((_, response) => response.end('mine')).listen(${port}, '127.0.0.1');\n`,
  );
  const child = startTutor(['run', '--port', String(port)], { cwd });
  const output = await outputOf(child, /--no-coach turns that\s+off/u);
  expect(output.replaceAll(/\s+/gu, ' ')).toContain(`Your server listens on port ${port} whatever PORT says`);
  const [, address = ''] = /Your server is running: (\S+) \./u.exec(output) ?? [];
  expect(new URL(address).port).not.toBe(String(port));
  expect(await fetch(address).then((answer) => answer.text())).toBe('mine');
  child.kill('SIGINT');
  await exitOf(child, () => output);
});

test('without the coach nothing is in front of the server', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'package.json'), '{"type":"module"}');
  writeFileSync(
    path.join(cwd, 'main.js'),
    `import { createServer } from 'node:http';\ncreateServer((_, response) => response.end(process.env.PORT)).listen(Number(process.env.PORT), '127.0.0.1');\n`,
  );
  const port = await freePort();
  const child = startTutor(['run', '--no-coach', '--port', String(port)], { cwd });
  const output = await outputOf(child, /Your server is running/u);
  expect(output).not.toContain('proxy');
  expect(await fetch(`http://localhost:${port}/`).then((answer) => answer.text())).toBe(String(port));
  child.kill('SIGINT');
  await exitOf(child, () => output);
});
