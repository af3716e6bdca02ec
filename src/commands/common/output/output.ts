import path from 'node:path';
import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import type { Problem } from '../../../model/result.ts';
import type { Marks } from '../../../terminal/marks.ts';
import { stepMarks } from '../../../terminal/marks.ts';
import { terminalOptions } from '../../../terminal/terminal.ts';
import type { TerminalOptions } from '../../../terminal/terminal.ts';
import { escapeControls, wrap } from '../../../terminal/text.ts';
import type { CommandContext } from '../context.ts';
import type { CommonOptions } from '../options.ts';

/** How a command prints: results on standard output, everything else on standard error. */
export interface Output {
  readonly terminal: TerminalOptions;
  readonly marks: Marks;
  readonly chalk: ChalkInstance;
  /** Lines as they are. */
  lines(...lines: readonly string[]): void;
  /** A sentence, wrapped to the width. */
  say(sentence: string): void;
  /** A sentence beside the result (standard error), also under `--json`; not with `--quiet`. */
  note(sentence: string): void;
  /** Something that must be read, on standard error, even with `--quiet`. */
  warn(sentence: string): void;
  /** A command to type next, on a line of its own. */
  next(command: string, purpose: string): void;
  markdown(text: string): Promise<void>;
}

export function createOutput(context: CommandContext, options: CommonOptions): Output {
  const terminal = terminalOptions(
    context.stdout,
    context.env,
    options.color === undefined ? {} : { color: options.color },
  );
  const chalk = new Chalk({ level: terminal.colour ? 1 : 0 });
  const out = (line: string): void => void context.stdout.write(`${line}\n`);
  const err = (sentence: string): void => void context.stderr.write(`${wrapped(sentence, terminal.width)}\n`);
  return {
    terminal,
    marks: stepMarks(terminal.unicode),
    chalk,
    lines: (...lines) => lines.forEach(out),
    say: (sentence) => out(wrapped(sentence, terminal.width)),
    note: (sentence) => void (options.quiet === true || err(sentence)),
    warn: err,
    next: (command, purpose) =>
      out(`  ${chalk.cyan(`${context.self} ${command}`)}${' '.repeat(Math.max(2, 24 - command.length))}${purpose}`),
    markdown: async (text) => {
      const { renderMarkdown } = await import('../../../terminal/lesson.ts');
      out(renderMarkdown(text, terminal));
    },
  };
}

/** Prints why a command cannot do its work, and gives its exit code. */
export function printProblem(context: CommandContext, problem: Problem): number {
  const width = terminalOptions(context.stderr, context.env, {}).width;
  context.stderr.write(`${wrapped(problem.message, width)}\n`);
  // Its lists are aligned; only its sentences are wrapped.
  for (const line of problem.next?.split('\n') ?? [])
    context.stderr.write(`${line.startsWith('  ') ? escapeControls(line) : wrapped(line, width)}\n`);
  return problem.exitCode;
}

/** A folder as a person at `cwd` would type it. */
export function shownFolder(cwd: string, folder: string): string {
  const relative = path.relative(cwd, folder);
  if (relative === '') return '.';
  return relative.startsWith('..') || path.isAbsolute(relative) ? folder : relative;
}

/** `one`, `one and two`, `one, two and three`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function wrapped(sentence: string, width: number): string {
  return wrap(escapeControls(sentence), width).join('\n');
}
