import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { COMMANDS_BY_NAME, commandsFor } from '../../src/commands/index.ts';
import { layOutHelp } from '../../src/commands/common/output/help-page.ts';
import { knownHelp } from '../../src/commands/common/output/known-help.ts';
import { explanationMarkdown } from '../../src/commands/explain/explanation.ts';
import { runCommandLine } from '../../src/command-line.ts';
import type { Surroundings } from '../../src/command-line.ts';
import { compileExplanations, compileHelp } from '../../src/compile.ts';
import { PROGRAM } from '../../src/labs/index.ts';
import { renderTokens } from '../../src/terminal/lesson-tokens.ts';
import { renderMarkdown } from '../../src/terminal/lesson.ts';
import { temporaryFolder } from '../support/temporary.ts';

// What the build writes, so that a short command loads less, says what is said without it.

const PAGES = compileHelp();
const NAMES = Object.keys(PAGES).filter((name) => name !== '');
const SELVES = ['htmx-realtime-tutor', 'node ../../some/where/htmx-realtime-tutor/bin/htmx-realtime-tutor.js'];

interface Printed {
  readonly surroundings: Surroundings;
  readonly text: () => string;
}

/** What the build writes. */
function writtenPages(): string {
  const file = path.join(temporaryFolder(), 'help.json');
  writeFileSync(file, JSON.stringify(PAGES));
  return file;
}

function surroundingsFor(width: number, self: string, compiledHelp = ''): Printed {
  let text = '';
  const stream = Object.assign(new PassThrough(), { columns: width });
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  const out = stream as unknown as NodeJS.WriteStream;
  const surroundings: Surroundings = {
    chapter: { ...PROGRAM, compiledHelp },
    cwd: '/',
    env: { LANG: 'C.UTF-8' },
    stdin: process.stdin,
    stdout: out,
    stderr: out,
    interactive: false,
    signal: new AbortController().signal,
    self,
  };
  return { surroundings, text: () => text };
}

/** As commander prints it. */
async function commanders(args: readonly string[], width: number, self: string): Promise<string> {
  const { surroundings, text } = surroundingsFor(width, self);
  expect(await runCommandLine(args, surroundings)).toBe(0);
  return text();
}

test.each(SELVES)('the help of each command is the one that commander prints, at each width, for %s', async (self) => {
  const file = writtenPages();
  for (const width of [1, 60, 61, 67, 72, 79, 80, 81, 93, 100, 119, 120, 300])
    for (const args of [['--help'], ...NAMES.map((name) => [name, '--help'])])
      expect(knownHelp(args, surroundingsFor(width, self, file).surroundings), `${args.join(' ')}, ${width}`).toBe(
        await commanders(args, width, self),
      );
});

test('each way to ask for help gets the same, and no other words do', async () => {
  const file = writtenPages();
  const known = (...args: readonly string[]): string | undefined =>
    knownHelp(args, surroundingsFor(80, 'htmx-realtime-tutor', file).surroundings);
  const program = await commanders([], 80, 'htmx-realtime-tutor');
  for (const args of [[], ['--help'], ['-h'], ['help']]) {
    expect(known(...args)).toBe(program);
    expect(await commanders(args, 80, 'htmx-realtime-tutor')).toBe(program);
  }
  const check = await commanders(['check', '--help'], 80, 'htmx-realtime-tutor');
  for (const args of [
    ['check', '-h'],
    ['help', 'check'],
  ]) {
    expect(known(...args)).toBe(check);
    expect(await commanders(args, 80, 'htmx-realtime-tutor')).toBe(check);
  }
  for (const args of [
    ['check'],
    ['check', 'step-2', '--help'],
    ['chekc', '--help'],
    ['help', 'chekc'],
    ['help', 'help'],
    ['--help', 'check'],
    ['-h', '--help'],
    ['help', '--help'],
    ['constructor', '--help'],
    ['--version'],
    ['explain', 'help'],
  ])
    expect(known(...args), args.join(' ')).toBeUndefined();
});

test('a meaning that has less than 40 columns is not wrapped by commander', () => {
  const lists = [{ title: 'T:', items: [['t'.repeat(30), 'a '.repeat(60)]] }] as const;
  const laidOut = layOutHelp({ usage: 'x', about: '', after: '', lists }, 60);
  expect(laidOut.split('\n').at(-2)).toContain('a '.repeat(60));
});

test('a command line that names a command registers that one, and completion all', () => {
  const { surroundings } = surroundingsFor(80, 'htmx-realtime-tutor');
  const registered = (word: string | undefined): readonly string[] => {
    const program = new Command();
    const context = { ...surroundings, finish: () => undefined, atEnd: () => undefined };
    for (const register of commandsFor(word)) register(program, context);
    return program.commands.map((command) => command.name());
  };
  const all = Object.keys(COMMANDS_BY_NAME);
  for (const name of all) expect(registered(name)).toEqual(name === 'completion' ? all : [name]);
  for (const word of [undefined, 'help', 'chekc', '--help', 'constructor']) expect(registered(word)).toEqual(all);
});

test('what the build has parsed of an explanation is laid out as its Markdown is', () => {
  const compiled = compileExplanations();
  expect(compiled.length).toBeGreaterThan(100);
  const terminal = { width: 72, colour: true, unicode: true };
  for (const { explanation, parsed } of JSON.parse(JSON.stringify(compiled)) as typeof compiled)
    for (const language of ['other', 'python'] as const) {
      const tokens = parsed[language];
      if (tokens === undefined) expect(explanation.python).toBeUndefined();
      else
        expect(renderTokens(tokens, terminal)).toBe(
          renderMarkdown(explanationMarkdown(explanation, language), terminal),
        );
    }
});
