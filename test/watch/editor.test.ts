import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { TestTerminal } from '../support/pty.ts';
import type { WhenFinished } from '../support/pty.ts';
import { LAUNCHER, temporaryFolder, tutor } from '../cli/tutor.ts';

/** Says what it was called with, in a file beside it; in a terminal it is used until somebody types a line. */
const EDITORS: Readonly<Record<string, string>> = {
  vim: 'printf "%s\\n" "$@" > "$0.args"; stty -a < /dev/tty > "$0.modes"; printf "EDITING\\n"; read -r typed; printf "%s" "$typed" > "$0.typed"',
  code: 'printf "%s\\n" "$@" > "$0.args"; [ -t 0 ] || echo none > "$0.typed"',
  'my editor': 'printf "%s\\n" "$@" > "$0.args"; printf "EDITING\\n"; read -r typed; exit 3',
};

const WRONG = '{\n  "name": "demo",\n  "type": "module",\n';

interface Watching {
  readonly terminal: TestTerminal;
  readonly manifest: string;
  readonly right: string;
  /** What an editor left in a file beside it. */
  readonly left: (editor: string, what: 'args' | 'typed' | 'modes') => string;
}

/** A folder whose name a shell would run, with a manifest that is wrong at its end; it is watched. */
async function watching(
  whenFinished: WhenFinished,
  {
    args = [],
    env,
  }: { readonly args?: readonly string[]; readonly env: (bin: string) => Readonly<Record<string, string>> },
): Promise<Watching> {
  const cwd = temporaryFolder();
  const bin = path.join(cwd, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(EDITORS)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  const name = 'my $(touch run)';
  expect((await tutor(['start', name, '--yes', '--quiet'], { cwd })).code).toBe(0);
  const folder = path.join(cwd, name);
  const manifest = path.join(folder, 'package.json');
  const right = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, WRONG);
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'watch', ...args], {
    cwd: folder,
    env: { VISUAL: '', EDITOR: '', PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`, ...env(bin) },
    whenFinished,
  });
  await terminal.sees(/env\/manifest/u);
  whenFinished(() => expect(existsSync(path.join(folder, 'run'))).toBe(false));
  const left = (editor: string, what: string): string => readFileSync(path.join(bin, `${editor}.${what}`), 'utf8');
  return { terminal, manifest, right, left };
}

/** The line of the finding, as the screen has it. */
function lineOf(terminal: TestTerminal): string {
  return /package\.json:(\d+)/u.exec(terminal.text())?.[1] ?? 'none';
}

describe.skipIf(process.platform === 'win32')('e', () => {
  test('an editor of the terminal gets it as a shell has it, and the screen comes back with what was saved meanwhile', async ({
    onTestFinished,
  }) => {
    const { terminal, manifest, right, left } = await watching(onTestFinished, {
      env: () => ({ EDITOR: 'vim -u NONE' }),
    });
    const line = lineOf(terminal);
    terminal.press('e');
    await terminal.sees(/^EDITING$/mu);
    expect(terminal.isAsUsual).toBe(true);
    writeFileSync(manifest, right);
    // `q` would leave the tutor; here it is text of the editor.
    terminal.press('q\r');
    await terminal.sees(/step-1 has passed/u);
    expect(terminal.isOnAlternateScreen).toBe(true);
    expect(left('vim', 'args')).toBe(['-u', 'NONE', `+${line}`, manifest, ''].join('\n'));
    expect(left('vim', 'typed')).toBe('q');
    expect(left('vim', 'modes')).toMatch(/ icanon\b[^]* echo\b/u);
    // Keys are keys again, one by one.
    terminal.press('?');
    await terminal.sees(/e {2,}open the line in your editor/u);
    terminal.press('q');
    await terminal.sees((seen) => !seen.includes('open the line'));
    terminal.press('e');
    await terminal.sees(/The last check has no finding to open\./u);
    terminal.press('\u0003');
    expect(await terminal.exited).toMatchObject({ exitCode: 130 });
    expect(terminal.isAsUsual).toBe(true);
  });

  test('an editor with a window is started beside the screen; --editor comes before the environment', async ({
    onTestFinished,
  }) => {
    const { terminal, manifest, left } = await watching(onTestFinished, {
      args: ['--editor', 'code --wait'],
      env: () => ({ VISUAL: 'vim' }),
    });
    const line = lineOf(terminal);
    const before = terminal.raw.length;
    terminal.press('e');
    await terminal.sees(new RegExp(String.raw`code opens package\.json, line ${line}\.`, 'u'));
    await eventually(() => expect(left('code', 'typed')).toBe('none\n'));
    expect(left('code', 'args')).toMatch(new RegExp(String.raw`^--wait\n-g\n[^\n]*package\.json:${line}:\d+\n$`, 'u'));
    expect(left('code', 'args')).toContain(manifest);
    // The screen was never left.
    expect(terminal.raw.slice(before)).not.toContain('\u001b[?1049l');
    // The notice may be taken for a text, so the first one asks.
    terminal.press('q');
    await terminal.sees(/Leave\?/u);
    terminal.press('q');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  });

  test('an editor that nobody knows gets the file alone; what it, or a missing one, ends with is said', async ({
    onTestFinished,
  }) => {
    const { terminal, manifest, left } = await watching(onTestFinished, {
      env: (bin) => ({ VISUAL: `'${bin}/my editor' -x` }),
    });
    terminal.press('e');
    await terminal.sees(/^EDITING$/mu);
    terminal.press('\r');
    await terminal.sees(/my editor ended with exit code 3\./u);
    expect(left('my editor', 'args')).toBe(['-x', manifest, ''].join('\n'));
    terminal.press('q');
  });

  test('without an editor it says how to name one; in a terminal of VS Code that is known', async ({
    onTestFinished,
  }) => {
    const none = await watching(onTestFinished, { env: () => ({}) });
    none.terminal.press('e');
    await none.terminal.sees(/No editor is known: set VISUAL or EDITOR, or start with --editor\./u);
    const code = await watching(onTestFinished, { env: () => ({ TERM_PROGRAM: 'vscode' }) });
    code.terminal.press('e');
    await code.terminal.sees(/code opens package\.json/u);
    const missing = await watching(onTestFinished, { args: ['--editor', 'no-such-editor'], env: () => ({}) });
    missing.terminal.press('e');
    await missing.terminal.sees(/no-such-editor is not found\./u);
    expect(missing.terminal.isOnAlternateScreen).toBe(true);
  });

  test('with --plain nothing is printed into the editor', async ({ onTestFinished }) => {
    const { terminal, manifest, right, left } = await watching(onTestFinished, {
      args: ['--plain', '--no-coach'],
      env: () => ({ EDITOR: 'vim' }),
    });
    await terminal.sees(/q leave/u);
    terminal.press('edit\r');
    await terminal.sees(/^EDITING$/mu);
    const before = terminal.raw.indexOf('EDITING') + 'EDITING\r\n'.length;
    writeFileSync(manifest, right);
    // The check of the save is over when its verdict is in the folder.
    const progress = path.join(path.dirname(manifest), '.tutor', 'progress.json');
    await eventually(() => expect(JSON.parse(readFileSync(progress, 'utf8'))).toHaveProperty('passed.step-1'));
    expect(terminal.raw.slice(before)).toBe('');
    terminal.press('done\r');
    await terminal.sees(/package\.json was saved\.[^]*step-1 has passed/u);
    expect(left('vim', 'typed')).toBe('done');
    terminal.press('q\r');
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  });
});
