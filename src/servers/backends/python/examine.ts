import type { RuntimeQuestion, RuntimeReport } from '../../../model/backend.ts';
import { isComplete, missingPackages, OLDEST_PYTHON, searchPython } from './find-interpreters.ts';
import type { Python, Search } from './find-interpreters.ts';
import { installPackages, installPython, installVenv, systemKind } from './install-commands.ts';
import type { SystemKind } from './install-commands.ts';

/** An interpreter that hangs must not delay the doctor for long. */
const DEADLINE_MS = 15_000;

/** Looks for the Python that the FastAPI backend would use, and says what it lacks and how to get that on this system. */
export async function examinePython(question: RuntimeQuestion): Promise<RuntimeReport> {
  const { folder, choice, required, env, platform, systemPrograms, signal } = question;
  const search = await searchPython({
    folder,
    env,
    platform,
    named: choice['python'],
    required,
    signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
    ...(systemPrograms === undefined ? {} : { system: systemPrograms }),
  });
  const system = systemKind(platform);
  const python = search.best;
  const common = { subject: 'python', title: 'Python' };
  if (python !== undefined && isComplete(python)) {
    const packages = Object.entries(python.packages)
      .filter(([name]) => !INSTALLERS.has(name))
      .map(([name, version]) => `${name} ${version}`.trim());
    return { ...common, usable: true, found: `${named(python)}, with ${packages.join(', ')}`, lacks: '' };
  }
  const needed = `Python ${OLDEST_PYTHON.join('.')} or later`;
  if (python === undefined || !python.newEnough) {
    const found = python === undefined ? noneFound(search) : `${named(python)}, too old`;
    const advice = `The FastAPI backend needs ${needed}:`;
    const lacks = python === undefined ? 'no Python was found' : `Python ${python.version} is too old`;
    return { ...common, usable: false, found, lacks, advice, run: [installPython(system)] };
  }
  const missing = listed(missingPackages(python));
  return {
    ...common,
    usable: false,
    found: `${named(python)}, without ${missing}`,
    lacks: `Python ${python.version} has no ${missing}`,
    ...howToGet(python, system, question),
  };
}

/** Probed besides the server's packages, because they install them. */
const INSTALLERS = new Set(['venv', 'ensurepip', 'pip', 'starlette']);

function named(python: Python): string {
  const where = python.executable.endsWith(python.display) ? python.display : `${python.display}, ${python.executable}`;
  return `${python.version} (${where})`;
}

function noneFound({ tried }: Search): string {
  return `none was found; tried ${listed(tried)}`;
}

function howToGet(
  python: Python,
  system: SystemKind,
  { self, required }: RuntimeQuestion,
): Pick<RuntimeReport, 'advice' | 'run'> {
  const forWhat = 'The FastAPI backend needs them.';
  if (python.virtual) {
    const install = `${python.display} -m pip install ${missingPackages(python).join(' ')}`;
    return { advice: `${forWhat} Install them into this environment:`, run: [install] };
  }
  // The system's packages are for the system's own Python: a search finds that one, an option may name another.
  const packages = required && !python.executable.startsWith('/usr/bin/') ? undefined : installPackages(system);
  const canMake = python.packages['venv'] !== undefined && python.packages['ensurepip'] !== undefined;
  if (canMake) {
    const start = `${self} start --backend fastapi${required ? ` --python ${python.display}` : ''}`;
    return packages === undefined
      ? { advice: `${forWhat} This downloads them into an environment in your folder:`, run: [start] }
      : {
          advice: `${forWhat} The first of these downloads them into an environment in your folder; the second installs your system's own packages:`,
          run: [start, packages],
        };
  }
  const venv = installVenv(system);
  return packages === undefined
    ? { advice: `${forWhat} What installs them is missing too (venv, ensurepip):`, run: [venv] }
    : {
        advice: `${forWhat} What installs them is missing too (venv, ensurepip). Install your system's packages, or what creates environments:`,
        run: [packages, venv],
      };
}

/** `one`, `one and two`, `one, two and three`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
