// What Stryker loads for scripts/mutation.mjs: which changes of a large area are tried, and a line in a file for each result, so that a run that
// is ended early has the results until then.
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/**
 * A change as a line of text: where it is, and what it writes there.
 * @param {string} file absolute, or relative to the project
 * @param {{ location: { start: { line: number, column: number } }, mutatorName: string, replacement?: string }} mutant line and column from 1
 */
export function placeOf(file, { location: { start }, mutatorName, replacement }) {
  const inProject = file.replaceAll('\\', '/').replace(/^.*\/(?=src\/)/u, '');
  return [inProject, start.line, start.column, mutatorName, replacement ?? ''].join('\n');
}

/**
 * One in N changes, by a hash of its place: the same sources give the same sample.
 * @param {string} place
 * @param {{ oneIn: number, only?: readonly string[] }} measured `oneIn` 1: all of them; `only`: these, whatever the sample
 */
function isInSample(place, { oneIn, only }) {
  if (only !== undefined) return only.includes(place);
  return createHash('sha256').update(place).digest().readUInt32BE(0) % oneIn === 0;
}

/** A checker is the only plugin that is asked about each change; it gets lines and columns from 0. Its second answer means here: not tried. */
function sampleChecker({ measured }) {
  const isTried = ({ fileName, mutatorName, replacement, location: { start } }) => {
    const fromOne = { start: { line: start.line + 1, column: start.column + 1 } };
    return isInSample(placeOf(fileName, { mutatorName, replacement, location: fromOne }), measured);
  };
  const answer = (mutant) =>
    isTried(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not in the sample' };
  return {
    init: async () => undefined,
    check: async (mutants) => Object.fromEntries(mutants.map((mutant) => [mutant.id, answer(mutant)])),
    group: async (mutants) => [mutants.map(({ id }) => id)],
  };
}
sampleChecker.inject = ['options'];

/** Changes that no test runs through never come to the checker, so the sample is taken here again. */
function lineReporter({ measured }) {
  return {
    onMutantTested: ({ fileName, location, mutatorName, replacement, status }) => {
      const mutant = { location, mutatorName, replacement };
      const left = ['Ignored', 'CompileError', 'RuntimeError'].includes(status);
      if (left || !isInSample(placeOf(fileName, mutant), measured)) return;
      appendFileSync(measured.results, `${JSON.stringify({ fileName, status, ...mutant })}\n`);
    },
  };
}
lineReporter.inject = ['options'];

export const strykerPlugins = [
  { kind: 'Checker', name: 'sample', factory: sampleChecker },
  { kind: 'Reporter', name: 'lines', factory: lineReporter },
];
