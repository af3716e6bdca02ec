import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, temporaryFolder } from '../cli/tutor.ts';
import { courseOf, stepState } from '../support/course-folder.ts';
import { TestTerminal } from '../support/pty.ts';

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const PAGE = 'templates/index.html';

function solved(lab: string, file: string): string {
  return stepState(courseOf(lab), lab, 'solution').get(file)?.toString('utf8') ?? '';
}

test('a lab by keys and saves, with mistakes on the way', { timeout: 240_000 }, async ({ onTestFinished }) => {
  const cwd = temporaryFolder();
  const folder = path.join(cwd, 'htmx-lab-resume');
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'start', 'lab-resume'], {
    cwd,
    whenFinished: onTestFinished,
  });
  const save = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
  const verdict = (wanted: RegExp): Promise<string> =>
    terminal.sees((seen) => wanted.test(seen) && !seen.includes(' Checking '), 60_000);

  // Its folder has a name of its own, and its lesson comes first.
  await terminal.sees(/Backend:[^]*Node/u);
  terminal.press('\r');
  await terminal.sees(/Lesson of lab-resume[^]*A shop shows how an order/u);
  expect(terminal.rows()[0]?.startsWith(' lab-resume · A stream that resumes')).toBe(true);
  terminal.press('q');
  await verdict(/resume\/no-id/u);
  expect(terminal.text()).toContain('0 of 1 passed');
  terminal.press('h');
  await terminal.sees(/hint 1 of 3\s+To a browser, a stream that ends/u);
  terminal.press('q');
  await terminal.sees((seen) => !seen.includes('Hint for'));
  terminal.press('n');
  await terminal.sees(/lab-resume has no further steps; its checkpoint has not passed yet\./u);

  // The server first, without a look at the id; then all of it, and the page last.
  save('main.js', solved('lab-resume', 'main.js').replace("request.headers['last-event-id']", "''"));
  await verdict(/resume\/starts-again/u);
  save('main.js', solved('lab-resume', 'main.js'));
  await verdict(/resume\/page-not-closed/u);
  terminal.press('m');
  await terminal.sees(/What resume\/page-not-closed means/u);
  terminal.press('q');
  await terminal.sees((seen) => !seen.includes('means ━'));
  save(PAGE, solved('lab-resume', PAGE));
  // The end comes by itself, and says what was proved.
  const end = await terminal.sees(/1 of 1 passed[^]*The end of the lab[^]*What it proved/u, 60_000);
  expect(end).toContain('Every part has an id');
  terminal.press('q');
  await terminal.sees(/That was the last step/u);
  terminal.press('q');
  await terminal.sees(/Leave\?[^]*q leave/u);
  terminal.press('q');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
});

test(
  'a lab with two faults by keys and saves: the stream first, then the WebSocket',
  { timeout: 240_000 },
  async ({ onTestFinished }) => {
    const cwd = temporaryFolder();
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'start', 'lab-origins', '--backend', 'node'], {
      cwd,
      whenFinished: onTestFinished,
    });
    const right = solved('lab-origins', 'main.js');
    const save = (text: string): void => writeFileSync(path.join(cwd, 'htmx-lab-origins', 'main.js'), text);
    const verdict = (wanted: RegExp): Promise<string> =>
      terminal.sees((seen) => wanted.test(seen) && !seen.includes(' Checking '), 60_000);

    await terminal.sees(/Lesson of lab-origins[^]*Over the door of a shop/u);
    terminal.press('q');
    await verdict(/live\/other-origin/u);
    terminal.press('h');
    await terminal.sees(/hint 1 of 3\s+The page and the live server have different ports/u);
    terminal.press('q');
    await terminal.sees((seen) => !seen.includes('Hint for'));
    // The page is served with its own port, without the proxy that would change its origin.
    terminal.press('b');
    await terminal.sees(/In this lab the origin of the page matters/u);
    terminal.press('b');
    await terminal.sees((seen) => !seen.includes('the origin of the page matters'));

    // The stream gets its headers, and the WebSocket is still open to all; then only part of the origin is compared.
    const check = 'origin === pageOrigin';
    save(right.replace(check, 'true'));
    await verdict(/origins\/socket-open/u);
    terminal.press('m');
    await terminal.sees(/What origins\/socket-open means/u);
    terminal.press('q');
    await terminal.sees((seen) => !seen.includes('means ━'));
    save(right.replace(check, 'origin.endsWith(`localhost:${port}`)'));
    await verdict(/origins\/socket-open[^]*shoes-localhost/u);
    save(right);
    const end = await terminal.sees(/1 of 1 passed[^]*The end of the lab[^]*What it proved/u, 60_000);
    expect(end).toContain('of another origin can neither read the visitors');
    terminal.press('q');
    await terminal.sees(/That was the last step/u);
    terminal.press('q');
    await terminal.sees(/Leave\?[^]*q leave/u);
    terminal.press('q');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  },
);
