import { ok } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { watchedVariables } from '../../reaper.ts';

export interface ChildOptions {
  readonly cwd: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** How a child failed. */
export interface ChildFailure {
  readonly reason: 'failed' | 'deadline' | 'interrupted';
  /** The last lines that it printed, on both streams. */
  readonly output: readonly string[];
}

const MOST_LINES = 60;

/**
 * Runs a program that takes seconds to minutes, and passes on its lines as they come. It is ended, with its children,
 * by the deadline, by the signal, and when this process ends.
 */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<Result<void, ChildFailure>> {
  const { spawn } = await import('node:child_process');
  if (options.signal.aborted) return { ok: false, problem: { reason: 'interrupted', output: [] } };
  const output: string[] = [];
  const isGroup = process.platform !== 'win32';
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: {
      ...process.env,
      ...watchedVariables(),
      PYTHONIOENCODING: 'utf-8',
      PYTHONUNBUFFERED: '1',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: venv and pip have children, which must not write after they are asked to end.
    detached: isGroup,
    windowsHide: true,
  });
  let reason: ChildFailure['reason'] = 'failed';
  const kill = (): void => {
    if (child.pid === undefined) return;
    try {
      if (isGroup) process.kill(-child.pid, 'SIGKILL');
      else child.kill();
    } catch {
      // It has ended already.
    }
  };
  const abort = (): void => {
    reason = 'interrupted';
    kill();
  };
  const timer = setTimeout(() => {
    reason = 'deadline';
    kill();
  }, options.deadlineMs);
  options.signal.addEventListener('abort', abort, { once: true });
  process.once('exit', kill);
  for (const stream of [child.stdout, child.stderr]) readLines(stream, output, options.onLine);
  try {
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        output.push(error.message);
        resolve(null);
      });
      child.once('close', resolve);
    });
    return code === 0 && reason === 'failed' ? ok(undefined) : { ok: false, problem: { reason, output } };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
    process.off('exit', kill);
  }
}

function readLines(stream: NodeJS.ReadableStream, output: string[], onLine: (line: string) => void): void {
  let rest = '';
  const take = (line: string): void => {
    output.push(line.slice(0, 500));
    if (output.length > MOST_LINES) output.shift();
    onLine(line);
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).slice(-100_000).split(/\r?\n|\r/u);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}
