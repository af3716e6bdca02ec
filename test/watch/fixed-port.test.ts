import { readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../src/servers/listening.ts';
import { ROOT } from '../cli/tutor.ts';
import { realCourse } from '../support/course-folder.ts';
import { ownFolder } from '../support/own-folder.ts';
import { TestTerminal } from '../support/pty.ts';
import type { WhenFinished } from '../support/pty.ts';

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');

interface Fixed {
  readonly terminal: TestTerminal;
  readonly port: number;
  /** Saves the server once more. */
  save(): void;
}

/** The screen over a right answer to step 2 that listens on this port whatever it is given. */
function watched(port: number, whenFinished: WhenFinished): Fixed {
  const folder = ownFolder(realCourse(), { step: 'step-2', moment: 'solution', whenFinished });
  const file = path.join(folder, 'main.js');
  const solution = readFileSync(file, 'utf8');
  let text = solution.replaceAll(/Number\(process\.env\.PORT[^)]*\)/gu, String(port));
  expect(text).not.toBe(solution);
  writeFileSync(file, text);
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'watch'], { cwd: folder, whenFinished });
  const save = (): void => writeFileSync(file, (text += '// saved\n'));
  return { terminal, port, save };
}

test('a server with a port of its own passes at each save, and runs again after the check', async ({
  onTestFinished,
}) => {
  const { terminal, port, save } = watched(await freePort(), onTestFinished);
  const runsAfter = new RegExp(`has passed[^]*your server · http://localhost:\\d+/ \\(itself at ${port}\\)`, 'iu');
  await terminal.sees(runsAfter);
  for (let saves = 0; saves < 3; saves += 1) {
    save();
    await terminal.sees(new RegExp(`waits while the check uses port ${port}`, 'u'));
    await terminal.sees(runsAfter);
  }
  expect(terminal.raw).not.toContain('has not passed');
  expect(terminal.raw).not.toContain('server/port-in-use');
});

test('a port that another program holds is told', async ({ onTestFinished }) => {
  const other = createServer();
  const port = await freePort();
  other.listen(port);
  await once(other, 'listening');
  const { terminal } = watched(port, onTestFinished);
  await terminal.sees(/has not passed[^]*server\/port-in-use[^]*Your server · (?:did not start|waits)/iu);
  // The port is free again, and the next check finds it so.
  other.close();
  await once(other, 'close');
  terminal.press('r');
  await terminal.sees(new RegExp(`has passed[^]*your server · http://localhost:\\d+/ \\(itself at ${port}\\)`, 'iu'));
  expect(terminal.text()).not.toContain('server/port-in-use');
});
