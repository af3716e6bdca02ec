import { expect, test } from 'vitest';
import { csvLine, readCsv } from '../../src/commands/grade/csv.ts';

test.each([
  [
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,\r\n',
    [
      ['a', 'b'],
      ['1', ''],
    ],
  ],
  [
    '\ufeffa;b\n"1;2";"x ""y""\nz"\n',
    [
      ['a', 'b'],
      ['1;2', 'x "y"\nz'],
    ],
  ],
  ['a,b;c\n', [['a', 'b;c']]],
  ['a\n\n,\n"",\nb', [['a'], ['b']]],
  ['', []],
])('%j is read', (text, rows) => {
  expect(readCsv(text)).toEqual(rows);
});

test('what is written is read again, and is no formula', () => {
  const cells = ['plain', 'a,b', 'say "x"', 'two\nlines', ''];
  expect(readCsv(csvLine([...cells, 3]))).toEqual([[...cells, '3']]);
  expect(readCsv(csvLine(['=1+1', '+x', '-y', '@z']))).toEqual([["'=1+1", "'+x", "'-y", "'@z"]]);
});
