import { expect, test } from 'vitest';
import { CHECK_TITLES } from '../../src/chapter/check.ts';
import { provedBy } from '../../src/commands/common/proved-by.ts';
import { realCourse } from '../support/course-folder.ts';

const step = realCourse().steps[0];

test.each([
  ['all checks ran', undefined, 'every dependency it names loads'],
  ['one of three could run', ['env-runtime'], 'The runtime can be used.'],
  ['none could', [], 'Nothing that the tutor could check.'],
])('the end of the chapter says what a step proved: %s', (_, only, said) => {
  const { proves = '' } = step ?? {};
  expect(provedBy({ proves }, only, CHECK_TITLES)).toContain(said);
});
