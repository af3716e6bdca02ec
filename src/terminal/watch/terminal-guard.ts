import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Stands by for the case that the tutor is killed outright, when nobody else can give the terminal back. */
export interface TerminalGuard {
  /** The terminal was given back; there is nothing left to guard. */
  dismiss(): void;
}

const NOBODY: TerminalGuard = { dismiss: () => {} };

// Its input ends with the tutor, however that ends; a line before says that all is well. `stty` reads the terminal from its input.
const SCRIPT = 'read -r word; [ "$word" = done ] && exit 0; printf "%s" "$1" >&3; stty "$2" <&3';

/**
 * Starts the guard: a shell that waits in a session of its own, where no signal of the terminal reaches it.
 * @param terminal file descriptor of the terminal, whose modes are still as they shall be again
 * @param restore what to write to it. Without `stty` (Windows, bare systems) there is no guard.
 */
export function startTerminalGuard(terminal: number, restore: string): TerminalGuard {
  if (process.platform === 'win32' || !isExecutable('/bin/sh')) return NOBODY;
  const modes = spawnSync('stty', ['-g'], { stdio: [terminal, 'pipe', 'ignore'], encoding: 'utf8', timeout: 2000 });
  if (modes.status !== 0 || modes.stdout.trim() === '') return NOBODY;
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', restore, modes.stdout.trim()], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore', terminal],
  });
  child.unref();
  // A guard that cannot be started is a safety net less, not a failure of the screen.
  child.on('error', () => undefined);
  const input = child.stdin;
  input?.on('error', () => undefined);
  if (input !== null && 'unref' in input && typeof input.unref === 'function') input.unref();
  return { dismiss: () => void input?.end('done\n') };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
