import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { nearestOf } from '../../course/index.ts';
import { environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { CommonOptions } from '../common/options.ts';
import { FORMATS } from './report/names.ts';
import type { Format } from './report/names.ts';

/** What the command line says, as it is typed. */
export interface GradeOptions extends CommonOptions {
  readonly step?: string;
  readonly roster?: string;
  readonly jobs?: string;
  readonly timeout?: string;
  readonly memory?: string;
  readonly shard?: string;
  readonly results?: string;
  readonly merge?: boolean;
  readonly points?: string;
  readonly format?: string;
  readonly to?: string;
  readonly inside?: string;
}

/** A part of the folders: the first of four is `{ part: 1, of: 4 }`. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** The same, read. */
export interface Settings {
  readonly jobs: number;
  readonly timeoutMs: number;
  /** 0: no limit. */
  readonly memoryBytes: number;
  readonly shard: Shard;
  readonly format: Format;
}

const MEGABYTE = 1024 * 1024;
const SECOND_MS = 1000;
const MOST_JOBS = 64;
/** A week: more than a timer can wait is a mistake. */
const MOST_SECONDS = 604_800;
const TIMEOUT_SECONDS = 180;
const MEMORY_MEGABYTES = 1000;

/** Most of a check is waiting: two processors have time for three. */
function usualJobs(): number {
  return Math.min(MOST_JOBS, availableParallelism() + 1);
}

export function readSettings(options: GradeOptions): Result<Settings> {
  const jobs = numberIn(options.jobs, { name: '--jobs', least: 1, most: MOST_JOBS, usual: usualJobs() });
  if (!jobs.ok) return jobs;
  const limits = { name: '--timeout', least: 1, most: MOST_SECONDS, usual: TIMEOUT_SECONDS };
  const seconds = numberIn(options.timeout, limits);
  if (!seconds.ok) return seconds;
  const megabytes = numberIn(options.memory, { name: '--memory', least: 0, most: MEGABYTE, usual: MEMORY_MEGABYTES });
  if (!megabytes.ok) return megabytes;
  const shard = readShard(options.shard);
  if (!shard.ok) return shard;
  const format = readFormat(options);
  if (!format.ok) return format;
  return ok({
    jobs: jobs.value,
    timeoutMs: seconds.value * SECOND_MS,
    memoryBytes: megabytes.value * MEGABYTE,
    shard: shard.value,
    format: format.value,
  });
}

/** The program of `--inside`: an absolute path. A problem: it cannot be run. */
export function readInside(program: string | undefined, cwd: string): Result<string | undefined> {
  if (program === undefined) return ok(undefined);
  const file = path.resolve(cwd, program);
  try {
    accessSync(file, constants.X_OK);
    return ok(file);
  } catch {
    return environmentProblem(
      `--inside ${program} is not a program that can be run.`,
      'It is the file of a script that may be executed; docs/teachers.md has one.',
    );
  }
}

function numberIn(
  text: string | undefined,
  {
    name,
    least,
    most,
    usual,
  }: { readonly name: string; readonly least: number; readonly most: number; readonly usual: number },
): Result<number> {
  if (text === undefined) return ok(usual);
  const value = /^\d+$/u.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return ok(value);
  return wrongUsage(`${name} ${text} is not a number between ${least} and ${most}.`, `For example: ${name} ${usual}`);
}

function readShard(text: string | undefined): Result<Shard> {
  if (text === undefined) return ok({ part: 1, of: 1 });
  const [, part = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/u.exec(text.trim()) ?? []).map(Number);
  if (part >= 1 && part <= of) return ok({ part, of });
  return wrongUsage(
    `--shard ${text} is not a part of a whole.`,
    'For example: --shard 1/4, and 2/4, 3/4 and 4/4 elsewhere.',
  );
}

function readFormat({ format, json }: GradeOptions): Result<Format> {
  const name = json === true ? 'json' : (format ?? 'table');
  if (json === true && format !== undefined && format !== 'json')
    return wrongUsage(`--json cannot be used with --format ${format}.`, 'Name one of them.');
  const known = FORMATS.find((each) => each === name);
  if (known !== undefined) return ok(known);
  const near = nearestOf(name, FORMATS);
  return wrongUsage(
    `"${name}" is not a format.`,
    `${near === undefined ? '' : `The nearest is ${near}. `}Available: ${FORMATS.join(', ')}.`,
  );
}
