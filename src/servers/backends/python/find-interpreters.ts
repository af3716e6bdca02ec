import { existsSync } from 'node:fs';
import path from 'node:path';
import { namesOf } from './needs.ts';
import type { PythonNeeds } from './needs.ts';

const PROBE_DEADLINE_MS = 10_000;

/** What is searched for, and where; tests pass other surroundings. */
export interface Surroundings {
  readonly needs: PythonNeeds;
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The interpreter from the folder's progress or an option: a path, possibly relative to the folder, or a command. */
  readonly named?: string | undefined;
  /** An option named it: no other is tried. */
  readonly required?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Interpreters that exist although PATH may lead to another one; default: the system's own. */
  readonly system?: readonly string[];
}

/** An interpreter that may exist. */
export interface Candidate {
  readonly command: string;
  readonly args: readonly string[];
  /** As a person would type it in the folder. */
  readonly display: string;
  /** `named`: by the folder or an option; `active`: VIRTUAL_ENV; `folder`: a virtual environment in the learner's folder. */
  readonly place: 'named' | 'active' | 'folder' | 'machine';
}

/** An interpreter that answered. */
export interface Python extends Candidate {
  /** `sys.executable`: starts without the shim or launcher that led to it. */
  readonly executable: string;
  /** `3.11.2`. */
  readonly version: string;
  readonly newEnough: boolean;
  /** It belongs to a virtual environment. */
  readonly virtual: boolean;
  /** Package -> its version, `''` where the installation does not say; only installed ones. */
  readonly packages: Readonly<Record<string, string>>;
  /** The packages that the server needs and this interpreter lacks, by their names for `pip install`. */
  readonly missing: readonly string[];
}

export interface Search {
  /** The first that has everything; else the one that lacks the fewest. Undefined: no Python answered. */
  readonly best: Python | undefined;
  /** Those that answered until the search ended, in search order. */
  readonly seen: readonly Python[];
  /** What was tried, as a person would type it. */
  readonly tried: readonly string[];
}

/** The places in their order: named, the active environment, the folder's own, then the machine's. */
export function candidates({
  folder,
  env,
  platform,
  named,
  required,
  system = ['/usr/bin/python3'],
}: Surroundings): readonly Candidate[] {
  const found: Candidate[] = [];
  if (named !== undefined) {
    const isPath = /[\\/]/u.test(named);
    found.push({ command: isPath ? path.resolve(folder, named) : named, args: [], display: named, place: 'named' });
    if (required === true) return found;
  }
  const active = env['VIRTUAL_ENV'];
  if (active !== undefined && active !== '') {
    const command = pythonOf(active, platform);
    found.push({
      command,
      args: [],
      display: shown(folder, command),
      place: isInside(folder, active) ? 'folder' : 'active',
    });
  }
  for (const name of ['.venv', 'venv', 'env']) {
    const command = pythonOf(path.join(folder, name), platform);
    if (existsSync(command)) found.push({ command, args: [], display: shown(folder, command), place: 'folder' });
  }
  const machine = (command: string, ...args: string[]): void =>
    void found.push({ command, args, display: [command, ...args].join(' '), place: 'machine' });
  machine('python3');
  // A version manager has the same interpreter under both names, and each of its scripts takes longer than ten starts of Python.
  if (platform !== 'win32') for (const file of system) machine(file);
  machine('python');
  if (platform === 'win32') machine('py', '-3');
  return found.filter(
    ({ command, args }, at) =>
      found.findIndex((other) => other.command === command && other.args.join() === args.join()) === at,
  );
}

/** The interpreter of a virtual environment, whether it exists or not. */
export function pythonOf(environment: string, platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? path.join(environment, 'Scripts', 'python.exe')
    : path.join(environment, 'bin', 'python');
}

/** Whether the server runs on it. */
export function isComplete(python: Python): boolean {
  return python.newEnough && python.missing.length === 0;
}

/** Asks the candidates one after the other until one has everything. Never throws for what is missing. */
export async function searchPython(surroundings: Surroundings): Promise<Search> {
  const seen: Python[] = [];
  const tried: string[] = [];
  for (const candidate of candidates(surroundings)) {
    if (surroundings.signal?.aborted === true) break;
    tried.push(candidate.display);
    const python = await askPython(candidate, surroundings);
    if (python === undefined) continue;
    seen.push(python);
    if (isComplete(python)) return { best: python, seen, tried };
  }
  const lacks = (python: Python): number => (python.newEnough ? 0 : 100) + python.missing.length;
  return { best: seen.toSorted((a, b) => lacks(a) - lacks(b))[0], seen, tried };
}

// Runs on any Python since 2.7, so that an old one can say that it is old. The folder itself is removed from the path: a
// learner's file called fastapi.py is not a package. A version is read from the name of the folder that the package's installer
// wrote (`fastapi-0.92.0.dist-info`), because importlib.metadata takes three times as long as all else; it is asked where that says nothing.
const PROBE = `
import json, os, sys
sys.path = [entry for entry in sys.path if entry]
packages = {}

def version_of(name, origin):
    folder = os.path.dirname(origin or "")
    if os.path.basename(folder) == name:
        folder = os.path.dirname(folder)
    if folder == os.path.dirname(os.__file__):
        return ""
    entries = [os.path.splitext(entry) for entry in os.listdir(folder)]
    parts = [base.split("-") for base, ending in entries if ending in (".dist-info", ".egg-info")]
    found = [each[1] for each in parts if len(each) > 1 and each[0].lower() == name.lower()]
    if len(found) == 1:
        return found[0]
    from importlib.metadata import version
    return version(name)

try:
    from importlib.util import find_spec
    for name in sys.argv[1:]:
        try:
            spec = find_spec(name)
            if spec is None:
                continue
            packages[name] = ""
            packages[name] = version_of(name, spec.origin)
        except Exception:
            pass
except ImportError:
    pass
print(json.dumps({"version": "%d.%d.%d" % sys.version_info[:3], "executable": sys.executable, "virtual": sys.prefix != getattr(sys, "base_prefix", sys.prefix), "packages": packages}))
`;

/** What installs packages, probed besides them: what creates a virtual environment (Debian ships `ensurepip` separately), and pip. */
export const INSTALLERS: readonly string[] = ['venv', 'ensurepip', 'pip'];

/** What an interpreter reports about itself; undefined: it does not start, or prints something else. */
export async function askPython(
  candidate: Candidate,
  { needs, folder, env, platform, signal }: Surroundings,
): Promise<Python | undefined> {
  const { execa } = await import('execa');
  const names = [...needs.packages.flatMap(namesOf), ...INSTALLERS];
  const run = await execa(candidate.command, [...candidate.args, '-c', PROBE, ...names], {
    cwd: existsSync(folder) ? folder : path.parse(folder).root,
    env: { ...env, PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' },
    extendEnv: false,
    reject: false,
    timeout: PROBE_DEADLINE_MS,
    stdin: 'ignore',
    windowsHide: true,
    maxBuffer: 64 * 1024,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const answer = run.exitCode === 0 ? readAnswer(run.stdout) : undefined;
  if (answer === undefined) return undefined;
  const [major = 0, minor = 0] = answer.version.split('.').map(Number);
  const [oldMajor, oldMinor] = needs.oldest;
  return {
    ...candidate,
    ...answer,
    display: platform === 'win32' ? candidate.display.replaceAll('/', '\\') : candidate.display,
    newEnough: major > oldMajor || (major === oldMajor && minor >= oldMinor),
    missing: needs.packages
      .filter((each) => namesOf(each).every((name) => answer.packages[name] === undefined))
      .map(({ name }) => name),
  };
}

type Answer = Pick<Python, 'version' | 'executable' | 'virtual' | 'packages'>;

/** The last line of the output: a sitecustomize may have printed before. */
function readAnswer(stdout: string): Answer | undefined {
  try {
    const parsed: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('version' in parsed && 'executable' in parsed && 'virtual' in parsed && 'packages' in parsed))
      return undefined;
    const { version, executable, virtual, packages } = parsed;
    if (
      typeof version !== 'string' ||
      typeof executable !== 'string' ||
      typeof packages !== 'object' ||
      packages === null
    )
      return undefined;
    const versions = Object.fromEntries(Object.entries(packages).map(([name, value]) => [name, String(value)]));
    return { version, executable, virtual: virtual === true, packages: versions };
  } catch {
    return undefined;
  }
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

function shown(folder: string, file: string): string {
  return isInside(folder, file) ? path.relative(folder, file) : file;
}
