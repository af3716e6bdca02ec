import { expect, test } from 'vitest';
import { AddressedTextMaker } from '../../src/commands/watch/addressed-text.ts';
import type { TextView } from '../../src/terminal/watch/index.ts';

const titled = (title: string): Promise<TextView> => Promise.resolve({ kind: 'lesson', title, document: () => [] });

test('a text names the address that the server has, also when it gets it while the text is made', async () => {
  let origin: string | undefined;
  const maker = new AddressedTextMaker({ origin: () => origin, expectedOrigin: async () => origin ?? 'expected' });
  expect(await maker.again()).toBeUndefined();
  expect(await maker.make(titled)).toMatchObject({ title: 'expected' });

  const made: string[] = [];
  const text = await maker.make((address) => {
    made.push(address);
    origin = 'real';
    return titled(address);
  });
  expect(text).toMatchObject({ title: 'real' });
  expect(made).toEqual(['expected', 'real']);

  await maker.make(titled);
  origin = 'moved';
  expect(await maker.again()).toMatchObject({ title: 'moved' });
});
