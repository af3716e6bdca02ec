import type * as FileSystem from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openWorkspace, writeFiles } from '../../src/workspace/index.ts';
import { withFaults } from '../support/failing-fs.ts';
import type { Fault } from '../support/failing-fs.ts';
import { freshWorkspace, must, PROGRESS } from '../support/workspace.ts';

/** The system's own, beside the one that the tutor gets here. */
const fs = createRequire(import.meta.url)('node:fs') as typeof FileSystem;

// Files share a worker's modules: these are loaded anew with the file system below, and once more for whoever comes next.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('node:fs');
  vi.resetModules();
});

vi.mock('node:fs', async (importActual) => {
  const { failingFs } = await import('../support/failing-fs.ts');
  const real = failingFs(await importActual<typeof FileSystem>());
  return { ...real, default: real };
});

const REFUSED: readonly Fault[] = [{ kind: 'refuse', code: 'EACCES', lasting: false }];

interface Seen {
  readonly calls: number;
  /** The tutor's temporary files after the change, and after the next command. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What the next command says. */
  readonly notices: readonly string[];
}

/** A change of a file while the calls with these numbers are refused, and the next command. */
function changed(refused: readonly number[]): Seen {
  const space = freshWorkspace();
  fs.writeFileSync(path.join(space.folder, 'main.js'), 'mine');
  const temporary = (): string[] =>
    fs.readdirSync(space.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));
  const files = new Map([['main.js', Buffer.from('theirs')]]);
  const calls = withFaults(new Map(refused.map((call) => [call, REFUSED])), () => {
    writeFiles(space, files, 'a test');
  });
  const before = temporary();
  const { notices = [] } = must(openWorkspace(space.folder, { fallback: () => PROGRESS })) ?? {};
  return { calls, before, after: temporary(), notices };
}

test('of each one call that the system refuses, no temporary file is left', () => {
  const { calls } = changed([]);
  for (let call = 0; call < calls; call += 1) expect(changed([call]).before, `call ${call}`).toEqual([]);
});

test('of each two calls that it refuses, the next command removes what is left, and says so', () => {
  const { calls } = changed([]);
  let left = 0;
  for (let first = 0; first < calls; first += 1)
    for (let second = first + 1; second < calls + 2; second += 1) {
      const { before, after, notices } = changed([first, second]);
      const about = `calls ${first} and ${second}: ${before.join(', ')}`;
      expect(after, about).toEqual([]);
      if (before.length === 0) continue;
      left += 1;
      expect(notices.length, about).toBeGreaterThan(0);
      const isNamed = notices.some((notice) => before.every((file) => notice.includes(file)));
      expect(isNamed || notices.some((notice) => /was interrupted/u.test(notice)), about).toBe(true);
    }
  expect(left).toBeGreaterThan(0);
});
