import { spawn } from 'node:child_process';
import type { EditorCall } from './editor.ts';

/** Why an editor did not do its work, as a sentence; undefined: it did. */
type Failure = string | undefined;

/** Runs an editor that needs the terminal to its end; the tutor's own screen has left it. @param signal ends the editor, too */
export function runInTerminal(
  call: EditorCall,
  { cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<Failure> {
  return new Promise((resolve) => {
    const child = spawn(call.command, [...call.args], { cwd, stdio: 'inherit' });
    const end = (): void => void child.kill();
    signal.addEventListener('abort', end, { once: true });
    const settle = (failure: Failure): void => {
      signal.removeEventListener('abort', end);
      resolve(failure);
    };
    child.once('error', (error) => settle(cannotStart(call, error)));
    child.once('exit', (code) => settle(endedWith(call, code)));
  });
}

/** Starts an editor with a window of its own, which outlives the tutor. Resolves when it runs. @param onEnd it has ended with an error later */
export function startDetached(
  call: EditorCall,
  { cwd, onEnd }: { readonly cwd: string; readonly onEnd: (failure: string) => void },
): Promise<Failure> {
  return new Promise((resolve) => {
    const child = spawn(call.command, [...call.args], { cwd, stdio: 'ignore', detached: true, windowsHide: true });
    child.once('error', (error) => resolve(cannotStart(call, error)));
    child.once('spawn', () => resolve(undefined));
    child.once('exit', (code) => {
      const failure = endedWith(call, code);
      if (failure !== undefined) onEnd(failure);
    });
    child.unref();
  });
}

function cannotStart({ name }: EditorCall, error: Error): string {
  const isMissing = 'code' in error && error.code === 'ENOENT';
  return isMissing ? `${name} is not found.` : `${name} cannot be started: ${error.message}.`;
}

function endedWith({ name }: EditorCall, code: number | null): Failure {
  return code === 0 || code === null ? undefined : `${name} ended with exit code ${code}.`;
}
