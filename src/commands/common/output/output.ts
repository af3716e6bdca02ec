import path from 'node:path';
import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import type { Problem } from '../../../model/result.ts';
import type { MarkdownTokens } from '../../../terminal/lesson-tokens.ts';
import type { Marks } from '../../../terminal/marks.ts';
import { stepMarks } from '../../../terminal/marks.ts';
import { terminalOptions } from '../../../terminal/terminal.ts';
import type { TerminalOptions } from '../../../terminal/terminal.ts';
import { rendererOf } from './markdown.ts';
import { escapeControls, wrap } from '../../../terminal/text.ts';
import type { CommandContext } from '../context.ts';
import { serverOption } from '../backend/choice.ts';
import { dirOption, findFolder, isOurs } from '../folder/find-folder.ts';
import type { CommonOptions } from '../options.ts';
import { asTyped } from '../own-command.ts';

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
  /** @param parsed what the text was parsed to when the tutor was built */
  markdown(text: string, parsed?: MarkdownTokens): Promise<void>;
  /** The text with the tutor's commands as they work where this is printed. */
  typed(text: string): string;
}

/** @param server what printed commands name the server by, in a folder that does not remember it; else what this call names it by */
export function createOutput(
  context: CommandContext,
  options: CommonOptions,
  server: string = serverOption(options),
): Output {
  const terminal = terminalOptions(
    context.stdout,
    context.env,
    options.color === undefined ? {} : { color: options.color },
  );
  const chalk = new Chalk({ level: terminal.colour ? 1 : 0 });
  const typed = typedFor(context, options.dir, server);
  const out = (line: string): void => void context.stdout.write(`${line}\n`);
  const err = (sentence: string): void => void context.stderr.write(`${wrapped(typed(sentence), terminal.width)}\n`);
  return {
    terminal,
    marks: stepMarks(terminal.unicode),
    chalk,
    lines: (...lines) => lines.forEach(out),
    say: (sentence) => out(wrapped(typed(sentence), terminal.width)),
    note: (sentence) => void (options.quiet === true || err(sentence)),
    warn: err,
    next: (command, purpose) => {
      const line = typed(`htmx-realtime-tutor ${command}`);
      const gap = ' '.repeat(Math.max(2, context.self.length + 25 - line.length));
      const fits = 2 + line.length + gap.length + purpose.length <= terminal.width;
      out(`  ${chalk.cyan(line)}${fits ? gap : '\n      '}${purpose}`);
    },
    markdown: async (text, parsed) => out((await rendererOf(text, { typed, parsed }))(terminal)),
    typed,
  };
}

/**
 * How the commands in a text are typed at the current folder. The folder is looked for with each text: `start` makes it while it prints.
 * @param dir as it was named by an option; undefined: it was not
 * @param server the options that name it: a folder that `start` did not make does not remember them
 */
function typedFor(context: CommandContext, dir: string | undefined, server: string): (text: string) => string {
  const { self } = context;
  if (dir === undefined && server === '') return (text) => asTyped(text, { self, dir: '' });
  return (text) => {
    const found = findFolder(context, dir);
    if (!found.ok) return asTyped(text, { self, dir: '', server });
    const named = dir === undefined ? '' : dirOption(context, found.value);
    return asTyped(text, { self, dir: named, server: isOurs(found.value) ? '' : server });
  };
}

/** How the commands in a text are typed for a folder that exists. @param session whose folder it is, an absolute path */
export function typedIn({
  context,
  folder,
}: {
  readonly context: CommandContext;
  readonly folder: string;
}): Output['typed'] {
  const called = { self: context.self, dir: dirOption(context, folder) };
  return (text) => asTyped(text, called);
}

/** Prints why a command cannot do its work, and gives its exit code. @param options of the call: the commands to type next repeat its folder and its server */
export function printProblem(context: CommandContext, problem: Problem, options: CommonOptions): number {
  const typed = typedFor(context, options.dir, serverOption(options));
  const width = terminalOptions(context.stderr, context.env, {}).width;
  context.stderr.write(`${wrapped(typed(problem.message), width)}\n`);
  // Its lists are aligned; only its sentences are wrapped.
  for (const line of typed(problem.next ?? '')
    .split('\n')
    .filter((each) => each !== ''))
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
