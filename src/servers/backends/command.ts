import type { Backend } from '../../model/backend.ts';
import { ok } from '../../model/result.ts';
import { inspectProgram } from './find-program.ts';

/** Any backend that a command line starts (`--run`); `{port}` in it and `PORT` in its environment carry the port. */
export function commandBackend(run: string): Backend {
  const lineFor = (port: number): string => run.replaceAll('{port}', String(port));
  return {
    kind: 'command',
    title: run,
    overlay: undefined,
    serverFile: undefined,
    launch: (folder, port) =>
      Promise.resolve(
        ok({
          command: lineFor(port),
          args: [],
          shell: true,
          cwd: folder,
          env: { PORT: String(port), PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' },
          display: lineFor(port),
        }),
      ),
    inspect: (folder) => inspectProgram(run, { folder, env: process.env, platform: process.platform }),
  };
}

/** A server that already runs (`--url`): nothing to start, nothing to look into. */
export function remoteBackend(url: string): Backend {
  return {
    kind: 'remote',
    title: url,
    overlay: undefined,
    serverFile: undefined,
    launch: () => Promise.reject(new Error('a remote server is never launched')),
    inspect: () => Promise.resolve([]),
  };
}
