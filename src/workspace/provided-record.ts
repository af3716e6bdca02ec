import path from 'node:path';
import * as v from 'valibot';
import { textOf } from '../files/regular.ts';
import type { Result } from '../model/result.ts';
import type { FileState } from '../model/step.ts';
import { writeAtomically } from './atomic.ts';
import { guarded } from './fs-problem.ts';
import { TUTOR_FOLDER } from './paths.ts';
import { sha256 } from './snapshots.ts';
import { readFiles } from './write.ts';

/** Path -> SHA-256 of the copy that the tutor wrote: distinguishes an old copy from the learner's own file. */
const recordSchema = v.record(v.string(), v.string());

export interface ProvidedPlan {
  /** Missing ones, and old copies by the tutor. */
  readonly write: FileState;
  /** The learner's own, different ones: they stay. A package counts as one. */
  readonly own: readonly string[];
}

/** Which of the provided files are to be written. A package in `node_modules` belongs to the tutor or to the learner as a whole. */
export function planProvided(folder: string, provided: FileState): ProvidedPlan {
  const record = readRecord(folder);
  const present = readFiles(folder, provided.keys());
  const isForeign = (file: string): boolean => {
    const [bytes, ours] = [present.get(file), provided.get(file)];
    return bytes !== undefined && ours !== undefined && !bytes.equals(ours) && record[file] !== sha256(bytes);
  };
  const own = new Set<string>();
  for (const file of provided.keys()) {
    const unit = unitOf(file);
    if (unit === file ? isForeign(file) : isForeign(`${unit}/package.json`)) own.add(unit);
  }
  const write = new Map(
    [...provided].filter(([file, bytes]) => !own.has(unitOf(file)) && present.get(file)?.equals(bytes) !== true),
  );
  return { write, own: [...own] };
}

/** Records these copies as the tutor's. */
export function recordProvided(folder: string, written: FileState): Result<void> {
  return guarded('.tutor/provided.json cannot be written', () => {
    if (written.size === 0) return;
    const record = {
      ...readRecord(folder),
      ...Object.fromEntries([...written].map(([file, bytes]) => [file, sha256(bytes)])),
    };
    writeAtomically(recordPath(folder), `${JSON.stringify(record, null, 2)}\n`);
  });
}

/** `node_modules/ws` of a file in that package, else the file itself. */
function unitOf(file: string): string {
  return /^node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? file;
}

function recordPath(folder: string): string {
  return path.join(folder, TUTOR_FOLDER, 'provided.json');
}

function readRecord(folder: string): Readonly<Record<string, string>> {
  try {
    return v.parse(recordSchema, JSON.parse(textOf(recordPath(folder)) ?? ''));
  } catch {
    // Missing or broken: every copy that differs then counts as the learner's, which overwrites nothing.
    return {};
  }
}
