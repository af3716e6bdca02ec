import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../../files/regular.ts';
import { environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { CommandContext } from '../common/context.ts';
import { pastedText } from '../explain/pasted.ts';
import { readCsv } from './csv.ts';
import type { Shard } from './options.ts';

/** A folder to check, and whose it is. */
export interface Entry {
  /** Differs from all others. */
  readonly name: string;
  /** As it was named, from the current folder. */
  readonly folder: string;
}

/** Folders that were named one by one: on the command line, where a pattern of the shell may have named files too, or in the lines of a list. */
export function entriesOf(folders: readonly string[], cwd: string): readonly Entry[] {
  const isOfUse = (folder: string): boolean => {
    const absolute = path.resolve(cwd, folder);
    // One that is missing is said in the report: it was not handed in.
    return !existsSync(absolute) || statSync(absolute).isDirectory();
  };
  const named = folders
    .map((folder) => folder.trim())
    .filter((folder) => folder !== '' && isOfUse(folder))
    .map((folder) => ({ name: path.basename(path.resolve(cwd, folder)), folder: shown(folder) }));
  return withOwnNames(named);
}

/** Without the slash that a shell's pattern leaves at the end. */
function shown(folder: string): string {
  return folder.length > 1 ? folder.replace(/[/\\]$/u, '') : folder;
}

/**
 * A CSV file with a header: the columns `name` and `folder`, in any order, and any others. Folders are relative to the file's own; without such a
 * column, a folder has the learner's name. @param file as it was typed
 */
export function readRoster(file: string, cwd: string): Result<readonly Entry[]> {
  const text = textOf(path.resolve(cwd, file));
  if (text === undefined) return environmentProblem(`The roster ${file} cannot be read.`);
  const [header = [], ...rows] = readCsv(text);
  const column = (title: string): number => header.findIndex((cell) => cell.trim().toLowerCase() === title);
  const [nameAt, folderAt] = [column('name'), column('folder')];
  if (nameAt === -1 && folderAt === -1)
    return wrongUsage(
      `The first line of ${file} has neither a column "name" nor "folder".`,
      'For example: name,folder in the first line, Ada,submissions/ada in the second.',
    );
  const entries = rows.flatMap((row): readonly Entry[] => {
    const folder = (row[folderAt] ?? row[nameAt] ?? '').trim();
    if (folder === '') return [];
    const name = (row[nameAt] ?? '').trim();
    const fromHere = path.relative(cwd, path.resolve(cwd, path.dirname(file), folder)) || '.';
    return [{ name: name === '' ? path.basename(folder) : name, folder: fromHere }];
  });
  return ok(withOwnNames(entries));
}

/** Each folder once; where names are equal, the folders tell them apart. */
function withOwnNames(entries: readonly Entry[]): readonly Entry[] {
  const once = [...new Map(entries.map((entry) => [entry.folder, entry])).values()];
  const count = new Map<string, number>();
  for (const { name } of once) count.set(name, (count.get(name) ?? 0) + 1);
  return once.map((entry) => ((count.get(entry.name) ?? 0) > 1 ? { ...entry, name: entry.folder } : entry));
}

/** Every fourth of them, from the first, the second, … on: neighbours take equally long more often than not. */
export function shardOf<T>(all: readonly T[], { part, of }: Shard): readonly T[] {
  return all.filter((_, index) => index % of === part - 1);
}

interface Named {
  readonly roster?: string;
  readonly results?: string;
  readonly html?: string;
  readonly shard: Shard;
}

/** The folders that a call names, or that its list or roster does. A problem: there are none, or the results would be kept in one of them. */
export async function readEntries(
  context: CommandContext,
  folders: readonly string[],
  { roster, results, html, shard }: Named,
): Promise<Result<readonly Entry[]>> {
  const { cwd } = context;
  const named = await namedBy(context, folders, roster);
  if (!named.ok) return named;
  if (named.value.length === 0)
    return wrongUsage('No folder is named.', 'For example: htmx-realtime-tutor grade submissions/*');
  for (const [option, file] of Object.entries({ results, html })) {
    const holder = file === undefined ? undefined : named.value.find(({ folder }) => contains(folder, file, cwd));
    if (holder !== undefined)
      return wrongUsage(
        `--${option} ${file} is in the folder of ${holder.name}, and nothing is written into a submission.`,
        'Name a file elsewhere.',
      );
  }
  return ok(shardOf(named.value, shard));
}

async function namedBy(
  context: CommandContext,
  folders: readonly string[],
  roster: string | undefined,
): Promise<Result<readonly Entry[]>> {
  const { cwd } = context;
  if (roster !== undefined)
    return folders.length === 0
      ? readRoster(roster, cwd)
      : wrongUsage('--roster cannot be used with folders.', 'The roster names them.');
  if (folders.length !== 1 || folders[0] !== '-') return ok(entriesOf(folders, cwd));
  const list = await pastedText(context);
  if (list === 'interrupted') return ok([]);
  return list.ok ? ok(entriesOf(list.value.split(/\r?\n/u), cwd)) : list;
}

function contains(folder: string, file: string, cwd: string): boolean {
  const inner = path.relative(path.resolve(cwd, folder), path.resolve(cwd, file));
  return inner !== '' && !inner.startsWith('..') && !path.isAbsolute(inner);
}
