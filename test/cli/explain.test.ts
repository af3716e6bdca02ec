import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TestTerminal } from '../support/pty.ts';
import { exitOf, LAUNCHER, startTutor, temporaryFolder, tutor } from './tutor.ts';
import type { Outcome } from './tutor.ts';

/** Runs the tutor with a text on its standard input. */
async function pasted(text: string, ...options: readonly string[]): Promise<Outcome> {
  const child = startTutor(['explain', '-', ...options], { cwd: temporaryFolder(), openInput: true });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  // It may have ended before it has read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(text);
  return { code: await exitOf(child, () => stdout + stderr), stdout, stderr };
}

test('a line of the console gets its codes, most likely first', async () => {
  const { code, stdout } = await tutor(['explain', 'htmx:oobErrorNoTarget'], { cwd: temporaryFolder() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/oob\/no-such-target[\s\S]*oob\/no-id[\s\S]*explain oob\/no-such-target/u);
});

test('a close code gets its meaning and the codes', async () => {
  const { code, stdout } = await tutor(['explain', '1006'], { cwd: temporaryFolder() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Close code 1006 means[\s\S]*ws\/closes-at-once/u);
});

test('a pasted traceback is read to its end, and none of its control characters is printed', async () => {
  const { code, stdout } = await pasted(
    '\u001b[2J\u001b]0;title\u0007Traceback (most recent call last):\r\n  File "/a/main.py", line 1, in <module>\r\n    import fastapi\r\nModuleNotFoundError: No module named \'fast\u001bapi\'\u009b2J\r\nINFO: connection rejected (403 Forbidden)\r\n',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/python\/package-missing[\s\S]*Line 4: ModuleNotFoundError/u);
  expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test.each([
  ['main.py', 'from fastapi import FastAPI\n\napp = FastAPI()\n', 'Python'],
  ['main.js', "import 'ws';\n", 'JavaScript'],
])('in a folder with a %s the examples are in its language', async (file, text, language) => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, file), text);
  const { code, stdout } = await tutor(['explain', 'ws/no-route'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain(`Wrong, in ${language}\n`);
  expect(stdout).toContain(`Right, in ${language}\n`);
});

test('in a folder of the lab with htmx 4 a code is explained for htmx 4', async () => {
  const above = temporaryFolder();
  const cwd = path.join(above, 'htmx-lab-htmx-4');
  mkdirSync(cwd);
  writeFileSync(path.join(cwd, 'main.js'), "import 'ws';\n");
  const { stdout } = await tutor(['explain', 'oob/json-text'], { cwd });
  expect(stdout).toContain('content');
  expect(stdout).toContain('htmx 4.0.1');
  expect((await tutor(['explain', 'oob/json-text'], { cwd: above })).stdout).toContain('htmx-ext-ws 2');
});

test('an unknown text is reported with what to do, and the exit code is 1', async () => {
  const { code, stdout } = await pasted('Everything is fine, says oob/no-id.\n');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Not known[\s\S]*explain oob\/no-id/u);
});

test('--json prints one object', async () => {
  const { code, stdout } = await pasted(
    'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\ndata: <p>1</p>\r\n\r\n',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    fits: [{ code: 'sse/wrong-content-type', line: 1 }],
    named: [],
  });
});

test.each([
  ['nothing', ' \n', /has no text/u],
  ['more than 1 MB', 'a\n'.repeat(600_000), /longer than 1 MB/u],
])('%s is answered with exit code 2', async (_title, text, says) => {
  const { code, stdout, stderr } = await pasted(text);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(says);
});

test('without a code, each family is listed once, with all its codes; a terminal shows it a page at a time', async () => {
  const { stdout } = await tutor(['explain'], { cwd: temporaryFolder() });
  const families = stdout.match(/^[a-z]+$/gmu) ?? [];
  expect(families).toEqual([...new Set(families)]);
  const listed = stdout.split('\n\n').map((part) => part.trim().split('\n'));
  // A title that does not fit goes on in the next line, below itself.
  for (const [family, ...rows] of listed)
    for (const row of rows.filter((each) => !/^ {8}/u.test(each)))
      expect(row.trim()).toMatch(new RegExp(`^${family}/`, 'u'));
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'explain'], {
    cwd: temporaryFolder(),
    rows: 24,
    whenFinished: (task) => onTestFinished(task),
  });
  await terminal.sees(/env\/old-runtime[\s\S]*Space: next page/u);
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
});
