import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Each file is linted with the project's own configuration in a tree that has the project's shape. The rule that must
// be reported stands beside it; undefined: the file must be clean.
const files: Readonly<Record<string, readonly [code: string, rule: string | undefined]>> = {
  'src/model/a.ts': ["export { x } from '../checks/x.ts';", 'no-restricted-imports'],
  'src/model/b.ts': ["export { default as chalk } from 'chalk';", 'no-restricted-imports'],
  'src/model/c.ts': ["export { x } from './x.ts';", undefined],
  'src/probes/page/a.ts': ["export { x } from '../../server/x.ts';", 'no-restricted-imports'],
  'src/probes/page/b.ts': ["export const load = () => import('../../ui/x.ts');", 'no-restricted-imports'],
  'src/probes/page/c.ts': ["export { x } from '../../model/x.ts';\nexport { y } from '../http.ts';", undefined],
  'src/workspace/a.ts': ["import type { X } from '../course/x.ts';\nexport type Y = X;", 'no-restricted-imports'],
  'src/diagnosis/a.ts': ["export { x } from '../runner.ts';", 'no-restricted-imports'],
  'src/checks/a.ts': ["export { x } from '../runner.ts';", 'no-restricted-imports'],
  'src/checks/b.ts': ["export { x } from '../reporters/index.ts';", 'no-restricted-imports'],
  'src/checks/c.ts': ["export { x } from '../probes/http.ts';\nexport { y } from '../server/server.ts';", undefined],
  'src/runner.ts': ["export { x } from './ui/x.ts';", 'no-restricted-imports'],
  'src/ui/a.ts': ["export { x } from '../reporters/index.ts';", 'no-restricted-imports'],
  'src/ui/b.ts': ["export { x } from '../diagnosis/index.ts';\nexport { Chalk } from 'chalk';", undefined],
  'src/reporters/a.ts': ["export { x } from '../runner.ts';", 'no-restricted-imports'],
  'src/reporters/b.ts': ["export { x } from '../ui/text.ts';\nexport { y } from '../diagnosis/index.ts';", undefined],
  'src/commands/a.ts': ["export { x } from '../cli.ts';", 'no-restricted-imports'],
  'src/commands/b.ts': ["export { x } from '../runner.ts';\nexport const say = () => console.log('x');", undefined],
  'src/cli.ts': ["export { x } from './commands/check.ts';", undefined],
  'src/server/any.ts': ['export const x: any = 1;', 'no-explicit-any'],
  'src/server/bang.ts': ['export const f = (s?: string) => s!.length;', 'no-non-null-assertion'],
  'src/server/default.ts': ['export default 1;', 'no-default-export'],
  'src/server/console.ts': ["export const f = () => console.log('x');", 'no-console'],
  'src/server/floating.ts': ['export async function f(): Promise<void> {\n  f();\n}', 'no-floating-promises'],
  'test/unit/empty.test.ts': ["import { test } from 'vitest';\ntest('a', () => {});", 'expect-expect'],
};

const root = process.cwd();
let tree = '';
let reported: ReadonlyMap<string, readonly string[]> = new Map();

beforeAll(async () => {
  tree = mkdtempSync(path.join(tmpdir(), 'house-rules-'));
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
    copyFileSync(path.join(root, name), path.join(tree, name));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'), 'junction');
  for (const [file, [code]] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), `${code}\n`);
  }
  reported = await lint();
});

afterAll(() => {
  rmSync(tree, { recursive: true, force: true });
});

/** Rules that oxlint reports, by file. It ends with 1 when there are any, so the exit code says nothing here. */
async function lint(): Promise<ReadonlyMap<string, readonly string[]>> {
  const oxlint = path.join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const { stdout } = await promisify(execFile)(process.execPath, [oxlint, '--type-aware', '--format=unix'], {
    cwd: tree,
    timeout: 30_000,
  }).catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'stdout' in error) return { stdout: String(error.stdout) };
    throw error;
  });
  const rules = new Map<string, readonly string[]>();
  for (const line of stdout.split('\n')) {
    const found = /^(.+?):\d+:\d+: .*\((?<rule>[\w-]+)\)\]$/.exec(line);
    const file = found?.[1]?.replaceAll('\\', '/');
    if (file !== undefined) rules.set(file, [...(rules.get(file) ?? []), found?.groups?.['rule'] ?? '']);
  }
  return rules;
}

test.each(Object.entries(files).filter(([, [, rule]]) => rule !== undefined))('%s is reported', (file, [, rule]) => {
  expect(reported.get(file)).toContain(rule);
});

test.each(Object.entries(files).filter(([, [, rule]]) => rule === undefined))('%s is clean', (file) => {
  expect(reported.get(file)).toBeUndefined();
});
