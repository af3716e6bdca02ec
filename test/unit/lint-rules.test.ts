import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Each file is linted with the project's own configuration in a tree that has the project's shape. The rule that must
// be reported is beside it; undefined: the file must be clean.
const longFunction = (lines: number): string =>
  [
    'export function f(): readonly number[] {',
    '  return [',
    ...Array.from({ length: lines - 4 }, (_, at) => `    ${at},`),
    '  ];',
    '}',
  ].join('\n');
const longFile = (lines: number): string =>
  Array.from({ length: lines }, (_, at) => `export const x${at} = ${at};`).join('\n');

const files: Readonly<Record<string, readonly [code: string, rule: string | undefined]>> = {
  'src/servers/any.ts': ['export const x: any = 1;', 'no-explicit-any'],
  'src/servers/bang.ts': ['export const f = (s?: string) => s!.length;', 'no-non-null-assertion'],
  'src/servers/default.ts': ['export default 1;', 'no-default-export'],
  'src/servers/console.ts': ["export const f = () => console.log('x');", 'no-console'],
  'src/servers/floating.ts': ['export async function f(): Promise<void> {\n  f();\n}', 'no-floating-promises'],
  'src/servers/long-function.ts': [longFunction(61), 'max-lines-per-function'],
  'src/servers/function-that-fits.ts': [longFunction(60), undefined],
  'src/servers/long-file.ts': [longFile(301), 'max-lines'],
  'src/servers/file-that-fits.ts': [longFile(299), undefined],
  'src/messages/catalogue/table.ts': [longFile(301), undefined],
  'src/commands/completion/bash.ts': [longFunction(61), undefined],
  'test/unit/list.ts': [longFunction(61), undefined],
  'src/commands/b.ts': ["export const say = () => console.log('x');", undefined],
  'src/model/c.ts': ["export { x } from './x.ts';", undefined],
  'test/unit/empty.test.ts': ["import { test } from 'vitest';\ntest('a', () => {});", 'expect-expect'],
};

const root = process.cwd();
let tree = '';
let reported: ReadonlyMap<string, readonly string[]> = new Map();

beforeAll(async () => {
  tree = mkdtempSync(path.join(tmpdir(), 'lint-rules-'));
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
