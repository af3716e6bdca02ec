import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exitOf, startTutor, temporaryFolder, tutor } from './tutor.ts';

interface Report {
  readonly schema: number;
  readonly backend: string;
  readonly passed: boolean;
  readonly steps: readonly { readonly step: string; readonly passed: boolean }[];
}

test('from the first start to the second step, as a learner does it', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', '.', '--yes'], { cwd });
  const first = await tutor(['check'], { cwd });
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('htmx-realtime-tutor next') });
  expect((await tutor(['next'], { cwd })).code).toBe(0);
  const starter = await tutor(['check'], { cwd });
  expect(starter.code).toBe(1);
  expect(starter.stdout).toContain('htmx-realtime-tutor hint');
  const { steps } = JSON.parse((await tutor(['status', '--json'], { cwd })).stdout) as { steps: { state: string }[] };
  expect(steps.slice(0, 3).map(({ state }) => state)).toEqual(['passed', 'current', 'open']);
  const progress = JSON.parse(readFileSync(path.join(cwd, '.tutor', 'progress.json'), 'utf8')) as {
    failing: Record<string, string[]>;
  };
  expect(progress.failing['step-2']?.[0]).toMatch(/^ws\//);
  await tutor(['solution', '--apply'], { cwd });
  expect((await tutor(['check', '--quiet'], { cwd })).code).toBe(0);
});

test('check --json prints one object on standard output, and writes nothing in a folder that start did not create', async () => {
  const cwd = temporaryFolder();
  await tutor(['solution', 'step-4', '--to', '.'], { cwd });
  const before = readdirSync(cwd);
  const { code, stdout } = await tutor(['check', 'step-4', '--json'], { cwd });
  const report = JSON.parse(stdout) as Report;
  expect([code, report.schema, report.backend, report.passed]).toEqual([0, 1, 'node', true]);
  expect(report.steps.map(({ step }) => step)).toEqual(['step-1', 'step-2', 'step-3', 'step-4']);
  expect(readdirSync(cwd)).toEqual(before);
});

test('--read-only records nothing, even in a folder whose last change was interrupted', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', '.', '--yes'], { cwd });
  // What a killed change leaves (docs/reliability.md); any other command would take it back.
  writeFileSync(path.join(cwd, '.tutor', 'change'), '1\n');
  const stored = (): readonly (readonly [string, string])[] =>
    readdirSync(path.join(cwd, '.tutor'), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [name, readFileSync(path.join(parentPath, name), 'utf8')] as const);
  const before = stored();
  expect(await tutor(['check', '--read-only'], { cwd })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('step-1'),
  });
  expect(stored()).toEqual(before);
  rmSync(path.join(cwd, '.tutor', 'change'));
  await tutor(['check'], { cwd });
  expect(stored()).not.toEqual(before);
});

test('a server in another language is checked by its command', async () => {
  const cwd = temporaryFolder();
  await tutor(['solution', 'step-2', '--to', '.'], { cwd });
  const { code, stdout, stderr } = await tutor(['check', 'step-2', '--run', 'node main.js'], { cwd });
  expect(code, stdout + stderr).toBe(0);
});

test('a check of another server is not recorded as progress of this folder', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', '.', '--yes'], { cwd });
  const progress = readFileSync(path.join(cwd, '.tutor', 'progress.json'), 'utf8');
  expect((await tutor(['check', 'step-2', '--run', 'node none.js'], { cwd })).code).toBe(1);
  expect(readFileSync(path.join(cwd, '.tutor', 'progress.json'), 'utf8')).toBe(progress);
});

test.skipIf(process.platform === 'win32')(
  'Ctrl-C during a check exits with 130, prints no stack and ends the server',
  async () => {
    const cwd = temporaryFolder();
    await tutor(['solution', 'step-2', '--to', '.'], { cwd });
    // The server tells the test that it runs, and never listens: the check is then in the middle of waiting.
    const started = createServer();
    const pid = new Promise<number>((resolve) => {
      started.on('request', (request, response) => {
        resolve(Number(request.url?.slice(1)));
        response.end();
      });
    });
    await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void started.close());
    const { port } = started.address() as AddressInfo;
    writeFileSync(
      path.join(cwd, 'main.js'),
      `await fetch('http://127.0.0.1:${port}/' + process.pid);\nsetInterval(() => {}, 1000);\n`,
    );
    const check = startTutor(['check', 'step-2'], { cwd });
    let output = '';
    for (const stream of [check.stdout, check.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    const server = await pid;
    check.kill('SIGINT');
    expect(await exitOf(check, () => output)).toBe(130);
    expect(output).not.toMatch(/ at .*:\d+:\d+/);
    expect(() => process.kill(server, 0)).toThrow('ESRCH');
  },
);
