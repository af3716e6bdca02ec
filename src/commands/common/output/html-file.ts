import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { ok, wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { shellPath } from '../../../model/shell.ts';
import { guarded, writeAtomically } from '../../../workspace/index.ts';
import type { CommandContext } from '../context.ts';
import { isReportFile } from './report-file.ts';

/** Where a report in HTML goes. */
export interface HtmlFile {
  /** As it was typed. */
  readonly shown: string;
  /** Absolute path; a link has been followed. */
  readonly target: string;
}

/**
 * Reads `--html FILE`, before anything is checked. A report of ours is written anew; nothing else is overwritten.
 * @param given as it was typed; undefined: no report is asked for
 */
export function htmlFile(
  given: string | undefined,
  { cwd }: Pick<CommandContext, 'cwd'>,
): Result<HtmlFile | undefined> {
  if (given === undefined) return ok(undefined);
  if (given.trim() === '') return wrongUsage('--html needs the name of a file.', 'For example: --html report.html');
  const named = path.resolve(cwd, given);
  const found = guarded(`${given} cannot be written`, () => statSync(named, { throwIfNoEntry: false }));
  if (!found.ok) return found;
  const isFolder = found.value?.isDirectory() === true || /[/\\]$/u.test(given);
  if (isFolder)
    return wrongUsage(
      `${given} is a folder, and --html needs the name of a file.`,
      `For example: --html ${shellPath(path.join(given, 'report.html'))}`,
    );
  if (found.value === undefined) return ok({ shown: given, target: named });
  if (!found.value.isFile()) return wrongUsage(`${given} is not a file.`, 'Name a file with --html.');
  if (found.value.size > 0 && !isReportFile(named))
    return wrongUsage(
      `${given} exists and is not a report of the tutor, so it is not overwritten.`,
      'Name another file with --html, or remove this one.',
    );
  return ok({ shown: given, target: realpathSync(named) });
}

/** Folders in which nobody looks for a report, and what is in them is not a person's own. */
const NOT_FOR_REPORTS: ReadonlySet<string> = new Set(['.tutor', '.git', '.venv', 'node_modules', '__pycache__']);

/**
 * The problem of a report in the folder of a learner that would have the name of one of the course's files: it would be served, or be in the way of a
 * step. @param folder absolute path @param files paths that the course has, with forward slashes
 */
export function courseFileProblem(
  { shown, target }: HtmlFile,
  { folder, files }: { readonly folder: string; readonly files: ReadonlySet<string> },
): ReturnType<typeof wrongUsage> | undefined {
  const inner = path.relative(folder, target);
  if (inner.startsWith('..') || path.isAbsolute(inner)) return undefined;
  const parts = inner.split(path.sep);
  if (!files.has(parts.join('/')) && !NOT_FOR_REPORTS.has(parts[0] ?? '')) return undefined;
  return wrongUsage(`${shown} is a place of the course's own files.`, 'Name another file: --html report.html');
}

/** Writes a whole report or nothing. */
export function writeHtml({ shown, target }: HtmlFile, page: string): Result<void> {
  return guarded(`The report ${shown} cannot be written`, () => writeAtomically(target, page));
}
