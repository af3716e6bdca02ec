import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { installed } from './packed.ts';
import { ROOT, temporaryFolder, tutor } from './tutor.ts';

const run = promisify(execFile);
const DOC = readFileSync(path.join(ROOT, 'docs/library.md'), 'utf8');

/** The code of docs/library.md that begins with this comment. */
function exampleOf(name: string): string {
  const code = DOC.split('```')
    .find((block) => block.startsWith(`js\n// ${name}\n`))
    ?.slice('js\n'.length);
  if (code === undefined) throw new Error(`docs/library.md has no example ${name}`);
  return code;
}

/** What docs/library.md says that it prints, without the numbers of lines, which change with the course. */
function outputOf(name: string): string {
  const begin = `console\n$ node ${name}\n`;
  const text =
    DOC.split('```')
      .find((block) => block.startsWith(begin))
      ?.slice(begin.length) ?? '';
  return text.replaceAll(/:\d+/gu, ':N');
}

/** The page of the document's second example: its extension is not enabled. */
const PAGE =
  '<!doctype html>\n<html>\n<head>\n<script src="https://unpkg.com/htmx.org@2.0.8"></script>\n<script src="https://unpkg.com/htmx-ext-ws@2.0.4"></script>\n</head>\n<body>\n<main ws-connect="/live"></main>\n</body>\n</html>\n';

/** A program's folder: the package in its node_modules, and beside it a learner's folder whose replies have no id, and a page. */
async function program(): Promise<string> {
  const cwd = temporaryFolder();
  installed(cwd);
  const made = await tutor(['solution', 'step-4', '--to', 'htmx-realtime-demo'], { cwd });
  expect(made.code, made.stderr).toBe(0);
  const server = path.join(cwd, 'htmx-realtime-demo', 'main.js');
  const source = readFileSync(server, 'utf8');
  writeFileSync(server, source.replace(' id="chat-window"', ''));
  mkdirSync(path.join(cwd, 'templates'));
  writeFileSync(path.join(cwd, 'templates', 'chat.html'), PAGE);
  return cwd;
}

test('publint and "Are the types wrong?" find nothing in the packed tarball', async () => {
  const { stdout } = await run(process.execPath, ['scripts/check-package.mjs'], { cwd: ROOT });
  expect(stdout).toBe('publint, attw: nothing is wrong\n');
});

test('the examples of docs/library.md print what it says, the types of the tarball fit them, and require loads it, too', async () => {
  const cwd = await program();
  for (const name of ['check.mjs', 'diagnose.mjs']) {
    writeFileSync(path.join(cwd, name), exampleOf(name));
    const { stdout, stderr } = await run(process.execPath, [name], { cwd });
    expect([stdout.replaceAll(/:\d+/gu, ':N'), stderr]).toEqual([outputOf(name), '']);
  }
  writeFileSync(path.join(cwd, 'names.cjs'), "console.log(Object.keys(require('htmx-realtime-tutor')).sort().join());");
  expect((await run(process.execPath, ['names.cjs'], { cwd })).stdout).toBe('check,diagnose\n');
  expect(typeErrors(cwd, 'check.mts', exampleOf('check.mjs'))).toBe('');
  expect(
    typeErrors(cwd, 'diagnose.cts', exampleOf('diagnose.mjs').replace('await ', '').replace('outcome.ok', 'true')),
  ).toMatch(/Property 'findings' does not exist on type 'Promise<Outcome>'/u);
  expect(typeErrors(cwd, 'narrow.mts', NARROW)).toBe('');
  expect(typeErrors(cwd, 'wrong.mts', NARROW.replace("facts['tag']", "facts['tug']"))).toMatch(/'tug' does not exist/u);
});

/** What the types know: the facts of each code, those of the chapter among them, and each event's own fields. */
const NARROW = `
import { check, diagnose } from 'htmx-realtime-tutor';
import type { CheckOptions, FactsByCode, Outcome, RunEvent } from 'htmx-realtime-tutor';
const options: CheckOptions = { folder: '.', signal: undefined };
const outcome: Outcome = await check({ ...options, onEvent: (event: RunEvent) => { if (event.type === 'check-finished') event.result.status satisfies string; } });
const facts = {} as FactsByCode['oob/no-id'];
facts['tag'] satisfies string | undefined;
({} as FactsByCode['chat/lost-message']).tab satisfies string;
if (outcome.ok) outcome.result.steps[0]?.timeline[0]?.data satisfies string | undefined;
else outcome.problem.kind satisfies 'usage' | 'environment' | 'aborted';
await diagnose({ page: new URL('http://localhost:8000/'), headers: { Authorization: 'Bearer x' } });
// @ts-expect-error a folder is required
await check({});
`;

/** What the compiler says of a program, without trust in the declarations of packages. */
function typeErrors(cwd: string, name: string, source: string): string {
  writeFileSync(path.join(cwd, name), source);
  const types = path.join(cwd, 'node_modules', '@types');
  mkdirSync(types, { recursive: true });
  if (!existsSync(path.join(types, 'node')))
    symlinkSync(path.join(ROOT, 'node_modules/@types/node'), path.join(types, 'node'));
  const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--types',
    'node',
  ];
  try {
    execFileSync(process.execPath, [compiler, ...options, name], { cwd, encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

/** Records all that a library should not touch, calls it in every way, and says what it saw. */
const QUIET = `
import { check, diagnose } from 'htmx-realtime-tutor';
import { readdirSync } from 'node:fs';
const seen = [];
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write;
  stream.write = (text, ...rest) => { seen.push(['write', String(text)]); return true; };
  stream.original = write.bind(stream);
}
const exit = process.exit;
process.exit = (code) => { seen.push(['exit', code]); exit(70); };
// Node's own may be defined when its \`fetch\` is first touched; another one would take its place.
const define = Object.defineProperty;
Object.defineProperty = (target, key, ...rest) => {
  if (target === globalThis && String(key).includes('undici') && !new Error().stack.includes('node:internal/deps/undici')) seen.push(['global', String(key)]);
  return define(target, key, ...rest);
};
const state = () => ({
  env: { ...process.env }, cwd: process.cwd(), umask: process.umask(), title: process.title, exitCode: process.exitCode ?? null,
  listeners: ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'beforeExit', 'warning'].map((name) => process.listenerCount(name)),
  globals: Object.getOwnPropertyNames(globalThis).sort(),
  tty: [process.stdin.isRaw ?? null, process.stdin.listenerCount('data')],
});
const files = () => JSON.stringify(readdirSync('htmx-realtime-demo', { recursive: true }).sort());
const before = { ...state(), files: files() };
const long = new AbortController();
const problem = async (promise) => { const outcome = await promise; return outcome.ok ? outcome.verdict : outcome.problem.kind; };
const error = async (promise) => promise.then(() => 'none', (thrown) => thrown.name + ': ' + thrown.message);
const events = [];
const both = await Promise.all([
  problem(check({ folder: 'htmx-realtime-demo', step: 'step-2', signal: long.signal, onEvent: (event) => events.push(event.type) })),
  problem(check({ folder: 'htmx-realtime-demo', step: 'step-3', signal: long.signal })),
]);
const soon = new AbortController();
const values = {
  both,
  first: events[0], last: events.at(-1), ended: events.filter((type) => type === 'run-finished').length,
  missing: await problem(check({ folder: 'nowhere' })),
  empty: await problem(check({ folder: 'templates' })),
  file: await problem(check({ folder: 'templates/chat.html' })),
  step: await problem(check({ folder: 'htmx-realtime-demo', step: 'step-99' })),
  lab: await problem(check({ folder: 'htmx-realtime-demo', step: 'lab-nothing' })),
  backend: await problem(check({ folder: 'htmx-realtime-demo', backend: 'cobol' })),
  before: await problem(check({ folder: 'htmx-realtime-demo', signal: AbortSignal.abort() })),
  during: await problem(check({ folder: 'htmx-realtime-demo', signal: soon.signal, onEvent: () => soon.abort() })),
  thrown: await error(check({ folder: 'htmx-realtime-demo', onEvent: () => { throw new RangeError('of the listener'); } })),
  page: await problem(diagnose({ page: 'http://localhost:9/' })),
  noPage: await problem(diagnose({ page: 'none.html' })),
  markup: await problem(diagnose({ page: 'templates/chat.html' })),
  unfit: await problem(diagnose({ page: 'templates/chat.html', send: 'x' })),
  aborted: await problem(diagnose({ page: 'templates/chat.html', signal: AbortSignal.abort() })),
  typo: await error(check({ fodler: 'x' })),
};
const after = { ...state(), files: files() };
process.on('exit', () => process.stdout.original(JSON.stringify({ values, seen, changed: Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])) })));
`;

test('nothing is printed, nothing of the process or the folder changes, all that can fail is a value, and the program ends by itself', async () => {
  const cwd = await program();
  writeFileSync(path.join(cwd, 'quiet.mjs'), QUIET);
  const { stdout, stderr } = await run(process.execPath, ['quiet.mjs'], { cwd });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    values: {
      both: ['passed', 'passed'],
      ...{ first: 'run-started', last: 'run-finished', ended: 1 },
      ...{ missing: 'usage', empty: 'usage', file: 'usage', step: 'usage', lab: 'usage', backend: 'usage' },
      ...{ before: 'aborted', during: 'aborted', thrown: 'RangeError: of the listener' },
      ...{ page: 'environment', noPage: 'usage', markup: 'not-passed', unfit: 'usage', aborted: 'aborted' },
      typo: expect.stringMatching(/^TypeError: check has no option fodler; the nearest is folder\./u),
    },
    seen: [],
    changed: [],
  });
});

test('the declarations are a small part of the package', () => {
  const folder = path.join(ROOT, 'dist/types');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(300_000);
});
