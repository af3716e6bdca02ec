import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { TestTerminal } from '../support/pty.ts';
import type { Place } from './printed-places.ts';

// Commands as they are printed, run as somebody would who copies them.

/** Exit codes of a command that the tutor understood: it passed, or what it checked did not. */
const UNDERSTOOD: readonly number[] = [0, 1];
/** The page of an example is nobody's, so it cannot be reached (3). */
const OF_OTHERS = /^diagnose\b/u;
const DEADLINE_MS = 120_000;

/** What documents write for something that a person puts in. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\bCODE\b/u, 'oob/no-id'],
  [/\bCOMMAND\b/u, 'check'],
  [/"\$folder"|submissions\/ada|\.\/htmx-demo|\.\.\/demo/u, 'htmx-realtime-demo'],
  [/\s+>\s.*$/u, ''],
  // The command goes on in the next line.
  [/\s*\\$/u, ''],
  // The end of what a shell evaluates: `eval "$(… completion bash)"`.
  [/(completion \w+)\)"$/u, '$1'],
];

/** Commands that are not run here, with the reason; each is compared with its help only. */
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/--run "(?:pearl|perl|serve|the|\/path)/u, 'names a program that is not on every machine'],
  [/--browser/u, 'needs a browser'],
  [/^grade .*--(?:merge|roster|inside|points \S+\.csv)/u, 'names files that are not on every machine'],
  [/^diagnose \S+\.(?:html|har)\b/u, 'names a file that is not on every machine'],
];

/** Commands that a person ends by Ctrl-C, and what is seen on a terminal when they are up. The tour ends by itself, much later. */
const LONG: readonly (readonly [command: RegExp, up: RegExp])[] = [
  [/^(?:watch|run)\b/u, /localhost:(?<port>\d+)/u],
  [/^tour\b/u, /step-1[^\n]*/u],
];

export function shapesOf(found: readonly string[]): readonly string[] {
  const plain = found.map((line) => {
    const command = line
      .trim()
      .replace(/^(?:npx |node \S*bin\/)/u, '')
      .replace('tutor.js ', 'tutor ');
    const args = command.replace(/^htmx-realtime-tutor /u, '').replace(/[.,;:]$/u, '');
    const filled = PLACEHOLDERS.reduce((text, [from, to]) => text.replace(from, to), args);
    return filled.replace(/^explain [a-z]+\/[a-z0-9-]+$/u, 'explain oob/no-id');
  });
  return [...new Set(plain)].toSorted();
}

/** Those that the tutor answers with wrong usage, or with a fault of its own. */
export async function misunderstood(commands: readonly string[], place: Place): Promise<readonly string[]> {
  expect(commands.length).toBeGreaterThan(5);
  const failed: string[] = [];
  for (const command of commands.filter((each) => !NOT_RUN.some(([pattern]) => pattern.test(each)))) {
    const fault = await faultOf(`htmx-realtime-tutor ${command}`, command, place);
    if (fault !== undefined) failed.push(fault);
  }
  return failed;
}

/**
 * Runs each command of the tutor in a printed text, as it is printed.
 * @param seen those that other texts printed in the same state of the folder: they have run there, and are not run again
 */
export async function failing(
  text: string,
  self: string,
  place: Place,
  seen: Set<string> = new Set(),
): Promise<readonly string[]> {
  const calls = [...text.matchAll(/`([^`]+)`|^ {2}([^\s`][^`\n]*?)(?: {2,}[^`\n]*)?$|^(.*) creates it\.$/gmu)]
    .map(([, inText, alone, sentence]) => (inText ?? alone ?? sentence ?? '').replaceAll(/\s+/gu, ' ').trim())
    .filter((line) => line.includes('htmx-realtime-tutor'));
  const failed = calls.filter((call) => !call.startsWith(`${self} `) && !/^(?:eval|\.htmx)/u.test(call));
  for (const call of new Set(calls)) {
    const args = call.slice(self.length + 1);
    if (!call.startsWith(`${self} `) || NOT_RUN.some(([pattern]) => pattern.test(args)) || args === '--help') continue;
    if (seen.has(call)) continue;
    seen.add(call);
    const command = PLACEHOLDERS.reduce((line, [from, to]) => line.replace(from, to), call);
    const fault = await faultOf(command, args, place);
    if (fault !== undefined) failed.push(fault);
  }
  return failed;
}

/** Runs a command line as it is printed. @param args without what calls the tutor. @returns what is wrong with it */
async function faultOf(line: string, args: string, place: Place): Promise<string | undefined> {
  const [, up] = LONG.find(([pattern]) => pattern.test(args)) ?? [];
  if (up !== undefined) return faultOfLong(line, up, place);
  const { code, text } = await inShell(line, place);
  const isUnderstood = UNDERSTOOD.includes(code) || (code === 3 && OF_OTHERS.test(args));
  return isUnderstood && !/^This folder (?:is|has)/mu.test(text) ? undefined : `${line}: exit code ${code}\n${text}`;
}

/** Starts it on a terminal, sees that it is up, and ends it as a person does; nothing of it may be left. */
async function faultOfLong(line: string, up: RegExp, { cwd, env }: Place): Promise<string | undefined> {
  const terminal = new TestTerminal('sh', ['-c', line], { cwd, env, whenFinished: onTestFinished });
  const isUp = await terminal.sees(up, DEADLINE_MS).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const port = up.exec(terminal.text())?.groups?.['port'];
  const answered = port === undefined ? undefined : await isAnswered(port);
  terminal.press('\u0003');
  const { exitCode } = await terminal.exited;
  if (isUp !== undefined) return `${line}: ${isUp}`;
  if (answered === false) return `${line}: nothing answers on port ${port}`;
  if (![0, 130].includes(exitCode)) return `${line}: exit code ${exitCode} after Ctrl-C\n${terminal.raw}`;
  return port !== undefined && (await isAnswered(port)) ? `${line}: port ${port} still answers` : undefined;
}

/** Whether something listens on a port of this machine. */
function isAnswered(port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both. */
  readonly text: string;
}

export function inShell(line: string, { cwd, env }: Place): Promise<Answer> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:FORCE_COLOR|NO_COLOR|CI|COLUMNS|npm_.*)$/u.test(name)),
  );
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', line], {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: DEADLINE_MS,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === null) reject(new Error(`${line} did not end in ${DEADLINE_MS} ms\n${stdout}\n${stderr}`));
      else resolve({ code, stdout, stderr, text: `${stdout}\n${stderr}` });
    });
  });
}
