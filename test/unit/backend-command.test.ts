import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandBackend } from '../../src/servers/backends/command.ts';
import { inspectProgram, programName } from '../../src/servers/backends/find-program.ts';
import { resolveBackend } from '../../src/commands/common/backend/choice.ts';
import type { ServerLanguage } from '../../src/model/backend.ts';
import { wordsOf } from '../support/describe.ts';
import { temporaryFolder } from '../support/temporary.ts';

test.each([
  ['perl server.pl', 'perl'],
  ['  node  main.js', 'node'],
  ['PORT={port} RACK_ENV="a b" ruby app.rb', 'ruby'],
  ['"/opt/my tools/serve" --port {port}', '/opt/my tools/serve'],
  ["'/opt/my tools/serve' --port {port}", '/opt/my tools/serve'],
  ['/usr/bin/php -S 127.0.0.1:{port}', '/usr/bin/php'],
  ['go build -o app && ./app', 'go'],
  ['python3.11 server.py;', 'python3.11'],
  // The learner's own files, which a later step writes.
  ['./serve', undefined],
  ['bin/serve {port}', undefined],
  // What only the shell can tell.
  ['cd server && npm start', undefined],
  ['exec java -jar app.jar', undefined],
  ['$RUNTIME main.js', undefined],
  ['"$HOME/bin/serve"', undefined],
  ['~/bin/serve', undefined],
  ['(cd x; node a.js)', undefined],
  ['if true; then node a.js; fi', undefined],
  ['{port}', undefined],
])('the program of %j is %j', (run, name) => {
  expect(programName(run, 'linux')).toBe(name);
});

test.each([
  ['node main.js', 'node'],
  [String.raw`"C:\Program Files\php\php.exe" -S localhost:{port}`, String.raw`C:\Program Files\php\php.exe`],
  [String.raw`.\serve.exe`, undefined],
  ['start /b node main.js', undefined],
])('on Windows the program of %j is %j', (run, name) => {
  expect(programName(run, 'win32')).toBe(name);
});

test.skipIf(process.platform === 'win32')('a program is looked for in the folders of PATH', async () => {
  const folder = temporaryFolder();
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'serve'), '', { mode: 0o755 });
  writeFileSync(path.join(bin, 'notes'), '', { mode: 0o644 });
  const inspect = (run: string, PATH: string): ReturnType<typeof inspectProgram> =>
    inspectProgram(run, { folder, env: { PATH }, platform: process.platform });
  expect(await inspect('serve x', `/nowhere:${bin}`)).toEqual([
    { about: 'runtime', findings: [], note: `serve is ${path.join(bin, 'serve')}` },
  ]);
  expect(await inspect(`${bin}/serve`, '')).toMatchObject([{ findings: [] }]);
  for (const run of ['serve', 'notes', '/nowhere/serve']) {
    const [fact] = await inspect(run, run === 'serve' ? '/nowhere' : bin);
    expect(fact?.findings.map(({ code, facts }) => ({ code, facts }))).toEqual([
      { code: 'env/program-missing', facts: { name: run } },
    ]);
  }
});

test('the port is in the environment, and wherever the command names it', async () => {
  const launch = await commandBackend('serve --port {port} --health {port}').launch('/work', 4711);
  expect(launch).toMatchObject({
    ok: true,
    value: {
      command: 'serve --port 4711 --health 4711',
      display: 'serve --port 4711 --health 4711',
      shell: true,
      cwd: '/work',
      env: { PORT: '4711' },
    },
  });
});

test("a fix uses the terms of the server's language", () => {
  const fix = (language: ServerLanguage): string =>
    wordsOf({ code: 'ws/binary-reply', severity: 'error', facts: { bytes: 3 }, evidence: {} }, { language }).fix;
  expect(fix('node')).toContain('data.toString()');
  expect(fix('python')).toContain('send_text');
  expect(fix('other')).toBe('Send a string, or call the function of your library that sends a text message.');
});

test('a request to a remote server is shown with its address', () => {
  const command = (origin?: string): string =>
    wordsOf(
      {
        code: 'ws/no-route',
        severity: 'error',
        facts: { status: 404 },
        evidence: { did: { kind: 'ws', path: '/ws', sent: [] } },
      },
      { origin },
    ).command;
  expect(command()).toBe('npx wscat -c ws://localhost:8000/ws');
  expect(command('https://pi.local')).toBe('npx wscat -c wss://pi.local/ws');
});

test.each([
  ['localhost:8000', '"localhost:8000" does not begin with http:// or https://.', 'http://localhost:8000'],
  ['localhost:3000', '"localhost:3000" does not begin with http:// or https://.', '--url http://localhost:3000'],
  ['192.168.1.20:3000', '"192.168.1.20:3000" is not an address.', '--url http://192.168.1.20:3000'],
  ['3000', '"3000" is not an address.', '--url http://localhost:3000'],
  ['my server', '"my server" is not an address.', '--url http://localhost:8000'],
  ['http://localhost:8000/chat', 'more than the address of a server', '--url http://localhost:8000'],
  ['http://pi.local/?x=1', 'more than the address of a server', '--url http://pi.local'],
  ['http://me:secret@localhost:8000', 'more than the address of a server', '--url http://localhost:8000'],
])('--url %s is wrong usage', (url, message, next) => {
  const chosen = resolveBackend({ url }, undefined, '/work');
  expect(chosen).toMatchObject({
    ok: false,
    problem: { exitCode: 2, message: expect.stringContaining(message), next: expect.stringContaining(next) },
  });
});

test.each([
  ['http://localhost:8000/', 'http://localhost:8000'],
  ['https://pi.local', 'https://pi.local'],
  ['http://192.168.1.20:3000', 'http://192.168.1.20:3000'],
  ['http://[::1]:8000', 'http://[::1]:8000'],
])('--url %s is %s', (url, origin) => {
  expect(resolveBackend({ url }, undefined, '/work')).toMatchObject({
    ok: true,
    value: { choice: { kind: 'remote', url: origin }, fromFlags: true },
  });
});
