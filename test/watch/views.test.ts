import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../cli/tutor.ts';
import { realCourse, stepState } from '../support/course-folder.ts';
import { ownFolder } from '../support/own-folder.ts';
import { TestTerminal } from '../support/pty.ts';

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const course = realCourse();
const SOLVED_4 = stepState(course, 'step-4', 'solution').get('main.js')?.toString('utf8') ?? '';
const ESCAPES_OF_COLOUR = /\u001b\[[\d;]*m/u;

describe.concurrent('the views of watch', () => {
  test('60 columns without colour say all that 80 columns say', async ({ onTestFinished }) => {
    const folder = ownFolder(course, { step: 'step-4', moment: 'start', whenFinished: onTestFinished });
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'watch'], {
      cwd: folder,
      columns: 60,
      rows: 40,
      env: { NO_COLOR: '1' },
      whenFinished: onTestFinished,
    });
    await terminal.sees(/step-4 has not passed yet/u);
    writeFileSync(path.join(folder, 'main.js'), SOLVED_4.replace('id="chat-window" ', ''));
    const seen = await terminal.sees(/oob\/no-id[^]*Fix[^]*Where[^]*main\.js:\d+/u);
    expect(seen).toMatch(/✗ step-4 · /u);
    expect(seen).toContain('? keys  q leave');
    for (const row of terminal.rows()) expect(row.length, row).toBeLessThan(60);
    // The place is a link that the terminal can open, also without colour.
    expect(terminal.raw).toMatch(/\u001b\]8;;file:\/\/[^\u001b]*main\.js\u001b\\main\.js:\d+\u001b\]8;;\u001b\\/u);
    expect(terminal.raw).not.toMatch(ESCAPES_OF_COLOUR);
    terminal.resize(100, 30);
    await terminal.sees((text) => text.split('\n')[1] === ` ${'─'.repeat(98)}`);
    terminal.resize(40, 12);
    await terminal.sees((text) => text.split('\n')[1] === ` ${'─'.repeat(38)}` && text.includes('q leave'));
    terminal.press('q');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  });

  test('colours on 80 columns; only what has changed is written', async ({ onTestFinished }) => {
    const folder = ownFolder(course, { step: 'step-2', moment: 'solution', whenFinished: onTestFinished });
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'watch', '--poll'], {
      cwd: folder,
      whenFinished: onTestFinished,
    });
    await terminal.sees(/step-2 has passed/u);
    expect(terminal.raw).toMatch(ESCAPES_OF_COLOUR);
    await terminal.sees(/your server · http/u);
    const before = terminal.raw.length;
    terminal.press('l');
    await terminal.sees(/Lesson of step-2/u);
    const opened = terminal.raw.length;
    terminal.press('\u001b[B');
    await terminal.sees(/2-\d+ of/u);
    terminal.press('G');
    await terminal.sees((text) => /-(\d+) of \1/u.test(text));
    terminal.press('g');
    await terminal.sees(/ 1-\d+ of/u);
    terminal.press('\u001b');
    await terminal.sees(/step-2 has passed[^]*Proved/u);
    // Each change is one burst, marked as such, and the line at the top is not among what was written.
    const written = terminal.raw.slice(before, opened);
    expect(written.startsWith('\u001b[?2026h')).toBe(true);
    expect(written).not.toContain('\u001b[1;1H');
    expect(written).not.toContain('\u001b[2J');
    // What is pasted presses no key.
    terminal.press('\u001b[200~solution y a q\u001b[201~');
    // Polling sees a save by renaming, too.
    const beside = path.join(folder, 'beside.js');
    writeFileSync(beside, 'const = ;');
    renameSync(beside, path.join(folder, 'main.js'));
    await terminal.sees(/server\/syntax-error/u);
    expect(terminal.text()).not.toContain('Show it?');
    terminal.press('q');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  });

  test('lines instead of a screen: nothing is redrawn, keys are followed by Enter', async ({ onTestFinished }) => {
    const folder = ownFolder(course, { step: 'step-2', moment: 'start', whenFinished: onTestFinished });
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'watch', '--plain'], {
      cwd: folder,
      rows: 60,
      env: { NO_COLOR: '1', LANG: 'C' },
      whenFinished: onTestFinished,
    });
    await terminal.sees(/step-2 begins here[^]*q leave/u);
    terminal.press('hint\r');
    await terminal.sees(/hint 1 of/u);
    terminal.press('s\r');
    await terminal.sees(/Show\s+it\?\s+y: show it, Enter: not yet/u);
    terminal.press('\r');
    terminal.press('nonsense\r');
    await terminal.sees(/"nonsense" is not a key/u);
    writeFileSync(path.join(folder, 'main.js'), stepState(course, 'step-2', 'solution').get('main.js') ?? '');
    await terminal.sees(/main\.js was saved\.[^]*\+ step-2 has passed/u);
    terminal.press('q\r');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
    // Not a single sequence that moves the cursor or colours, and no sign beyond ASCII.
    expect(terminal.raw).not.toContain('\u001b');
    expect(terminal.raw).toMatch(/^[\r\n\u0020-\u007e]*$/u);
  });

  test('on a terminal that cannot draw, start prints the steps, the lesson and then the same lines', async ({
    onTestFinished,
  }) => {
    const folder = ownFolder(course, { step: 'step-2', moment: 'start', whenFinished: onTestFinished });
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'start', '.', '--plain'], {
      cwd: folder,
      rows: 400,
      whenFinished: onTestFinished,
    });
    await terminal.sees(/✓ step-1 [^]*▸ step-2 [^]*Goal:[^]*step-2 begins here[^]*q leave/u);
    expect(terminal.isOnAlternateScreen).toBe(false);
    terminal.press('n\r');
    await terminal.sees(/has not passed yet\. Go\s+on to step-3 anyway\?[^]*s: with the tutor's solution/u);
    terminal.press('\r');
    terminal.press('\u0003');
    expect(await terminal.exited).toMatchObject({ exitCode: 130 });
  });
});
