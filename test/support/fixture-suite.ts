import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/probes/page/dom-engine.ts';
import { checkFolder, findingsOf, story } from './check-folder.ts';
import { realCourse, writeState } from './course-folder.ts';
import { fixturesOf, fixtureState, modulesOf } from './fixtures.ts';

/** Every fixture of a step gets its verdict, its first code and its warnings; several run beside each other, as in a busy class. */
export function fixtureSuite(step: string): void {
  const course = realCourse();
  let engine: PageEngine;
  beforeAll(async () => {
    engine = await openDomEngine();
  });
  afterAll(() => engine.close());

  const fixtures = fixturesOf(step).filter((fixture) => fixture.engine === 'both');
  describe.concurrent(`fixtures of ${step}`, () => {
    test.each(fixtures.map((fixture) => [`${fixture.name}: ${fixture.code ?? 'passes'}`, fixture] as const))('%s', async (_, fixture) => {
      const { folder, remove } = writeState(fixtureState(course, fixture), { modules: modulesOf(fixture) === 'own' ? 'none' : 'linked' });
      try {
        const result = await checkFolder({ course, folder, step, engine, ...(fixture.run === undefined ? {} : { choice: { kind: 'command', run: fixture.run } }) });
        const [first] = findingsOf(result, 'error');
        expect({ passed: result.passed, code: first?.code }, story(result)).toEqual({ passed: fixture.expect === 'pass', code: fixture.code });
        expect(findingsOf(result, 'warning').map(({ code }) => code).toSorted(), story(result)).toEqual(fixture.warnings.toSorted());
      } finally {
        remove();
      }
    });
  });
}
