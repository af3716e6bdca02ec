import path from 'node:path';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Printed after vitest's own report: how long each file and area took, which tests have a second try and took it, what was skipped
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
    this.#printFlaky(tests);
    if (skipped.length > 0) this.#print('Skipped:');
    for (const test of skipped) this.#print(`  ${test.module.relativeModuleId} > ${test.fullName}: ${reasonOf(test)}`);
    if (skipped.length > 0 && process.env['CI'] !== undefined) {
      this.#print('CI is set, so a skipped test fails the run.');
      process.exitCode = 1;
    }
    this.#print(`${passed} passed, ${failed + broken + unhandled.length} failed, ${skipped.length} skipped`);
  }

  /** Tests that were given a second try, and whether they took it. One that took it without a reason is listed too. */
  #printFlaky(tests: readonly TestCase[]): void {
    const listed = tests
      .map((test) => ({ test, reason: test.meta().flaky, retried: (test.diagnostic()?.retryCount ?? 0) > 0 }))
      .filter(({ reason, retried }) => reason !== undefined || retried);
    if (listed.length === 0) return;
    this.#print('Tests with a second try:');
    for (const { test, reason, retried } of listed) {
      const tries = `${test.result().state} at the ${retried ? 'second' : 'first'} try`;
      this.#print(`  ${test.module.relativeModuleId} > ${test.fullName}: ${tries} (${reason ?? 'no reason given'})`);
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
        // A file that runs in parts is identified by the name of its project.
        const part = files.filter(({ relativeModuleId }) => relativeModuleId === file.relativeModuleId).length > 1;
        const name = path.posix.basename(file.relativeModuleId);
        this.#print(`${seconds(file.diagnostic().duration)}    ${name}${part ? ` (${file.project.name})` : ''}`);
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
