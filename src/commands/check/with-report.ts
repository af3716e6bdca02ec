import { providedFiles, solutionState } from '../../course/index.ts';
import type { RunResult } from '../../model/check.ts';
import type { RunEvent } from '../../model/event.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { wordingFor } from '../common/describe-context.ts';
import type { FolderSession } from '../common/folder/session.ts';
import { courseFileProblem, htmlFile } from '../common/output/html-file.ts';
import type { HtmlFile } from '../common/output/html-file.ts';
import { INTERRUPTED, openHtml, sourceIn } from '../common/output/html-report.ts';
import type { Output } from '../common/output/output.ts';
import { lastStep } from '../use-cases/step-state.ts';

/** Runs a check that hands its events to the function that it gets. */
type Run = (also: (event: RunEvent) => void) => Promise<Result<RunResult>>;

/**
 * The report in HTML for a check: a function that runs the check and writes it, also of one that does not come to its end. A check that passed and whose
 * report cannot be written has a problem. A problem at once: the file cannot be one. @param given as it was typed
 */
export function pageFor(
  session: FolderSession,
  given: string,
  output: Output,
): Result<((run: Run) => Promise<Result<RunResult>>) | undefined> {
  const file = reportFile(session, given);
  if (!file.ok || file.value === undefined) return file.ok ? ok(undefined) : file;
  const { value } = file;
  return ok(async (run: Run) => {
    const wording = await wordingFor(session);
    const { context, folder } = session;
    const report = openHtml(value, { context, output, wording, source: sourceIn(folder) });
    const checked = await run(report.add);
    const problem = report.finish(checked.ok ? INTERRUPTED : checked.problem.message);
    if (problem !== undefined && checked.ok && checked.value.passed) return { ok: false, problem };
    if (problem !== undefined) output.warn(problem.message);
    return checked;
  });
}

/** The file of the report. A problem: it cannot be one. */
function reportFile(session: FolderSession, given: string): Result<HtmlFile | undefined> {
  const { context, course, folder, choice, backend } = session;
  const file = htmlFile(given, context);
  if (!file.ok || file.value === undefined) return file;
  const last = lastStep(course).id;
  const files = new Set([
    ...solutionState(course, last, backend.overlay).keys(),
    ...providedFiles(course, last, choice.kind).map(({ to }) => to),
  ]);
  return courseFileProblem(file.value, { folder, files }) ?? file;
}
