import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PLACE_NAMES, REPORTER_NAMES } from '../../src/reporters/names.ts';
import { temporaryFolder, tutor } from './tutor.ts';

test('an unknown reporter is answered with the list that the help has', async () => {
  const cwd = temporaryFolder();
  const [unknown, help] = await Promise.all([
    tutor(['check', '--reporter', 'junti'], { cwd }),
    tutor(['check', '--help'], { cwd }),
  ]);
  const [names, places] = [REPORTER_NAMES.join(', '), PLACE_NAMES.join(', ')];
  expect([unknown.code, unknown.stdout]).toEqual([2, '']);
  expect(unknown.stderr).toContain('The nearest is junit.');
  expect(unknown.stderr.replaceAll(/\s+/g, ' ')).toContain(`Available: ${names}, ${places}.`);
  expect(help.stdout.replaceAll(/\s+/g, ' ')).toContain(
    `how the result is printed: ${names}; or for a place that grades: ${places}`,
  );
});

test('github names files from the root of the repository and adds to the summary', async () => {
  const cwd = temporaryFolder();
  const folder = path.join(cwd, 'class', 'ada');
  const summary = path.join(cwd, 'summary.md');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{');
  const env = { GITHUB_WORKSPACE: cwd, GITHUB_STEP_SUMMARY: summary };
  const { code, stdout, stderr } = await tutor(['check', '1', '--dir', 'ada', '--reporter', 'github'], {
    cwd: path.dirname(folder),
    env,
  });
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(
    /^::error file=class\/ada\/package\.json,line=1,title=step-1%3A .*\(env\/manifest-invalid\)::/m,
  );
  expect(readFileSync(summary, 'utf8')).toMatch(/^### ` ada `: step-1 not passed\n/);
});
