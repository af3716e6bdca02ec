import { readdir } from 'node:fs/promises';
import type { Backend, BackendKind, Launch } from '../../model/backend.ts';
import type { Finding } from '../../model/finding.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { ENTRY_FILES, entryFile } from './node/manifest.ts';

/** Node with whatever the learner installed; the printed states use node:http and ws. */
export const nodeKind: BackendKind = {
  kind: 'node',
  title: 'Node',
  language: 'node',
  overlay: 'node',
  sections: ['node'],
  recognisedBy: { entries: ENTRY_FILES, manifests: ['package.json'] },
  options: [],
  open: () => nodeBackend,
};

export const nodeBackend: Backend = {
  kind: 'node',
  title: 'Node',
  language: 'node',
  overlay: 'node',
  sections: ['node'],
  serverFile: 'main.js',
  notInspected: 'an earlier part of the environment is missing',
  launch,
  inspect: async (folder, listens, onFact) => {
    const { inspectNodeFolder } = await import('./node/inspect-folder.ts');
    return inspectNodeFolder(folder, listens, onFact);
  },
};

async function launch(folder: string, port: number): Promise<Result<Launch, Finding>> {
  const file = await entryFile(folder);
  if (file === undefined) {
    const files = await readdir(folder).catch(() => []);
    // What has the name of the server's file and is none, such as a pipe, would be listed as if it were there.
    const own = files.filter((name) => !/^\.|^node_modules$/u.test(name) && !ENTRY_FILES.includes(name));
    return {
      ok: false,
      problem: {
        code: 'server/no-entry-file',
        severity: 'error',
        facts: { expected: 'main.js', files: own },
        evidence: { did: { kind: 'run', command: 'node main.js' } },
      },
    };
  }
  return ok({
    command: process.execPath,
    args: [file],
    shell: false,
    cwd: folder,
    env: { PORT: String(port) },
    display: `node ${file}`,
  });
}
