import { expect, test } from 'vitest';
import { Checker } from '../../src/commands/watch/checker.ts';

test('checks that are cancelled before they may begin do not wait for each other', async () => {
  const checker = new Checker({ browser: false, signal: new AbortController().signal });
  let begin: (alone: boolean) => void = () => undefined;
  const prepared = new Promise<boolean>((resolve) => {
    begin = resolve;
  });
  const listener = { onEvent: () => undefined, onProblem: () => undefined };
  // A cancelled check reads neither session nor step.
  for (let key = 0; key < 4; key += 1)
    Reflect.apply(checker.start, checker, [undefined, undefined, listener, prepared]);
  const closed = checker.close().then(() => 'closed');
  begin(false);
  expect(await closed).toBe('closed');
}, 5000);
