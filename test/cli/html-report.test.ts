import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'parse5';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { exitOf, startTutor, temporaryFolder, tutor } from './tutor.ts';

// The report in HTML as the command line writes it.

const DROPS = '<div id="chat-window" hx-swap-oob="beforeend">${reply}</div>';

/** A folder `demo` with the solution of step 4, but for the id in its reply. */
async function mistaken(): Promise<string> {
  const cwd = temporaryFolder();
  expect((await tutor(['solution', '4', '--to', 'demo'], { cwd })).code).toBe(0);
  const main = path.join(cwd, 'demo', 'main.js');
  const code = readFileSync(main, 'utf8');
  expect(code).toContain(DROPS);
  writeFileSync(main, code.replace(DROPS, '<div class="reply">${reply}</div>'));
  return cwd;
}

/** A server that makes a file and does not listen, and a folder for it. */
function waiting(): string {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'package.json'), '{"type":"module","dependencies":{"ws":"*"}}');
  const code = `import { writeFileSync } from 'node:fs';\nwriteFileSync('started', '');\nsetInterval(() => undefined, 1000);\n`;
  writeFileSync(path.join(cwd, 'main.js'), code);
  return cwd;
}

/** The report, which has to be right HTML. */
function reportIn(cwd: string, name: string): Document {
  const errors: string[] = [];
  const text = readFileSync(path.join(cwd, name), 'utf8');
  parse(text, { onParseError: ({ code, startLine }) => errors.push(`${startLine}: ${code}`) });
  expect(errors).toEqual([]);
  return new JSDOM(text).window.document;
}

function textsOf(document: Document, selector: string): readonly string[] {
  return [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.replaceAll(/\s+/gu, ' ').trim());
}

test("check writes it beside any reporter, in the learner's folder too, and does not take it for a page of the learner later", async () => {
  const cwd = await mistaken();
  const demo = path.join(cwd, 'demo');
  const args = ['check', '4', '--json', '--html', 'report.html'];
  for (let count = 0; count < 2; count += 1) {
    const { code, stdout, stderr } = await tutor(args, { cwd: demo });
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('The report is in report.html.');
    const { steps } = JSON.parse(stdout) as {
      steps: { checks: { findings: { code: string; where: object[] }[] }[] }[];
    };
    const [found] = steps.flatMap(({ checks }) => checks).flatMap(({ findings }) => findings);
    expect(found).toMatchObject({ code: 'oob/no-id', where: [{ file: 'main.js' }] });
  }
  const document = reportIn(demo, 'report.html');
  expect(textsOf(document, 'h1')).toEqual(['✗ step-4 not passed']);
  expect(textsOf(document, '.finding .severity + code')).toEqual(['oob/no-id']);
  expect(textsOf(document, '.source .here')[0]).toMatch(/^▸ \d+ return `<div class="reply">/u);
  expect(document.querySelectorAll('.arrow.dropped').length).toBeGreaterThan(1);
  expect(textsOf(document, '.wire tr.dropped code')[0]).toMatch(/^✗ <div> has no id → dropped/u);
  expect(readdirSync(demo).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('a file that is not a report, a folder, and a place of the course are refused before anything runs', async () => {
  const cwd = await mistaken();
  const refused = await Promise.all(
    ['demo/main.js', 'demo', 'demo/static/sse.js'].map((name) =>
      tutor(['check', '4', '--dir', 'demo', '--html', name], { cwd }),
    ),
  );
  expect(refused.map(({ code, stdout }) => [code, stdout])).toEqual(Array.from({ length: 3 }, () => [2, '']));
  expect(refused.map(({ stderr }) => stderr.split(' ', 3).join(' '))).toEqual([
    'demo/main.js exists and',
    'demo is a',
    'demo/static/sse.js is a',
  ]);
  expect(readFileSync(path.join(cwd, 'demo', 'main.js'), 'utf8')).toContain('createServer');
});

test.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  'a report that cannot be written does not change what did not pass',
  async () => {
    const cwd = waiting();
    // Nobody can write there, root neither.
    const { code, stderr } = await tutor(['check', '2', '--html', '/proc/report.html'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/The report\s+\/proc\/report\.html\s+cannot\s+be\s+written/u);
  },
);

describe.skipIf(process.platform === 'win32')('a check that does not come to its end has a report', () => {
  test('when it is interrupted', async () => {
    const cwd = waiting();
    const child = startTutor(['check', '2', '--html', 'report.html'], { cwd });
    await eventually(() => expect(existsSync(path.join(cwd, 'started'))).toBe(true));
    child.kill('SIGINT');
    expect(await exitOf(child, () => 'interrupted')).toBe(130);
    const document = reportIn(cwd, 'report.html');
    expect(textsOf(document, 'h1, .reason')[1]).toMatch(/interrupted/u);
    expect(textsOf(document, '#step-2 .is-skip').length).toBeGreaterThan(1);
  });

  test('when the tutor itself fails', async () => {
    const cwd = waiting();
    const fails = `if (process.argv[1]?.endsWith('htmx-realtime-tutor.js'))
      setInterval(async () => { if ((await import('node:fs')).existsSync('started')) throw new Error('our bug'); }, 20);`;
    writeFileSync(path.join(cwd, 'fails.mjs'), fails);
    const env = { NODE_OPTIONS: `--import=${path.join(cwd, 'fails.mjs')}` };
    const { code, stderr } = await tutor(['check', '2', '--html', 'report.html'], { cwd, env });
    expect([code, stderr]).toEqual([70, expect.stringContaining('our bug')]);
    expect(textsOf(reportIn(cwd, 'report.html'), '.reason')).toEqual([
      expect.stringContaining('a fault of the tutor itself'),
    ]);
  });

  test('when the environment keeps it from one', async () => {
    const cwd = await mistaken();
    const noBrowser = path.join(cwd, 'no-browser');
    writeFileSync(noBrowser, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const env = { CHROME_PATH: noBrowser };
    const args = ['check', '3', '--dir', 'demo', '--browser', '--html', 'report.html'];
    const { code, stderr } = await tutor(args, { cwd, env });
    expect(code, stderr).toBe(3);
    expect(textsOf(reportIn(cwd, 'report.html'), '.reason')).toHaveLength(1);
  });
});

test('grade writes one of the class, with what stops whom and where, and not into a submission', async () => {
  const cwd = temporaryFolder();
  for (const name of ['ada', 'bob'])
    expect((await tutor(['solution', '1', '--to', `class/${name}`], { cwd })).code).toBe(0);
  writeFileSync(path.join(cwd, 'class', 'bob', 'package.json'), '{<script>}\n');
  const args = ['grade', 'class/ada', 'class/bob', 'class/<b>', '--step', '1', '--points', '1=2'];
  const inside = await tutor([...args, '--html', 'class/ada/report.html'], { cwd });
  expect([inside.code, inside.stderr]).toEqual([
    2,
    expect.stringMatching(/nothing\s+is\s+written\s+into\s+a\s+submission/u),
  ]);
  const { code, stdout } = await tutor([...args, '--format', 'csv', '--html', 'class.html'], { cwd });
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^name,folder,/u)]);
  const document = reportIn(cwd, 'class.html');
  expect(textsOf(document, 'h1')).toEqual(['✗ 1 of 3 passed']);
  expect(textsOf(document, '.grid tbody tr')).toEqual([
    'ada passed ✓passed 2',
    'bob not passed ✗not passed 0 env/manifest-invalid',
    '<b> not passed 0 the folder does not exist',
  ]);
  expect(textsOf(document, '.folder h3')).toEqual(['bob', '<b>']);
  expect(textsOf(document, '.source .here')[0]).toContain('<script>');
  expect(document.querySelectorAll('script, b')).toHaveLength(0);
});

test('the class of an earlier call is reported without the lines of files that may have changed', async () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'bob'));
  writeFileSync(path.join(cwd, 'bob', 'package.json'), '{');
  await tutor(['grade', 'bob', '--step', '1', '--results', 'class.jsonl'], { cwd });
  appendFileSync(path.join(cwd, 'bob', 'package.json'), '"name": 1}');
  expect((await tutor(['grade', '--merge', 'class.jsonl', '--html', 'class.html'], { cwd })).code).toBe(1);
  const document = reportIn(cwd, 'class.html');
  expect(textsOf(document, '.finding dd p')).toEqual(['package.json:1']);
  expect(document.querySelectorAll('.source')).toHaveLength(0);
});

test('diagnose writes one with the lines of the page, and masks secrets in it', async () => {
  const cwd = temporaryFolder();
  const markup = [
    '<!doctype html>',
    '<html><head><meta name="csrf-token" content="f00dfacecafe">',
    '<script src="https://unpkg.com/htmx.org@2.0.11/dist/htmx.min.js"></script></head>',
    '<body><div hx-ext="ws" ws-connect="/ws?token=SUPERSECRET99"></div></body></html>',
    '',
  ].join('\n');
  writeFileSync(path.join(cwd, 'chat.html'), markup);
  const args = ['diagnose', 'chat.html', '--html', 'report.html'];
  expect((await tutor(args, { cwd })).code).toBe(1);
  const text = readFileSync(path.join(cwd, 'report.html'), 'utf8');
  expect(text).toMatch(/htmx\/extension-script-missing/u);
  expect(textsOf(reportIn(cwd, 'report.html'), '.source .line').join('\n')).toContain('token=[masked]');
  expect(text).not.toMatch(/SUPERSECRET99|f00dfacecafe/u);
  const itself = await tutor(['diagnose', 'chat.html', '--html', 'chat.html'], { cwd });
  expect([itself.code, readFileSync(path.join(cwd, 'chat.html'), 'utf8')]).toEqual([2, markup]);
});
