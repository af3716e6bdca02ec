import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { bashScript } from '../../src/commands/completion/bash.ts';
import { fishScript } from '../../src/commands/completion/fish.ts';
import { realCourse } from '../support/course-folder.ts';
import { CHAPTER } from '../../src/chapter/index.ts';
import { unknownValues, wordTree } from '../../src/commands/completion/tree.ts';
import { zshScript } from '../../src/commands/completion/zsh.ts';
import type { Chapter } from '../../src/commands/common/chapter.ts';
import type { CommandContext } from '../../src/commands/common/context.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { CODES } from '../support/describe.ts';
import { temporaryFolder, tutor } from './tutor.ts';

const run = promisify(execFile);
const isCi = (process.env['CI'] ?? '') !== '';

/** The commands as the command line has them; none of them is run. */
const program = new Command('htmx-realtime-tutor').version('0.0.0', '--version').helpCommand('help [command]');
/** All that the help needs. */
const context = { chapter: CHAPTER as Chapter } as CommandContext;
for (const register of COMMANDS) register(program, context);
const tree = wordTree(program, { course: realCourse(), labs: [] }, WORDING);

/** What is typed before the Tab key, the last word being the one under the cursor, and what must be offered. */
const CASES: readonly (readonly [typed: readonly string[], offered: readonly string[]])[] = [
  [['ch'], ['check']],
  [['--v'], ['--version']],
  [['help', 'sol'], ['solution']],
  [['check', 'ch'], ['challenge']],
  [['check', 'a'], ['all']],
  [['hint', 'a'], []],
  [['check', '--dir', 'x', '--json', 'step-7'], ['step-7']],
  [['check', 'step-4', 's'], []],
  [['lesson', 'pit'], ['pitfalls']],
  [['check', '--rep'], ['--reporter']],
  [
    ['check', '--reporter', ''],
    ['pretty', 'json', 'junit', 'tap', 'github', 'compact'],
  ],
  [['run', '--backend', 'fa'], ['fastapi']],
  [['explain', 'oob/no'], CODES.filter((code) => code.startsWith('oob/no'))],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['run', '--port', ''], []],
  [['undo', ''], []],
];

/** A folder to complete in: names with blanks, and signs that a shell would expand. */
function folderWithNames(): string {
  const cwd = temporaryFolder();
  for (const name of ['a b', 'other', 'star*x']) mkdirSync(path.join(cwd, name));
  writeFileSync(path.join(cwd, 'starter.txt'), '');
  return cwd;
}

test('what each option and argument takes is known', () => {
  expect(unknownValues(program, { course: realCourse(), labs: [] }, WORDING)).toEqual([]);
});

test('one flag takes a value in every command or in none', () => {
  const options = tree.commands.flatMap((command) => command.options);
  const withValue = new Set(options.filter(({ values }) => values !== undefined).map(({ flag }) => flag));
  expect(options.filter(({ flag, values }) => values === undefined && withValue.has(flag))).toEqual([]);
});

test('the command prints the script, and the help says how to install it', async () => {
  const cwd = temporaryFolder();
  const [script, help, unknown] = await Promise.all([
    tutor(['completion', '/usr/bin/fish'], { cwd }),
    tutor(['completion', '--help'], { cwd }),
    tutor(['completion', 'zhs'], { cwd }),
  ]);
  expect([script.code, script.stderr]).toEqual([0, '']);
  for (const { word } of tree.commands.filter(({ options }) => options.length > 0))
    expect(script.stdout).toContain(`'__htmx_realtime_tutor_in ${word}'`);
  expect(help.stdout).toContain('eval "$(htmx-realtime-tutor completion bash)"');
  expect([unknown.code, unknown.stdout]).toEqual([2, '']);
  expect(unknown.stderr).toMatch(/The nearest is zsh\.\s+Available: bash, zsh, fish\./);
});

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** Tests in a shell; without it they are skipped visibly. In CI bash must be there; the others are not asked for there. */
function inShell(shell: 'bash' | 'zsh' | 'fish', tests: () => void): void {
  const missing = !has(shell);
  if (missing && isCi && shell !== 'bash') return;
  const reason = missing ? ` (skipped: no ${shell} on this machine)` : '';
  describe.skipIf(missing && !isCi)(`${shell}${reason}`, tests);
}

inShell('bash', () => {
  /** What bash offers for each of the lines, all in one process. */
  async function offered(lines: readonly (readonly string[])[], cwd: string): Promise<readonly (readonly string[])[]> {
    const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
    const calls = lines.map((words) => `typed ${words.map(quoted).join(' ')}`);
    const driver = `
typed() {
  COMP_WORDS=(htmx-realtime-tutor "$@") COMP_CWORD=$#
  _htmx_realtime_tutor
  for each in "\${COMPREPLY[@]}"; do printf '%s\\n' "$each"; done
  printf '%s\\n' --end--
}
`;
    const file = path.join(temporaryFolder(), 'driver.bash');
    writeFileSync(file, [bashScript(tree), driver, ...calls, ''].join('\n'));
    const { stdout, stderr } = await run('bash', ['--norc', file], { cwd });
    expect(stderr).toBe('');
    return stdout
      .split('--end--\n')
      .slice(0, -1)
      .map((part) => part.split('\n').slice(0, -1));
  }

  test('offers what fits', async () => {
    const all = await offered(
      CASES.map(([typed]) => typed),
      temporaryFolder(),
    );
    expect(CASES.map(([typed], index) => [typed, all[index]])).toEqual(CASES);
  });

  test('knows every command, and every option of each', async () => {
    const visible = program.createHelp().visibleCommands(program);
    const [commands, ...options] = await offered(
      [[''], ...visible.map((command) => [command.name(), '--'])],
      temporaryFolder(),
    );
    expect(commands).toEqual(visible.map((command) => command.name()));
    const flags = visible.map((command) =>
      program
        .createHelp()
        .visibleOptions(command)
        .map(({ long }) => long),
    );
    expect(options).toEqual(flags);
  });

  test('a value may follow =, and names may contain spaces', async () => {
    const typed = [
      ['check', '--reporter', '=', 'ju'],
      ['check', '--reporter', '='],
      ['check', '--reporter=ju'],
      ['check', '--dir', ''],
      ['check', '--dir', 'a '],
      ['start', 'o'],
      ['check', '--python', 'star'],
      ['check', '--dir=ot'],
    ];
    expect((await offered(typed, folderWithNames())).map((words) => words.toSorted())).toEqual([
      ['junit'],
      ['compact', 'github', 'json', 'junit', 'pretty', 'tap'],
      ['--reporter=junit'],
      ['a b', 'other', 'star*x'],
      ['a b'],
      ['other'],
      ['star*x', 'starter.txt'],
      ['--dir=other'],
    ]);
  });
});

inShell('fish', () => {
  test('offers what fits', async () => {
    const cwd = temporaryFolder();
    const file = path.join(cwd, 'driver.fish');
    const calls = CASES.map(([typed]) => `complete -C 'htmx-realtime-tutor ${typed.join(' ')}'; echo --end--`);
    writeFileSync(file, [fishScript(tree), ...calls, ''].join('\n'));
    const { stdout, stderr } = await run('fish', ['--no-config', file], { cwd, env: { ...process.env, HOME: cwd } });
    expect(stderr).toBe('');
    // fish also offers words that hold the letters elsewhere.
    const offered = stdout.split('--end--\n').map((part, index) =>
      part
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t')[0] ?? '')
        .filter((word) => word.startsWith(CASES[index]?.[0].at(-1) ?? '')),
    );
    expect(CASES.map(([typed], index) => [typed, offered[index]])).toEqual(CASES);
  });
});

inShell('zsh', () => {
  test('reads the script, sourced or from fpath', async () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, '_htmx-realtime-tutor'), zshScript(tree));
    const registered = 'echo $_comps[htmx-realtime-tutor]; whence -w _htmx-realtime-tutor';
    const load = 'autoload -U compinit && compinit -u -D';
    const sourced = await run('zsh', ['-fc', `${load}; source ./_htmx-realtime-tutor; ${registered}`], { cwd });
    const found = await run(
      'zsh',
      ['-fc', `fpath=($PWD $fpath); ${load}; ${registered}; zsh -n _htmx-realtime-tutor`],
      {
        cwd,
      },
    );
    for (const { stdout, stderr } of [sourced, found])
      expect([stdout, stderr]).toEqual(['_htmx-realtime-tutor\n_htmx-realtime-tutor: function\n', '']);
  });
});
