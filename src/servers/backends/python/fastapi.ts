import { readdir } from 'node:fs/promises';
import type { Backend, Launch } from '../../../model/backend.ts';
import type { Finding } from '../../../model/finding.ts';
import { ok } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { findApp } from './find-app.ts';
import type { AppPlace } from './find-app.ts';
import { inspectPythonFolder, missingPackage, usablePython } from './inspect-folder.ts';
import { searchPython } from './find-interpreters.ts';
import type { Python, Surroundings } from './find-interpreters.ts';

export interface FastapiOptions {
  /** The interpreter that the folder remembers or an option names. */
  readonly python?: string | undefined;
  /** An option named it: no other will do. */
  readonly required?: boolean | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
}

/** Python with FastAPI, run by uvicorn. What the search finds is kept for as long as the object lives. */
export function fastapiBackend({
  python: named,
  required,
  env = process.env,
  platform = process.platform,
}: FastapiOptions = {}): Backend {
  const found = new Map<string, Python>();
  const surroundings = (folder: string): Surroundings => ({ folder, env, platform, named, required });

  /** A check starts the server several times; it is searched for once. What was not found is looked for again. */
  const pythonFor = async (folder: string): Promise<Result<Python, Finding>> => {
    const known = found.get(folder);
    if (known !== undefined) return ok(known);
    const search = await searchPython(surroundings(folder));
    const usable = usablePython(search, { platform, named, required });
    if (usable.ok) found.set(folder, usable.value);
    return usable;
  };

  return {
    kind: 'fastapi',
    title: 'Python with FastAPI',
    overlay: 'fastapi',
    serverFile: 'main.py',
    launch: async (folder, port) => {
      const app = await findApp(folder);
      if (app === undefined) return { ok: false, problem: await noServerFile(folder) };
      const python = await pythonFor(folder);
      if (!python.ok) return python;
      if (python.value.packages['uvicorn'] === undefined) {
        return { ok: false, problem: missingPackage({ python: python.value, name: 'uvicorn', error: '', platform }) };
      }
      return ok(launchOf(python.value, app, { folder, port }));
    },
    inspect: (folder) => {
      found.delete(folder);
      return inspectPythonFolder(surroundings(folder));
    },
    prepare: async (folder, options) => {
      found.delete(folder);
      const { preparePython } = await import('./prepare-environment.ts');
      return preparePython(surroundings(folder), options);
    },
  };
}

function launchOf(
  python: Python,
  app: AppPlace,
  { folder, port }: { readonly folder: string; readonly port: number },
): Launch {
  const [major = 0, minor = 0] = (python.packages['uvicorn'] ?? '').split('.').map(Number);
  // Without it uvicorn waits for an open event stream for ever; it knows the option since 0.22.
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
