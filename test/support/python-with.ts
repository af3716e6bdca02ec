import { execFileSync } from 'node:child_process';

const found = new Map<string, string | undefined>();

/** A Python of this machine that can import the module; undefined: there is none. */
export function pythonWith(module: string): string | undefined {
  // The first on PATH may be another one than the system's, which has the distribution's packages.
  if (!found.has(module))
    found.set(
      module,
      ['python3', '/usr/bin/python3'].find((each) => canRun(each, ['-c', `import ${module}`])),
    );
  return found.get(module);
}

/** Whether the command runs to its end. */
export function canRun(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Why something is skipped that needs such a Python. Where CI is set it always runs. */
export function leftOut(reason: string): string | undefined {
  return (process.env['CI'] ?? '') === '' ? `(skipped: ${reason} on this machine)` : undefined;
}
