import {
  installPackages,
  installPython,
  installVenv,
  systemKind,
} from '../../servers/backends/python/install-commands.ts';
import type { SystemKind } from '../../servers/backends/python/install-commands.ts';
import {
  isComplete,
  missingPackages,
  OLDEST_PYTHON,
  searchPython,
} from '../../servers/backends/python/find-interpreters.ts';
import type { Python, Search } from '../../servers/backends/python/find-interpreters.ts';
import type { BackendChoice } from '../../model/progress.ts';
import { listed } from '../shared/output/output.ts';
import type { Line, Machine } from './line.ts';

/** An interpreter that hangs must not hold the doctor up for long. */
const DEADLINE_MS = 15_000;

export interface PythonReport {
  readonly line: Line;
  /** The chapter's server can be started with it now. */
  readonly usable: boolean;
  /** What is missing, in a few words; empty when nothing is. */
  readonly lacks: string;
}

export interface PythonQuestion {
  readonly machine: Machine;
  /** Absolute path of the learner's folder: its virtual environment comes first. */
  readonly folder: string;
  readonly choice: BackendChoice;
  /** An option named the interpreter: no other will do. */
  readonly required: boolean;
  /** What the person types to call the tutor. */
  readonly self: string;
  readonly signal: AbortSignal;
}

/** Looks for the Python that the FastAPI backend would take, and says what it lacks and how to get that on this system. */
export async function examinePython(question: PythonQuestion): Promise<PythonReport> {
  const { machine, folder, choice, required, signal } = question;
  const search = await searchPython({
    folder,
    env: machine.env,
    platform: machine.platform,
    named: choice.kind === 'fastapi' ? choice.python : undefined,
    required,
    signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
    ...(machine.systemPythons === undefined ? {} : { system: machine.systemPythons }),
  });
  const system = systemKind(machine.platform);
  const python = search.best;
  const state = choice.kind === 'fastapi' ? 'needed' : 'optional';
  const common = { subject: 'python', title: 'Python' };
  if (python !== undefined && isComplete(python)) {
    const packages = Object.entries(python.packages)
      .filter(([name]) => !INSTALLERS.has(name))
      .map(([name, version]) => `${name} ${version}`.trim());
    return {
      line: { ...common, state: 'ok', found: `${named(python)}, with ${packages.join(', ')}` },
      usable: true,
      lacks: '',
    };
  }
  const needed = `Python ${OLDEST_PYTHON.join('.')} or later`;
  if (python === undefined || !python.newEnough) {
    const found = python === undefined ? noneFound(search) : `${named(python)}, too old`;
    const advice = `The FastAPI backend needs ${needed}:`;
    const lacks = python === undefined ? 'no Python was found' : `Python ${python.version} is too old`;
    return { line: { ...common, state, found, advice, run: [installPython(system)] }, usable: false, lacks };
  }
  const missing = missingPackages(python);
  return {
    line: {
      ...common,
      state,
      found: `${named(python)}, without ${listed(missing)}`,
      ...howToGet(python, system, question),
    },
    usable: false,
    lacks: `Python ${python.version} has no ${listed(missing)}`,
  };
}

/** What is asked for beside the server's packages, because it installs them. */
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
  { self, required }: PythonQuestion,
): Pick<Line, 'advice' | 'run'> {
  const forWhat = 'The FastAPI backend needs them.';
  if (python.virtual) {
    const install = `${python.display} -m pip install ${missingPackages(python).join(' ')}`;
    return { advice: `${forWhat} Install them into this environment:`, run: [install] };
  }
  // The system's packages are for the system's own Python: a search finds that one, an option may have named another.
  const packages = required && !python.executable.startsWith('/usr/bin/') ? undefined : installPackages(system);
  const canMake = python.packages['venv'] !== undefined && python.packages['ensurepip'] !== undefined;
  if (canMake) {
    const start = `${self} start --backend fastapi${required ? ` --python ${python.display}` : ''}`;
    return packages === undefined
      ? { advice: `${forWhat} This downloads them into an environment of your folder:`, run: [start] }
      : {
          advice: `${forWhat} The first of these downloads them into an environment of your folder; the second takes your system's own:`,
          run: [start, packages],
        };
  }
  const venv = installVenv(system);
  return packages === undefined
    ? { advice: `${forWhat} What installs them is not there either (venv, ensurepip):`, run: [venv] }
    : {
        advice: `${forWhat} What installs them is not there either (venv, ensurepip). Take your system's packages, or what makes environments:`,
        run: [packages, venv],
      };
}
