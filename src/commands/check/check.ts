import type { RunEvent } from '../../model/event.ts';
import type { RunResult } from '../../model/check.ts';
import type { Progress } from '../../model/progress.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { createReporter, isReporterName, REPORTER_NAMES } from '../../reporters/index.ts';
import type { ReporterName } from '../../reporters/index.ts';
import { runCheck } from '../../run/runner.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { saveProgress } from '../../workspace/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import type { CommandContext } from '../shared/context.ts';
import { nearestOf, stepsBefore } from '../../course/index.ts';
import type { CommonOptions } from '../shared/options.ts';
import { createOutput, printProblem } from '../shared/output/output.ts';
import { sayClosing } from '../shared/output/closing.ts';
import type { Output } from '../shared/output/output.ts';
import { openSession, stepOf } from '../shared/folder/session.ts';
import { currentStep, lastStep } from '../use-cases/step-state.ts';
import type { FolderSession } from '../shared/folder/session.ts';

/** Exit code 0: passed, 1: not passed. */
export async function check(
  context: CommandContext,
  stepArg: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const output = createOutput(context, options);
  const reporter = reporterName(options);
  if (!reporter.ok) return printProblem(context, reporter.problem);
  const session = openSession(context, options, output);
  if (!session.ok) return printProblem(context, session.problem);
  const step =
    stepArg?.trim().toLowerCase() === 'all'
      ? { ok: true as const, value: lastStep(session.value.course) }
      : stepOf(session.value, stepArg, 'last');
  if (!step.ok) return printProblem(context, step.problem);
  if (stepArg === undefined && currentStep(session.value) === undefined) {
    output.note(
      `The tutor did not start this folder, so the whole chapter is checked, up to ${step.value.id}; name a step to check less.`,
    );
  }
  const checked = await checkStep(session.value, step.value, { ...options, reporter: reporter.value }, output);
  if (!checked.ok) return printProblem(context, checked.problem);
  return checked.value.result.passed ? EXIT.passed : EXIT.notPassed;
}

export interface Checked {
  readonly result: RunResult;
  /** With the new progress. */
  readonly session: FolderSession;
}

/** Runs one checkpoint: prints it, records it in a folder of ours, and says what to do next. Also what the guide's menu runs. */
export async function checkStep(
  session: FolderSession,
  step: Step,
  options: CommonOptions & { readonly reporter: ReporterName },
  output: Output,
): Promise<Result<Checked>> {
  const { context } = session;
  const pretty = options.reporter === 'pretty';
  const report = createReporter(options.reporter, {
    ...output.terminal,
    out: context.stdout,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    root: context.env['GITHUB_WORKSPACE'] ?? context.cwd,
    summaryFile: context.env['GITHUB_STEP_SUMMARY'],
  });
  const spinner =
    pretty && options.quiet !== true
      ? startSpinner(`Checking ${step.id}`, { stream: context.stderr, ...output.terminal })
      : undefined;
  const emit = (event: RunEvent): void => {
    if (event.type === 'check-started') spinner?.update(`${event.step}: ${event.title}`);
    // What is printed while the spinner turns would land in its line.
    if (event.type === 'run-finished') spinner?.stop();
    report(event);
  };
  let run: Result<RunResult>;
  try {
    run = await runCheck({
      chapter: context.chapter,
      step,
      earlier: stepsBefore(session.course, step.id),
      folder: session.folder,
      backend: session.backend,
      choice: session.choice,
      pageEngine: options.browser === true ? 'browser' : 'dom',
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      signal: context.signal,
      emit,
    });
  } finally {
    spinner?.stop();
  }
  if (!run.ok) return run;
  if (context.signal.aborted) return { ok: true, value: { result: run.value, session } };
  const workspace = record(session, run.value, output);
  if (pretty && options.quiet !== true) advise(session, step, run.value, output);
  return {
    ok: true,
    value: { result: run.value, session: workspace === undefined ? session : { ...session, workspace } },
  };
}

/** Writes what a run has shown into the folder's progress. The verdict stands also where it cannot be written down. */
export function record(session: FolderSession, result: RunResult, output: Output): Workspace | undefined {
  const { workspace, fromFlags } = session;
  // A server that an option named need not be the one in this folder.
  if (
    workspace === undefined ||
    (fromFlags && JSON.stringify(session.choice) !== JSON.stringify(workspace.progress.backend))
  )
    return workspace;
  const saved = saveProgress(workspace, progressAfter(workspace.progress, result));
  if (saved.ok) return saved.value;
  output.warn(saved.problem.message);
  return workspace;
}

/** A step is passed with the time at which it passed first; what fails now chooses the next hint. */
export function progressAfter(progress: Progress, result: RunResult, now: Date = new Date()): Progress {
  const passed = { ...progress.passed };
  const failing = { ...progress.failing };
  for (const step of result.steps) {
    if (step.passed) {
      passed[step.step] ??= { at: now.toISOString() };
      delete failing[step.step];
    } else {
      const codes = step.checks.flatMap((each) =>
        each.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.code),
      );
      failing[step.step] = [...new Set(codes)];
    }
  }
  // The step that was asked for may fail by what an earlier one says.
  const target = result.steps.find((step) => step.step === result.target);
  if (!result.passed && (target === undefined || (failing[result.target]?.length ?? 0) === 0)) {
    failing[result.target] = [...new Set(result.steps.flatMap((step) => failing[step.step] ?? []))];
  }
  return { ...progress, passed, failing };
}

function advise(session: FolderSession, step: Step, result: RunResult, output: Output): void {
  output.lines('');
  if (result.passed) {
    const own = result.steps.find((each) => each.step === step.id)?.checks ?? [];
    const isWhole = own.every(({ status }) => status !== 'skip');
    if (isWhole) output.say(`Proved: ${step.proves}`);
    else if (own.some(({ status }) => status !== 'skip'))
      output.say(`Proved, but for what was left out: ${step.proves}`);
    if (session.workspace === undefined) return;
    if (step === lastStep(session.course)) sayClosing(session.course, output);
    else if (session.workspace.progress.current === step.id) output.next('next', 'the next step');
    return;
  }
  const errors = result.steps
    .flatMap((each) => each.checks)
    .flatMap((each) => each.findings)
    .filter((finding) => finding.severity === 'error');
  const target = session.workspace === undefined || session.workspace.progress.current === step.id ? '' : ` ${step.id}`;
  output.next(`hint${target}`, 'a hint for what fails now');
  if (errors[0] !== undefined) output.next(`explain ${errors[0].code}`, 'what this code means');
  output.next(`solution${target}`, 'what the step changes in your files');
}

function reporterName({ json, reporter }: CommonOptions): Result<ReporterName> {
  const name = json === true ? 'json' : (reporter ?? 'pretty');
  if (isReporterName(name)) return { ok: true, value: name };
  const near = nearestOf(name, REPORTER_NAMES);
  return wrongUsage(
    `There is no reporter "${name}".`,
    `${near === undefined ? '' : `The nearest is ${near}. `}There is: ${REPORTER_NAMES.join(', ')}.`,
  );
}
