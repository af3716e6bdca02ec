import type { RuntimeQuestion, RuntimeReport } from '../../../model/backend.ts';
import { INSTALLERS, isComplete, searchPython } from './find-interpreters.ts';
import type { Python, Search } from './find-interpreters.ts';
import { installPackages, installPython, installVenv, systemKind } from './install-commands.ts';
import type { SystemKind } from './install-commands.ts';
import { listed, neededVersion } from './needs.ts';
import type { PythonNeeds } from './needs.ts';

/** An interpreter that hangs must not delay the doctor for long. */
const DEADLINE_MS = 15_000;

/** Looks for the Python that a backend would use, and says what it lacks and how to get that on this system. */
export async function examinePython(needs: PythonNeeds, question: RuntimeQuestion): Promise<RuntimeReport> {
  const { folder, choice, required, env, platform, systemPrograms, signal } = question;
  const search = await searchPython({
    needs,
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
      .filter(([name]) => !INSTALLERS.includes(name))
      .map(([name, version]) => `${name} ${version}`.trim());
    return { ...common, usable: true, found: `${named(python)}, with ${packages.join(', ')}`, lacks: '' };
  }
  const needed = `Python ${neededVersion(needs)}`;
  if (python === undefined || !python.newEnough) {
    const found = python === undefined ? noneFound(search) : `${named(python)}, too old`;
    const advice = `The ${needs.framework} backend needs ${needed}:`;
    const lacks = python === undefined ? 'no Python was found' : `Python ${python.version} is too old`;
    return { ...common, usable: false, found, lacks, advice, run: [installPython(system, needs)] };
  }
  const missing = listed(python.missing);
  return {
    ...common,
    usable: false,
    found: `${named(python)}, without ${missing}`,
    lacks: `Python ${python.version} has no ${missing}`,
    ...howToGet(python, system, { ...question, needs }),
  };
}

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
  { self, required, needs }: RuntimeQuestion & { readonly needs: PythonNeeds },
): Pick<RuntimeReport, 'advice' | 'run'> {
  const forWhat = `The ${needs.framework} backend needs them.`;
  if (python.virtual) {
    const install = `${python.display} -m pip install ${python.missing.join(' ')}`;
    return { advice: `${forWhat} Install them into this environment:`, run: [install] };
  }
  // The system's packages are for the system's own Python: a search finds that one, an option may name another.
  const packages = required && !python.executable.startsWith('/usr/bin/') ? undefined : installPackages(system, needs);
  const canMake = python.packages['venv'] !== undefined && python.packages['ensurepip'] !== undefined;
  if (canMake) {
    const start = `${self} start --backend ${needs.kind}${required ? ` --python ${python.display}` : ''}`;
    return packages === undefined
      ? { advice: `${forWhat} This downloads them into an environment in your folder:`, run: [start] }
      : {
          advice: `${forWhat} The first of these downloads them into an environment in your folder; the second installs your system's own packages:`,
          run: [start, packages],
        };
  }
  const venv = installVenv(system, needs);
  return packages === undefined
    ? { advice: `${forWhat} What installs them is missing too (venv, ensurepip):`, run: [venv] }
    : {
        advice: `${forWhat} What installs them is missing too (venv, ensurepip). Install your system's packages, or what creates environments:`,
        run: [packages, venv],
      };
}
