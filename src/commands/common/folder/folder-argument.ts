import { statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { wrongUsage } from '../../../model/result.ts';
import type { Problem } from '../../../model/result.ts';
import { shellPath } from '../../../model/shell.ts';
import { FOLDER_COMMANDS } from '../own-command.ts';

/** Whether somebody means a folder by these words. */
function isFolder(cwd: string, words: string): boolean {
  try {
    return statSync(path.resolve(cwd, words)).isDirectory();
  } catch {
    // Nothing of that name, or words that cannot be one: too long, or with a NUL.
    return false;
  }
}

/** What to type for a folder that was named without `--dir`; undefined: the words name none. @param command as it was typed: `check` */
export function folderProblem(cwd: string, words: string, command: string): Problem | undefined {
  if (!isFolder(cwd, words)) return undefined;
  const folder = shellPath(words.replace(/(?<=.)\/$/u, ''));
  const one = `\`htmx-realtime-tutor ${command} --dir ${folder}\` works there.`;
  const parent = path.dirname(words.replace(/\/$/u, ''));
  const all = `${parent === '.' ? '' : `${shellPath(parent)}/`}*`;
  const several = `\`htmx-realtime-tutor grade ${all}\` checks several folders.`;
  return wrongUsage(
    `"${words}" is a folder, and a folder is named with --dir, one in each call.`,
    command === 'check' ? `${one}\n${several}` : one,
  ).problem;
}

/**
 * A folder among the arguments of a command that takes none there: `check --dir submissions/*` is one after the shell has filled in the names.
 * A word without a slash may also be a part of a step's title, as long as the command takes that many.
 */
export function folderAmong(cwd: string, args: readonly string[], commands: readonly Command[]): Problem | undefined {
  const command = commands.find((each) => each.name() === args[0]);
  const name = FOLDER_COMMANDS.find((each) => each === command?.name() && each !== 'assets');
  if (command === undefined || name === undefined) return undefined;
  const takesValue = (word: string | undefined): boolean =>
    command.options.some((option) => option.required && (option.long === word || option.short === word));
  const words = args.slice(1).filter((word, index) => !word.startsWith('-') && !takesValue(args[index]));
  const tooMany = words.length > command.registeredArguments.length;
  const folder = words.find((word) => (tooMany || /[\\/]|^\.+$/u.test(word)) && isFolder(cwd, word));
  return folder === undefined ? undefined : folderProblem(cwd, folder, name);
}
