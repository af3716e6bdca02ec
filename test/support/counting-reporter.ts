import path from 'node:path';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Printed after vitest's own report: how long each file and area took, what passed only when tried again, what was skipped
 * and why, and as the very last line `N passed, N failed, N skipped`. With `CI` set nothing may be skipped: a skipped test fails the run.
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
    const unsteady = tests.filter(
      (test) => test.result().state === 'passed' && (test.diagnostic()?.retryCount ?? 0) > 0,
    );
    if (unsteady.length > 0) this.#print('Passed, but not at the first try; each is worth a look:');
    for (const test of unsteady) this.#print(`  ${test.module.relativeModuleId} > ${test.fullName}`);
    if (skipped.length > 0) this.#print('Skipped:');
    for (const test of skipped) this.#print(`  ${test.module.relativeModuleId} > ${test.fullName}: ${reasonOf(test)}`);
    if (skipped.length > 0 && process.env['CI'] !== undefined) {
      this.#print('CI is set, so a skipped test fails the run.');
      process.exitCode = 1;
    }
    this.#print(`${passed} passed, ${failed + broken + unhandled.length} failed, ${skipped.length} skipped`);
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
  const note = result.state === 'skipped' ? result.note : undefined;
  return note ?? (test.options.mode === 'todo' ? 'still to be written' : 'no reason given');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2).padStart(8);
}
