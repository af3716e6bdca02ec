import { expect, onTestFinished, test } from 'vitest';
import { CHAPTER } from '../../src/chapter/index.ts';
import { loadCourse } from '../../src/course/load.ts';
import { ownFolder } from '../support/own-folder.ts';
import { printedOnTerminal, TestTerminal } from '../support/pty.ts';
import { LAUNCHER, temporaryFolder, tutor } from './tutor.ts';

const DOWN = '\u001b[B';
const whenFinished = (task: () => Promise<void> | void): void => onTestFinished(task);

function onTerminal(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): TestTerminal {
  return new TestTerminal(process.execPath, [LAUNCHER, ...args], { cwd, env, whenFinished });
}

/** At the start of step 4, the steps before it passed. */
function folderAtStep4(): string {
  const course = loadCourse(CHAPTER.courseFolder);
  if (!course.ok) throw new Error('the course cannot be read');
  return ownFolder(course.value, { step: 'step-4', moment: 'start', whenFinished });
}

test('a lesson comes page by page and stays above; Ctrl-C in it ends with 130', async () => {
  const terminal = onTerminal(['lesson'], folderAtStep4());
  await terminal.sees(/step-4 · Swap messages[\s\S]*\d+ of \d+ lines\. +Space: next page/);
  terminal.press(' ');
  await terminal.sees(/hx-swap-oob[\s\S]*4\d of \d+ lines/);
  expect(terminal.isOnAlternateScreen).toBe(false);
  terminal.press('\u0003');
  expect(await terminal.exited).toMatchObject({ exitCode: 130 });
  expect(terminal.isAsUsual).toBe(true);
});

test('PAGER=cat, TERM=dumb and --plain each print the whole lesson', async () => {
  const folder = folderAtStep4();
  const printed = (
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): ReturnType<typeof printedOnTerminal> =>
    printedOnTerminal(process.execPath, [LAUNCHER, ...args], { cwd: folder, env, whenFinished });
  const ended = await Promise.all([
    printed(['lesson'], { PAGER: 'cat' }),
    printed(['lesson'], { TERM: 'dumb' }),
    printed(['lesson', '--plain'], { FORCE_COLOR: '1' }),
  ]);
  for (const { exitCode, raw } of ended) {
    expect(exitCode).toBe(0);
    expect(raw).toContain('htmx-realtime-tutor hint');
    expect(raw).not.toContain('next page');
  }
  const [cat, dumb, plain] = ended.map(({ raw }) => raw);
  expect(cat).toContain('\u001b[');
  expect(dumb).not.toContain('\u001b');
  expect(plain).not.toContain('\u001b');
  expect(plain).toMatch(/^Title: step-4 - Swap messages into the page/);
});

test('lesson --plain in a pipe, a page with tables', async () => {
  const { code, stdout } = await tutor(['lesson', 'summary', '--plain'], { cwd: temporaryFolder() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Title: Summary\n\nYou have[\s\S]*Table, 4 rows: `ws`; `sse`\.\n- in the page\. `ws`: /);
  expect(stdout).not.toMatch(/[\u001b\u2500-\u257f•]/);
});

test('solution asks before it shows everything, and Enter means no', async () => {
  const folder = folderAtStep4();
  const asked = onTerminal(['solution'], folder);
  await asked.sees(/gives the whole answer away[\s\S]*Show it\?/);
  asked.press('\r');
  await asked.sees(/htmx-realtime-tutor hint/);
  expect(await asked.exited).toMatchObject({ exitCode: 0 });
  expect(asked.raw).not.toContain('renderReply');

  // Said so, or passed before: nothing to ask.
  const shown = [onTerminal(['solution', '--yes'], folder, { PAGER: '' }), onTerminal(['solution', 'step-3'], folder)];
  await shown[1]?.sees(/already as the solution has them|Space: next page/);
  shown[1]?.press('q');
  for (const terminal of shown) {
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
    expect(terminal.raw).not.toContain('Show it?');
  }
  expect(shown[0]?.raw).toMatch(/It takes the message out of htmx's JSON[\s\S]*\u001b\[32m\+.*renderReply/);
  expect(shown[0]?.raw).toContain('solution step-4 --apply');

  const pipe = await tutor(['solution'], { cwd: folder, openInput: true });
  expect([pipe.code, pipe.stdout.includes('+function renderReply')]).toEqual([0, true]);
});

test('list begins at the current step and finds another by its name; its lesson is read, or it becomes the current one', async () => {
  const folder = folderAtStep4();
  const terminal = onTerminal(['list'], folder);
  await terminal.sees(/ step-3 +✓ [\s\S]*❯ step-4 +▸ [\s\S]* step-5 +· /);
  terminal.press('step-2');
  await terminal.sees(/❯ step-2 +✓/);
  terminal.press('\r');
  await terminal.sees(/step-2 · Echo over a WebSocket\n❯ Read the lesson[\s\S]*Go there/);
  terminal.press(`${DOWN}${DOWN}${DOWN}\r`);
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  expect(terminal.text()).toMatch(/You are at step-2[\s\S]*Your files are unchanged/);
  const { stdout } = await tutor(['list'], { cwd: folder });
  expect(stdout).toMatch(/^✓ step-2 /m);
});

test('list --plain on a terminal prints and asks nothing; Ctrl-C in the list ends with 130', async () => {
  const folder = folderAtStep4();
  const [plain, left] = [onTerminal(['list', '--plain'], folder), onTerminal(['list'], folder)];
  expect(await plain.exited).toMatchObject({ exitCode: 0 });
  expect(plain.text()).toContain('step-7');
  await left.sees(/❯ step-4/);
  left.press('\u0003');
  expect(await left.exited).toMatchObject({ exitCode: 130 });
  expect(left.isAsUsual).toBe(true);
});

test('next on a terminal offers the check of a step that was not checked yet, and goes on when it passes', async () => {
  const folder = temporaryFolder();
  await tutor(['start', '.', '--yes'], { cwd: folder });
  const terminal = onTerminal(['next'], folder);
  await terminal.sees(/has not passed yet[\s\S]*Go on anyway\?[\s\S]*❯ Check it now/);
  terminal.press('\r');
  await terminal.sees(/step-2 · Echo[\s\S]*Space: next page/);
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  // Step 2 is as it was given: its check fails, and nothing moves.
  const failing = onTerminal(['next'], folder);
  await failing.sees(/❯ Check it now/);
  failing.press('\r');
  expect(await failing.exited).toMatchObject({ exitCode: 1 });
  expect(failing.text()).toMatch(/ws\/no-route/);
  // It has been checked now, so staying is what Enter means.
  const again = onTerminal(['next'], folder);
  await again.sees(/❯ No, stay at this step/);
  again.press('q');
  expect(await again.exited).toMatchObject({ exitCode: 1 });
  const { stdout } = await tutor(['list'], { cwd: folder });
  expect(stdout).toMatch(/^▸ step-2 /m);
});
