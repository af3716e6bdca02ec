import { expect, test } from 'vitest';
import type { RunContext } from '../../src/run/context.ts';
import { shared } from '../../src/run/shared.ts';

test('an observation is made once for a run, and somebody else can see whether it was begun', async () => {
  const contexts = [{} as RunContext, {} as RunContext] as const;
  let made = 0;
  const observe = shared(async () => (made += 1));
  expect(observe.begun(contexts[0])).toBeUndefined();
  const first = observe(contexts[0]);
  expect(observe.begun(contexts[0])).toBe(first);
  expect(await Promise.all([first, observe(contexts[0]), observe(contexts[1])])).toEqual([1, 1, 2]);
});
