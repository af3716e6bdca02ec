import { describe, expect, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { recognise, sightingsOf } from '../../src/messages/index.ts';
import type { Sighting } from '../../src/messages/index.ts';
import { pastedLines, plainLines } from '../../src/messages/recognise/lines.ts';
import { pastedResponses } from '../../src/messages/recognise/responses.ts';
import { CODES } from '../support/describe.ts';
import { PASTED, UNKNOWN } from './pasted-texts.ts';

describe('a pasted text gets the code that fits', () => {
  test.each(PASTED)('%s', (_title, text, first) => {
    const { fits } = recognise(text, WORDING);
    expect(fits.map(({ code }) => code)[0]).toBe(first);
    expect(fits[0]?.why).toMatch(/\S\.$/u);
  });
});

describe('not known', () => {
  test.each(UNKNOWN)('%s', (_title, text) => {
    const { fits, standards } = recognise(text, WORDING);
    expect({ fits, standards }).toEqual({ fits: [], standards: [] });
  });

  test('the codes that a text names are listed', () => {
    expect(recognise('What does oob/no-id mean, and oob/no-idea?', WORDING).named).toEqual(['oob/no-id']);
  });
});

test('every pattern of the catalogue is in a text above', () => {
  const texts = PASTED.map(([, text]) => ({
    lines: pastedLines(text),
    responses: pastedResponses(plainLines(text)),
  }));
  const isSeen = (sighting: Sighting): boolean =>
    texts.some(({ lines, responses }) =>
      'line' in sighting
        ? lines.some(({ text }) => sighting.line.test(text))
        : responses.some(({ response }) => sighting.response(response)),
    );
  const unseen = CODES.flatMap((code) =>
    sightingsOf(code, WORDING)
      .filter((sighting) => !isSeen(sighting))
      .map((sighting) => `${code}: ${'line' in sighting ? sighting.line.source : sighting.response.toString()}`),
  );
  expect(unseen).toEqual([]);
});

test('weights are 1 to 10, and no pattern keeps a position', () => {
  for (const sighting of CODES.flatMap((code) => sightingsOf(code, WORDING))) {
    expect(sighting.weight).toBeGreaterThanOrEqual(1);
    expect(sighting.weight).toBeLessThanOrEqual(10);
    if ('line' in sighting) expect(sighting.line.flags).not.toMatch(/[gy]/u);
  }
});

describe('standards', () => {
  test.each([
    ['1006', 'Close code 1006'],
    ['1009', 'Close code 1009'],
    ['closed with code 4001', 'Close code 4001'],
    ['404', 'HTTP status 404'],
    ['Request failed with status code 502', 'HTTP status 502'],
  ])('%s', (text, subject) => {
    expect(recognise(text, WORDING).standards.map((each) => each.subject)).toEqual([subject]);
  });

  test.each(['1016', '999', '2024', 'HTTP/1.1 200 OK'])('%s has none', (text) => {
    expect(recognise(text, WORDING).standards).toEqual([]);
  });
});

test('no answer contains control characters of the text', () => {
  const text =
    "\u001b]0;title\u0007\u001b[31mCannot find package 'w\u001bs\u0000\u202e' imported\u009b2J from /a/main.js\u001b[0m";
  const told = JSON.stringify(recognise(text, WORDING).fits);
  expect(told).toContain('Cannot find package');
  expect(told).not.toMatch(/[\p{Cc}\u202e]|\\u00/u);
});

test('a megabyte takes seconds of the processor, on a busy machine as well', () => {
  const lines = Array.from({ length: 9000 }, (_, index) => `${index} WebSocket ${'a '.repeat(50)}`).join('\n');
  const before = process.cpuUsage();
  expect(recognise(`${lines}\n${'"'.repeat(50_000)}\nhtmx:wsClose`, WORDING).fits[0]?.code).toBe(
    'ws/closes-after-first',
  );
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(20_000);
});
