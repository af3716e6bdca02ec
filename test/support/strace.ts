import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';

/** The calls that change something on a disk. */
const CALLS = 'openat,write,rename,link,unlink,rmdir,mkdir,fsync,fchmod,chmod';

/** One call of the main thread that changes something below a folder. */
export interface SystemCall {
  readonly name: string;
  /** Which of its name it is, from 1: what `strace -e inject=…:when=N` counts. */
  readonly number: number;
  /** The file, with what differs between runs replaced. */
  readonly file: string;
}

export type Injected = 'error=EIO' | 'error=ENOSPC' | 'error=EACCES' | 'signal=KILL';

export interface Traced {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
  readonly calls: readonly SystemCall[];
  /** The call that got the fault; undefined: none below the folder. */
  readonly hit: SystemCall | undefined;
}

/** Why no system call can be made to fail here; undefined: it can. */
export function noStrace(): string | undefined {
  if (process.platform !== 'linux') return 'strace is a program of Linux';
  const { error, status } = spawnSync('strace', ['-o', '/dev/null', 'true']);
  if (error !== undefined) return 'strace is not installed here';
  return status === 0 ? undefined : 'strace may not trace here';
}

/**
 * Runs a program of Node and writes down its calls below a folder; one of them gets a fault. Only the main thread is traced, which does all
 * writing: its children, a server or a page, and the threads of Node get no fault.
 */
export async function traced(
  words: readonly string[],
  { cwd, folder, inject }: { cwd: string; folder: string; inject?: { call: SystemCall; what: Injected } },
): Promise<Traced> {
  const log = path.join(path.dirname(folder), `strace-${Math.random().toString(36).slice(2)}.log`);
  const fault =
    inject === undefined ? [] : ['-e', `inject=${inject.call.name}:${inject.what}:when=${inject.call.number}`];
  const { exitCode, stdout, stderr } = await execa(
    'strace',
    ['-o', log, '-y', '-s', '0', '-e', `trace=${CALLS}`, '-e', 'signal=none', ...fault, process.execPath, ...words],
    { cwd, reject: false, stdin: 'ignore', env: { NO_COLOR: '1' } },
  );
  const lines = readFileSync(log, 'utf8').split('\n');
  const counts = new Map<string, number>();
  const calls: SystemCall[] = [];
  let hit: SystemCall | undefined;
  for (const [index, line] of lines.entries()) {
    const name = /^(\w+)\(/u.exec(line)?.[1];
    if (name === undefined) continue;
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    const file = /[<"]([^"<>]*)[">]/u.exec(line.slice(line.indexOf(folder) - 1))?.[1];
    if (!line.includes(`${folder}/`) && !line.includes(`${folder}"`)) continue;
    if (name === 'openat' && !/O_WRONLY|O_RDWR/u.test(line)) continue;
    const call = { name, number, file: nameOf(file ?? '', folder) };
    calls.push(call);
    const isKilled = inject?.what === 'signal=KILL' && lines[index + 1]?.startsWith('+++ killed') === true;
    if (line.endsWith('(INJECTED)') || isKilled) hit = call;
  }
  return { code: exitCode, out: stdout, err: stderr, calls, hit };
}

/** What is the same in each run: no process, no time, no random part. */
function nameOf(file: string, folder: string): string {
  return path
    .relative(folder, file)
    .replace(/\d+-[0-9a-f]{8}\.tmp$/u, 'tmp')
    .replace(/(\d{4})-\d{4}-[\dTZ-]+/u, '$1');
}
