import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { packageRoot } from '../model/package-root.ts';
import { familyOf, MARK_OF_ALL, markVariables, newMark, startOf } from './family.ts';
import type { Member } from './family.ts';

let input: Writable | undefined;

/**
 * Starts the process that ends all that is left when this one is killed; call it before the first program is started. It need not have begun
 * to run: it finds what it must know in its arguments and its input. Later calls do nothing.
 */
export function startReaper(): void {
  input ??= start();
}

/** Variables for a program that ends by itself, a load of packages or pip, so that it is ended when this process is killed meanwhile. */
export function watchedVariables(): Readonly<Record<string, string>> {
  startReaper();
  return markVariables(newMark());
}

/** Tells the reaper that a process group is alive or gone, or what its leader has started. */
export function notifyReaper(change: 'lives' | 'gone' | readonly Member[], leader: number): void {
  startReaper();
  if (typeof change === 'string') input?.write(`${change === 'lives' ? '+' : '-'} ${leader}\n`);
  else for (const { pid, since } of change) input?.write(`* ${leader} ${pid} ${since}\n`);
}

/**
 * What waits until the tutor has ended, and is then the reaper, with what it was told: a shell, which starts in a millisecond and takes one megabyte.
 * A dot says that nothing is left.
 */
const WAITS = `trap '' INT TERM HUP
told=
while IFS= read -r line; do
  [ "$line" = . ] && exit
  told="$told$line
"
done
printf %s "$told" | "$0" "$@"`;

/** One for the whole process: it must know every group. It never keeps the tutor from ending. */
function start(): Writable {
  // In two words: in one, ps of macOS would show this process with the mark, and what ends the others would end it.
  const args = [path.join(packageRoot(), 'dist', 'reaper.cjs'), ...MARK_OF_ALL.split('=')];
  const hasShell = process.platform !== 'win32';
  const child = spawn(
    hasShell ? '/bin/sh' : process.execPath,
    hasShell ? ['-c', WAITS, process.execPath, ...args] : args,
    {
      // A session of its own, where no signal of the terminal reaches it, and a folder that nobody removes.
      detached: true,
      cwd: path.parse(process.execPath).root,
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
      // A preload or an inspector for the tutor is not for the reaper.
      env: { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: '' },
    },
  );
  child.unref();
  // Without the reaper a safety net is missing, but the command works.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  // Where the system quickly shows that nothing is left, the reaper need not look.
  if (process.platform === 'linux')
    process.on('exit', () => {
      if (familyOf(new Set(), MARK_OF_ALL, startOf(process.pid)).length === 0) child.stdin.write('.\n');
    });
  return child.stdin;
}
