import { findStep } from '../../course/index.ts';
import { EXIT, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Course } from '../../model/step.ts';
import { BACKENDS } from '../../servers/backends/index.ts';
import { durationText, plural } from '../../terminal/units.ts';
import { resolveBackend } from '../common/backend/choice.ts';
import type { CommandContext } from '../common/context.ts';
import { chapterCourse } from '../common/folder/session.ts';
import { labNamed } from '../common/folder/unit.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { ownManifest } from '../doctor/tutor.ts';
import { lastStep } from '../use-cases/step-state.ts';
import { gradeClass } from './class-run.ts';
import type { Progress } from './class-run.ts';
import { readEntries } from './entries.ts';
import { canMeasureMemory } from './memory.ts';
import { readSettings } from './options.ts';
import type { GradeOptions, Settings } from './options.ts';
import { readPoints } from './points.ts';
import type { Points } from './points.ts';
import { reached } from './record.ts';
import type { Grade } from './record.ts';
import { printReport } from './report/index.ts';
import { earlierResults, mergedResults } from './results.ts';
import { wordsOf } from './words.ts';

/** What is asked for, read and known to be possible. */
interface Asked {
  readonly settings: Settings;
  readonly points: Points | undefined;
  /** A step, or a lab. */
  readonly target: string;
}

/** Checks each folder in a process of its own and reports on all. Exit code 0: all passed, 1: one has not, 3: one could not be decided. */
export async function grade(
  context: CommandContext,
  folders: readonly string[],
  options: GradeOptions,
): Promise<number> {
  const output = createOutput(context, options);
  const asked = await read(context, options);
  if (!asked.ok) return printProblem(context, asked.problem, options);
  const started = performance.now();
  const grades =
    options.merge === true
      ? merged(context, folders, options)
      : await checkAll(context, folders, { asked: asked.value, options, output });
  if (!grades.ok) return printProblem(context, grades.problem, options);
  if (context.signal.aborted) {
    output.warn(`Interrupted: ${plural(grades.value.length, 'folder')} had been checked.`);
    return EXIT.interrupted;
  }
  const { settings, points, target } = asked.value;
  const tookMs = options.merge === true ? 0 : performance.now() - started;
  printReport(settings.format, {
    grades: grades.value,
    target,
    points,
    tutor: ownManifest().version,
    took: tookMs === 0 ? '' : durationText(tookMs),
    isQuiet: options.quiet === true,
    output,
    cwd: context.cwd,
    env: context.env,
  });
  return exitCodeFor(grades.value);
}

async function read(context: CommandContext, options: GradeOptions): Promise<Result<Asked>> {
  const settings = readSettings(options);
  if (!settings.ok) return settings;
  const lab = labNamed(context.chapter, options.step);
  const course = await chapterCourse({ chapter: lab ?? context.chapter });
  const target = lab === undefined ? targetIn(course, options.step) : ok(lab.id);
  if (!target.ok) return target;
  const points = options.points === undefined ? ok(undefined) : readPoints(options.points, course, context.cwd);
  if (!points.ok) return points;
  const backend = resolveBackend(options, undefined, context.cwd);
  if (!backend.ok) return backend;
  if (backend.value.fromFlags && backend.value.backend.origin !== undefined)
    return wrongUsage('--url names one server, and grade starts the server of each folder.', 'Use check with --url.');
  return ok({ settings: settings.value, points: points.value, target: target.value });
}

function targetIn(course: Course, words = 'all'): Result<string> {
  if (words.trim().toLowerCase() === 'all') return ok(lastStep(course).id);
  const step = findStep(course, words);
  return step.ok ? ok(step.value.id) : step;
}

function merged({ cwd }: CommandContext, files: readonly string[], options: GradeOptions): Result<readonly Grade[]> {
  const given = (['roster', 'shard', 'results'] as const).find((name) => options[name] !== undefined);
  if (given !== undefined)
    return wrongUsage(`--${given} cannot be used with --merge.`, '--merge reports what other calls have kept.');
  if (files.length === 0)
    return wrongUsage('--merge needs the files with results.', 'For example: grade --merge results/*.jsonl');
  return mergedResults(files, cwd);
}

async function checkAll(
  context: CommandContext,
  folders: readonly string[],
  { asked, options, output }: { readonly asked: Asked; readonly options: GradeOptions; readonly output: Output },
): Promise<Result<readonly Grade[]>> {
  const { settings, target } = asked;
  const entries = await readEntries(context, folders, { ...options, shard: settings.shard });
  if (!entries.ok) return entries;
  const earlier = earlierResults(options.results, context.cwd);
  if (!earlier.ok) return earlier;
  if (options.memory !== undefined && settings.memoryBytes > 0 && !canMeasureMemory())
    output.warn('--memory has no effect: the memory of other processes is only measured on Linux.');
  return gradeClass({
    context,
    entries: entries.value,
    settings,
    target,
    options: handedOn(options),
    words: [ownManifest().version],
    earlier: earlier.value,
    results: options.results,
    done: (grade, progress) => output.note(lineOf(grade, progress, output)),
  });
}

/** The options of `check` that this call has. */
function handedOn(options: GradeOptions): readonly string[] {
  const names = ['backend', ...new Set(BACKENDS.flatMap((kind) => kind.options.map(({ name }) => name)))];
  const given = names.flatMap((name) => {
    const value: unknown = Object.entries(options).find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? [`--${name}`, value] : [];
  });
  return [...given, ...(options.browser === true ? ['--browser'] : [])];
}

/** `[3/30] ✗ bob: 5 of 8 steps, up to step-5, sse/no-route, 6.2 s`. */
function lineOf(grade: Grade, { isKept, count, all }: Progress, { marks }: Output): string {
  const { outcome, name, steps, durationMs } = grade;
  const mark = { passed: marks.pass, 'not-passed': marks.fail, undecided: marks.unknown, 'no-verdict': marks.unknown };
  const words = wordsOf(grade);
  const last = reached(grade);
  const facts = [
    ...(steps.length === 0 ? [] : [`${words.steps} steps`]),
    ...(outcome === 'passed' || last === undefined ? [] : [`up to ${last}`]),
    words.cause,
    isKept ? 'not changed' : durationText(durationMs),
  ];
  return `[${count}/${all}] ${mark[outcome]} ${name}: ${facts.filter(Boolean).join(', ')}`;
}

function exitCodeFor(grades: readonly Grade[]): number {
  if (grades.some(({ outcome }) => outcome === 'not-passed')) return EXIT.notPassed;
  return grades.every(({ outcome }) => outcome === 'passed') ? EXIT.passed : EXIT.environment;
}
