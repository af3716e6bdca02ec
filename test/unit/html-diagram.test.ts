import { array, assert, constantFrom, integer, property, record, string } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut } from '../../src/reporters/html/diagram/layout.ts';
import type { Arrow, Diagram, LaneNote } from '../../src/reporters/html/diagram/layout.ts';
import { groupsOf, shortened } from '../../src/reporters/html/conversation.ts';
import type { Client, TimelineEntry } from '../../src/model/timeline.ts';
import { displayWidth } from '../../src/terminal/text.ts';
import { became, DROPPED, entry, ledger, SERVER, SWAPPED, TAB } from '../support/html-run.ts';

function arrowsIn({ rows }: Diagram): readonly Arrow[] {
  return rows.filter((row) => row.shape === 'arrow');
}

function notesIn({ rows }: Diagram): readonly LaneNote[] {
  return rows.filter((row) => row.shape === 'note');
}

const STREAM: Client = { kind: 'stream', label: 'stream 1', server: 'server' };
const ISOLATED: Client = { kind: 'socket', label: 'client 2', server: 'server (isolated)' };

describe('lanes', () => {
  test('servers come first, then tabs, streams and sockets', () => {
    const { lanes } = layOut([
      entry(1, 'a', { client: ISOLATED }),
      entry(2, 'b', { client: STREAM, kind: 'sse' }),
      entry(3, 'c', { client: TAB }),
    ]);
    expect(lanes.map(({ name }) => name)).toEqual(['server (isolated)', 'server', 'tab 1', 'stream 1', 'client 2']);
    const places = lanes.map(({ x }) => x);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('a message goes from the server to its client, what it sends and a connection that it opens to the server', () => {
    const diagram = layOut([
      entry(1, 'opens socket 1', { direction: 'note', turn: 'begins' }),
      entry(2, 'hello', { direction: 'sent' }),
      entry(3, '<p>hello</p>'),
    ]);
    expect(arrowsIn(diagram).map(({ from, to, label }) => [from, to, label])).toEqual([
      [1, 0, 'opens socket 1'],
      [1, 0, 'hello'],
      [0, 1, '<p>hello</p>'],
    ]);
  });
});

describe('what htmx did', () => {
  test('belongs to the message that it was done with, also when others came in between', () => {
    const diagram = layOut([
      entry(1, '<div>one</div>'),
      entry(2, '<div>two</div>'),
      became(3, ledger('<div>one</div>', [DROPPED])),
      became(4, ledger('<div>two</div>', [SWAPPED])),
    ]);
    expect(arrowsIn(diagram).map(({ label, outcome, told }) => [label, outcome, told])).toEqual([
      ['<div>one</div>', 'dropped', ['✗ <div> has no id → dropped (no-id)']],
      ['<div>two</div>', 'swapped', ['✓ <div id="chat"> beforeend → #chat: added at the end']],
    ]);
    expect(diagram.rows).toHaveLength(2);
  });

  test('is partly done where a part was dropped, and a note where its message is not shown', () => {
    const both = layOut([
      entry(1, 'tick: <p>5</p>', { kind: 'sse' }),
      became(2, ledger({ name: 'tick', data: '<p>5</p>' }, [SWAPPED, DROPPED])),
    ]);
    expect(arrowsIn(both)).toMatchObject([
      { outcome: 'partly', told: [expect.stringMatching(/^✓/u), expect.stringMatching(/^✗/u)] },
    ]);
    const alone = layOut([became(2, ledger('<p>5</p>', [DROPPED]))]);
    expect(notesIn(alone)).toMatchObject([{ tone: 'wrong', lines: [expect.stringContaining('dropped')] }]);
  });

  test('of many parts is told in three lines, and whole to the pointer', () => {
    const [arrow] = arrowsIn(
      layOut([
        entry(1, 'x'),
        became(
          2,
          ledger(
            'x',
            Array.from({ length: 9 }, () => DROPPED),
          ),
        ),
      ]),
    );
    expect(arrow?.told).toHaveLength(3);
    expect(arrow?.told.at(-1)).toBe('and 7 more parts, in the table');
    expect(arrow?.title.match(/has no id/gu)).toHaveLength(9);
  });
});

test('events that htmx fires are not drawn, errors of the console are', () => {
  const diagram = layOut([
    entry(1, 'htmx:load on body {}', { direction: 'note', kind: 'htmx' }),
    entry(2, 'error: boom', { direction: 'note', kind: 'console' }),
    entry(3, 'closed with code 1000', { direction: 'note', turn: 'ends' }),
  ]);
  expect(notesIn(diagram).map(({ lines, tone }) => [lines[0], tone])).toEqual([
    ['error: boom', 'wrong'],
    ['closed with code 1000', 'plain'],
  ]);
});

test('a pause and skipped lines are said', () => {
  const { rows } = layOut([entry(1, 'a'), entry(2501, 'b'), { skipped: 12 }, entry(9000, 'c')]);
  expect(rows.flatMap((row) => (row.shape === 'break' ? [row.label] : []))).toEqual([
    '2.5 s later',
    '12 more are only in the table',
  ]);
});

const CLIENTS: readonly Client[] = [TAB, STREAM, ISOLATED, SERVER, { kind: 'tutor', label: 'tutor' }];
const anyEntry: Arbitrary<TimelineEntry> = record({
  ms: integer({ min: 0, max: 20_000 }),
  client: constantFrom(...CLIENTS),
  direction: constantFrom('sent', 'received', 'note'),
  kind: constantFrom('http', 'ws', 'sse', 'htmx', 'console', 'process'),
  data: string({ unit: 'grapheme', maxLength: 400 }),
});

test('nothing is outside the picture, nothing covers another row, and a label is not longer than its arrow', () => {
  assert(
    property(array(anyEntry, { maxLength: 40 }), (entries) => {
      const diagram = layOut(entries.toSorted((one, other) => one.ms - other.ms));
      const { rows, lanes, width, height } = diagram;
      const ys = rows.map(({ y }) => y);
      expect(ys).toEqual(ys.toSorted((one, other) => one - other));
      expect(new Set(ys).size).toBe(ys.length);
      expect(Math.max(0, ...ys)).toBeLessThan(height);
      for (const note of notesIn(diagram)) {
        expect(note.x - note.width / 2).toBeGreaterThanOrEqual(0);
        expect(note.x + note.width / 2).toBeLessThanOrEqual(width);
      }
      for (const { from, to, label } of arrowsIn(diagram)) {
        const length = Math.abs((lanes[from]?.x ?? 0) - (lanes[to]?.x ?? 0));
        expect(displayWidth(label) * 7.3).toBeLessThan(length);
      }
    }),
  );
});

test('clients of a server are drawn together, tabs by themselves, four at a time, and all are there', () => {
  const sockets = Array.from({ length: 9 }, (_, index): Client => ({
    kind: 'socket',
    label: `client ${index + 1}`,
    server: index < 6 ? 'server' : 'server (isolated)',
  }));
  const timeline = [SERVER, TAB, ...sockets].map((client, index) => entry(index, 'x', { client }));
  const groups = groupsOf(timeline);
  expect(groups.map(({ server, clients }) => [server, clients.length])).toEqual([
    ['server', 1],
    ['server', 4],
    ['server', 2],
    ['server (isolated)', 3],
  ]);
  expect(groups.flatMap(({ entries }) => entries)).toHaveLength(timeline.length);
});

test('a long conversation is cut in its last third', () => {
  const rows = shortened(
    Array.from({ length: 100 }, (_, index) => entry(index, 'x')),
    30,
  );
  expect(rows).toHaveLength(31);
  expect(rows[20]).toEqual({ skipped: 70 });
  expect(rows[21]).toMatchObject({ ms: 90 });
  expect(rows.at(-1)).toMatchObject({ ms: 99 });
});
