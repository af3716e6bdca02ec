import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, temporaryFolder } from '../cli/tutor.ts';
import { TestTerminal } from '../support/pty.ts';

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');

test('on a terminal the tour shows the code, waits after each step, and can be left', async ({ onTestFinished }) => {
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'tour'], {
    cwd: temporaryFolder(),
    whenFinished: onTestFinished,
  });
  await terminal.sees(/Play step-2, /u);
  expect(terminal.text()).toContain('"ws":');
  terminal.press('\r');
  // The code of the step is what a learner writes in it.
  await terminal.sees(/Play step-3, /u, 30_000);
  expect(terminal.raw).toContain("socket.on('message'");
  expect(terminal.raw).not.toContain('step-3 passed');
  terminal.press('n\r');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
});
