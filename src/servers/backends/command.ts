import type { Backend, BackendKind } from '../../model/backend.ts';
import type { BackendChoice } from '../../model/progress.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import { inspectProgram } from './find-program.ts';

/** Any backend that a command line starts (`--run`); `{port}` in it and `PORT` in its environment contain the port. */
export const commandKind: BackendKind = {
  kind: 'command',
  title: 'A command',
  language: 'other',
  overlay: undefined,
  sections: ['other'],
  recognisedBy: { entries: [], manifests: [] },
  options: [
    {
      name: 'run',
      placeholder: 'command',
      description: 'start the server with this command; {port} and PORT contain the port',
      completes: 'files',
      required: true,
      read: (run) =>
        run.trim() === '' ? wrongUsage('--run needs a command.', 'For example: --run "python3 main.py"') : ok(run),
    },
  ],
  open: ({ run = '' }: BackendChoice) => commandBackend(run),
};

export function commandBackend(run: string): Backend {
  const { kind, language, overlay, sections } = commandKind;
  const lineFor = (port: number): string => run.replaceAll('{port}', String(port));
  return {
    kind,
    title: run,
    language,
    overlay,
    sections,
    serverFile: undefined,
    command: run,
    notInspected: 'the tutor does not know what a command of your own needs',
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
