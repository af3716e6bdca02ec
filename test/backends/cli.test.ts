import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../src/servers/listening.ts';
import { readTree } from '../../src/course/states.ts';
import { exitOf, outputOf, ROOT, startTutor, temporaryFolder, tutor } from '../cli/tutor.ts';
import { eventually } from '../support/eventually.ts';

const EXPRESS = path.join(ROOT, 'test', 'apps', 'express');
/** Code that only one of the tutor's own backends has, and files of theirs. */
const FOREIGN = /main\.js|main\.py|WebSocketServer|uvicorn|FastAPI|StreamingResponse|requirements\.txt/u;

/** Nine commands one after the other, on a machine that may be busy. */
const BUSY = { timeout: 150_000 };

function writeApp(folder: string): void {
  for (const [file, bytes] of readTree(path.join(EXPRESS, 'step-2'))) writeFileSync(path.join(folder, file), bytes);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}

const progressOf = (folder: string): unknown =>
  JSON.parse(readFileSync(path.join(folder, '.tutor', 'progress.json'), 'utf8'));

test(
  'start --run creates a folder with the page alone, stores the command, and leads through the steps',
  BUSY,
  async () => {
    const cwd = temporaryFolder();
    const folder = path.join(cwd, 'demo');
    const here = (...args: string[]): ReturnType<typeof tutor> => tutor(args, { cwd: folder });

    const started = await tutor(['start', 'demo', '--yes', '--run', 'node server.js'], { cwd });
    expect(started, started.stderr).toMatchObject({ code: 0 });
    expect(started.stdout).toContain('Backend: node server.js.');
    expect(started.stdout).not.toMatch(FOREIGN);
    expect([...readTree(folder).keys()]).toEqual(['.tutor/progress.json']);
    expect(progressOf(folder)).toMatchObject({ backend: { kind: 'command', run: 'node server.js' } });

    expect(await here('check')).toMatchObject({ code: 0 });
    expect(await here('next')).toMatchObject({ code: 0 });
    writeApp(folder);
    expect((await here('check', '--json')).code).toBe(0);

    const third = await here('next');
    expect(third.stdout).toContain('Written: static/htmx.min.js and static/ws.js.');
    expect(existsSync(path.join(folder, 'templates'))).toBe(false);
    const solution = await here('solution');
    expect(solution.stdout).toMatch(/Your server\s+It answers/u);
    expect(solution.stdout).toContain('templates/index.html (new)');
    expect(solution.stdout).not.toMatch(FOREIGN);
    expect((await here('solution', '--apply')).stdout).toContain('Your folder holds the page of step-3');

    const reset = await here('reset');
    expect(reset.stdout).toContain('The files of your server are unchanged.');
    expect(existsSync(path.join(folder, 'templates', 'index.html'))).toBe(false);
    expect(existsSync(path.join(folder, 'server.js'))).toBe(true);

    await tutor(['start', 'demo', '--yes', '--quiet', '--run', 'npm start'], { cwd });
    expect(progressOf(folder)).toMatchObject({ backend: { kind: 'command', run: 'npm start' } });
  },
);

/** Writes the pid of each process that loads it. @param file not in the folder: a change there starts the server again */
function notesPid(file: string): string {
  return `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(file)}, process.pid + '\\n');\n`;
}

test.skipIf(process.platform === 'win32')('run ends everything that a command started', async () => {
  const folder = temporaryFolder();
  writeApp(folder);
  const noted = path.join(temporaryFolder(), 'pids.txt');
  writeFileSync(path.join(folder, 'notes-pid.js'), notesPid(noted));
  const run = 'true; node --import ./notes-pid.js server.js & wait';
  const child = startTutor(['run', '--run', run, '--port', String(await freePort())], { cwd: folder });
  await outputOf(child, /Your server is running/u);
  const pids = readFileSync(noted, 'utf8').trim().split('\n').map(Number);
  expect(pids).toHaveLength(1);
  const ended = exitOf(child, () => 'run');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await eventually(() => expect(pids.filter(isAlive)).toEqual([]));
});

test('--url of a server that is not running is reported with the requested address', async () => {
  const port = await freePort();
  const { code, stdout } = await tutor(['check', 'step-3', '--url', `http://localhost:${port}/`], {
    cwd: temporaryFolder(),
  });
  expect(code).toBe(1);
  expect(stdout).toContain(`http://localhost:${port} cannot be reached`);
  expect(stdout).toContain(`curl -i http://localhost:${port}/`);
  expect(stdout).toContain('Start the server');
  // A server that is already running is not inspected.
  expect(stdout).toMatch(/step-1 .*3 checks skipped/u);
});
