import { statSync } from 'node:fs';
import { diagnoseMarkup } from '../../diagnose/index.ts';
import type { MarkupDiagnosis } from '../../diagnose/index.ts';
import { textOf } from '../../files/regular.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { folderGiven } from './file-name.ts';
import type { NamedFile } from './file-name.ts';
import { unfitOption } from './options.ts';
import type { DiagnoseOptions } from './options.ts';
import { outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Secrets } from './secrets.ts';

/** Markup has fewer characters than that. Bytes. */
const MOST_MARKUP = 4 * 1024 * 1024;

/** A file of markup in the place of an address. A problem (exit code 2): also a file that cannot be read. */
export function diagnoseFile({
  file,
  options,
  secrets,
}: {
  readonly file: NamedFile;
  readonly options: DiagnoseOptions;
  readonly secrets: Secrets;
}): Result<Outcome> {
  const unfit = unfitOption(options, OF_PAGES, {
    isFor: 'a page that runs, and a file of markup does not.',
    next: 'Give the address of the page.',
  });
  if (unfit !== undefined) return unfit;
  const html = readMarkupFile(file);
  if (!html.ok) return html;
  secrets.learnFrom(html.value);
  const diagnosis = diagnoseMarkup(html.value, file.name);
  const markup = { name: file.name, text: html.value };
  const about = { subject: file.name, origin: '', timeline: [], durationMs: 0, markup };
  return ok(outcomeOf({ diagnosis, overview: overviewOf(file, diagnosis) }, about, secrets));
}

/** Options for a page that runs. */
const OF_PAGES = ['for', 'send', 'click', 'header', 'cookie', 'server', 'dom', 'migrate', 'proxy'] as const;

function readMarkupFile({ name, path }: NamedFile): Result<string> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return wrongUsage(`${name} does not exist.`, 'Name a file, or the address of a page.');
  if (found.isDirectory()) return folderGiven(name);
  if (found.size > MOST_MARKUP) return wrongUsage(`${name} has more than 4 MB.`, 'Name a page.');
  const html = textOf(path, MOST_MARKUP);
  if (html === undefined || html.includes('\0')) return wrongUsage(`${name} cannot be read as text.`, 'Name a page.');
  if (html.trim() === '') return wrongUsage(`${name} is empty.`, 'Save the page, or name another file.');
  return ok(html);
}

/** What the file is, and what could not be judged. */
function overviewOf({ name }: NamedFile, { version, notJudged }: MarkupDiagnosis): string {
  const loads = version === undefined ? '' : ` It loads htmx ${version.replace(/\.0$/u, '')}.`;
  return `Read ${name}: markup alone, nothing of it has run.${loads} Not judged: ${notJudged.join('; ')}.`;
}
