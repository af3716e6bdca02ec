import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../../model/event.ts';
import { findingsOf, isUndecided } from '../../model/check.ts';
import type { RunResult } from '../../model/check.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { Reporter, ReporterName } from '../../reporters/index.ts';
import { isPlaceName } from '../../reporters/names.ts';
import { runCheck } from '../../run/runner.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { CommandContext } from '../common/context.ts';
import { stepsBefore } from '../../course/index.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import { sayClosing } from '../common/output/closing.ts';
import { checkReporterName, openReporter } from '../common/output/reporter.ts';
import type { Output } from '../common/output/output.ts';
import { nothingHere } from '../common/folder/nothing-here.ts';
import { openSession, stepOf } from '../common/folder/session.ts';
import { currentStep, followingStep, lastStep } from '../use-cases/step-state.ts';
import { exitCodeOf } from '../use-cases/exit-code.ts';
import { recordCheck } from '../use-cases/record-check.ts';
import type { FolderSession, Invocation } from '../common/folder/session.ts';
import { withUnit } from '../common/folder/unit.ts';
import { wordingFor } from '../common/describe-context.ts';
import { openPlace, optionOfPlaces } from './place.ts';
import type { CheckOptions, Place } from './place.ts';

/** Exit code 0: passed, 1: not passed, 3: the machine was too busy to tell. */
export async function check(
  context: CommandContext,
  stepArg: string | undefined,
  given: CheckOptions,
): Promise<number> {
  const named = withUnit(context, stepArg, given);
  if (!named.ok) return printProblem(context, named.problem, given);
  const options: CheckOptions = { ...given, ...named.value };
  const output = createOutput(context, options);
  const reporter = checkReporterName(options);
  if (!reporter.ok) return printProblem(context, reporter.problem, options);
  const name = reporter.value;
  const unused = isPlaceName(name) ? undefined : optionOfPlaces(options);
  if (unused !== undefined) return printProblem(context, unused, options);
  const reader = isPlaceName(name) ? openPlace(name, { context, options, output }) : name;
  const run = await checkFor(reader, { context, options, output }, stepArg);
  if (typeof reader !== 'string' && !run.ok) reader.failed(run.problem);
  if (!run.ok) return printProblem(context, run.problem, options);
  const problem = typeof reader === 'string' ? undefined : reader.problem();
  return problem === undefined ? exitCodeOf(run.value) : printProblem(context, problem, options);
}

interface Called {
  readonly context: CommandContext;
  readonly options: CheckOptions;
  readonly output: Output;
}

/** Finds the folder and the step, and runs the checkpoint. */
async function checkFor(
  reader: ReporterName | Place,
  { context, options, output }: Called,
  stepArg: string | undefined,
): Promise<Result<RunResult>> {
  const isForPeople = reader === 'pretty';
  const session = await openSession(context, options, output);
  if (!session.ok) return session;
  const step =
    stepArg?.trim().toLowerCase() === 'all'
      ? { ok: true as const, value: lastStep(session.value.course) }
      : stepOf(session.value, stepArg, 'last');
  if (!step.ok) return step;
  const page =
    options.html === undefined
      ? ok(undefined)
      : (await import('./with-report.ts')).pageFor(session.value, options.html, output);
  if (!page.ok) return page;
  // Machines get their report in any case.
  const nothing = isForPeople ? nothingHere(session.value, 'check') : undefined;
  if (nothing !== undefined) return { ok: false, problem: nothing };
  const guess = isForPeople ? guessedServer(session.value) : undefined;
  if (guess !== undefined) output.note(guess);
  if (stepArg === undefined && currentStep(session.value) === undefined) {
    output.note(
      `The tutor did not start this folder, so the whole chapter is checked, up to ${step.value.id}; name a step to check less.`,
    );
  }
  const reporter = typeof reader === 'string' ? ok(reader) : await reader.reporter(session.value, step.value);
  if (!reporter.ok) return reporter;
  const run = (also?: (event: RunEvent) => void): Promise<Result<RunResult>> =>
    checkStep({ session: session.value, options, output }, step.value, reporter.value, also);
  return page.value === undefined ? run() : page.value(run);
}

/** As what the server is checked, where neither `start` nor the call says it. */
function guessedServer({ workspace, fromFlags, backend, folder }: FolderSession): string | undefined {
  if (workspace !== undefined || fromFlags) return undefined;
  const { serverFile } = backend;
  const isThere = serverFile !== undefined && existsSync(path.join(folder, serverFile));
  const file = isThere ? ` (${serverFile})` : '';
  return `Checked as ${backend.title}${file}; for another server add \`--run "<command>"\`.`;
}

/** Runs one checkpoint: prints it, records it in a folder that the tutor started (never with `--read-only`), and says what to do next. @param also gets all events */
export async function checkStep(
  call: Invocation,
  step: Step,
  reporter: ReporterName | Reporter,
  also: (event: RunEvent) => void = () => undefined,
): Promise<Result<RunResult>> {
  const { session, options, output } = call;
  const { context } = session;
  const isForPeople = reporter === 'pretty' && options.quiet !== true;
  const wording = await wordingFor(session);
  const report =
    typeof reporter === 'function' ? reporter : openReporter(reporter, { context, options, output, wording });
  const spinner = isForPeople
    ? startSpinner(`Checking ${step.id}`, { stream: context.stderr, ...output.terminal })
    : undefined;
  const show = spinner === undefined ? (): void => undefined : showProgress(spinner, step.id);
  const emit = (event: RunEvent): void => {
    show(event);
    // Anything printed while the spinner turns would land in its line.
    if (event.type === 'run-finished') spinner?.stop();
    report(event);
    also(event);
  };
  const run = await runCheck({
    chapter: session.chapter,
    step,
    earlier: stepsBefore(session.course, step.id),
    folder: session.folder,
    backend: session.backend,
    pageEngine: options.browser === true ? 'browser' : 'dom',
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    signal: context.signal,
    emit,
  }).finally(() => spinner?.stop());
  if (!run.ok || context.signal.aborted) return run;
  // A verdict that cannot be written down is still the verdict.
  const recorded = options.readOnly === true ? undefined : recordCheck(session, run.value);
  if (recorded?.ok === false) output.warn(recorded.problem.message);
  if (isForPeople) advise(session, step, run.value, output);
  return run;
}

/** What to do next. */
function advise(session: FolderSession, step: Step, result: RunResult, output: Output): void {
  if (result.passed) return adviseNext(session, step, output);
  output.lines('');
  // A folder without progress is checked up to any step: what helps is the one that fails.
  const about =
    session.workspace === undefined ? (result.steps.find(({ passed }) => !passed)?.step ?? step.id) : step.id;
  const again = session.workspace?.progress.current === step.id ? '' : ` ${about}`;
  if (isUndecided(result)) return output.next(`check${again}`, 'the same check again, when the machine has less to do');
  const [first] = findingsOf(result, 'error');
  output.next(`hint${again}`, 'a hint for what fails now');
  if (first !== undefined) output.next(`explain ${first.finding.code}`, 'what this code means');
  output.next(`solution${again}`, 'what the step changes in your files');
}

function adviseNext({ course, workspace }: FolderSession, step: Step, output: Output): void {
  const following = followingStep(course, step);
  if (workspace !== undefined && following !== undefined && workspace.progress.current !== step.id) return;
  output.lines('');
  if (following === undefined) return sayClosing(course, output);
  if (workspace === undefined) output.next(`lesson ${following.id}`, 'the next step');
  else output.next('next', 'the next step');
}
