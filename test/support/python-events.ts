import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../src/model/package-root.ts';
import { canRun, pythonWith } from './python-with.ts';

/** What the servers import: FastAPI with events of its own (since 0.135), and the library that most used before. */
const IMPORTS = 'import fastapi.sse, sse_starlette, uvicorn, jinja2, websockets';
const PACKAGES = ['fastapi', 'sse-starlette', 'uvicorn', 'jinja2', 'websockets'];

/** Where an environment of the tests' own is kept from one run to the next. */
const OWN = path.join(packageRoot(), 'node_modules', '.cache', 'python-events');
const OWN_PYTHON = path.join(OWN, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Longer than pip needs for a dozen wheels, in milliseconds; without a network it gives up soon. */
const PATIENCE_MS = 100_000;

export interface PythonWithEvents {
  /** Absolute path; undefined: this machine has none, and pip found no wheels. */
  readonly python: string | undefined;
  /** Versions, or why there is none: for the titles of the tests. */
  readonly about: string;
}

/**
 * A Python with the newest FastAPI and sse-starlette: the machine's, or an environment of the tests' own, which is made where pip finds
 * wheels. With `CI` set nothing is installed, so that the result of a run does not depend on a network.
 */
export function pythonWithEvents(): PythonWithEvents {
  const found = ['python3', pythonWith('fastapi.sse')].find((each) => each !== undefined && hasAll(each));
  if (found !== undefined) return aboutPython(found);
  if (hasAll(OWN_PYTHON)) return aboutPython(OWN_PYTHON);
  if ((process.env['CI'] ?? '') !== '') return { python: undefined, about: 'no Python has fastapi.sse' };
  return install() ? aboutPython(OWN_PYTHON) : { python: undefined, about: 'pip found no wheels of FastAPI' };
}

function hasAll(python: string): boolean {
  return canRun(python, ['-c', IMPORTS]);
}

function aboutPython(python: string): PythonWithEvents {
  const versions = 'import fastapi, importlib.metadata as m; print(fastapi.__version__, m.version("sse-starlette"))';
  const [fastapi, sse] = execFileSync(python, ['-c', versions], { encoding: 'utf8' }).trim().split(' ');
  return { python, about: `FastAPI ${fastapi}, sse-starlette ${sse}` };
}

function install(): boolean {
  const options = { stdio: 'ignore', timeout: PATIENCE_MS } as const;
  try {
    rmSync(OWN, { recursive: true, force: true });
    execFileSync('python3', ['-m', 'venv', OWN], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '--retries', '1', '--timeout', '10'];
    execFileSync(OWN_PYTHON, [...pip, ...PACKAGES], options);
  } catch {
    // No venv, no network or no wheels.
  }
  const complete = existsSync(OWN_PYTHON) && hasAll(OWN_PYTHON);
  if (!complete) rmSync(OWN, { recursive: true, force: true });
  return complete;
}
