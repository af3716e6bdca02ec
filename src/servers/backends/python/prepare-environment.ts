import { existsSync, lstatSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Prepared, PrepareOptions } from '../../../model/backend.ts';
import type { BackendChoice } from '../../../model/progress.ts';
import { environmentProblem, ok } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { runToEnd } from './run-to-end.ts';
import { afterFailedInstall, afterFailedVenv, withoutPython, withoutVenv } from './prepare-problems.ts';
import { askPython, isComplete, pythonOf, searchPython } from './find-interpreters.ts';
import type { Candidate, Python, Search, Surroundings } from './find-interpreters.ts';
import { listed } from './needs.ts';

/** The environment that the tutor creates in the learner's folder. */
const ENVIRONMENT = '.venv';
/** In an environment that is being created: one that still contains it was never finished. */
const UNFINISHED = '.htmx-realtime-tutor-unfinished';
const REQUIREMENTS = 'requirements.txt';
const VENV_DEADLINE_MS = 120_000;
const INSTALL_DEADLINE_MS = 600_000;

/**
 * An environment that the server runs in. In this order: a virtual environment that has everything already; the
 * packages installed into the folder's own one; a new `.venv` that sees the packages of the system, where it has them; a
 * new `.venv` with the packages from the network.
 */
export async function preparePython(surroundings: Surroundings, options: PrepareOptions): Promise<Result<Prepared>> {
  const { folder } = surroundings;
  const environment = path.join(folder, ENVIRONMENT);
  if (existsSync(path.join(environment, UNFINISHED))) rmSync(environment, { recursive: true, force: true });
  options.progress('Looking for Python');
  const search = await searchPython({ ...surroundings, signal: options.signal });
  if (options.signal.aborted) return interrupted();
  const { best } = search;
  if (best === undefined || !best.newEnough) return withoutPython(search, surroundings);
  if (isComplete(best) && (best.virtual || best.place === 'named')) return ok(found(best, surroundings));

  const own = search.seen.find((python) => python.place === 'folder' && python.newEnough);
  if (own !== undefined) {
    const filled = await intoOwn(own, surroundings, options);
    // Without the network the machine's own packages are used, although the learner's environment lacks them.
    return filled.ok || options.signal.aborted || !isComplete(best) ? filled : ok(found(best, surroundings));
  }
  if (isTaken(environment)) {
    return environmentProblem(
      `There is a ${ENVIRONMENT} in the folder already, and its Python cannot be used.`,
      `Remove or rename ${ENVIRONMENT}, then start again.`,
    );
  }
  return makeEnvironment(search, surroundings, options);
}

function found(python: Python, { needs, folder, env }: Surroundings): Prepared {
  const isActive = python.place === 'active' && env['VIRTUAL_ENV'] !== undefined;
  const where = isActive ? 'the active virtual environment' : python.display;
  return {
    choice: choiceOf(python, folder, needs.kind),
    note: `Python ${python.version} (${where}) has what the server needs.`,
    made: false,
    undo: () => undefined,
  };
}

/** An interpreter in the folder is found again by itself; another one must be remembered. */
function choiceOf(python: Python, folder: string, kind: string): BackendChoice {
  if (python.place === 'folder') return { kind };
  const relative = path.relative(folder, python.executable);
  const inside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return { kind, python: inside ? relative.split(path.sep).join('/') : python.executable };
}

/** Packages are installed into the learner's own environment, which is never removed. */
async function intoOwn(python: Python, surroundings: Surroundings, options: PrepareOptions): Promise<Result<Prepared>> {
  const installed = await install(python, surroundings, options);
  if (!installed.ok) return installed;
  return ok({
    choice: { kind: surroundings.needs.kind },
    note: `The packages were installed for ${python.display}.`,
    made: true,
    undo: () => undefined,
  });
}

async function makeEnvironment(
  search: Search,
  surroundings: Surroundings,
  options: PrepareOptions,
): Promise<Result<Prepared>> {
  const { folder } = surroundings;
  const environment = path.join(folder, ENVIRONMENT);
  const usable = search.seen.filter((python) => python.newEnough);
  const named = usable.filter((python) => python.place === 'named');
  const machine = named.length > 0 ? named : usable;
  const complete = machine.find((python) => isComplete(python) && !python.virtual);
  const base = complete ?? machine.find((python) => !python.virtual) ?? machine[0];
  if (base === undefined) return withoutPython(search, surroundings);
  // Debian ships ensurepip separately. Without it the environment has no pip, which one with all packages does not need.
  const withPip = base.packages['ensurepip'] !== undefined;
  if (base.packages['venv'] === undefined || (complete === undefined && !withPip))
    return withoutVenv(base, surroundings);

  const remove = (): void => rmSync(environment, { recursive: true, force: true, maxRetries: 3 });
  // Also when the process must end before this does.
  process.once('exit', remove);
  try {
    options.progress(`Creating a virtual environment in ${ENVIRONMENT}`);
    const flags = [
      ...(complete === undefined ? [] : ['--system-site-packages']),
      ...(withPip ? [] : ['--without-pip']),
    ];
    const made = await runToEnd(base.executable, ['-m', 'venv', ...flags, ENVIRONMENT], {
      cwd: folder,
      deadlineMs: VENV_DEADLINE_MS,
      signal: options.signal,
      onLine: () => markUnfinished(environment),
    });
    if (!made.ok) return failed(remove, afterFailedVenv(made.problem, base, surroundings));
    markUnfinished(environment);
    const filled = await fill(surroundings, options);
    if (!filled.ok) return failed(remove, filled);
    rmSync(path.join(environment, UNFINISHED), { force: true });
    const source =
      complete === undefined ? 'with the packages installed in it' : `with the packages of ${base.display}`;
    return ok({
      choice: { kind: surroundings.needs.kind },
      note: `${ENVIRONMENT} is a virtual environment of Python ${base.version}, ${source}.`,
      made: true,
      undo: remove,
    });
  } finally {
    process.off('exit', remove);
  }
}

/** The new environment, with whatever is still missing in it installed. */
async function fill(surroundings: Surroundings, options: PrepareOptions): Promise<Result<Python>> {
  const { folder, platform } = surroundings;
  const fresh = pythonOf(path.join(folder, ENVIRONMENT), platform);
  const candidate: Candidate = { command: fresh, args: [], display: path.relative(folder, fresh), place: 'folder' };
  const look = (): Promise<Python | undefined> => askPython(candidate, { ...surroundings, signal: options.signal });
  const before = await look();
  if (options.signal.aborted) return interrupted();
  if (before === undefined)
    return environmentProblem(
      'The new virtual environment was created, but its Python does not start.',
      'Try `python3 -m venv .venv` by hand to see why.',
    );
  if (isComplete(before)) return ok(before);
  const installed = await install(before, surroundings, options);
  if (!installed.ok) return installed;
  const after = await look();
  if (after !== undefined && isComplete(after)) return ok(after);
  return environmentProblem(
    `After the installation ${after === undefined ? 'Python does not start' : `${after.missing.join(', ')} cannot be found`} in the new environment.`,
    'Look at requirements.txt: it must name what the lesson of step 1 lists.',
  );
}

async function install(python: Python, surroundings: Surroundings, options: PrepareOptions): Promise<Result<void>> {
  if (python.packages['pip'] === undefined) return withoutVenv(python, surroundings);
  const { needs, folder } = surroundings;
  const stage = `Installing ${listed(needs.packages.map(({ title }) => title))}`;
  options.progress(stage);
  const requirements = requirementArguments(folder, options);
  const run = await runToEnd(
    python.executable,
    [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--no-input',
      '--progress-bar',
      'off',
      '--timeout',
      '15',
      '--retries',
      '3',
      ...requirements,
    ],
    {
      cwd: folder,
      deadlineMs: INSTALL_DEADLINE_MS,
      signal: options.signal,
      onLine: (line) => {
        const what = /^(?:Collecting|Downloading|Installing collected packages:|Using cached)\s.*/u.exec(
          line.trim(),
        )?.[0];
        if (what !== undefined) options.progress(stage, what);
      },
    },
  );
  return run.ok ? ok(undefined) : afterFailedInstall(run.problem, python, surroundings);
}

/** The learner's list, when there is one; else the lines of the chapter's list, which is not written yet. */
function requirementArguments(folder: string, { files }: PrepareOptions): readonly string[] {
  if (existsSync(path.join(folder, REQUIREMENTS))) return ['-r', REQUIREMENTS];
  const lines = (files.get(REQUIREMENTS)?.toString('utf8') ?? '')
    .split(/\r?\n/u)
    .map((line) => line.split('#', 1).join('').trim());
  return lines.filter((line) => line !== '');
}

function markUnfinished(environment: string): void {
  try {
    writeFileSync(path.join(environment, UNFINISHED), '');
  } catch {
    // The folder does not exist yet; the next mark will be written.
  }
}

function isTaken(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function failed(remove: () => void, problem: Result<never>): Result<never> {
  remove();
  return problem;
}

function interrupted(): Result<never> {
  return environmentProblem('Interrupted. Nothing was created.');
}
