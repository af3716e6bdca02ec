import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Backend, BackendKind, Launch } from '../../model/backend.ts';
import type { Finding } from '../../model/finding.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { AppPlace } from './python/find-app.ts';
import type { Python, Surroundings } from './python/find-interpreters.ts';

/** Python with FastAPI, run by uvicorn. */
export const fastapiKind: BackendKind = {
  kind: 'fastapi',
  title: 'Python with FastAPI',
  language: 'python',
  overlay: 'fastapi',
  sections: ['fastapi'],
  recognisedBy: { entries: ['main.py'], manifests: ['requirements.txt'] },
  options: [
    {
      name: 'python',
      placeholder: 'path',
      description: 'the Python that runs a FastAPI server',
      completes: 'files',
      required: false,
      // Named from where the person is; a bare name is looked up by the system.
      read: (python) => ok(/[\\/]/u.test(python) ? path.resolve(python) : python),
    },
  ],
  open: (choice, { required }) => fastapiBackend({ python: choice['python'], required }),
  examine: async (question) => {
    const { examinePython } = await import('./python/examine.ts');
    return examinePython(question);
  },
};

interface FastapiOptions {
  /** The interpreter from the folder's progress or an option. */
  readonly python?: string | undefined;
  /** An option named it: no other is tried. */
  readonly required?: boolean | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
}

/** The result of the search for an interpreter is cached in the object. */
function fastapiBackend({
  python: named,
  required,
  env = process.env,
  platform = process.platform,
}: FastapiOptions = {}): Backend {
  const { kind, title, language, overlay, sections } = fastapiKind;
  const found = new Map<string, Python>();
  const surroundings = (folder: string): Surroundings => ({ folder, env, platform, named, required });

  /** A check starts the server several times but searches only once. A failed search is repeated. */
  const pythonFor = async (folder: string): Promise<Result<Python, Finding>> => {
    const known = found.get(folder);
    if (known !== undefined) return ok(known);
    const { searchPython } = await import('./python/find-interpreters.ts');
    const { usablePython } = await import('./python/inspect-folder.ts');
    const search = await searchPython(surroundings(folder));
    const usable = usablePython(search, { platform, named, required });
    if (usable.ok) found.set(folder, usable.value);
    return usable;
  };

  return {
    kind,
    title,
    language,
    overlay,
    sections,
    serverFile: 'main.py',
    notInspected: 'an earlier part of the environment is missing',
    launch: async (folder, port) => {
      const { findApp } = await import('./python/find-app.ts');
      const app = await findApp(folder);
      if (app === undefined) return { ok: false, problem: await noServerFile(folder) };
      const python = await pythonFor(folder);
      if (!python.ok) return python;
      if (python.value.packages['uvicorn'] === undefined) {
        const { missingPackage } = await import('./python/inspect-folder.ts');
        return { ok: false, problem: missingPackage({ python: python.value, name: 'uvicorn', error: '', platform }) };
      }
      return ok(launchOf(python.value, app, { folder, port }));
    },
    inspect: async (folder) => {
      found.delete(folder);
      const { inspectPythonFolder } = await import('./python/inspect-folder.ts');
      return inspectPythonFolder(surroundings(folder));
    },
    prepare: async (folder, options) => {
      found.delete(folder);
      const { preparePython } = await import('./python/prepare-environment.ts');
      return preparePython(surroundings(folder), options);
    },
    adaptLesson: (markdown, folder) =>
      named === undefined || existsSync(path.join(folder, '.venv')) ? markdown : withInterpreter(markdown, named),
  };
}

/** The lessons mention the folder's `.venv`; this folder has none, and another interpreter runs its server. */
function withInterpreter(markdown: string, python: string): string {
  return markdown
    .replaceAll(/^ {2}\.venv\/.*\n/gmu, '')
    .replaceAll(/^\.venv\/bin\/python(?= (?:--version|-c|-m uvicorn)\b)/gmu, () => quotedWord(python));
}

function quotedWord(word: string): string {
  return /\s/u.test(word) ? `"${word}"` : word;
}

function launchOf(
  python: Python,
  app: AppPlace,
  { folder, port }: { readonly folder: string; readonly port: number },
): Launch {
  const [major = 0, minor = 0] = (python.packages['uvicorn'] ?? '').split('.').map(Number);
  // Without it uvicorn waits for an open event stream forever; it knows the option since 0.22.
  const graceful = major > 0 || minor >= 22 ? ['--timeout-graceful-shutdown', '1'] : [];
  const byUvicorn = ['-m', 'uvicorn', app.target, '--host', '127.0.0.1', '--port', String(port), ...graceful];
  const args = app.runsItself ? [app.file] : byUvicorn;
  return {
    command: python.executable,
    args,
    shell: false,
    cwd: folder,
    env: { PORT: String(port), PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' },
    display: [python.display, ...args].join(' '),
  };
}

async function noServerFile(folder: string): Promise<Finding> {
  const files = (await readdir(folder).catch(() => [])).filter(
    (name) => !name.startsWith('.') && !['venv', '__pycache__'].includes(name),
  );
  return {
    code: 'server/no-entry-file',
    severity: 'error',
    facts: { expected: 'main.py', files },
    evidence: { did: { kind: 'run', command: 'uvicorn main:app' } },
  };
}
