import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { express, mojolicious, tornado } from '../support/apps.ts';
import { chapterTests, expectOwnFailure } from '../support/apps-suite.ts';
import { atMost } from '../support/at-most.ts';
import { checkFolder } from '../support/check-folder.ts';
import { realCourse, writeState } from '../support/course-folder.ts';

const course = realCourse();
const enter = atMost(3);
let engine: PageEngine;
beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());

for (const app of [express, tornado, mojolicious]) {
  describe
    .skipIf(app.skipped !== undefined)
    .concurrent(`the chapter in ${app.title}, by --run ${app.skipped ?? ''}`, () => {
      const choice = { kind: 'command', run: app.run } as const;
      chapterTests({ app, course, engine: () => engine, serve: (_, body) => enter(() => body(choice)), leavesOut: [] });

      test('step-2 does not pass before there is a server', async () => {
        const { folder, remove } = writeState(new Map(), { modules: 'none' });
        try {
          expectOwnFailure(await checkFolder({ course, folder, step: 'step-2', choice }), 'step-2');
        } finally {
          remove();
        }
        expect.hasAssertions();
      });
    });
}
