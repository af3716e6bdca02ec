import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { textOf } from '../../../files/regular.ts';
import type { EnvironmentFact, Listens } from '../../../model/backend.ts';
import type { Finding } from '../../../model/finding.ts';
import { watchedVariables } from '../../reaper.ts';
import { ok } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { installPackages, installPython, systemKind } from './install-commands.ts';
import { readRequirements } from './requirements.ts';
import type { Requirements } from './requirements.ts';
import { isComplete, searchPython } from './find-interpreters.ts';
import type { Python, Search, Surroundings } from './find-interpreters.ts';
import { findApp } from './find-app.ts';
import { namesOf, neededVersion } from './needs.ts';
import type { NeededPackage, PythonNeeds } from './needs.ts';
import { loadedByServer } from './static-imports.ts';

const IMPORT_DEADLINE_MS = 30_000;

/** What is known of a folder beside the inspection. */
export interface FolderKnowledge {
  /** A search just made. */
  readonly known?: Search;
  /** The package that runs the server. */
  readonly starter?: string;
  /** See `Backend.inspect`; the next one as well. */
  readonly listens?: Listens | undefined;
  readonly onFact?: ((fact: EnvironmentFact) => void) | undefined;
}

/** Step 1 of a Python backend: the interpreter, the list of requirements, and whether each of them can be imported. */
export async function inspectPythonFolder(
  surroundings: Surroundings,
  { known, starter, listens, onFact }: FolderKnowledge = {},
): Promise<readonly EnvironmentFact[]> {
  const { folder } = surroundings;
  const search = known ?? (await searchPython(surroundings));
  const runtime = inspectRuntime(search, surroundings);
  onFact?.(runtime);
  if (!existsSync(folder)) {
    return [
      runtime,
      {
        about: 'manifest',
        findings: [{ code: 'env/no-folder', severity: 'error', facts: { folder }, evidence: {} }],
        note: '',
      },
    ];
  }
  const requirements = await readRequirements(folder, surroundings.needs);
  const manifest = await inspectManifest(requirements, search.best, surroundings);
  onFact?.(manifest);
  if (search.best === undefined || !search.best.newEnough) return [runtime, manifest];
  const server = listens === undefined || starter === undefined ? undefined : { starter, listens };
  const dependencies = await inspectDependencies(search.best, requirements?.names ?? [], { surroundings, server });
  return [runtime, manifest, dependencies];
}

/** The interpreter to run the server with, or that there is none, or only old ones. */
export function usablePython(
  { best, tried }: Search,
  { needs, platform, named, required }: Pick<Surroundings, 'needs' | 'platform' | 'named' | 'required'>,
): Result<Python, Finding> {
  const needed = neededVersion(needs);
  const install = installPython(systemKind(platform), needs);
  if (best === undefined) {
    return {
      ok: false,
      problem: {
        code: 'python/not-found',
        severity: 'error',
        facts: { tried, needed, install, ...(required === true && named !== undefined ? { named } : {}) },
        evidence: { did: { kind: 'run', command: `${tried[0] ?? 'python3'} -c "import sys; print(sys.version)"` } },
      },
    };
  }
  if (best.newEnough) return ok(best);
  return {
    ok: false,
    problem: {
      code: 'python/too-old',
      severity: 'error',
      facts: { python: best.display, found: best.version, needed, install },
      evidence: { did: { kind: 'run', command: `${best.display} --version` }, received: `Python ${best.version}` },
    },
  };
}

function inspectRuntime(search: Search, surroundings: Surroundings): EnvironmentFact {
  const usable = usablePython(search, surroundings);
  return usable.ok
    ? { about: 'runtime', findings: [], note: `Python ${usable.value.version} (${usable.value.display})` }
    : { about: 'runtime', findings: [usable.problem], note: '' };
}

async function inspectManifest(
  requirements: Requirements | undefined,
  python: Python | undefined,
  surroundings: Surroundings,
): Promise<EnvironmentFact> {
  const did = { kind: 'read', file: 'requirements.txt' } as const;
  const failed = (finding: Finding): EnvironmentFact => ({ about: 'manifest', findings: [finding], note: '' });
  if (requirements === undefined) {
    // The printed chapter installs into an environment and writes no list: it works on this machine, whichever environment that is.
    const works = python !== undefined && isComplete(python);
    return failed({
      code: 'python/requirements-missing',
      severity: works ? 'warning' : 'error',
      facts: { file: 'requirements.txt' },
      evidence: { did },
    });
  }
  const { file, names, unreadable } = requirements;
  if (unreadable !== undefined) {
    return failed({
      code: 'python/requirement-unreadable',
      severity: 'error',
      facts: { file, text: unreadable.text },
      evidence: { did, where: [{ file, line: unreadable.line }] },
    });
  }
  const [missing] = await unlisted(names, surroundings);
  if (missing !== undefined) {
    return failed({
      code: 'python/requirement-not-listed',
      severity: 'error',
      facts: { file, name: missing },
      evidence: { did: { kind: 'read', file }, where: [{ file }] },
    });
  }
  return { about: 'manifest', findings: [], note: `${file} names ${names.join(', ')}` };
}

/** What the server needs and the list lacks. */
async function unlisted(names: readonly string[], { needs, folder }: Surroundings): Promise<readonly string[]> {
  const sources = await serverSources(folder, needs);
  const isNeeded = ({ usedBy }: NeededPackage): boolean =>
    usedBy === undefined || sources.length === 0 || sources.some((text) => usedBy.test(text));
  return needs.packages.filter((each) => isNeeded(each) && !isListed(each, names)).map(({ name }) => name);
}

function isListed(each: NeededPackage, names: readonly string[]): boolean {
  return [...namesOf(each), each.listedAs].some((name) => name !== undefined && names.includes(name));
}

/** The folder's Python files; none, unless one of them makes an application: then they do not say yet what the server uses. */
async function serverSources(folder: string, { makers }: PythonNeeds): Promise<readonly string[]> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.py'));
  const texts = files.map((file) => textOf(path.join(folder, file)) ?? '');
  const made = new RegExp(String.raw`\b(?:${makers.join('|')})\(`, 'u');
  return texts.some((text) => made.test(text)) ? texts : [];
}

// Each import on its own, in the folder, as `python -m uvicorn` would do it. A distribution whose module has another name
// (python-multipart) is there when its metadata is.
const IMPORTS = `
import importlib, json, sys
from importlib.metadata import distribution
failed = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name.replace("-", "_"))
    except ImportError as error:
        try:
            distribution(name)
            if not isinstance(error, ModuleNotFoundError) or (error.name or "") != name.replace("-", "_"):
                failed[name] = "%s: %s" % (type(error).__name__, error)
        except Exception:
            failed[name] = "%s: %s" % (type(error).__name__, error)
    except Exception as error:
        failed[name] = "%s: %s" % (type(error).__name__, error)
print("\\n" + json.dumps(failed))
`;

interface Inspection {
  readonly surroundings: Surroundings;
  /** Undefined: this run starts none. */
  readonly server: { readonly starter: string; readonly listens: Listens } | undefined;
}

async function inspectDependencies(
  python: Python,
  names: readonly string[],
  { surroundings, server }: Inspection,
): Promise<EnvironmentFact> {
  const { needs, folder } = surroundings;
  const wanted = [...new Set([...needs.packages.flatMap((each) => wantedOf(each, names, python)), ...names])];
  const shadow = wanted.map((name) => `${name}.py`).find((file) => existsSync(path.join(folder, file)));
  if (shadow !== undefined) {
    const finding: Finding = {
      code: 'python/name-shadows',
      severity: 'error',
      facts: { file: shadow, name: shadow.replace(/\.py$/u, '') },
      evidence: { where: [{ file: shadow }] },
    };
    return { about: 'dependencies', findings: [finding], note: '' };
  }
  const failed = await failedOf(python, wanted, { surroundings, server });
  const findings = failed.map(([name, error]): Finding => missingPackage({ python, name, error, surroundings }));
  return {
    about: 'dependencies',
    findings,
    note: findings.length === 0 ? `${wanted.join(', ')} can be imported by ${python.display}` : '',
  };
}

/** The package that is imported for a need: the listed one, else an installed one. Without a need of every server, only what is listed. */
function wantedOf(each: NeededPackage, names: readonly string[], python: Python): readonly string[] {
  if (each.usedBy !== undefined || (each.listedAs !== undefined && names.includes(each.listedAs))) return [];
  const own = namesOf(each);
  return [
    own.find((name) => names.includes(name)) ?? own.find((name) => python.packages[name] !== undefined) ?? each.name,
  ];
}

type Failed = readonly (readonly [name: string, error: string])[];

/** What the server imports before it listens is loaded where it listens; to import that once more costs as much as another server. */
async function failedOf(
  python: Python,
  names: readonly string[],
  { surroundings, server }: Inspection,
): Promise<Failed> {
  const { folder, needs } = surroundings;
  const app = server === undefined ? undefined : await findApp(folder, needs.makers);
  if (server === undefined || app === undefined) return failedImports(python, names, folder);
  const loaded = loadedByServer(folder, app, server.starter);
  const isLoaded = (name: string): boolean => loaded.has(name.toLowerCase());
  const [others, listens] = await Promise.all([
    failedImports(
      python,
      names.filter((name) => !isLoaded(name)),
      folder,
    ),
    server.listens(),
  ]);
  // In the order of the names, as one process would have told them.
  const failed = listens ? others : [...(await failedImports(python, names.filter(isLoaded), folder)), ...others];
  return names.flatMap((name) => failed.filter(([of]) => of === name));
}

async function failedImports(python: Python, names: readonly string[], folder: string): Promise<Failed> {
  if (names.length === 0) return [];
  const { execa } = await import('execa');
  const run = await execa(python.executable, ['-c', IMPORTS, ...names], {
    cwd: folder,
    env: { ...watchedVariables(), PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' },
    reject: false,
    timeout: IMPORT_DEADLINE_MS,
    stdin: 'ignore',
    windowsHide: true,
    maxBuffer: 1024 * 1024,
  });
  try {
    const failed: unknown = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
    return typeof failed === 'object' && failed !== null
      ? Object.entries(failed).map(([name, error]) => [name, String(error)])
      : [];
  } catch {
    // An import that ends the process or never returns: the name is unknown.
    return [
      [
        names[0] ?? '',
        run.timedOut
          ? `the imports took longer than ${IMPORT_DEADLINE_MS / 1000} seconds`
          : (run.stderr.trim().split('\n').at(-1) ?? ''),
      ],
    ];
  }
}

/** The finding for a package that cannot be imported, with the command that installs it for this interpreter. */
export function missingPackage(options: {
  readonly python: Python;
  readonly name: string;
  readonly error: string;
  readonly surroundings: Pick<Surroundings, 'needs' | 'platform'>;
}): Finding {
  const { python, name, error, surroundings } = options;
  // pip must not change a Python of the system (PEP 668): a virtual environment, or the system's own packages. Those
  // are for the system's own Python alone.
  const isSystems = python.executable.startsWith('/usr/bin/');
  const install = python.virtual
    ? `${python.display} -m pip install -r requirements.txt`
    : ((isSystems ? installPackages(systemKind(surroundings.platform), surroundings.needs) : undefined) ?? '');
  return {
    code: 'python/package-missing',
    severity: 'error',
    facts: { name, python: python.display, install, error },
    evidence: {
      did: { kind: 'run', command: `${python.display} -c "import ${name.replaceAll('-', '_')}"` },
      ...(error === '' ? {} : { output: [error] }),
    },
  };
}
