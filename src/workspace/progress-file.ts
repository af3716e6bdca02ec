import { renameSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { isOdd, readRegular } from '../files/regular.ts';
import type { BackendKind } from '../model/backend.ts';
import type { Progress } from '../model/progress.ts';
import { BACKENDS } from '../servers/backends/index.ts';
import { wrongUsage } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { writeAtomically } from './atomic.ts';
import { guarded } from './fs-problem.ts';
import { TUTOR_FOLDER } from './paths.ts';

const isoTime = v.pipe(v.string(), v.isoTimestamp());

/** What a folder stores of its backend: the kind, and that kind's own settings. */
const choiceSchema = v.variant('kind', BACKENDS.map(schemaOf));

function schemaOf({ kind, options }: BackendKind) {
  const settings: Record<string, v.GenericSchema<string>> = Object.fromEntries(
    options.map(({ name, required }) => [name, required ? v.string() : v.exactOptional(v.string())]),
  );
  return v.object({ ...settings, kind: v.literal(kind) });
}

export const progressSchema = v.object({
  schema: v.literal(1),
  course: v.exactOptional(v.string()),
  backend: choiceSchema,
  current: v.string(),
  startedAt: isoTime,
  passed: v.record(v.string(), v.object({ at: isoTime, only: v.optional(v.array(v.string())) })),
  hints: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))),
  failing: v.record(v.string(), v.array(v.string())),
  // Invalid answers do not make the whole file unreadable.
  quiz: v.exactOptional(v.fallback(v.record(v.string(), v.picklist(['right', 'missed'])), {})),
}) satisfies v.GenericSchema<unknown, Progress>;

export type ReadProgress =
  | { readonly kind: 'read'; readonly progress: Progress }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly reason: string };

function progressPath(folder: string): string {
  return path.join(folder, TUTOR_FOLDER, 'progress.json');
}

/** A file of a newer tutor is a Problem, not broken: an update can read it. */
export function readProgress(folder: string): Result<ReadProgress> {
  const file = progressPath(folder);
  const text = guarded('.tutor/progress.json cannot be read', () => readRegular(file)?.toString('utf8'));
  if (!text.ok) return text;
  if (text.value === undefined)
    return {
      ok: true,
      value: isOdd(file) ? { kind: 'broken', reason: 'it is not a file of a moderate size' } : { kind: 'missing' },
    };
  let json: unknown;
  try {
    json = JSON.parse(text.value);
  } catch {
    return { ok: true, value: { kind: 'broken', reason: 'it is not valid JSON' } };
  }
  if (
    typeof json === 'object' &&
    json !== null &&
    'schema' in json &&
    typeof json.schema === 'number' &&
    json.schema > 1
  ) {
    return wrongUsage(
      'The progress in this folder was written by a newer version of the tutor.',
      'Update htmx-realtime-tutor, or choose another folder with --dir.',
    );
  }
  const parsed = v.safeParse(progressSchema, json);
  if (parsed.success) return { ok: true, value: { kind: 'read', progress: parsed.output } };
  const issue = parsed.issues[0];
  return { ok: true, value: { kind: 'broken', reason: `${v.getDotPath(issue) ?? 'it'} is not valid` } };
}

/** Overwrites it: the caller holds the folder's lock, and has merged what another command wrote. */
export function writeProgress(folder: string, progress: Progress): Result<void> {
  return guarded('.tutor/progress.json cannot be written', () => putProgress(folder, progress));
}

/** The same. Throws system errors. */
export function putProgress(folder: string, progress: Progress): void {
  writeAtomically(progressPath(folder), `${JSON.stringify(progress, null, 2)}\n`);
}

/** Renames a progress file that cannot be read, so that nothing is lost. @returns the new name in `.tutor/`. */
export function setAside(folder: string, now: Date): Result<string> {
  const name = `progress.broken-${fileTime(now)}.json`;
  return guarded('.tutor/progress.json cannot be moved aside', () => {
    renameSync(progressPath(folder), path.join(folder, TUTOR_FOLDER, name));
    return name;
  });
}

/** ISO 8601 in UTC to the millisecond, with what file names cannot hold replaced: `2026-01-31T09-05-00-123Z`. */
export function fileTime(now: Date): string {
  return now.toISOString().replace(/[:.]/g, '-');
}
