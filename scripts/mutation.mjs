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
import { isInSample } from './mutation-sample.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cache = path.join(root, 'node_modules', '.cache', 'mutation');
const SANDBOX = path.join(root, '.mutation');

/** What is changed; how large a sample is tried, one change in so many; and the score below which the run fails. */
const AREAS = {
  graph: { files: ['src/run/graph.ts', 'src/run/doubt.ts'], oneIn: 1, mark: 80 },
  parsers: {
    files: ['src/observe/event-stream/parser.ts', 'src/chapter/rules/clock.ts', 'src/terminal/text.ts'],
    oneIn: 1,
    mark: 85,
  },
  rules: { files: ['src/rules/**/*.ts'], oneIn: 13, mark: 70 },
  htmx: { files: ['src/htmx/**/*.ts'], oneIn: 13, mark: 70 },
};

const DEFAULT_MINUTES = 60;

/** @param {string[]} args */
function readArguments(args) {
  const given = { '--minutes': DEFAULT_MINUTES, '--one-in': undefined };
  const names = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word in given) {
      at += 1;
      given[word] = Number(args[at]);
      if (!(given[word] > 0)) wrongUsage(`${word} takes a number, and got ${args[at] ?? 'none'}.`);
    } else if (word in AREAS) names.push(word);
    else wrongUsage(`${word} is not an area: they are ${Object.keys(AREAS).join(', ')}.`);
  }
  return {
    minutes: given['--minutes'],
    oneIn: given['--one-in'],
    names: names.length === 0 ? Object.keys(AREAS) : names,
  };
}

/** @param {string} sentence */
function wrongUsage(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/** Runs Stryker over one area. @returns its report, or undefined when it did not finish in time */
async function mutate(name, oneIn, milliseconds) {
  mkdirSync(cache, { recursive: true });
  const report = path.join(cache, `${name}.json`);
  rmSync(report, { force: true });
  const config = path.join(cache, `${name}.config.json`);
  writeFileSync(
    config,
    JSON.stringify({
      mutate: AREAS[name].files,
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner', path.join(root, 'scripts', 'mutation-sample.mjs')],
      checkers: ['sample'],
      sample: { oneIn },
      warnings: { unknownOptions: false },
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
      // The rest of the machine is for whoever works on it.
      concurrency: 1,
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
function show(name, oneIn, { files }) {
  const noticed = (mutants) => mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const counted = (file, mutants) =>
    mutants.filter(
      (mutant) =>
        !['Ignored', 'CompileError', 'RuntimeError'].includes(mutant.status) && isInSample(file, mutant, oneIn),
    );
  const score = (mutants) => (mutants.length === 0 ? 100 : (100 * noticed(mutants)) / mutants.length);
  for (const [file, { mutants, source }] of Object.entries(files)) {
    const own = counted(file, mutants);
    if (own.length === 0) continue;
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
  const all = Object.entries(files).flatMap(([file, { mutants }]) => counted(file, mutants));
  const { mark } = AREAS[name];
  const of = oneIn === 1 ? `${all.length}` : `a sample of ${all.length} (one in ${oneIn})`;
  process.stdout.write(`${name}: ${score(all).toFixed(1)} % of ${of} changes were noticed (mark: ${mark} %)\n`);
  return score(all) >= mark;
}

const { minutes, oneIn: chosen, names } = readArguments(process.argv.slice(2));
const endsAt = Date.now() + minutes * 60_000;
let failed = false;
for (const name of names) {
  const oneIn = chosen ?? AREAS[name].oneIn;
  const left = endsAt - Date.now();
  const report = left > 20_000 ? await mutate(name, oneIn, left) : undefined;
  if (report === undefined) process.stdout.write(`${name}: not measured within the ${minutes} minutes\n`);
  failed = report === undefined || !show(name, oneIn, report) || failed;
}
rmSync(SANDBOX, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
