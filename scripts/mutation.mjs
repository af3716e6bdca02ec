// Changes the pure modules in small ways (a condition inverted, a string emptied, a call removed) and runs their tests: a change
// that no test notices survives, and is listed. Of a large area a sample is tried, the same one for the same sources. Bounded in time: of
// an area that does not fit only a part is measured, and the run says so.
//
//   npm run mutation                           all areas
//   npm run mutation -- graph parsers          some of them
//   npm run mutation -- src/htmx/selector.ts   every change of one file
//   npm run mutation -- --minutes 10 rules     no longer than that (default 60)
//   npm run mutation -- --one-in 1 rules       every change, not a sample
//
// The score is the share of changes that a test noticed. The exit code is 1 when an area is below its mark; docs/testing.md has the scores.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeOf } from './mutation-plugin.mjs';

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
  rules: { files: ['src/rules/**/*.ts'], oneIn: 13, mark: 80 },
  htmx: { files: ['src/htmx/**/*.ts'], oneIn: 13, mark: 80 },
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
    else if (/^src\/.*\.ts$/u.test(word) && existsSync(path.join(root, word))) {
      AREAS[word] = { files: [word], oneIn: 1, mark: 0 };
      names.push(word);
    } else wrongUsage(`${word} is neither an area (${Object.keys(AREAS).join(', ')}) nor a file below src/.`);
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

/** How long a change may take longer than the tests that it concerns did before, in ms; and one that ran out of it, at its second try. */
const PATIENCE_MS = 30_000;
const MORE_PATIENCE_MS = 90_000;

/**
 * Runs Stryker over one area. On a busy machine tests run out of time without a fault, so what did is tried once more, with more of it.
 * @returns the results, and whether there was time for all. A change that ran out of time once is not noticed: its status is `Slow`
 */
async function mutate(name, oneIn, milliseconds) {
  const until = Date.now() + milliseconds;
  const first = await stryker(name, { oneIn, patience: PATIENCE_MS, milliseconds });
  const ranOut = first.mutants.filter(({ status }) => status === 'Timeout').map((mutant) => placeOfResult(mutant));
  const left = until - Date.now();
  const second =
    ranOut.length === 0 || left < 20_000
      ? { mutants: [], finished: ranOut.length === 0 }
      : await stryker(name, { oneIn, only: ranOut, patience: MORE_PATIENCE_MS, milliseconds: left });
  const again = new Map(second.mutants.map((mutant) => [placeOfResult(mutant), mutant]));
  const mutants = first.mutants.map((mutant) =>
    mutant.status === 'Timeout' ? (again.get(placeOfResult(mutant)) ?? { ...mutant, status: 'Slow' }) : mutant,
  );
  return { mutants, finished: first.finished && second.finished };
}

function placeOfResult(mutant) {
  return placeOf(mutant.fileName, mutant);
}

/** One run of Stryker. @returns the results, and whether it came to its end */
async function stryker(name, { oneIn, only, patience, milliseconds }) {
  mkdirSync(cache, { recursive: true });
  const file = name.replaceAll('/', '-');
  const results = path.join(cache, `${file}.results${only === undefined ? '' : '-again'}.jsonl`);
  rmSync(results, { force: true });
  const config = path.join(cache, `${file}.config.json`);
  writeFileSync(config, JSON.stringify({ ...configOf(name, patience), measured: { oneIn, only, results } }));
  const program = path.join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const child = spawn(process.execPath, [program, 'run', config], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
    // A change to the model is seen in few messages; `npm test` compares all of them.
    env: { ...process.env, HTMX_MESSAGES: '40' },
  });
  let inTime = true;
  const timer = setTimeout(() => {
    inTime = false;
    endTree(child);
  }, milliseconds);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  const lines = existsSync(results) ? readFileSync(results, 'utf8').trim().split('\n') : [];
  return {
    mutants: lines.filter((line) => line !== '').map((line) => JSON.parse(line)),
    finished: inTime && code === 0,
  };
}

/** What Stryker is told. */
function configOf(name, patience) {
  return {
    mutate: AREAS[name].files,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', path.join(root, 'scripts', 'mutation-plugin.mjs')],
    checkers: ['sample'],
    reporters: ['lines', 'progress-append-only'],
    warnings: { unknownOptions: false },
    vitest: { configFile: 'vitest.pure.config.ts' },
    coverageAnalysis: 'perTest',
    // It would be rewritten with the compiler's API, which TypeScript 7 does not have. Types are removed by the test runner.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
    ignorePatterns: ['dist', 'coverage', 'docs/pictures'],
    // Not below node_modules, where tests are not looked for.
    tempDirName: SANDBOX,
    // The rest of the machine is for whoever works on it.
    concurrency: 1,
    timeoutMS: patience,
    allowEmpty: true,
  };
}

/** Ends Stryker and its workers. */
function endTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill();
  else process.kill(-child.pid, 'SIGKILL');
}

/** Prints the score of each file and the survivors. @returns whether the whole area was measured and reached its mark */
function show(name, oneIn, { mutants, finished }) {
  const isNoticed = ({ status }) => status === 'Killed' || status === 'Timeout';
  const score = (some) => (some.length === 0 ? 100 : (100 * some.filter(isNoticed).length) / some.length);
  const files = [...new Set(mutants.map(({ fileName }) => fileName))].toSorted((a, b) => a.localeCompare(b));
  for (const fileName of files) {
    const file = path.relative(root, path.resolve(root, fileName));
    const source = readFileSync(path.join(root, file), 'utf8').split('\n');
    const own = mutants.filter((mutant) => mutant.fileName === fileName);
    process.stdout.write(`${score(own).toFixed(1).padStart(6)} %  ${String(own.length).padStart(5)}  ${file}\n`);
    for (const { status, mutatorName, location, replacement } of own.filter((mutant) => !isNoticed(mutant))) {
      const line = source[location.start.line - 1]?.trim() ?? '';
      const what = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 60);
      process.stdout.write(
        `             ${file}:${location.start.line}:${location.start.column} ${status} ${mutatorName}: ${what}   in   ${line}\n`,
      );
    }
  }
  const { mark } = AREAS[name];
  const sample = oneIn === 1 ? `${mutants.length}` : `a sample of ${mutants.length} (one in ${oneIn})`;
  const of = finished ? sample : `the first ${mutants.length} of ${oneIn === 1 ? 'the' : 'the sampled'}`;
  process.stdout.write(`${name}: ${score(mutants).toFixed(1)} % of ${of} changes were noticed (mark: ${mark} %)\n`);
  if (!finished) process.stdout.write(`${name}: not measured to its end\n`);
  return finished && score(mutants) >= mark;
}

const { minutes, oneIn: chosen, names } = readArguments(process.argv.slice(2));
const endsAt = Date.now() + minutes * 60_000;
let failed = false;
for (const name of names) {
  const oneIn = chosen ?? AREAS[name].oneIn;
  const left = endsAt - Date.now();
  if (left > 20_000) failed = !show(name, oneIn, await mutate(name, oneIn, left)) || failed;
  else {
    process.stdout.write(`${name}: not measured within the ${minutes} minutes\n`);
    failed = true;
  }
}
rmSync(SANDBOX, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
