import { expect, test } from 'vitest';
import { isHeardWhole } from '../../src/rules/stream/heard.ts';

test.each([
  ['<b>12 %</b>', true],
  ['12 %', true],
  ['{"load": 12}', true],
  ['', true],
  ['<tr><td>ACME', true],
  ['<img src="graph.svg">', true],
  ['<svg:rect />', true],
  ['<div class="row">\n<b>1</b>\n</div>', true],
  ['<tr>', false],
  ['<br>', true],
  ['<div class="row">', false],
  ['<div class="row"', false],
  ['data: <b>12 %</b>', false],
  ['id: 7', false],
  ['identity: 7', true],
])('the data %j is all that was meant: %s', (data, whole) => {
  expect(isHeardWhole(data)).toBe(whole);
});
