import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRegular, textOf } from '../files/regular.ts';
import * as v from 'valibot';
import { environmentProblem } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { makeFolders, writeAtomically } from './atomic.ts';
import { lstatOrNothing, TUTOR_FOLDER } from './paths.ts';
import { fileTime, progressSchema } from './progress-file.ts';

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A path inside the folder: a manifest that says something else was not written by the tutor. */
const relativeFile = v.pipe(
  v.string(),
  v.check((file) => !/^[/\\]|\0|(?:^|[/\\])\.\.?(?:[/\\]|$)|:/.test(file) && file !== ''),
);

const manifestSchema = v.object({
  schema: v.literal(1),
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** Why the files were written, for the learner: `solution of step-4`. */
  reason: v.string(),
  /** Progress as it was before. */
  progress: progressSchema,
  /** Hashes are SHA-256 in hexadecimal; null: no file. */
  entries: v.array(v.object({ file: relativeFile, before: v.nullable(hash), after: v.nullable(hash) })),
  /** Folders that the change created, outermost first. */
  folders: v.array(relativeFile),
  /** Number of the change that this one undid. */
  undoes: v.exactOptional(v.number()),
  /** It holds a save that came too late during the change with this number. Plain `undo` leaves it out. */
  during: v.exactOptional(v.number()),
  /** The change was taken back, and the snapshot stays for what is only in it. `listSnapshots` says it of what an undo undid, too. */
  undone: v.boolean(),
});

/** What a change replaced: enough to bring every file back. */
export type Snapshot = Readonly<v.InferOutput<typeof manifestSchema>>;

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** All readable snapshots, oldest first. A damaged one is left where it is and not listed. */
export function listSnapshots(folder: string): readonly Snapshot[] {
  return withUndone(readAll(folder, MANIFEST));
}

/** Changes that were taken back and forgotten, but for files of the tutor's own that were moved aside: see `retireSnapshot`. */
export function listRetired(folder: string): readonly Snapshot[] {
  return readAll(folder, RETIRED);
}

/** The change that `undo` takes back. */
export function lastUndoable(snapshots: readonly Snapshot[]): Snapshot | undefined {
  return snapshots.findLast((each) => !each.undone && each.undoes === undefined && each.during === undefined);
}

const MANIFEST = 'manifest.json';
const RETIRED = 'retired.json';
const STORED = 'files';
const REPLACED = 'replaced';
const WITHDRAWN = 'withdrawn';

/** Absolute paths of the folders of all snapshots, readable or not. Throws system errors. */
export function snapshotFolders(folder: string): readonly string[] {
  const root = snapshotsFolder(folder);
  if (areSnapshotsElsewhere(folder) || !existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => /^\d{4,}-.*Z$/.test(name))
    .map((name) => path.join(root, name));
}

function readAll(folder: string, manifest: string): readonly Snapshot[] {
  const read = snapshotFolders(folder).map((each) => readManifest(path.join(each, manifest)));
  return read.filter((snapshot) => snapshot !== undefined).toSorted((a, b) => a.number - b.number);
}

/**
 * Says which changes are undone. An undo is one change, and its snapshot the only record of it: a second file to be marked could be missed
 * by a kill. What a manifest itself says counts for a change that was taken back, which no undo names.
 */
function withUndone(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  const named = new Set(snapshots.map(({ undoes }) => undoes));
  const undone = new Set(
    snapshots.filter((each) => each.undone && !named.has(each.number)).map(({ number }) => number),
  );
  // The newest first: an undo that was itself undone undoes nothing.
  for (const { number, undoes } of snapshots.toReversed())
    if (undoes !== undefined && !undone.has(number)) undone.add(undoes);
  return snapshots.map((each) => ({ ...each, undone: undone.has(each.number) }));
}

/**
 * Stores the bytes that a change is about to replace. Complete or absent: it is written under another name and renamed.
 * Throws system errors.
 * @param bytes contents before the change, for every entry that had a file.
 */
export function storeSnapshot(folder: string, snapshot: Snapshot, bytes: ReadonlyMap<string, Buffer>): void {
  const target = snapshotFolder(folder, snapshot);
  const partial = `${target}.partial`;
  try {
    makeFolders(path.join(partial, STORED));
    for (const [file, contents] of bytes) {
      const copy = path.join(partial, STORED, file);
      makeFolders(path.dirname(copy));
      writeFileSync(copy, contents, { flush: true });
    }
    writeFileSync(path.join(partial, MANIFEST), manifestText(snapshot), { flush: true });
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/** Rewrites a snapshot's manifest: its change was taken back. Throws system errors. */
export function updateSnapshot(folder: string, snapshot: Snapshot): void {
  writeAtomically(path.join(snapshotFolder(folder, snapshot), MANIFEST), manifestText(snapshot));
}

/** Where a file that the change replaces is moved itself: a program that still has it open writes into it there, and nothing is lost. */
export function asideOf(folder: string, snapshot: Snapshot, file: string): string {
  return path.join(snapshotFolder(folder, snapshot), REPLACED, file);
}

/** Where a file that the change wrote is moved when the change is taken back, for the same reason. */
export function withdrawnOf(folder: string, snapshot: Snapshot, file: string): string {
  return path.join(snapshotFolder(folder, snapshot), WITHDRAWN, file);
}

/**
 * Whether a file that was moved into a snapshot may have been written since: a look at times and sizes, because every command takes it. The stored
 * copy of a file was written just before that was moved, so whatever is written into it later is newer. Throws system errors.
 * @param own absolute path of the snapshot's folder
 */
export function mayHaveLateSave(own: string): boolean {
  if (existsSync(path.join(own, WITHDRAWN))) return true;
  const replaced = path.join(own, REPLACED);
  if (!existsSync(replaced)) return false;
  return readdirSync(replaced, { recursive: true, encoding: 'utf8' }).some((file) => {
    const [moved, copy] = [lstatOrNothing(path.join(replaced, file)), lstatOrNothing(path.join(own, STORED, file))];
    if (moved?.isFile() !== true) return false;
    return copy === undefined || moved.mtimeMs >= copy.mtimeMs || moved.size !== copy.size;
  });
}

/** Throws system errors. */
export function dropSnapshot(folder: string, snapshot: Snapshot): void {
  rmSync(snapshotFolder(folder, snapshot), { recursive: true, force: true });
}

/** Forgets a change, but for the files that it wrote and that were moved aside. It writes nothing, because a disk may be full. Throws system errors. */
export function retireSnapshot(folder: string, snapshot: Snapshot): void {
  const own = snapshotFolder(folder, snapshot);
  renameSync(path.join(own, MANIFEST), path.join(own, RETIRED));
  rmSync(path.join(own, STORED), { recursive: true, force: true });
}

/** The bytes that a file had before the change; an altered copy is a Problem. */
export function storedBytes(folder: string, snapshot: Snapshot, file: string): Result<Buffer> {
  const copy = path.join(snapshotFolder(folder, snapshot), STORED, file);
  const expected = snapshot.entries.find((entry) => entry.file === file)?.before;
  const bytes = readRegular(copy);
  if (bytes !== undefined && sha256(bytes) === expected) return { ok: true, value: bytes };
  return environmentProblem(
    `The copy of ${file} in snapshot ${snapshot.number} is damaged or missing.`,
    `Look into ${path.dirname(copy)}.`,
  );
}

/** Numbers only grow, even past unreadable folders, so that their order is the order in time. */
export function nextNumber(folder: string): number {
  const root = snapshotsFolder(folder);
  const names = !areSnapshotsElsewhere(folder) && existsSync(root) ? readdirSync(root) : [];
  return Math.max(0, ...names.map((name) => Number(/^(\d+)-/.exec(name)?.[1] ?? 0))) + 1;
}

/** Removes snapshots that were never completed: the process that wrote them was killed. Throws system errors. */
export function dropPartial(folder: string): void {
  const root = snapshotsFolder(folder);
  if (!existsSync(root)) return;
  for (const name of readdirSync(root).filter((each) => each.endsWith('.partial')))
    rmSync(path.join(root, name), { recursive: true, force: true });
}

/** Whether something else than a folder has the name of the snapshots' one: a link would lead the learner's files out of the folder. */
export function areSnapshotsElsewhere(folder: string): boolean {
  return lstatOrNothing(snapshotsFolder(folder))?.isDirectory() === false;
}

function snapshotsFolder(folder: string): string {
  return path.join(folder, TUTOR_FOLDER, 'snapshots');
}

/** Absolute path. */
export function snapshotFolder(folder: string, snapshot: Snapshot): string {
  return path.join(
    snapshotsFolder(folder),
    `${String(snapshot.number).padStart(4, '0')}-${fileTime(new Date(snapshot.at))}`,
  );
}

function manifestText(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}

function readManifest(file: string): Snapshot | undefined {
  try {
    const text = textOf(file);
    if (text === undefined) return undefined;
    const parsed = v.safeParse(manifestSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Unreadable or not JSON: damaged, so the caller does not list it.
    return undefined;
  }
}
