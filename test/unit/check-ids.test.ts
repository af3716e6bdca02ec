import { expect, test } from 'vitest';
import type { ChapterCheck } from '../../src/chapter/check.ts';
import { PASSED } from '../../src/run/check.ts';

/** A check that compiles; each test writes one word of it wrongly, and `npm run types` fails where the compiler lets it pass. */
const RIGHT = {
  id: 'chat-shows',
  title: 'a title',
  observes: 'server',
  needs: ['page-stays'],
  after: ['ws-order'],
  breaks: { codes: ['ws/no-reply'], checks: { tagged: ['chat'], observing: ['page'] } },
  run: async () => PASSED,
} as const satisfies ChapterCheck<'chat-shows'>;

test('a misspelt id of a check does not compile', () => {
  // @ts-expect-error no check has this id
  const id: ChapterCheck = { ...RIGHT, id: 'chat-show' };
  // @ts-expect-error nor has one that is needed
  const needs: ChapterCheck = { ...RIGHT, needs: ['page-stay'] };
  // @ts-expect-error nor one that is waited for
  const after: ChapterCheck = { ...RIGHT, after: ['ws-oder'] };
  expect([id, needs, after]).toHaveLength(3);
});

test('the codes, tags and observations that a check breaks exist', () => {
  // @ts-expect-error no finding has this code
  const codes: ChapterCheck = { ...RIGHT, breaks: { codes: ['ws/no-replay'], checks: {} } };
  // @ts-expect-error no check has this tag
  const tagged: ChapterCheck = { ...RIGHT, breaks: { codes: [], checks: { tagged: ['chats'] } } };
  // @ts-expect-error nothing of the kind is observed
  const observing: ChapterCheck = { ...RIGHT, breaks: { codes: [], checks: { observing: ['pages'] } } };
  expect([codes, tagged, observing]).toHaveLength(3);
});

test('a check is given a tab only where it names one', () => {
  // @ts-expect-error without `tab` there is no second argument
  const without: ChapterCheck = { ...RIGHT, run: async (context, tab) => (tab === context ? PASSED : PASSED) };
  expect(without.tab).toBeUndefined();
});
