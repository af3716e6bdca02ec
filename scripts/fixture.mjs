// npm run fixture -- step-4/reply-without-id             shows the report that a learner with this attempt sees (options of `check` may follow)
// npm run fixture -- --test step-4/reply-without-id      runs its test; a part of a name runs all that have it
// npm run fixture -- --record step-4/reply-without-id    records what the report says now as what it must say; without a name: all
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildAll } from './build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [first, ...rest] = process.argv.slice(2);

if (first === '--test' || first === '--record') process.exitCode = await runTests(first === '--record', rest[0]);
else if (first === undefined || first === '--help')
  process.stdout.write('npm run fixture -- [--test | --record] STEP/NAME\n');
else process.exitCode = await show(process.argv.slice(2));

/** One fixture needs one file and one worker. */
function runTests(record, name) {
  const env = {
    ...process.env,
    FIXTURES_WHOLE: '1',
    ...(record ? { RECORD_FIXTURES: '1' } : {}),
    ...(name === undefined ? {} : { FIXTURE_PARTS: '1' }),
  };
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const filter = name === undefined ? [] : ['-t', name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')];
  const files = name === undefined ? 'test/checks/fixtures-' : 'test/checks/fixtures-1-of-8.test.ts';
  const child = spawn(process.execPath, [vitest, 'run', files, ...filter], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

async function show(args) {
  await buildAll();
  const outfile = path.join(root, 'node_modules', '.cache', 'show-fixture.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/show-fixture.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  });
  const { showFixture } = await import(pathToFileURL(outfile).href);
  return showFixture(args);
}
