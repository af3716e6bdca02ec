import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { isOdd, readRegular, textOf } from '../files/regular.ts';
import { environmentProblem, wrongUsage } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { discard, makeFolders } from './atomic.ts';
import { guarded, isMissing, isSystemError } from './fs-problem.ts';
import { TUTOR_FOLDER } from './paths.ts';
import { processStart } from './process-start.ts';

/** How long a command waits for another one that writes into the same folder, in milliseconds: a change takes a tenth of it at most. */
const PATIENCE_MS = 5000;
/** How long it sleeps between two tries. */
const PAUSE_MS = 5;
/** A lock of another machine, on a shared disk, whose process cannot be asked for: it counts as left behind after this long. */
const FOREIGN_MS = 60_000;

/** How often this process holds the lock of a folder: an undo writes files, which writes progress. */
const held = new Map<string, number>();

/**
 * Runs work that reads and writes the tutor's data of a folder while no other tutor does. The work is synchronous, so a lock is held for
 * milliseconds; one whose process has ended is taken over. A Problem: another process holds it all the time.
 * @param folder absolute path of the learner's folder, which has a `.tutor/`
 */
export function underLock<T>(folder: string, work: () => Result<T>): Result<T> {
  const file = lockOf(folder);
  const depth = held.get(file) ?? 0;
  if (depth === 0) {
    const taken = guarded('.tutor/lock cannot be written', () => take(file));
    if (!taken.ok) return taken;
    if (taken.value === ODD)
      return wrongUsage('.tutor/lock is a folder, a pipe or a device.', 'Remove it, then run the command again.');
    if (taken.value !== undefined)
      return environmentProblem(
        `Another command of the tutor writes into this folder (${taken.value}).`,
        'Wait until it has ended, then try again.',
      );
  }
  held.set(file, depth + 1);
  try {
    return work();
  } finally {
    if (depth === 0) {
      held.delete(file);
      // One that stays is taken over once this process has ended.
      discard(file);
    } else {
      held.set(file, depth);
    }
  }
}

/** The file that exists while a command writes into the folder. */
export function lockOf(folder: string): string {
  return path.join(folder, TUTOR_FOLDER, 'lock');
}

/** Who holds a lock that no tutor has made. */
const ODD = '';

/** @returns undefined when the lock was taken, else who holds it. Throws system errors. */
function take(file: string): string | undefined {
  const started = performance.now();
  makeFolders(path.dirname(file));
  for (;;) {
    if (create(file)) return undefined;
    if (isOdd(file)) return ODD;
    const owner = ownerOf(file);
    if (owner !== undefined && owner.isGone) takeAway(file, owner.text);
    else if (performance.now() - started > PATIENCE_MS) return owner?.text.trim() ?? 'it has just begun';
    else pause();
  }
}

function create(file: string): boolean {
  try {
    const handle = openSync(file, 'wx');
    try {
      writeSync(handle, `process ${process.pid} on ${hostname()}\n`);
    } finally {
      closeSync(handle);
    }
    return true;
  } catch (error) {
    if (isSystemError(error) && (error.code === 'EEXIST' || error.code === 'EPERM')) return isThere(file, error);
    throw error;
  }
}

/** Windows refuses with EPERM while a removed file is still open; elsewhere, and without such a file, EPERM means a missing permission. */
function isThere(file: string, error: Error & { readonly code: string }): false {
  if (error.code === 'EPERM' && process.platform !== 'win32') throw error;
  return false;
}

interface Owner {
  readonly text: string;
  readonly isGone: boolean;
}

/** Undefined: the lock was released in the meantime. */
function ownerOf(file: string): Owner | undefined {
  try {
    const text = readRegular(file)?.toString('utf8');
    if (text === undefined) return undefined;
    const madeMs = statSync(file).mtimeMs;
    const age = Date.now() - madeMs;
    const [, pid, host] = /^process (\d+) on (.*)\n$/.exec(text) ?? [];
    // Without a name it is being written right now, or its process was killed while it wrote it.
    if (pid === undefined || host === undefined) return { text, isGone: age > PATIENCE_MS / 5 };
    return { text, isGone: host === hostname() ? !isHolder(Number(pid), madeMs) : age > FOREIGN_MS };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A process that started so much later than the lock was made did not make it, in milliseconds: clocks are set, and time stamps are coarse. */
const LATER_MS = 1000;

/** A container that starts again gives the numbers of its processes again, within seconds. @param madeMs when the lock was made, since the epoch */
function isHolder(pid: number, madeMs: number): boolean {
  return isAlive(pid) && (processStart(pid) ?? 0) < madeMs + LATER_MS;
}

/** Whether another process has this number. */
export function isAlive(pid: number): boolean {
  // A number of an earlier process that this one got again: this process holds no lock here, or `held` would say so.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return isSystemError(error) && error.code === 'EPERM';
  }
}

/** Removes a lock that was left behind; puts it back when it is another one by now: a process can be faster than this one. */
function takeAway(file: string, seen: string): void {
  const aside = `${file}.${process.pid}.tmp`;
  try {
    renameSync(file, aside);
    if (textOf(aside) === seen) rmSync(aside, { force: true });
    else renameSync(aside, file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
