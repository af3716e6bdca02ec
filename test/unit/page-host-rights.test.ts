import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { hostFlags } from '../../src/observe/page/dom/host-flags.ts';
import { giveUpPowers } from '../../src/observe/page/dom/host-powers.ts';
import { temporaryFolder } from '../cli/tutor.ts';

const PROBE = `
const fs = require('node:fs');
const attempts = {
  write: () => fs.writeFileSync(__filename, ''),
  remove: () => fs.rmSync(__filename),
  'read elsewhere': () => fs.readFileSync(process.execPath),
  list: () => fs.readdirSync(require('node:path').dirname(__dirname)),
  process: () => require('node:child_process').execFileSync(process.execPath, ['-v']),
  thread: () => new (require('node:worker_threads').Worker)('0', { eval: true }),
  binding: () => process.binding('fs'),
  addon: () => process.dlopen({ exports: {} }, __filename),
  inspector: () => require('node:inspector').open(0),
};
const outcome = (attempt) => { try { attempt(); return 'done'; } catch ({ code }) { return code; } };
console.log(JSON.stringify(Object.fromEntries(Object.entries(attempts).map(([name, attempt]) => [name, outcome(attempt)]))));
`;

test('the process of a page may do nothing but read its own files, and says nothing of its options', async () => {
  const root = temporaryFolder();
  const file = path.join(root, `it's, a "folder"`, 'host.cjs');
  mkdirSync(path.dirname(file));
  writeFileSync(file, PROBE);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...hostFlags(file, []), file]);
  const denied = 'ERR_ACCESS_DENIED';
  expect(JSON.parse(stdout)).toEqual({
    ...{ write: denied, remove: denied, 'read elsewhere': denied, list: denied, process: denied, thread: denied },
    ...{ binding: denied, addon: 'ERR_DLOPEN_DISABLED', inspector: denied },
  });
  expect(stderr).toBe('');
});

test.each([
  ['20.19.0', ['--experimental-permission']],
  ['22.12.0', ['--experimental-permission']],
  ['24.0.0', ['--permission']],
  ['26.1.0', ['--permission', '--allow-net']],
])('the permissions of Node %s have its names', (version, names) => {
  const flags = hostFlags('/dist/dom-host.cjs', ['/node_modules/htmx.org'], version);
  expect(flags.filter((flag) => /permission|allow-net/u.test(flag))).toEqual(names);
  expect(flags).toContain('--allow-fs-read=/node_modules/htmx.org');
});

test('what the process of a page keeps of `process` reaches nothing outside of it', () => {
  const copy: Record<string, unknown> = Object.create(null, Object.getOwnPropertyDescriptors(process));
  giveUpPowers(copy);
  const left = Object.keys(Object.getOwnPropertyDescriptors(copy)).filter((name) => copy[name] !== undefined);
  for (const name of [
    'kill',
    '_kill',
    '_debugProcess',
    'binding',
    'dlopen',
    'getBuiltinModule',
    'mainModule',
    'stdout',
  ])
    expect(left, name).not.toContain(name);
  expect(copy['env']).toEqual({});
});
