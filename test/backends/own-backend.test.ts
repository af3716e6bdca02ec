import { cpSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, tutor } from '../cli/tutor.ts';
import { ScratchCopy } from '../support/scratch-copy.ts';

// What CONTRIBUTING says under "Add a backend", done in a copy of the sources: one object, one line in the list, an overlay folder in
// the steps that have files of their own for it.
const OBJECT = `
import path from 'node:path';
import { existsSync } from 'node:fs';
import type { BackendKind } from '../../model/backend.ts';
import { ok, wrongUsage } from '../../model/result.ts';

export const scratchKind: BackendKind = {
  kind: 'scratch',
  title: 'A scratch backend',
  language: 'other',
  overlay: 'scratch',
  sections: ['other'],
  recognisedBy: { entries: ['scratch.mjs'], manifests: [] },
  options: [
    {
      name: 'greeting',
      placeholder: 'word',
      description: 'what the scratch server greets with',
      completes: 'free',
      required: false,
      read: (word) => (word === '' ? wrongUsage('--greeting needs a word.') : ok(word)),
    },
    // FastAPI has an option of this name too.
    { name: 'python', placeholder: 'path', description: 'shared', completes: 'files', required: false, read: (file) => ok(file) },
  ],
  open: (choice) => ({
    kind: 'scratch',
    title: 'A scratch backend',
    language: 'other',
    overlay: 'scratch',
    sections: ['other'],
    serverFile: 'scratch.mjs',
    notInspected: 'the scratch backend says nothing of it',
    launch: async (folder, port) =>
      ok({
        command: process.execPath,
        args: ['scratch.mjs'],
        shell: false,
        cwd: folder,
        env: { PORT: String(port), GREETING: choice['greeting'] ?? '' },
        display: 'node scratch.mjs',
      }),
    inspect: async (folder) => [
      {
        about: 'manifest',
        findings: existsSync(path.join(folder, 'package.json'))
          ? []
          : [{ code: 'env/manifest-missing', severity: 'error', facts: { file: 'package.json' }, evidence: {} }],
        note: '',
      },
    ],
  }),
  examine: async () => ({ subject: 'scratch', title: 'Scratch', usable: true, found: 'it is always there', lacks: '' }),
};
`;

/** A copy of the sources with the scratch backend in it, type-checked and built. @returns its launcher. */
async function copyWithBackend(): Promise<string> {
  const copy = new ScratchCopy();
  copy.add('src/servers/backends/scratch.ts', OBJECT);
  copy.insertBefore(
    'src/servers/backends/index.ts',
    'import { nodeKind }',
    "import { scratchKind } from './scratch.ts';\n",
  );
  copy.insertBefore('src/servers/backends/index.ts', 'fastapiKind, commandKind', 'scratchKind, ');

  for (const step of readdirSync(path.join(copy.root, 'steps'))) {
    const [node, own] = ['node', 'scratch'].map((name) => path.join(copy.root, 'steps', step, name));
    if (node === undefined || own === undefined || !existsSync(node)) continue;
    cpSync(node, own, { recursive: true });
    if (existsSync(path.join(own, 'main.js'))) renameSync(path.join(own, 'main.js'), path.join(own, 'scratch.mjs'));
  }
  const provided = '  - { to: node_modules/ws, from: ws, backend: node }\n';
  copy.insertBefore('steps/step-1-environment/lesson.md', provided, provided.replace('node }', 'scratch }'));
  expect(await copy.types()).toBe('');
  await copy.build();
  return copy.launcher;
}

test.skipIf(process.platform === 'win32')(
  'a backend is one object and one line: start, check, solution, doctor and help know it',
  { timeout: 150_000 },
  async () => {
    const launcher = await copyWithBackend();
    const cwd = temporaryFolder();
    const folder = path.join(cwd, 'demo');
    const here = (...args: string[]): ReturnType<typeof tutor> => tutor(args, { cwd: folder, launcher });

    const started = await tutor(['start', 'demo', '--yes', '--backend', 'scratch', '--greeting', 'hello'], {
      cwd,
      launcher,
    });
    expect(started, started.stderr).toMatchObject({ code: 0 });
    expect(started.stdout).toContain('Backend: A scratch backend.');
    expect(JSON.parse(readFileSync(path.join(folder, '.tutor', 'progress.json'), 'utf8'))).toMatchObject({
      backend: { kind: 'scratch', greeting: 'hello' },
    });
    expect(await here('check')).toMatchObject({ code: 0 });
    expect(await here('next')).toMatchObject({ code: 0 });

    const shown = await here('solution');
    expect(shown.stdout).toContain('scratch.mjs (new)');
    expect(await here('solution', '--apply')).toMatchObject({ code: 0 });
    const checked = await here('check', '--json');
    expect(JSON.parse(checked.stdout)).toMatchObject({ backend: 'scratch', passed: true });

    const doctor = JSON.parse((await here('doctor', '--json')).stdout);
    expect(doctor.backends).toContainEqual({ backend: 'scratch', title: 'A scratch backend', usable: true, lacks: '' });
    expect(doctor.lines).toContainEqual(expect.objectContaining({ subject: 'scratch', state: 'ok' }));
    const help = (await here('check', '--help')).stdout;
    expect(help).toMatch(/--greeting <word>\s+what the scratch server greets with/u);
    expect(help).toContain('node, scratch, fastapi');
    expect((await here('check', '--greeting', 'x', '--url', 'http://localhost:1')).code).toBe(2);
    expect(help.match(/--python /gu)).toHaveLength(1);
    const shared = await here('check', 'step-1', '--json', '--backend', 'scratch', '--python', 'x');
    expect(JSON.parse(shared.stdout)).toMatchObject({ backend: 'scratch', passed: true });
  },
);
