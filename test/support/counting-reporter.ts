import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Printed after vitest's own report: how long each file and area took, which tests have a second try and took it, what failed, what was skipped
 * and why, and as the very last line `N passed, N failed, N skipped`. With `CI` set a skipped test fails the run, unless it says why it
 * is optional: what it needs cannot be installed everywhere.
 */
export class CountingReporter implements Reporter {
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {
    this.#print = print;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    // A file that does not load has no tests; it must not look like one without failures.
    const broken = modules.filter((module) => module.errors().length > 0).length;

    this.#printTimes(modules);
    this.#printFlaky(tests);
    this.#printFailed(tests, modules);
    if (skipped.length > 0) this.#print('Skipped:');
    for (const test of skipped) this.#print(`  ${test.module.relativeModuleId} > ${test.fullName}: ${reasonOf(test)}`);
    const required = skipped.filter((test) => test.meta().optional === undefined);
    if (required.length > 0 && process.env['CI'] !== undefined) {
      this.#print('CI is set, so a skipped test fails the run.');
      process.exitCode = 1;
    }
    this.#print(`${passed} passed, ${failed + broken + unhandled.length} failed, ${skipped.length} skipped`);
  }

  /** Tests that took a second try; and those that could have, a line for each file and reason. One that took it without a reason is listed too. */
  #printFlaky(tests: readonly TestCase[]): void {
    const retried = tests.filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0);
    const steady = tests.filter((test) => test.meta().flaky !== undefined && !retried.includes(test));
    if (retried.length + steady.length > 0) this.#print('Tests with a second try:');
    for (const test of retried) {
      const told = `${test.result().state} at the second try (${test.meta().flaky ?? 'no reason given'})`;
      this.#print(`  ${test.module.relativeModuleId} > ${test.fullName}: ${told}`);
    }
    const files = new Map<string, number>();
    for (const test of steady.filter((each) => each.result().state !== 'skipped')) {
      const about = `${test.module.relativeModuleId}: ${test.result().state} at the first try (${test.meta().flaky})`;
      files.set(about, (files.get(about) ?? 0) + 1);
    }
    for (const [about, count] of files) this.#print(`  ${count} of ${about}`);
  }

  /**
   * Each failed test again, with what it compared: vitest's own report of a failure can be thousands of lines long, and what keeps only the
   * end of a log would keep no name.
   */
  #printFailed(tests: readonly TestCase[], modules: readonly TestModule[]): void {
    const failed = tests.flatMap((test) => {
      const result = test.result();
      if (result.state !== 'failed') return [];
      return [{ name: `${test.module.relativeModuleId} > ${test.fullName}`, errors: result.errors }];
    });
    const broken = modules
      .map((module) => ({ name: module.relativeModuleId, errors: module.errors() }))
      .filter(({ errors }) => errors.length > 0);
    if (failed.length + broken.length > 0) this.#print('Failed:');
    for (const { name, errors } of [...failed, ...broken]) {
      this.#print(`  ${name}`);
      for (const error of errors) for (const line of shortened(error)) this.#print(`    ${line}`);
    }
  }

  #printTimes(modules: readonly TestModule[]): void {
    const areas = new Map<string, TestModule[]>();
    for (const module of modules) {
      const area = path.posix.dirname(module.relativeModuleId);
      areas.set(area, [...(areas.get(area) ?? []), module]);
    }
    this.#print('');
    this.#print('Time by area and file (seconds in tests and hooks):');
    for (const [area, files] of [...areas].toSorted(([a], [b]) => a.localeCompare(b))) {
      const total = files.reduce((sum, file) => sum + file.diagnostic().duration, 0);
      this.#print(`${seconds(total)}  ${area}`);
      const slowestFirst = files.toSorted((a, b) => b.diagnostic().duration - a.diagnostic().duration);
      for (const file of slowestFirst) {
        this.#print(`${seconds(file.diagnostic().duration)}    ${path.posix.basename(file.relativeModuleId)}`);
      }
    }
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? (result.note ?? test.meta().optional) : undefined;
  return note ?? (test.options.mode === 'todo' ? 'still to be written' : 'no reason given');
}

/** Lines of a message that say enough about what failed. */
const MOST_LINES = 12;
const MOST_COLUMNS = 300;

/** The difference that vitest found, or the end of the message, which says what was expected. */
function shortened({ diff, message }: SerializedError): readonly string[] {
  const told = typeof diff === 'string' && diff !== '' ? diff : message;
  const lines = stripVTControlCharacters(told).split('\n');
  return lines.slice(-MOST_LINES).map((line) => (line.length > MOST_COLUMNS ? `…${line.slice(-MOST_COLUMNS)}` : line));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2).padStart(8);
}
