import { readdirSync } from 'node:fs';
import { recogniseBackend } from '../../servers/backends/index.ts';
import { providedFiles, providedState } from '../../course/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { FileState } from '../../model/step.ts';
import { copyInto, dropUnfinished, isSavedSince, planProvided, recordProvided } from '../../workspace/index.ts';
import type { CopyReport } from '../../workspace/index.ts';
import type { CommandContext } from '../common/context.ts';
import { openLearnersSession } from '../common/folder/session.ts';
import type { FolderSession } from '../common/folder/session.ts';
import type { CommonOptions } from '../common/options.ts';
import { shortened } from '../common/output/change-report.ts';
import { createOutput, listed, printProblem, shownFolder } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { lastStep } from '../use-cases/step-state.ts';

/** Copies the files that the tutor provides into any folder, also one that `start` did not make. @returns the exit code */
export async function assets(
  context: CommandContext,
  fileArg: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const output = createOutput(context, options);
  const session = await openLearnersSession(context, options, { output, command: 'assets' });
  if (!session.ok) return printProblem(context, session.problem, options);
  const { course, choice, folder, workspace } = session.value;
  const isGuess = choice.kind === 'node' && isNodeGuessed(session.value);
  const all = providedFiles(course, lastStep(course).id, choice.kind);
  // A file that is named is copied in any case.
  const provided = providedState(
    isGuess && fileArg === undefined ? all.filter(({ to }) => !to.startsWith('node_modules/')) : all,
  );
  const named = fileArg === undefined ? undefined : namedFile(provided, fileArg);
  if (named?.ok === false) return printProblem(context, named.problem, options);
  const dropped = dropUnfinished(folder, provided.keys());
  if (dropped.length > 0) output.say(`Removed what an interrupted command had left: ${listed(dropped)}.`);
  const plan = planProvided(folder, provided);
  const files =
    named === undefined ? plan.write : new Map([...provided].filter(([file]) => unitOf(file) === named.value));
  const copied = copyInto(folder, files);
  if (!copied.ok) return printProblem(context, copied.problem, options);
  const recorded = workspace === undefined ? copied : recordProvided(folder, files);
  if (!recorded.ok) return printProblem(context, recorded.problem, options);
  report(session.value, copied.value, named === undefined ? plan.own : [], output);
  if (isGuess && fileArg === undefined)
    output.next('assets --backend node', 'the ws package, too, for a server in Node');
  return EXIT.passed;
}

/** Nothing shows that the server is Node's: no option, no progress, no file of JavaScript. Packages have no place in a folder of Perl or Go. */
function isNodeGuessed({ folder, fromFlags, workspace }: FolderSession): boolean {
  if (fromFlags || workspace !== undefined || recogniseBackend(folder) !== undefined) return false;
  return !readdirSync(folder).some((name) => /\.[cm]?[jt]s$/u.test(name));
}

/** The provided file or package that the person means, by its path or its last part. */
function namedFile(provided: FileState, name: string): Result<string> {
  const units = [...new Set([...provided.keys()].map(unitOf))];
  const found = units.find((unit) => unit === name.replace(/^\.\//u, '') || unit.endsWith(`/${name}`));
  if (found === undefined) return wrongUsage(`"${name}" is not one of the files.`, `The files: ${listed(units)}.`);
  // Files of two versions would be mixed, and npm would not know of it.
  if (found.startsWith('node_modules/'))
    return wrongUsage(`${found} is a package, and is copied only as long as it is missing.`, 'Run `npm install`.');
  return { ok: true, value: found };
}

function unitOf(file: string): string {
  return shortened([file])[0] ?? file;
}

function report({ context, folder }: FolderSession, copied: CopyReport, own: readonly string[], output: Output): void {
  const where = shownFolder(context.cwd, folder);
  const files = shortened(copied.written);
  if (files.length > 0) output.say(`Copied${where === '.' ? '' : ` into ${where}`}: ${listed(files)}.`);
  for (const { file, as } of copied.kept) output.say(`The ${file} that was there is ${as} now.`);
  for (const each of copied.kept.filter((kept) => isSavedSince(folder, kept)))
    output.say(`${each.file} was saved at that moment; that save is in ${each.as}.`);
  const [first] = own.filter((file) => !file.startsWith('node_modules/'));
  if (own.length > 0) output.say(`Not the tutor's copy, and unchanged: ${listed(own)}.`);
  if (first !== undefined) output.next(`assets ${first}`, 'replace it; the old one is kept beside it');
  if (files.length === 0 && own.length === 0) output.say('Every file is already there.');
}
