import path from 'node:path';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isPlaceName } from '../../reporters/names.ts';
import type { PlaceName } from '../../reporters/names.ts';
import { placeFiles, placeProblem } from '../../reporters/places/index.ts';
import type { PlaceFile } from '../../reporters/places/index.ts';
import { writePlaceFiles } from '../common/output/place-files.ts';
import type { Points } from '../use-cases/points.ts';
import type { Entry } from './entries.ts';
import type { Grade } from './record.ts';
import type { Format } from './report/names.ts';

/** Where the files of a place that grades go: a folder for each submission. */
export interface PlaceFolder {
  /** Writes the files of one submission. */
  readonly write: (grade: Grade) => Result<undefined>;
}

interface Asked {
  readonly format: Format;
  /** A folder, as it was typed. */
  readonly to: string | undefined;
  readonly entries: readonly Entry[];
  /** Of the steps that are checked. */
  readonly points: Points;
  readonly tutor: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Undefined: nothing is written into a folder. A problem: what is asked for is not possible. */
export function openPlaceFolder(asked: Asked): Result<PlaceFolder | undefined> {
  const { format, to, entries, points, tutor, cwd, env } = asked;
  if (!isPlaceName(format))
    return to === undefined
      ? ok(undefined)
      : wrongUsage(`--to is for the formats of places that grade, and ${format} is one report of all.`);
  const possible = placeProblem(format, { env, points });
  if (!possible.ok) return possible;
  if (format === 'classroom50' && entries.length !== 1)
    return wrongUsage('The result for Classroom 50 names one submission, and more than one folder is named.');
  if (to === undefined)
    return entries.length === 1
      ? ok(undefined)
      : wrongUsage(
          `--format ${format} has files for each folder.`,
          `Say where they go: --format ${format} --to results`,
        );
  const folders = foldersFor(entries, path.resolve(cwd, to));
  const holder = entries.find((entry) =>
    [...folders.values()].some((each) => isWithin(path.resolve(cwd, entry.folder), each)),
  );
  if (holder !== undefined)
    return wrongUsage(
      `--to ${to} would write into the folder of ${holder.name}, and nothing is written into a submission.`,
      'Name a folder elsewhere.',
    );
  const write = (grade: Grade): Result<undefined> => {
    const written = writePlaceFiles(
      folders.get(grade.name) ?? path.resolve(cwd, to),
      filesOf(format, grade, { points, tutor, env }),
    );
    return written.ok ? ok(undefined) : written;
  };
  return ok({ write });
}

/** The files of one submission. */
export function filesOf(
  format: PlaceName,
  grade: Grade,
  { points, tutor, env }: Pick<Asked, 'points' | 'tutor' | 'env'>,
): readonly PlaceFile[] {
  return placeFiles(format, { ...grade, points, tutor }, { env });
}

/** A folder for each name, in letters that every file system has; those that would be equal get a number. */
function foldersFor(entries: readonly Pick<Entry, 'name'>[], to: string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    entries.map(({ name }) => {
      const plain =
        name
          .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
          .replace(/^[.-]+/u, '')
          .replace(/(?<![.-])[.-]+$/u, '') || 'folder';
      let own = plain;
      for (let number = 2; taken.has(own.toLowerCase()); number += 1) own = `${plain}-${number}`;
      taken.add(own.toLowerCase());
      return [name, path.join(to, own)];
    }),
  );
}

function isWithin(folder: string, inner: string): boolean {
  const relative = path.relative(folder, inner);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
