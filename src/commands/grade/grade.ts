import { findStep } from '../../course/index.ts';
import { EXIT, ok, wrongUsage } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import type { Course } from '../../model/step.ts';
import { onePointEach } from '../../reporters/places/index.ts';
import { BACKENDS } from '../../servers/backends/index.ts';
import { durationText, plural } from '../../terminal/units.ts';
import { resolveBackend } from '../common/backend/choice.ts';
import type { CommandContext } from '../common/context.ts';
import { chapterCourse } from '../common/folder/session.ts';
import { labNamed } from '../common/folder/unit.ts';
import { htmlFile, writeHtml } from '../common/output/html-file.ts';
import type { HtmlFile } from '../common/output/html-file.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { atBreak } from '../common/output/at-break.ts';
import { ownManifest } from '../doctor/tutor.ts';
import { lastStep } from '../use-cases/step-state.ts';
import { gradeClass, notChecked } from './class-run.ts';
import type { Progress } from './class-run.ts';
import { readEntries } from './entries.ts';
import type { Entry } from './entries.ts';
import { canMeasureMemory } from './memory.ts';
import { readInside, readSettings } from './options.ts';
import type { GradeOptions, Settings } from './options.ts';
import { openPlaceFolder } from './places.ts';
import type { PlaceFolder } from './places.ts';
import { readPoints } from '../use-cases/points.ts';
import type { Points } from '../use-cases/points.ts';
import { reached } from './record.ts';
import type { Grade } from './record.ts';
import { classPage } from './report/html.ts';
import { printReport } from './report/index.ts';
import { addResult, earlierResults, mergedResults } from './results.ts';
import { wordsOf } from './words.ts';

/** What is asked for, read and known to be possible. */
interface Asked {
  readonly settings: Settings;
  readonly points: Points | undefined;
  /** What a place that grades is told: the points, and one for each step where none are given. */
  readonly partPoints: Points;
  /** A step, or a lab. */
  readonly target: string;
  /** Of `--html`. */
  readonly html: HtmlFile | undefined;
}

interface Call {
  readonly context: CommandContext;
  readonly folders: readonly string[];
  readonly options: GradeOptions;
  readonly output: Output;
  readonly asked: Asked;
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
  const call = { context, folders, options, output, asked: asked.value };
  const ended = options.merge === true ? merge(call) : await checkAll(call);
  return ended.ok ? ended.value : printProblem(context, ended.problem, options);
}

/** Reports what other calls have kept. @returns the exit code */
function merge(call: Call): Result<number> {
  const grades = merged(call.context, call.folders, call.options);
  if (!grades.ok) return grades;
  const place = placeFolder(call, grades.value);
  if (!place.ok) return place;
  for (const each of grades.value) {
    const written = place.value?.write(each) ?? ok(undefined);
    if (!written.ok) return written;
  }
  const problem = report(call, grades.value, '');
  return ok(exitCodeFor(grades.value, problem));
}

function placeFolder({ context, options, asked }: Call, entries: readonly Entry[]): Result<PlaceFolder | undefined> {
  return openPlaceFolder({
    format: asked.settings.format,
    to: options.to,
    entries,
    points: asked.partPoints,
    tutor: ownManifest().version,
    cwd: context.cwd,
    env: context.env,
  });
}

/** @param took how long it took, for people; empty: nothing was checked. @returns why the page of `--html` could not be written; undefined: nothing */
function report(
  { context, options, output, asked }: Call,
  grades: readonly Grade[],
  took: string,
): Problem | undefined {
  const { settings, points, partPoints, target, html } = asked;
  const about = { grades, target, points, tutor: ownManifest().version, took, cwd: context.cwd };
  // Where files are written, people get a table of them.
  printReport(options.to === undefined ? settings.format : 'table', {
    ...about,
    partPoints,
    isQuiet: options.quiet === true,
    output,
    env: context.env,
  });
  if (html === undefined) return undefined;
  // With --merge, the files may have changed since.
  const written = writeHtml(html, classPage({ ...about, isCurrent: options.merge !== true }));
  if (written.ok) output.note(`The report is in ${html.shown}.`);
  else output.warn(written.problem.message);
  return written.ok ? undefined : written.problem;
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
  const { steps } = course;
  const partPoints =
    points.value ??
    onePointEach(steps.slice(0, steps.findIndex(({ id }) => id === target.value) + 1).map(({ id }) => id));
  const html = htmlFile(options.html, context);
  if (!html.ok) return html;
  return ok({
    settings: settings.value,
    points: points.value,
    partPoints,
    target: target.value,
    html: html.value,
  });
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

/** Whatever ends it, what is known by then is reported in the format that was asked for. @returns the exit code */
async function checkAll(call: Call): Promise<Result<number>> {
  const { context, folders, options, output, asked } = call;
  const { settings, target } = asked;
  const read = await readEntries(context, folders, { ...options, shard: settings.shard });
  if (!read.ok) return read;
  const entries = read.value;
  const inside = readInside(options.inside, context.cwd);
  if (!inside.ok) return inside;
  const earlier = earlierResults(options.results, context.cwd);
  if (!earlier.ok) return earlier;
  const place = placeFolder(call, entries);
  if (!place.ok) return place;
  if (options.memory !== undefined && settings.memoryBytes > 0 && !canMeasureMemory())
    output.warn('--memory has no effect: the memory of other processes is only measured on Linux.');
  const started = performance.now();
  const known = new Map<string, Grade>();
  const gradesOr = (reason: string): readonly Grade[] =>
    entries.map((entry) => known.get(entry.name) ?? notChecked(entry, target, reason));
  const reportAs = (reason: string): Problem | undefined =>
    report(call, gradesOr(reason), durationText(performance.now() - started));
  const close = atBreak(context, () =>
    reportAs(`not checked: ${context.signal.aborted ? 'interrupted' : 'the call broke off'}`),
  );
  const ended = await gradeClass({
    context,
    entries,
    settings,
    target,
    options: handedOn(options),
    inside: inside.value,
    words: [ownManifest().version],
    earlier: earlier.value,
    known,
    keep: (each, isKept) => {
      const written = place.value?.write(each) ?? ok(undefined);
      return !written.ok || isKept || options.results === undefined
        ? written
        : addResult(options.results, context.cwd, each);
    },
    done: (each, progress) => output.note(lineOf(each, progress, output)),
  });
  if (context.signal.aborted) return ok(sayInterrupted(call, known.size, entries.length));
  close();
  const problem = reportAs(ended.ok ? '' : 'not checked: the results cannot be written');
  return ended.ok ? ok(exitCodeFor([...known.values()], problem)) : ended;
}

/** @returns the exit code */
function sayInterrupted({ options, output }: Call, count: number, all: number): number {
  const how =
    options.results === undefined
      ? 'With --results FILE, a call that is repeated goes on where it was.'
      : 'Repeat the call: it goes on where it was.';
  output.warn(`Interrupted: ${count} of ${plural(all, 'folder')} had been checked. ${how}`);
  return EXIT.interrupted;
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

/** @param problem of the page of `--html`: it changes nothing but that all have passed */
function exitCodeFor(grades: readonly Grade[], problem: Problem | undefined): number {
  if (grades.some(({ outcome }) => outcome === 'not-passed')) return EXIT.notPassed;
  return grades.every(({ outcome }) => outcome === 'passed') ? (problem?.exitCode ?? EXIT.passed) : EXIT.environment;
}
