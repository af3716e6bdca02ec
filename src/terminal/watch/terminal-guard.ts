import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Restores the terminal when the tutor is killed and cannot do it itself. */
export interface TerminalGuard {
  /** The terminal was given back; there is nothing left to guard. */
  dismiss(): void;
}

const NO_GUARD: TerminalGuard = { dismiss: () => {} };

// Its input ends with the tutor, however that ends; a line before that says that nothing is left to do. `stty` reads the terminal from its input.
const SCRIPT = 'read -r word; [ "$word" = done ] && exit 0; printf "%s" "$1" >&3; stty "$2" <&3';

/**
 * Starts the guard: a shell that waits in its own session, where no signal of the terminal reaches it.
 * @param terminal file descriptor of the terminal, whose modes are still those to restore
 * @param restore what to write to it. Without `stty` (Windows, bare systems) there is no guard.
 */
export function startTerminalGuard(terminal: number, restore: string): TerminalGuard {
  if (process.platform === 'win32' || !isExecutable('/bin/sh')) return NO_GUARD;
  const modes = spawnSync('stty', ['-g'], { stdio: [terminal, 'pipe', 'ignore'], encoding: 'utf8', timeout: 2000 });
  if (modes.status !== 0 || modes.stdout.trim() === '') return NO_GUARD;
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', restore, modes.stdout.trim()], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore', terminal],
  });
  child.unref();
  // Without the guard a safety net is missing, but the screen works.
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
