import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pythonOrReason } from '../support/python.ts';
import { temporaryFolder, tutor } from './tutor.ts';

const { skipped, python } = await pythonOrReason();
/** No virtual environment of whoever runs the tests. */
const env = { VIRTUAL_ENV: '' };
const systems = ['--python', python?.executable ?? 'python3'];
const start = ['start', 'demo', '--backend', 'fastapi', '--yes'];

const read = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8');

describe.skipIf(skipped !== undefined)(`a folder of the FastAPI backend ${skipped ?? ''}`, () => {
  test('is made with its environment, and step 1 passes', async () => {
    const cwd = temporaryFolder();
    const started = await tutor([...start], { cwd, env });
    expect(started, started.stderr).toMatchObject({ code: 0 });
    expect(readdirSync(path.join(cwd, 'demo')).toSorted()).toEqual(['.tutor', '.venv', 'requirements.txt']);
    expect(read(cwd, 'demo', '.venv', 'pyvenv.cfg')).toContain('include-system-site-packages = true');
    expect(JSON.parse(read(cwd, 'demo', '.tutor', 'progress.json'))).toMatchObject({ backend: { kind: 'fastapi' } });
    const checked = await tutor(['check', '--json'], { cwd: path.join(cwd, 'demo'), env });
    expect(checked, checked.stdout).toMatchObject({ code: 0 });
    expect(JSON.parse(checked.stdout)).toMatchObject({ passed: true });
    const again = await tutor([...start], { cwd, env });
    expect([again.code, again.stdout.includes('Continuing in demo')]).toEqual([0, true]);
  });

  test('shows its own lessons, hints and solutions and nothing of Node', async () => {
    const cwd = temporaryFolder();
    await tutor([...start, ...systems], { cwd, env });
    const folder = path.join(cwd, 'demo');
    // A named Python with everything is used as it is.
    expect(existsSync(path.join(folder, '.venv'))).toBe(false);
    const [first, second] = await Promise.all(
      ['step-1', 'step-2'].map((step) => tutor(['lesson', step], { cwd: folder, env })),
    );
    expect(first?.stdout).toMatch(/^ *demo\/$/m);
    expect(first?.stdout).toContain(`${python?.executable} --version`);
    expect(first?.stdout).not.toMatch(/\.venv\/ +a virtual/);
    expect(second?.stdout).toContain(`${python?.executable} -m uvicorn main:app --reload`);
    expect(second?.stdout).toContain('--port');
    expect(second?.stdout).not.toMatch(/variable `?PORT/);
    for (const step of ['step-1', 'step-2', 'step-4', 'step-6', 'challenge']) {
      const [lesson, hint, solution] = await Promise.all(
        ['lesson', 'hint', 'solution'].map((command) => tutor([command, step], { cwd: folder, env })),
      );
      for (const outcome of [lesson, hint, solution]) {
        expect(outcome?.code).toBe(0);
        expect(outcome?.stdout).not.toMatch(/package\.json|main\.js|\bNode\b|npm |process\.env|WebSocketServer/);
      }
      expect(`${lesson?.stdout} ${solution?.stdout}`).toMatch(/main\.py|requirements\.txt/);
    }
  });

  test('a Python that does not start is reported, and nothing is created', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await tutor([...start, '--python', './nowhere/python'], { cwd, env });
    expect(code).toBe(3);
    expect(stderr).toContain(path.join('nowhere', 'python'));
    expect(readdirSync(cwd)).toEqual([]);
  });
});

test('--python is only for FastAPI', async () => {
  const cwd = temporaryFolder();
  const { code, stderr } = await tutor(['check', '--backend', 'node', '--python', 'python3'], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining('--python cannot be used with --backend node')]);
});
