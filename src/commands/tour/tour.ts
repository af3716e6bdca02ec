import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  changedFiles,
  providedFiles,
  providedState,
  solutionState,
  startState,
  stepsBefore,
  unifiedDiff,
} from '../../course/index.ts';
import type { StepResult } from '../../model/check.ts';
import { EXIT } from '../../model/result.ts';
import type { PageEngine } from '../../model/page.ts';
import type { Course, Step } from '../../model/step.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import { openEngine } from '../../run/engine.ts';
import { runCheck } from '../../run/runner.ts';
import { renderDiff } from '../../terminal/diff.ts';
import { textsOf } from '../../terminal/finding/timeline.ts';
import { showProgress } from '../../terminal/progress.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { chop, cutToWidth, displayWidth, escapeControls, padToWidth } from '../../terminal/text.ts';
import { createReporter } from '../../reporters/index.ts';
import { guarded, writeTemporaryFolder } from '../../workspace/index.ts';
import { exitCodeOf } from '../use-cases/exit-code.ts';
import { resolveBackend } from '../common/backend/choice.ts';
import type { ChosenBackend } from '../common/backend/choice.ts';
import { canAsk } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { createAsker } from '../common/output/ask.ts';
import { createOutput, listed, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { chapterCourse } from '../common/folder/session.ts';
import { relevantEntries } from './relevant-entries.ts';

export type TourOptions = CommonOptions;

/** Timeline lines shown for a step without `--verbose`. */
const SHOWN_ENTRIES = 12;

/** Plays every step in a temporary folder, which is removed however the command ends. */
export async function tour(context: CommandContext, options: TourOptions): Promise<number> {
  const output = createOutput(context, options);
  const chosen = resolveBackend(options, { kind: 'node' }, context.cwd);
  if (!chosen.ok) return printProblem(context, chosen.problem, options);
  const made = guarded(`A temporary folder cannot be made in ${tmpdir()}`, () =>
    realpathSync(mkdtempSync(path.join(tmpdir(), 'htmx-realtime-tour-'))),
  );
  if (!made.ok)
    return printProblem(
      context,
      {
        ...made.problem,
        next: 'Name a folder that you can write to in the variable TMPDIR.',
      },
      options,
    );
  const folder = made.value;
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // Also when the process must end before the command does.
  process.once('exit', remove);
  // One for all steps.
  const opening = openEngine(options.browser === true ? 'browser' : 'dom', chosen.value.backend);
  try {
    const course = await chapterCourse(context);
    const engine = await opening;
    if (!engine.ok) return printProblem(context, engine.problem, options);
    if (options.quiet !== true) output.lines(output.chalk.bold(course.title));
    let passed = 0;
    for (const step of course.steps) {
      const code = await playStep(
        { context, options, output, course, folder, chosen: chosen.value, engine: engine.value },
        step,
      );
      if (context.signal.aborted) return EXIT.interrupted;
      if (code !== EXIT.passed) return code;
      passed++;
      const next = course.steps[passed];
      if (next !== undefined && !(await goesOn({ context, options, output }, next))) return EXIT.passed;
    }
    output.lines(
      ...(options.quiet === true ? [] : ['']),
      output.chalk.green(`${output.marks.pass} ${passed} of ${course.steps.length} steps passed`),
    );
    if (options.quiet !== true) output.next('start', 'write it yourself');
    return EXIT.passed;
  } finally {
    const engine = await opening;
    if (engine.ok) await engine.value.close();
    remove();
    process.off('exit', remove);
  }
}

/** On a terminal a person reads at their own speed, and may leave after each step. */
async function goesOn(
  { context, options, output }: Pick<Stage, 'context' | 'options' | 'output'>,
  next: Step,
): Promise<boolean> {
  if (!canAsk(context) || options.quiet === true) return true;
  output.lines('');
  const asker = await createAsker(context);
  return asker.confirm(`Play ${next.id}, ${next.title}?`, { initial: true });
}

/** What a learner writes in the step, where a person reads along; elsewhere the names of the files are enough. */
async function showCode({ context, output, course, chosen }: Stage, step: Step): Promise<void> {
  if (!canAsk(context)) return;
  const start = startState(course, step.id, chosen.backend.overlay);
  for (const [file, after] of changedFiles(step, chosen.backend.overlay)) {
    const before = start.get(file);
    const unified = await unifiedDiff({ file, before, after });
    output.lines('', output.chalk.bold(before === undefined ? `${file} (new)` : file));
    output.lines(renderDiff(unified, output.terminal).replace(/\n$/u, ''));
  }
  output.lines('');
}

const READS = /^(?<element>\S+) now reads: (?<text>.*)$/su;

/** The page as text: what each element that changed reads at the end. */
function showPage({ context, output }: Stage, timeline: readonly TimelineEntry[]): void {
  const texts = new Map(
    timeline.flatMap(({ kind, data }) => {
      const { element, text } = (kind === 'htmx' ? READS.exec(data)?.groups : undefined) ?? {};
      return element === undefined || text === undefined ? [] : [[element, text] as const];
    }),
  );
  if (!canAsk(context) || texts.size === 0) return;
  output.lines('', output.chalk.bold('The page'));
  for (const [element, text] of texts) output.say(`${element}: ${text}`);
  output.lines('');
}

interface Stage {
  readonly context: CommandContext;
  readonly options: TourOptions;
  readonly output: Output;
  readonly course: Course;
  readonly folder: string;
  readonly chosen: ChosenBackend;
  readonly engine: PageEngine;
}

async function playStep(stage: Stage, step: Step): Promise<number> {
  const { context, options, output, course, folder, chosen, engine } = stage;
  const { backend, choice } = chosen;
  const state = new Map([
    ...solutionState(course, step.id, backend.overlay),
    ...providedState(providedFiles(course, step.id, choice.kind)),
  ]);
  if (options.quiet !== true) {
    const files = [...changedFiles(step, backend.overlay).keys()];
    output.lines('', output.chalk.bold(`${step.id} ${output.marks.dot} ${step.title}`));
    output.say(step.goal);
    output.say(files.length === 0 ? 'No file changes.' : `Written: ${listed(files)}.`);
    await showCode(stage, step);
  }
  const written = writeTemporaryFolder(folder, state);
  if (!written.ok) return printProblem(context, written.problem, options);
  const spinner = startSpinner(`Playing ${step.id}`, { stream: context.stderr, ...output.terminal });
  const show = showProgress(spinner, step.id);
  const report = createReporter('pretty', {
    ...output.terminal,
    out: context.stdout,
    wording: { ...(await context.chapter.loadWording()), typed: output.typed },
    quiet: false,
    verbose: false,
  });
  const events: Parameters<typeof report>[0][] = [];
  const run = await runCheck({
    chapter: context.chapter,
    step,
    earlier: stepsBefore(course, step.id),
    folder,
    backend,
    pageEngine: engine.name,
    engine,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    signal: context.signal,
    emit: (event) => {
      show(event);
      events.push(event);
    },
  }).finally(() => spinner.stop());
  if (!run.ok) return printProblem(context, run.problem, options);
  if (context.signal.aborted) return EXIT.interrupted;
  if (!run.value.passed) {
    events.forEach(report);
    return exitCodeOf(run.value);
  }
  const own = run.value.steps.find((each) => each.step === step.id);
  if (own !== undefined && options.quiet !== true) {
    showWire(output, own.timeline, options.verbose === true ? own.timeline : await shownOf(context, own));
    showPage(stage, own.timeline);
  }
  if (options.quiet === true) output.lines(`${output.chalk.green(output.marks.pass)} ${step.id}  ${step.title}`);
  else output.say(`${output.marks.pass} Proved: ${step.proves}`);
  return EXIT.passed;
}

/** The part of what went over the wire that the step is about. */
async function shownOf({ chapter }: CommandContext, step: StepResult): Promise<readonly TimelineEntry[]> {
  return relevantEntries(step, await chapter.loadChecks()).slice(0, SHOWN_ENTRIES);
}

function showWire(output: Output, all: readonly TimelineEntry[], shown: readonly TimelineEntry[]): void {
  for (const entry of shown) output.lines(...wireLines(output, entry));
  const left = all.length - shown.length;
  if (left > 0) output.lines(output.chalk.dim(`  ${output.marks.ellipsis} and ${left} more; --verbose shows them`));
}

/** At most two lines: the text of a message often comes after its markup. */
function wireLines({ marks, terminal, chalk }: Output, entry: TimelineEntry): readonly string[] {
  const head = `  ${entry.ms.toFixed(0).padStart(6)} ms  ${padToWidth(entry.client.label, 9)} ${marks[entry.direction]} ${padToWidth(entry.kind, 7)} `;
  const available = terminal.width - displayWidth(head);
  return textsOf(entry, marks).flatMap((text) => {
    const [first = '', ...rest] = chop(escapeControls(text.trimEnd()), available);
    const second =
      rest.length === 0 ? [] : [' '.repeat(displayWidth(head)) + cutToWidth(rest.join(''), available, marks.ellipsis)];
    return [`${chalk.dim(head)}${first}`, ...second];
  });
}
