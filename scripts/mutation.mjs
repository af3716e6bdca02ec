// Changes the pure modules in small ways (a condition inverted, a string emptied, a call removed) and runs their tests: a change
// that no test notices survives, and is listed. Bounded in time: an area that does not fit is named and not measured.
//
//   npm run mutation                           all areas
//   npm run mutation -- graph parsers          some of them
//   npm run mutation -- --minutes 10 rules     no longer than that (default 40)
//
// The score is the share of changes that a test noticed. The exit code is 1 when an area is below its mark; docs/testing.md has the scores.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cache = path.join(root, 'node_modules', '.cache', 'mutation');
const SANDBOX = path.join(root, '.mutation');

/** What is changed, and the score below which the run fails. */
const AREAS = {
  graph: { files: ['src/run/graph.ts', 'src/run/doubt.ts'], mark: 70 },
  parsers: {
    files: ['src/observe/event-stream/parser.ts', 'src/chapter/rules/clock.ts', 'src/terminal/text.ts'],
    mark: 85,
  },
  rules: { files: ['src/rules/**/*.ts'], mark: 70 },
  htmx: { files: ['src/htmx/**/*.ts'], mark: 70 },
};

/** @param {string[]} args */
function readArguments(args) {
  const at = args.indexOf('--minutes');
  const minutes = at === -1 ? 40 : Number(args[at + 1]);
  const named = args.filter((_, index) => at === -1 || (index !== at && index !== at + 1));
  const unknown = named.find((name) => !(name in AREAS));
  if (unknown !== undefined || !(minutes > 0)) {
    process.stderr.write(
      `${unknown ?? args[at + 1]}? Areas are ${Object.keys(AREAS).join(', ')}; --minutes takes a number.\n`,
    );
    process.exit(2);
  }
  return { minutes, names: named.length === 0 ? Object.keys(AREAS) : named };
}

/** Runs Stryker over one area. @returns its report, or undefined when it did not finish in time */
async function mutate(name, milliseconds) {
  mkdirSync(cache, { recursive: true });
  const report = path.join(cache, `${name}.json`);
  rmSync(report, { force: true });
  const config = path.join(cache, `${name}.config.json`);
  writeFileSync(
    config,
    JSON.stringify({
      mutate: AREAS[name].files,
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: 'vitest.pure.config.ts' },
      coverageAnalysis: 'perTest',
      // It would be rewritten with the compiler's API, which TypeScript 7 does not have. Types are removed by the test runner.
      tsconfigFile: 'none.json',
      disableTypeChecks: false,
      ignorePatterns: ['dist', 'coverage', 'docs/pictures'],
      reporters: ['json', 'progress-append-only'],
      jsonReporter: { fileName: report },
      // Not below node_modules, where tests are not looked for.
      tempDirName: SANDBOX,
      concurrency: 2,
      timeoutMS: 10_000,
      allowEmpty: true,
    }),
  );
  const stryker = path.join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const child = spawn(process.execPath, [stryker, 'run', config], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  const timer = setTimeout(() => endTree(child), milliseconds);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
}

/** Ends Stryker and its workers. */
function endTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill();
  else process.kill(-child.pid, 'SIGKILL');
}

/** Prints the score of each file and the survivors. @returns whether the area reached its mark */
function show(name, { files }) {
  const noticed = (mutants) => mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const counted = (mutants) =>
    mutants.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status));
  const score = (mutants) => (mutants.length === 0 ? 100 : (100 * noticed(mutants)) / mutants.length);
  for (const [file, { mutants, source }] of Object.entries(files)) {
    const own = counted(mutants);
    process.stdout.write(`${score(own).toFixed(1).padStart(6)} %  ${String(own.length).padStart(5)}  ${file}\n`);
    for (const { status, mutatorName, location, replacement } of own) {
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      const line = source.split('\n')[location.start.line - 1]?.trim() ?? '';
      const what = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 60);
      process.stdout.write(
        `             ${file}:${location.start.line}:${location.start.column} ${status} ${mutatorName}: ${what}   in   ${line}\n`,
      );
    }
  }
  const all = Object.values(files).flatMap(({ mutants }) => counted(mutants));
  const { mark } = AREAS[name];
  process.stdout.write(`${name}: ${score(all).toFixed(1)} % of ${all.length} changes were noticed (mark: ${mark} %)\n`);
  return score(all) >= mark;
}

const { minutes, names } = readArguments(process.argv.slice(2));
const endsAt = Date.now() + minutes * 60_000;
let failed = false;
for (const name of names) {
  const left = endsAt - Date.now();
  const report = left > 20_000 ? await mutate(name, left) : undefined;
  if (report === undefined) process.stdout.write(`${name}: not measured within the ${minutes} minutes\n`);
  failed = report === undefined || !show(name, report) || failed;
}
rmSync(SANDBOX, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
