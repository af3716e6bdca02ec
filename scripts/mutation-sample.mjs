// Which changes of a large area are tried: one in N of them, chosen by a hash of their place, so that the same sources give the same
// sample. Stryker loads this file as a plugin and asks it before it tries a change; the report leaves the same ones out.
import { createHash } from 'node:crypto';

/**
 * @param {string} file absolute, or relative to the project
 * @param {{ location: { start: { line: number, column: number } }, mutatorName: string, replacement?: string }} mutant line and column from 1
 * @param {number} oneIn 1: all of them
 */
export function isInSample(file, { location: { start }, mutatorName, replacement }, oneIn) {
  const inProject = file.replaceAll('\\', '/').replace(/^.*\/(?=src\/)/u, '');
  const place = [inProject, start.line, start.column, mutatorName, replacement ?? ''].join('\n');
  return createHash('sha256').update(place).digest().readUInt32BE(0) % oneIn === 0;
}

/** Line and column from 1, as in the report; a checker gets them from 0. */
function fromOne(mutant) {
  const { line, column } = mutant.location.start;
  return { ...mutant, location: { start: { line: line + 1, column: column + 1 } } };
}

/** A checker of Stryker, the only plugin that is asked about each change. It has two answers; the second one means: not tried. */
function sampleChecker({ sample: { oneIn } }) {
  return {
    init: async () => undefined,
    check: async (mutants) =>
      Object.fromEntries(
        mutants.map((mutant) => [
          mutant.id,
          isInSample(mutant.fileName, fromOne(mutant), oneIn)
            ? { status: 'passed' }
            : { status: 'compileError', reason: 'not in the sample' },
        ]),
      ),
    group: async (mutants) => [mutants.map(({ id }) => id)],
  };
}
sampleChecker.inject = ['options'];

export const strykerPlugins = [{ kind: 'Checker', name: 'sample', factory: sampleChecker }];
