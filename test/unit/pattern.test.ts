import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { replaceClosed, withoutTags } from '../../src/model/pattern.ts';

test('what has an end is replaced, and what has none stays', () => {
  const COMMENT = /<!--[^]*?(-->|$)/gu;
  expect(replaceClosed('a<!-- b -->c<!--\n-->d', COMMENT, '_')).toBe('a_c_d');
  expect(replaceClosed('a<!-- b -->c<!-- d <!-- e', COMMENT)).toBe('ac<!-- d <!-- e');
});

test('a tag is what is between its signs', () => {
  const parts = array(constantFrom('<', '>', 'a', '/', '\n'), { maxLength: 12 });
  assert(
    property(parts, (given) => {
      const text = given.join('');
      expect(withoutTags(text)).toBe(text.replaceAll(new RegExp('<[^>]*>', 'gu'), ''));
    }),
  );
});
