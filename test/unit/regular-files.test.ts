import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isOdd, LARGEST_FILE, leadsUpwards, readRegular, textOf } from '../../src/files/regular.ts';
import { packageRoot } from '../../src/model/package-root.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Files of the system or of the tutor's own, not of a learner's folder. */
const OTHERS = [
  'src/commands/common/output/known-help.ts',
  'src/commands/doctor/tutor.ts',
  'src/commands/explain/explanation.ts',
  'src/commands/run/run-keys.ts',
  'src/servers/backends/python/install-commands.ts',
  'src/servers/proc-net.ts',
  'src/servers/stillness.ts',
  'src/workspace/process-start.ts',
];

test('what a learner has is read by one module, which opens no pipe and no device', () => {
  const readers = ['servers', 'run', 'workspace', 'commands'].flatMap((layer) =>
    readdirSync(path.join(packageRoot(), 'src', layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/${layer}/${name.split(path.sep).join('/')}`)
      .filter((file) =>
        /\b(?:readFile(?:Sync)?|createReadStream)\(/u.test(readFileSync(path.join(packageRoot(), file), 'utf8')),
      ),
  );
  expect(readers.toSorted()).toEqual(OTHERS);
});

test('only a file of a moderate size is read', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('text'), 'mine');
  writeFileSync(at('large'), '');
  truncateSync(at('large'), LARGEST_FILE + 1);
  mkdirSync(at('folder'));
  symlinkSync('text', at('link'));
  symlinkSync('nowhere', at('broken'));
  symlinkSync('circle', at('circle'));
  expect(['text', 'link'].map((name) => textOf(at(name)))).toEqual(['mine', 'mine']);
  expect(textOf(at('text'), 3)).toBeUndefined();
  expect(['large', 'folder', 'broken', 'circle', 'missing', 'text/below'].map((name) => readRegular(at(name)))).toEqual(
    Array(6).fill(undefined),
  );
  expect(['large', 'folder', 'text', 'link', 'broken', 'circle', 'missing'].filter((name) => isOdd(at(name)))).toEqual([
    'large',
    'folder',
  ]);
});

test('a link to a folder that contains it leads upwards, one to a folder beside it does not', () => {
  const folder = temporaryFolder();
  for (const name of ['own/inner', 'other']) mkdirSync(path.join(folder, name), { recursive: true });
  const links = {
    root: path.parse(folder).root,
    self: '.',
    above: '../..',
    aside: '../other',
    inside: 'inner',
    nowhere: 'x',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, path.join(folder, 'own', name), 'dir');
  const upwards = [...Object.keys(links), 'inner'].filter((name) => leadsUpwards(path.join(folder, 'own', name)));
  expect(upwards).toEqual(['root', 'self', 'above']);
});

test.skipIf(process.platform === 'win32')('a pipe and an endless device are not opened', () => {
  const folder = temporaryFolder();
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  symlinkSync('/dev/zero', path.join(folder, 'zero'));
  for (const file of [pipe, path.join(folder, 'zero')]) {
    expect(readRegular(file)).toBeUndefined();
    expect(isOdd(file)).toBe(true);
  }
});
