import { describe, expect, test } from 'vitest';
import { otherMajorFor } from '../../src/htmx/cdn.ts';
import { migrated, otherMajor } from '../../src/diagnose/index.ts';
import type { Visit } from '../../src/diagnose/index.ts';
import { shapeOf } from '../../src/diagnose/migrate/handled.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { handled, opened, page, recordedPage } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const html = page(
  '<main id="room" hx-ext="ws" ws-connect="/socket">',
  '<p id="load"></p>',
  '<form ws-send></form>',
  '</main>',
);

function visitOf(records: readonly Happened[], version: string): Visit {
  const { snapshot, records: recorded } = recordedPage(html, { records, htmx: { version, extensions: [] } });
  return {
    ...{ snapshot, records: recorded, html, typed: undefined, clicked: [], observedMs: 1000, endedAt: 1000 },
    failure: undefined,
  };
}

const message = '<p id="load">12 %</p>';
const told = (before: readonly Happened[], after: readonly Happened[]): readonly unknown[] =>
  migrated(
    { before: visitOf(before, '2.0.11'), after: visitOf(after, '4.0.1'), to: 4 },
    { locate: NOWHERE, words: ['one', 'two'] },
  ).answers.flatMap(({ findings }) =>
    findings.filter(({ code }) => /received|sent|not-open/u.test(code)).map(({ code, facts }) => ({ code, facts })),
  );

test.each([
  ['/js/htmx.min.js', 4, 'htmx-4/dist/htmx.min.js'],
  ['https://unpkg.com/htmx-ext-ws@2.0.4/ws.js', 4, 'htmx-4/dist/ext/hx-ws.min.js'],
  ['/static/hx-sse.min.js', 2, 'htmx-ext-sse/sse.js'],
  ['/js/app.js', 4, undefined],
] as const)('%s under htmx %i', (src, major, file) => {
  expect(otherMajorFor(src, major)?.file).toBe(file);
});

test('htmx 2 is compared with 4, each other one with 2', () => {
  const major = (version: string): number =>
    otherMajor({ ...visitOf([], version), snapshot: { ...visitOf([], version).snapshot, elements: [] } });
  expect(['1.9.12', '2.0.11', '4.0.1'].map(major)).toEqual([2, 4, 2]);
});

describe('what became of a message in two runs', () => {
  const headers: Happened = { type: 'socket-sent', socket: 1, data: '{"q":"one","HEADERS":{}}', binary: false };
  const flat: Happened = { type: 'socket-sent', socket: 1, data: '{"q":"two","headers":{}}', binary: false };

  test('where the second run did not receive it, the source says what happens', () => {
    expect(told([...opened, ...handled(html, message)], opened)).toEqual([
      {
        code: 'migrate/received',
        facts: {
          ...{ from: 2, to: 4, change: 'wipes', wipes: ['p#load', 'form'], seen: 'no' },
          was: [{ part: '<p id="load">', fate: 'replaces', target: '#load' }],
          is: [{ part: '<p id="load">', fate: 'replaces-content', target: '#room' }],
        },
      },
      { code: 'migrate/sent', facts: { from: 2, to: 4, removed: ['HEADERS'], added: ['headers'], seen: 'no' } },
    ]);
  });

  test('frames that both sent are compared as they are', () => {
    expect(told([...opened, headers], [...opened, flat])).toMatchObject([
      { code: 'migrate/sent', facts: { removed: ['HEADERS'], added: ['headers'], seen: 'yes' } },
    ]);
    expect(told([...opened, flat], [...opened, flat])).toEqual([]);
  });

  test('a connection that only the first run opened', () => {
    expect(told([...opened, flat], [flat])).toMatchObject([
      { code: 'migrate/not-open', facts: { transport: 'ws', url: 'ws://127.0.0.1:4000/socket' } },
    ]);
  });
});

test('what was typed, and numbers, tell no message from its like', () => {
  const shape = (incoming: string): string =>
    shapeOf({ incoming } as Parameters<typeof shapeOf>[0], ['run-a1', 'run-b2']);
  expect(shape('<li>hello run-a1 at 12:30</li>')).toBe(shape('<li>hello run-b2 at 9:05</li>'));
  expect(shape('<li>hello</li>')).not.toBe(shape('<p>hello</p>'));
});
