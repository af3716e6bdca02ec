import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const ROOT = path.dirname(path.dirname(import.meta.dirname));
export const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
/** A hang; a machine that the other tests keep busy needs up to a minute for what takes a second. */
const DEADLINE_MS = 120_000;
/** Variables of the tests' own surroundings that change what the tutor prints. */
const INFLUENCES = /^(FORCE_COLOR|NO_COLOR|CI|COLUMNS|npm_.*)$/;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another installation of the tutor; default: this checkout's. */
  readonly launcher?: string;
  /** Leaves standard input open, as a terminal without a person would; else it is at its end. */
  readonly openInput?: boolean;
  readonly uid?: number;
  /** Milliseconds until it must have ended. */
  readonly deadlineMs?: number;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tutor-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Starts the tutor as a process of its own; it is ended with the test. */
export function startTutor(
  args: readonly string[],
  { cwd, env = {}, openInput = false, uid, launcher = LAUNCHER }: RunOptions,
): ChildProcessWithoutNullStreams {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !INFLUENCES.test(name)));
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd,
    env: { ...inherited, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  if (!openInput) child.stdin.end();
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    // TERM, so that the tutor of a failed test ends its server too; KILL would leave that running.
    const ended = exitOf(child, () => args.join(' '));
    child.kill('SIGTERM');
    await ended;
  });
  return child;
}

/** Runs the tutor to its end; it fails the test when that does not come. */
export async function tutor(args: readonly string[], options: RunOptions): Promise<Outcome> {
  const child = startTutor(args, options);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  return {
    code: await exitOf(child, () => `${args.join(' ')}\n${stdout}\n${stderr}`, options.deadlineMs),
    stdout,
    stderr,
  };
}

/** Exit code, when the output has been read to its end. */
export function exitOf(
  child: ChildProcessWithoutNullStreams,
  about: () => string,
  deadlineMs: number = DEADLINE_MS,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the tutor did not end: ${about()}`)), deadlineMs);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

/** Resolves with the output so far as soon as it matches. */
export function outputOf(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const timer = setTimeout(() => reject(new Error(`no ${pattern} in: ${seen}`)), DEADLINE_MS);
    const look = (chunk: Buffer): void => {
      seen += chunk.toString('utf8');
      if (!pattern.test(seen)) return;
      clearTimeout(timer);
      resolve(seen);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
  });
}
