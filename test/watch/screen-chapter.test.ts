import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, temporaryFolder } from '../cli/tutor.ts';
import { realCourse, stepState } from '../support/course-folder.ts';
import { TestTerminal } from '../support/pty.ts';

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const PAGE = 'templates/index.html';
const course = realCourse();

/** A file of the learner's own, as the step's solution has it. */
function solved(step: string, file: string): string {
  return stepState(course, step, 'solution').get(file)?.toString('utf8') ?? '';
}

/** Nothing on the screen is cut off or runs over: each row has its blank column on both sides. */
function expectTidy(terminal: TestTerminal, columns: number): void {
  for (const row of terminal.rows()) expect(row.length, row).toBeLessThan(columns);
}

test(
  'a whole chapter by keys and saves, with mistakes on the way',
  { timeout: 240_000 },
  async ({ onTestFinished }) => {
    const cwd = temporaryFolder();
    const folder = path.join(cwd, 'demo');
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'start', 'demo'], {
      cwd,
      whenFinished: onTestFinished,
    });
    const save = (file: string, text: string): void => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    };
    const goOn = async (step: string): Promise<void> => {
      terminal.press('n');
      await terminal.sees((seen) => seen.includes(`Lesson of ${step}`));
      const title = course.steps.find(({ id }) => id === step)?.title ?? 'no such step';
      expect(terminal.rows()[0]?.startsWith(` ${step} · ${title}`)).toBe(true);
      terminal.press('q');
      await terminal.sees((seen) => !seen.includes('Lesson of'));
    };
    /** The verdict on what was saved now, not on what was there before. */
    const verdict = (wanted: RegExp): Promise<string> =>
      terminal.sees((seen) => wanted.test(seen) && !seen.includes(' Checking '), 60_000);

    // An empty folder: a question, the first pages, the first lesson.
    await terminal.sees(/Backend:[^]*Node/u);
    terminal.press('\r');
    await terminal.sees(/The chapter: How this screen works[^]*Save a file/u);
    terminal.press('\r');
    await terminal.sees(/The chapter: Introduction/u);
    terminal.press('\r');
    await terminal.sees(/The chapter: Two kinds of real time/u);
    terminal.press('\r');
    await terminal.sees(/Lesson of step-1/u);
    terminal.press('q');
    await verdict(/step-1 has passed[^]*Proved:[^]*n goes on to step-2/u);
    expect(terminal.isOnAlternateScreen).toBe(true);
    expectTidy(terminal, 80);

    // Nothing written yet: the finding, and hints for it.
    await goOn('step-2');
    await verdict(/step-2 begins here[^]*ws\/no-route/u);
    terminal.press('h');
    await terminal.sees(/hint 1 of 3\s+You write three things/u);
    terminal.press('h');
    await terminal.sees(/hint 2 of 3/u);
    terminal.press('n');
    await terminal.sees(/has not passed yet\. Go on to step-3 anyway\?/u);
    terminal.press('x');
    terminal.press('\u001b');
    // A file that does not parse, then one by an editor that writes beside and renames.
    save('main.js', 'const = ;');
    await verdict(/server\/syntax-error/u);
    const beside = path.join(folder, 'main.js.new');
    writeFileSync(beside, solved('step-2', 'main.js'));
    renameSync(beside, path.join(folder, 'main.js'));
    await verdict(/step-2 has passed/u);
    expect(terminal.text()).toContain('2 of 8 passed');
    await terminal.sees(/your server · http:\/\/localhost:\d+\//u);

    // Several files at once; the page without its extension; the solution after a question, applied and undone.
    await goOn('step-3');
    await verdict(/page\/not-served/u);
    terminal.press('s');
    await terminal.sees(/Show it\?[^]*y show it/u);
    terminal.press('y');
    await terminal.sees(/Solution of step-3[^]*templates\/index\.html \(new\)[^]*a apply it/u);
    terminal.press('a');
    await verdict(/step-3 has passed/u);
    expect(readFileSync(path.join(folder, PAGE), 'utf8')).toBe(solved('step-3', PAGE));
    terminal.press('u');
    await terminal.sees(/Undo change \d+, solution of step-3/u);
    terminal.press('y');
    await verdict(/step-3 begins here[^]*page\/not-served/u);
    expect(existsSync(path.join(folder, PAGE))).toBe(false);
    terminal.press('a');
    save(PAGE, solved('step-3', PAGE).replace('<script src="/static/ws.js"></script>', ''));
    save('main.js', `${solved('step-3', 'main.js')}\n`);
    await verdict(/htmx\/extension-script-missing/u);
    save(PAGE, solved('step-3', PAGE));
    await verdict(/step-3 has passed/u);
    // What passed before and fails now asks before it is left.
    save(PAGE, solved('step-3', PAGE).replace('<script src="/static/ws.js"></script>', ''));
    await verdict(/step-3 no longer passes[^]*m explains it/u);
    terminal.press('n');
    await terminal.sees(/step-3 no longer passes\. Go on to step-4 anyway\?/u);
    terminal.press('\u001b');
    save(PAGE, solved('step-3', PAGE));
    await verdict(/step-3 has passed/u);
    terminal.press('h');
    await terminal.sees(/This step has passed; nothing is missing\./u);
    terminal.press('\r');
    await terminal.sees((seen) => !seen.includes('nothing is missing'));

    // The reply without an id; what the code means; a file removed and written again.
    await goOn('step-4');
    save('main.js', solved('step-4', 'main.js').replace('id="chat-window" ', ''));
    await verdict(/oob\/no-id/u);
    terminal.press('m');
    await terminal.sees(/What oob\/no-id means/u);
    terminal.press('t');
    await terminal.sees(/Timeline of the last check[^]*htmx:oobErrorNoTarget/u);
    terminal.press('d');
    await terminal.sees(/gives the answer\s+away\. Show it\?/u);
    terminal.press('y');
    await terminal.sees(/From your files to the solution of step-4/u);
    terminal.press('d');
    rmSync(path.join(folder, 'main.js'));
    save('main.js', solved('step-4', 'main.js'));
    await verdict(/step-4 has passed/u);

    // The page stays open at one address, with what was saved last.
    terminal.press('o');
    const opened = await terminal.sees(/Open http:\/\/localhost:\d+\/ in your browser/u);
    const page = await fetch(/http:\/\/localhost:\d+\//u.exec(opened)?.[0] ?? '');
    expect(await page.text()).toBe(solved('step-4', PAGE));
    terminal.press('w');
    await terminal.sees(/What your server wrote[^]*Listening on http:\/\/localhost:\d+[^]*\(main\.js was saved\)/u);
    terminal.press('w');

    // The lesson's experiment: the server is stopped, and started again.
    await goOn('step-5');
    await verdict(/step-5 has passed/u);
    terminal.press('x');
    await terminal.sees(/your server · stopped; x or a save/u);
    await expect(fetch(/http:\/\/localhost:\d+\//u.exec(opened)?.[0] ?? '')).rejects.toThrow('fetch failed');
    terminal.press('x');
    await terminal.sees(/your server · http/u);

    // A save while a check runs cancels it; what was saved last is what counts.
    await goOn('step-6');
    save(PAGE, solved('step-6', PAGE));
    save('main.js', solved('step-6', 'main.js').replace(String.raw`</div>\n\n`, String.raw`</div>\n`));
    await terminal.sees(/Checking \d/u);
    save('main.js', solved('step-6', 'main.js'));
    await verdict(/step-6 has passed/u);

    await goOn('step-7');
    await verdict(/step-7 has passed/u);

    // The last one: the end of the chapter comes by itself.
    await goOn('challenge');
    save('main.js', solved('challenge', 'main.js'));
    await terminal.sees(/The end of the chapter[^]*You have built a server/u, 60_000);
    expect(terminal.text()).toMatch(/8 of 8 passed/u);
    terminal.press('G');
    await terminal.sees(/htmx 4/u);
    terminal.press('q');
    await terminal.sees(/That was the last step/u);
    expectTidy(terminal, 80);

    terminal.press('q');
    await terminal.sees(/Leave\?[^]*q leave/u);
    terminal.press('q');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
    expect(terminal.isOnAlternateScreen).toBe(false);
    expect(terminal.text()).toContain('Everything is kept.');
  },
);
