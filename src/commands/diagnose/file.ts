import { statSync } from 'node:fs';
import { diagnoseMarkup } from '../../diagnose/index.ts';
import type { MarkupDiagnosis } from '../../diagnose/index.ts';
import { textOf } from '../../files/regular.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import type { CommandContext } from '../common/context.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import { reporterName } from '../common/output/reporter.ts';
import { folderGiven } from './file-name.ts';
import type { NamedFile } from './file-name.ts';
import { unfitOption } from './options.ts';
import type { DiagnoseOptions } from './options.ts';
import { reported } from './reported.ts';
import { Secrets } from './secrets.ts';

/** Markup has fewer characters than that. Bytes. */
const MOST_MARKUP = 4 * 1024 * 1024;

/** A file of markup in the place of an address. Exit codes as for a page; 2 also for a file that cannot be read. */
export function diagnoseFile(context: CommandContext, file: NamedFile, options: DiagnoseOptions): number {
  const secrets = new Secrets({ isShown: options.showSecrets === true });
  const failed = (problem: Problem): number => printProblem(context, secrets.mask(problem), options);
  const reporter = reporterName(options);
  if (!reporter.ok) return failed(reporter.problem);
  const unfit = unfitOption(options, OF_PAGES, {
    isFor: 'a page that runs, and a file of markup does not.',
    next: 'Give the address of the page.',
  });
  if (unfit !== undefined) return failed(unfit.problem);
  const html = readMarkupFile(file);
  if (!html.ok) return failed(html.problem);
  secrets.learnFrom(html.value);
  const diagnosis = diagnoseMarkup(html.value, file.name);
  const output = createOutput(context, options);
  if (reporter.value === 'pretty' && options.quiet !== true) output.note(secrets.mask(overviewOf(file, diagnosis)));
  const about = { subject: file.name, origin: '', timeline: [], durationMs: 0 };
  return reported({ context, reporter: reporter.value, options, output, secrets }, diagnosis, about);
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
