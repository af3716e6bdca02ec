import { execFileSync } from 'node:child_process';
import { FASTAPI } from '../../src/servers/backends/fastapi.ts';
import { isComplete, searchPython } from '../../src/servers/backends/python/find-interpreters.ts';
import { pythonWithEvents } from './python-events.ts';
import type { Python } from '../../src/servers/backends/python/find-interpreters.ts';

export interface PythonForTests {
  /** Why tests of the FastAPI backend are skipped on this machine; undefined: they run. Where CI is set they always run. */
  readonly skipped: string | undefined;
  /** An interpreter of the machine, not of a virtual environment, with all that the chapter needs. */
  readonly python: Python | undefined;
}

/**
 * The machine's Python with FastAPI. Without one the tests are skipped visibly; in CI its absence is a failure. With `FASTAPI=newest` in the
 * environment it is one with the newest FastAPI that pip finds, which must be there then.
 */
export async function pythonOrReason(): Promise<PythonForTests> {
  const newest = process.env['FASTAPI'] === 'newest' ? newestEnvironment() : undefined;
  const env = { ...process.env, VIRTUAL_ENV: newest };
  const { best } = await searchPython({ needs: FASTAPI, folder: import.meta.dirname, env, platform: process.platform });
  const python = best !== undefined && isComplete(best) ? best : undefined;
  const missing = python === undefined && (process.env['CI'] ?? '') === '';
  return {
    skipped: missing ? '(skipped: no Python on this machine has fastapi, uvicorn, jinja2 and websockets)' : undefined,
    python,
  };
}

/** Folder of an environment with the newest FastAPI. */
function newestEnvironment(): string {
  const { python, about } = pythonWithEvents();
  if (python === undefined) throw new Error(`FASTAPI=newest: ${about}`);
  const prefix = execFileSync(python, ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' });
  return prefix.trim();
}
