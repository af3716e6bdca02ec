import { spawn } from 'node:child_process';
import path from 'node:path';
import { packageRoot } from '../../src/model/package-root.ts';
import { runDelay } from '../../src/files/run-delay.ts';
import { processTree, readProc } from '../../src/servers/proc-net.ts';

/** One run of the command line, and what it took. */
export interface Measured {
  /** null: it was ended by a signal, or by the test after its deadline. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
  /** For how much of it one of its processes was ready to run and got no processor (Linux; elsewhere 0): the machine was busy. */
  readonly waitedSeconds: number;
  /** Memory of all its processes together at the worst moment, in megabytes, shared pages counted once; 0 where the system does not say. */
  readonly peakMb: number;
}

const SAMPLE_MS = 100;

/**
 * Runs the built command line and watches it. @param options.without a part of the command line of processes that do not count, such as the
 * learner's server @param options.deadlineMs after which it is killed, without the time in which it got no processor
 */
export function measured(
  args: readonly string[],
  options: { readonly without: string; readonly deadlineMs: number; readonly env?: Readonly<Record<string, string>> },
): Promise<Measured> {
  const started = performance.now();
  const program = path.join(packageRoot(), 'bin/htmx-realtime-tutor.js');
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...options.env },
  });
  let out = '';
  let err = '';
  let peakMb = 0;
  /** By process, the server's among them: milliseconds. */
  const delays = new Map<string, number>();
  const waited = (): number => [...delays.values()].reduce((sum, each) => sum + each, 0);
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const sampling = setInterval(() => {
    if (child.pid === undefined) return;
    peakMb = Math.max(peakMb, memoryOf(child.pid, options.without));
    for (const pid of processTree(String(child.pid))) delays.set(pid, Math.max(delays.get(pid) ?? 0, runDelay(pid)));
    if (performance.now() - started - waited() > options.deadlineMs) child.kill('SIGKILL');
  }, SAMPLE_MS);
  const deadline = setTimeout(() => child.kill('SIGKILL'), 10 * options.deadlineMs);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearInterval(sampling);
      clearTimeout(deadline);
      const seconds = (performance.now() - started) / 1000;
      resolve({ code, out, err, seconds, waitedSeconds: waited() / 1000, peakMb: Math.round(peakMb) });
    });
  });
}

/** Memory of a process and of all that it has started, in megabytes. @param without a part of the command line of those that do not count */
export function memoryOf(root: number, without: string): number {
  const counted = processTree(String(root)).filter(
    (pid) => pid === String(root) || !readProc(`/proc/${pid}/cmdline`).includes(without),
  );
  const kilobytes = counted.map((pid) =>
    Number(/^Pss:\s+(\d+)/mu.exec(readProc(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}
