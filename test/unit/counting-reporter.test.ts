import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = process.cwd();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counting-reporter-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const reporter = pathToFileURL(path.join(root, 'test/support/counting-reporter.ts')).href;
  const flakyModule = pathToFileURL(path.join(root, 'test/support/flaky.ts')).href;
  const files = {
    'vitest.config.ts': `import { CountingReporter } from '${reporter}';
      export default { test: { reporters: ['default', new CountingReporter()], cache: false } };`,
    'skips.test.ts': `import { expect, test } from 'vitest';
      test('passes', () => expect(1).toBe(1));
      test('needs a browser', (context) => context.skip('no Chromium here'));`,
    'fails.test.ts': `import { expect, test } from 'vitest';
      test('fails', () => expect(1).toBe(2));`,
    'flaky.test.ts': `import { expect, test } from 'vitest';
      import { flaky } from '${flakyModule}';
      let tries = 0;
      test('steady', flaky('may stall'), () => expect(1).toBe(1));
      test('unsteady', flaky('may lose a line'), () => expect(++tries).toBe(2));`,
    'broken.test.ts': `import './not-there.js';`,
  };
  for (const [name, contents] of Object.entries(files)) writeFileSync(path.join(folder, name), contents);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function vitest(
  filters: readonly string[],
  ci: string | undefined,
): Promise<{ readonly lines: readonly string[]; readonly code: number | null }> {
  const env: NodeJS.ProcessEnv = { ...process.env, CI: ci };
  // An inherited variable cannot be removed by setting it to undefined; vitest's own mark the child as a worker.
  for (const name of Object.keys(env)) if (env[name] === undefined || name.startsWith('VITEST')) delete env[name];
  const child = spawn(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...filters], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [output, code] = await Promise.all([text(child.stdout), ended]);
  return { lines: output.trimEnd().split('\n'), code };
}

test('the last line counts; what was skipped is named with its reason; a file that does not load is a failure', async () => {
  const { lines, code } = await vitest([], undefined);
  expect(lines.at(-1)).toBe('3 passed, 2 failed, 1 skipped');
  expect(lines).toContain('  skips.test.ts > needs a browser: no Chromium here');
  const failed = lines.slice(lines.indexOf('Failed:'));
  expect(failed).toEqual(expect.arrayContaining(['  fails.test.ts > fails', '    - 2', '    + 1', '  broken.test.ts']));
  expect(lines.join('\n')).toMatch(/Time by area and file[\s\S]* \d+\.\d\d {4}skips\.test\.ts/);
  expect(code).toBe(1);
});

test('a skipped test fails the run where CI is set, and only there', async () => {
  const [here, ci] = [await vitest(['skips'], undefined), await vitest(['skips'], 'true')];
  expect({ code: here.code, last: here.lines.at(-1) }).toEqual({ code: 0, last: '1 passed, 0 failed, 1 skipped' });
  expect({ code: ci.code, last: ci.lines.at(-1) }).toEqual({ code: 1, last: '1 passed, 0 failed, 1 skipped' });
});

test('tests with a second try are listed with their reason, and which of them took it', async () => {
  const { lines, code } = await vitest(['flaky.test.ts'], undefined);
  expect(lines).toContain('  1 of flaky.test.ts: passed at the first try (may stall)');
  expect(lines).toContain('  flaky.test.ts > unsteady: passed at the second try (may lose a line)');
  expect(code).toBe(0);
});
