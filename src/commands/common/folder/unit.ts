import path from 'node:path';
import { nearestOf } from '../../../course/index.ts';
import { readRegular } from '../../../files/regular.ts';
import { ok, wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { Chapter } from '../chapter.ts';
import type { CommandContext } from '../context.ts';
import type { CommonOptions } from '../options.ts';
import { findFolder, progressFile, startedBelow } from './find-folder.ts';

// A unit is what a folder is for: the program's chapter, or one of its labs.

/** The lab that the words name: `lab-resume`, `lab resume`. Undefined: they name none. */
export function labNamed({ labs = [] }: Chapter, words: string | undefined): Chapter | undefined {
  const wanted = words
    ?.trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/gu, '-');
  return labs.find(({ id }) => id === wanted);
}

/** Words that mean a lab, and name none that exists. */
function isLikeLab(words: string): boolean {
  return /^lab(?:$|[\s_-])/iu.test(words.trim());
}

/** What this folder is for: as its progress says, else the lab whose usual folder has this name, else the chapter. @param folder absolute path */
export function unitIn(chapter: Chapter, folder: string): Chapter {
  const stored = storedUnit(folder);
  const { labs = [] } = chapter;
  if (stored !== undefined) return labs.find(({ id }) => id === stored) ?? chapter;
  return labs.find((lab) => lab.folder === path.basename(folder)) ?? chapter;
}

/** The unit in a folder's progress; undefined: it has none, or it cannot be read. */
function storedUnit(folder: string): string | undefined {
  try {
    const progress: unknown = JSON.parse(readRegular(progressFile(folder))?.toString('utf8') ?? '');
    if (typeof progress !== 'object' || progress === null) return undefined;
    // Progress from before there were several units is the chapter's.
    return 'course' in progress && typeof progress.course === 'string' ? progress.course : '';
  } catch {
    return undefined;
  }
}

/** Whether `start` made this folder for this unit. @param folder absolute path */
export function isStartedFor(chapter: Chapter, unit: Chapter, folder: string): boolean {
  return storedUnit(folder) !== undefined && unitIn(chapter, folder) === unit;
}

/**
 * Finds the folder of a lab, where a command is typed that names the lab: the one that the command finds by itself, the lab's usual one below or
 * beside it, or any other below that was started for it. Undefined: there is none. Absolute path. What is below is listed once for all labs.
 */
export function labFolders(context: Pick<CommandContext, 'cwd' | 'chapter'>): (lab: Chapter) => string | undefined {
  const { cwd, chapter } = context;
  const found = findFolder(context, undefined);
  const here = found.ok ? found.value : cwd;
  let others: readonly string[] | undefined;
  return (lab) => {
    const isLabs = (folder: string): boolean => isStartedFor(chapter, lab, folder);
    const usual = [here, path.join(cwd, lab.folder), path.join(path.dirname(here), lab.folder)].find(isLabs);
    return usual ?? (others ??= below(cwd)).find(isLabs);
  };
}

/** Absolute paths of the folders that `start` made in this one. */
function below(cwd: string): readonly string[] {
  try {
    return startedBelow(cwd).map((name) => path.join(cwd, name));
  } catch {
    // It may not be listed.
    return [];
  }
}

/**
 * The options of a call that may name a lab: with the lab's folder, where the command does not find it by itself. A problem: words that mean a
 * lab and name none.
 * @param words as they were typed: a step, a page or a lab
 * @param among `folders`: instead of a lab, the words may be the name of a new folder
 */
export function withUnit<Options extends CommonOptions>(
  context: Pick<CommandContext, 'cwd' | 'chapter'>,
  words: string | undefined,
  options: Options,
  among: 'steps' | 'folders' = 'steps',
): Result<Options> {
  const { chapter, cwd } = context;
  const { labs = [] } = chapter;
  const lab = labNamed(chapter, words);
  if (lab === undefined) return noSuchLab(words ?? '', labs, among) ?? ok(options);
  if (options.dir !== undefined) return ok({ ...options, unit: lab.id });
  const folder = labFolders(context)(lab);
  const found = findFolder(context, undefined);
  const dir = folder === undefined || (found.ok && found.value === folder) ? {} : { dir: shown(cwd, folder) };
  return ok({ ...options, ...dir, unit: lab.id });
}

function shown(cwd: string, folder: string): string {
  const relative = path.relative(cwd, folder);
  return relative.startsWith('..') ? folder : relative;
}

/** Undefined: the words mean something else. */
function noSuchLab(words: string, labs: readonly Chapter[], among: 'steps' | 'folders'): Result<never> | undefined {
  const names = labs.map(({ id }) => id);
  const nearest = nearestOf(words, names);
  if (names.length === 0 || !isLikeLab(words) || (among === 'folders' && nearest === undefined)) return undefined;
  const guess = nearest === undefined ? '' : `The nearest is ${nearest}. `;
  return wrongUsage(`"${words}" is not a lab.`, `${guess}The labs: ${names.join(', ')}.`);
}
