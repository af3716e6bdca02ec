import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../cli/tutor.ts';
import { realCourse } from '../support/course-folder.ts';
import { ownFolder } from '../support/own-folder.ts';
import { TestTerminal } from '../support/pty.ts';
import { eventually } from '../support/eventually.ts';

/** The longest file of screens takes half of that. */
const PORT_MS = 240_000;

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');

test(
  'the lesson that opens with a step has the address at which its server is going to run',
  async ({ onTestFinished: whenFinished }) => {
    // Taken from here to the end, by nobody else: another test may have the port now and give it back in between.
    const other = createServer();
    whenFinished(() => void other.close());
    // Screens of other files have it for as long as they are open.
    const listens = async (): Promise<void> => {
      other.listen(8000, '127.0.0.1');
      await once(other, 'listening');
    };
    await eventually(listens, { deadlineMs: PORT_MS });

    const cwd = ownFolder(realCourse(), { step: 'step-1', moment: 'solution', whenFinished });
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'watch'], { cwd, whenFinished });
    await terminal.sees(/step-1 has passed/u);
    terminal.press('n');
    await terminal.sees(/Lesson of step-2[^]*your server · http:\/\/localhost:\d+\/ \(8000 is taken\)/u);
    // The screen is too small for the lesson: to its part about the address.
    for (let pages = 0; pages < 6 && !terminal.text().includes('Your server runs at'); pages += 1) {
      const before = terminal.text();
      terminal.press(' ');
      await terminal.sees((now) => now !== before);
    }
    // Another test may have taken the next free port between its choice and the server's start: then the lesson changes.
    const names = /Your server runs at (http:\/\/localhost:\d+) as soon[^]*your server · \1\/ \(8000 is taken\)/u;
    expect(await terminal.sees(names)).not.toContain('at http://localhost:8000 as');
  },
  2 * PORT_MS,
);
