import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { serverOption } from '../../src/commands/common/backend/choice.ts';
import { FOLDER_COMMANDS, SERVER_COMMANDS, asTyped } from '../../src/commands/common/own-command.ts';
import { temporaryFolder, tutor } from './tutor.ts';

/** Commands that take a server, with what follows them in the line. */
const COMMAND_HERE = /htmx-realtime-tutor(?:\.js)? (?:check|hint|solution|run|diff|list)\b.{0,40}/gu;

test.each([
  ['htmx-realtime-tutor check', 'htmx-realtime-tutor check --run "python3 main.py"'],
  ['`htmx-realtime-tutor hint step-2`', '`htmx-realtime-tutor hint --run "python3 main.py" step-2`'],
  ['htmx-realtime-tutor check --run "node app.js"', 'htmx-realtime-tutor check --run "node app.js"'],
  ['htmx-realtime-tutor check --url http://localhost', 'htmx-realtime-tutor check --url http://localhost'],
  ['htmx-realtime-tutor explain oob/no-id', 'htmx-realtime-tutor explain oob/no-id'],
  ['htmx-realtime-tutor next', 'htmx-realtime-tutor next'],
])('with --run: %s', (text, typed) => {
  expect(asTyped(text, { self: 'htmx-realtime-tutor', dir: '', server: ' --run "python3 main.py"' })).toBe(typed);
});

test('the commands that name a server are those that take --run', async () => {
  const cwd = temporaryFolder();
  const taking = await Promise.all(
    FOLDER_COMMANDS.map(async (name) =>
      (await tutor([name, '--help'], { cwd })).stdout.includes('--run') ? [name] : [],
    ),
  );
  expect(SERVER_COMMANDS.filter((name) => FOLDER_COMMANDS.some((each) => each === name))).toEqual(taking.flat());
});

test.each([
  [{ run: 'python3 main.py' }, ' --run "python3 main.py"'],
  [{ run: './serve' }, ' --run ./serve'],
  [{ run: 'serve --name "a b" $HOME' }, ` --run 'serve --name "a b" $HOME'`],
  [{ url: 'http://localhost:8080' }, ' --url http://localhost:8080'],
  [{ backend: 'fastapi', python: 'python3.12' }, ' --backend fastapi --python python3.12'],
  [{ dir: 'demo', quiet: true }, ''],
])('%j is typed again as%s', (flags, typed) => {
  expect(serverOption(flags)).toBe(typed);
});

test('in a folder that start never made, printed commands name the server that the call names', async () => {
  const cwd = temporaryFolder();
  const run = 'node other.js';
  writeFileSync(path.join(cwd, 'other.js'), 'console.error("no server yet");\n');
  writeFileSync(path.join(cwd, 'main.js'), '\n');
  for (const args of [
    ['check', 'step-2'],
    ['lesson', 'step-2'],
    ['hint', 'step-2'],
  ]) {
    const { stdout, stderr } = await tutor([...args, '--run', run], { cwd });
    const printed = `${stdout}${stderr}`.replaceAll(/\s+/gu, ' ').match(COMMAND_HERE) ?? [];
    expect(printed.length, args.join(' ')).toBeGreaterThan(0);
    expect(printed.filter((command) => !command.includes(`--run "${run}"`))).toEqual([]);
    // The folder remembers no step either.
    expect(printed.filter((command) => !command.includes('step-2') && !/ (?:run|list) /u.test(command))).toEqual([]);
    expect(stderr).not.toContain('Checked as');
  }
  // So do the commands of a problem.
  const refused = await tutor(['watch', '--run', run], { cwd });
  expect(refused.stderr).toMatch(/tutor(?:\.js)?\s+start --run "node other\.js" \.`\s+prepares/u);
  const guessed = await tutor(['check', 'step-2'], { cwd });
  expect(guessed.stderr.split('\n')[0]).toMatch(/^Checked as Node \(main\.js\); for another server add/u);
  expect((await tutor(['check', 'step-2', '--json'], { cwd })).stderr).not.toContain('Checked as');
});

test('a lesson for a server that already runs names its address, and no command that would start it', async () => {
  const lessons = await Promise.all(
    ['step-4', 'step-5', 'introduction'].map((name) =>
      tutor(['lesson', name, '--url', 'http://localhost:9000'], { cwd: temporaryFolder() }),
    ),
  );
  expect(lessons.map(({ stdout }) => stdout).join('\n')).not.toMatch(/htmx-realtime-tutor(?:\.js)? run\b/u);
  expect(lessons.slice(0, 2).map(({ stdout }) => /localhost:\d+/u.exec(stdout)?.[0])).toEqual([
    'localhost:9000',
    'localhost:9000',
  ]);
});
