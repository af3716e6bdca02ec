import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { packageRoot } from '../../model/package-root.ts';
import { EXIT } from '../../model/result.ts';
import { canMeasureMemory, memoryOfTree } from './memory.ts';
import type { Settings } from './options.ts';
import { readReport } from './record.ts';
import type { Checked } from './record.ts';

/** One folder and how it is checked. */
export interface Call {
  /** Absolute path. */
  readonly folder: string;
  readonly step: string;
  /** Options of `check` that are handed on, such as `--backend`. */
  readonly options: readonly string[];
  /** A program that runs what it is given in a sandbox: absolute path. It gets the folder, then the command and its arguments. */
  readonly inside?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Bytes of a report that are kept; one of a whole course has less than a tenth of that. */
const LONGEST_REPORT = 32 * 1024 * 1024;
/** Characters of what a check says beside its report. */
const LONGEST_REMARK = 4000;
/** Milliseconds that a check may take to end its servers and itself before it is killed. */
const GRACE_MS = 5000;
/** Milliseconds after Ctrl-C until a check is told once more: less than the tutor has itself to end. */
const AGAIN_MS = 1000;
/** Milliseconds in which the output of a check that has ended is read to its end. */
const OUTPUT_MS = 1000;
/** Milliseconds between two looks at the memory: so much can be taken in between that a look is of use only when it is soon. */
const LOOK_MS = 500;

const running = new Set<Child>();

/** Checks one folder in a process of its own, so that a crash, a hang or a hunger for memory ends nothing else. It writes nothing into the folder. */
export function checkFolder(call: Call, limits: Pick<Settings, 'timeoutMs' | 'memoryBytes'>): Promise<Checked> {
  const { folder, step, options, inside, env, signal } = call;
  const launcher = path.join(packageRoot(), 'bin', 'htmx-realtime-tutor.js');
  const args = [launcher, 'check', step, '--json', '--read-only', '--dir', folder, ...options];
  const [program, words] =
    inside === undefined ? [process.execPath, args] : [inside, [folder, process.execPath, ...args]];
  // In a group of its own, Ctrl-C on a terminal reaches the check through us alone.
  const child = spawn(program, words, {
    env: { ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  if (running.size === 0) process.once('exit', endAll);
  running.add(child);
  const started = performance.now();
  let stopped: string | undefined;
  const stop = (reason: string): void => {
    stopped ??= reason;
    child.kill('SIGTERM');
    killer ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  let killer: NodeJS.Timeout | undefined;
  const report = collect(child.stdout, LONGEST_REPORT, () => stop('its report is longer than 32 MB'));
  const remarks = collect(child.stderr, LONGEST_REMARK);
  const timer = setTimeout(() => stop(`it took longer than ${limits.timeoutMs / 1000} s`), limits.timeoutMs);
  const watcher = watchMemory(child, limits.memoryBytes, stop);
  let again: NodeJS.Timeout | undefined;
  const abort = (): void => {
    stop('interrupted');
    // Told twice, it ends at once, and we end after it.
    again = setTimeout(() => child.kill('SIGTERM'), AGAIN_MS);
  };
  signal.addEventListener('abort', abort);
  return new Promise((resolve) => {
    const settle = (code: number | null): void => {
      clearTimeout(timer);
      clearTimeout(killer);
      clearTimeout(again);
      clearInterval(watcher);
      signal.removeEventListener('abort', abort);
      running.delete(child);
      if (running.size === 0) process.off('exit', endAll);
      resolve(checked({ code, stopped, report: report(), remarks: remarks(), ms: performance.now() - started }));
    };
    child.once('error', (error) => {
      stopped ??= error.message;
      settle(null);
    });
    child.once('exit', () =>
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, OUTPUT_MS).unref(),
    );
    child.once('close', settle);
  });
}

/** However we end, the checks end too, and their servers with them. */
function endAll(): void {
  for (const child of running) child.kill('SIGTERM');
}

function watchMemory(child: Child, most: number, stop: (reason: string) => void): NodeJS.Timeout | undefined {
  const { pid } = child;
  if (most === 0 || pid === undefined || !canMeasureMemory()) return undefined;
  return setInterval(() => {
    if (memoryOfTree(pid) > most) stop(`its processes took more than ${most / (1024 * 1024)} MB`);
  }, LOOK_MS);
}

/** Keeps the first bytes of a stream. @param tooLong called when there are more */
function collect(stream: Readable, most: number, tooLong?: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes <= most) chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > most) tooLong?.();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

interface Ended {
  readonly code: number | null;
  readonly stopped: string | undefined;
  readonly report: string;
  readonly remarks: string;
  readonly ms: number;
}

function checked({ code, stopped, report, remarks, ms }: Ended): Checked {
  const nothing = { backend: '', seed: '', durationMs: Math.round(ms), steps: [] };
  // A limit says nothing about the work: the machine may have been too busy.
  if (stopped !== undefined) return { ...nothing, outcome: 'no-verdict', reason: stopped };
  const read = readReport(report);
  if (read !== undefined) return { ...read, reason: '' };
  return { ...nothing, outcome: 'no-verdict', reason: reasonOf(code, remarks) };
}

/** What a check said that has no report. */
function reasonOf(code: number | null, remarks: string): string {
  const said = remarks.replaceAll(/\s+/gu, ' ').trim();
  if (code === EXIT.bug) return `a fault of the tutor itself: ${said}`;
  return said === '' ? `the check ended with ${code ?? 'a signal'} and without a report` : said;
}
