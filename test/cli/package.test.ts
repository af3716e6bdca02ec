import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { realCourse } from '../support/course-folder.ts';
import { installed } from './packed.ts';
import { temporaryFolder, tutor } from './tutor.ts';

test(
  "from the packed tarball, in an empty folder, the whole chapter is done with the learner's commands; beside it tour plays the chapter",
  { timeout: 240_000 },
  async () => {
    // Both wait most of the time, for the same streams.
    await Promise.all([expectTheChapterDone(temporaryFolder()), expectTheTourPlayed(temporaryFolder())]);
  },
);

async function expectTheChapterDone(folder: string): Promise<void> {
  const launcher = installed(folder);
  const own = path.join(folder, 'htmx-realtime-demo');
  const run = (...args: string[]): ReturnType<typeof tutor> => tutor(args, { cwd: folder, launcher });

  const started = await run('start', '--yes');
  expect(started.code, started.stderr).toBe(0);
  expect(readdirSync(own).toSorted()).toEqual(['.tutor', 'node_modules', 'package.json']);
  for (const step of realCourse().steps) {
    const applied = await run('solution', step.id, '--apply', '--dir', own);
    expect(applied.code, applied.stderr).toBe(0);
    const checked = await run('check', step.id, '--dir', own);
    expect(checked.code, checked.stdout).toBe(0);
    expect(checked.stdout).toContain(step.proves.slice(0, 30));
  }
  expect(lstatSync(path.join(own, 'node_modules', 'ws')).isSymbolicLink()).toBe(false);
}

/** It prints what went over the wire, and leaves no process and no file. */
async function expectTheTourPlayed(folder: string): Promise<void> {
  const { code, stdout, stderr } = await tutor(['tour'], {
    cwd: folder,
    env: { TMPDIR: folder },
    deadlineMs: 150_000,
  });
  expect(code, stderr).toBe(0);
  for (const step of realCourse().steps) expect(stdout).toContain(step.title);
  expect(stdout).toContain('8 of 8 steps passed');
  expect(stdout).toContain('hx-swap-oob');
  expect(stdout).toContain('data: <div');
  expect(readdirSync(folder)).toEqual([]);
  const left = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder));
  expect(left).toEqual([]);
}
