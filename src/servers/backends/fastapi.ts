import type { BackendKind, Launch } from '../../model/backend.ts';
import type { AppPlace } from './python/find-app.ts';
import type { Python } from './python/find-interpreters.ts';
import { pythonKind } from './python/kind.ts';
import type { PythonNeeds } from './python/needs.ts';

/** What the course's server imports, and what runs it. */
export const FASTAPI: PythonNeeds = {
  kind: 'fastapi',
  framework: 'FastAPI',
  // `collections.abc.AsyncIterator[str]` in an annotation, PEP 585.
  oldest: [3, 9],
  packages: [
    { name: 'fastapi', title: 'FastAPI', listedAs: 'starlette' },
    { name: 'uvicorn', title: 'uvicorn' },
    { name: 'jinja2', title: 'Jinja2', usedBy: /jinja/iu },
    // uvicorn uses either.
    { name: 'websockets', title: 'websockets', alternatives: ['wsproto'] },
  ],
  extras: {
    'fastapi[all]': ['uvicorn', 'jinja2', 'websockets'],
    'fastapi[standard]': ['uvicorn', 'jinja2', 'websockets'],
    'fastapi[standard-no-fastapi-cloud-cli]': ['uvicorn', 'jinja2', 'websockets'],
    'uvicorn[standard]': ['websockets'],
    'starlette[full]': ['jinja2'],
  },
  systemPackages: {
    debian: 'python3-fastapi python3-uvicorn python3-jinja2 python3-websockets',
    fedora: 'python3-fastapi python3-uvicorn python3-jinja2 python3-websockets',
    arch: 'python-fastapi uvicorn python-jinja python-websockets',
    alpine: 'py3-fastapi uvicorn py3-jinja2 py3-websockets',
  },
  makers: ['FastAPI', 'Starlette'],
};

/** Python with FastAPI, run by uvicorn. */
export const fastapiKind: BackendKind = pythonKind({
  needs: FASTAPI,
  title: 'Python with FastAPI',
  overlay: 'fastapi',
  sections: ['fastapi'],
  serverFile: 'main.py',
  starter: 'uvicorn',
  command: 'uvicorn main:app',
  launch: launchOf,
});

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
    // The first signal waits for open event streams, as its own words say: "Waiting for connections to close. (CTRL+C to force quit)".
    endsWhenToldTwice: true,
  };
}
