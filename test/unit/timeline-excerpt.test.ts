import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { StepResult } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { TimelineEntry } from '../../src/model/timeline.ts';
import { excerptOf } from '../../src/terminal/finding/excerpt.ts';
import { focusIn } from '../../src/messages/index.ts';
import { cutAround } from '../../src/terminal/finding/focus.ts';
import { timelineLines } from '../../src/terminal/finding/timeline.ts';
import { stepMarks } from '../../src/terminal/marks.ts';
import { displayWidth } from '../../src/terminal/text.ts';

const tab = (index: number): TimelineEntry => ({
  ms: index,
  client: { kind: 'tab', label: index % 2 === 0 ? 'tab 1' : 'tab 2' },
  direction: 'note',
  kind: 'ws',
  data: `line ${index}`,
});
const TIMELINE = Array.from({ length: 400 }, (_, index) => tab(index));
const STEP: StepResult = { step: 'step-4', title: '', passed: false, durationMs: 1, checks: [], timeline: TIMELINE };

function shown(moments: readonly number[], untilMs = 1000): readonly (number | 'gap')[] {
  const { rows } = excerptOf(TIMELINE, { clients: ['tab 1'], moments, untilMs });
  return rows.map((row) => (row === 'gap' ? row : row.ms));
}

describe('the lines around the moments that decide', () => {
  test('only those of its clients, more after the moment than before it', () => {
    const rows = shown([100]);
    expect(rows[0]).toBe(88);
    expect(rows.at(-1)).toBe(124);
    expect(rows.every((row) => row !== 'gap' && row % 2 === 0)).toBe(true);
  });

  test('two moments far apart: both are shown, with a gap between', () => {
    const rows = shown([20, 300]);
    expect(rows).toContain(20);
    expect(rows).toContain(300);
    expect(rows.filter((row) => row === 'gap')).toHaveLength(1);
    expect(rows.length).toBeLessThanOrEqual(31);
  });

  test('many moments: none is missing', () => {
    const moments = [20, 90, 160, 230, 300, 370];
    expect(shown(moments)).toEqual(expect.arrayContaining(moments));
    expect(shown(moments).filter((row) => row !== 'gap').length).toBeLessThanOrEqual(30);
  });

  test('nothing after the check, and the count of what is not shown', () => {
    expect(shown([100], 104).at(-1)).toBe(104);
    const { rows, hidden } = excerptOf(TIMELINE, { clients: ['tab 1'], moments: [100], untilMs: 104 });
    expect(hidden).toBe(400 - rows.length);
  });
});

test('what a server printed to nobody is not shown below the finding that quotes it', () => {
  const theme = { marks: stepMarks(true), chalk: new Chalk({ level: 0 }) };
  const wire = { clients: ['server', 'client 1'], moments: [1], untilMs: 5 };
  const about: Finding = {
    code: 'server/exited',
    severity: 'error',
    facts: { exit: { kind: 'code', code: 1 }, error: '' },
    evidence: { output: ['Usage: serve'], wire },
  };
  const printed: TimelineEntry = {
    ms: 1,
    client: { kind: 'server', label: 'server' },
    direction: 'note',
    kind: 'process',
    data: 'Usage: serve',
  };
  const asked: TimelineEntry = {
    ...printed,
    client: { kind: 'socket', label: 'client 1' },
    kind: 'ws',
    data: 'GET /ws',
  };
  const lines = (timeline: readonly TimelineEntry[]): readonly string[] =>
    timelineLines({ ...STEP, timeline }, theme, { width: 80, lines: 'excerpt', about });
  expect(lines([printed])).toEqual([]);
  expect(lines([printed, asked]).join('\n')).toMatch(/Usage: serve[^]*GET \/ws/u);
});

describe('a long line keeps what matters in it', () => {
  const FRAME = `<section class="${'wide '.repeat(20)}"><div id="chat-window" hx-swap-oob="beforeend:#chat-window">otter</div></section>`;

  test.each([60, 48, 30])('the swap style, in %i columns', (width) => {
    const cut = cutAround(FRAME, 'hx-swap-oob="before', width, '…');
    expect(displayWidth(cut)).toBeLessThanOrEqual(width);
    expect(cut).toMatch(/^<secti.*…hx-swap-oob="before/);
  });

  test('where nothing matters more, its beginning and its end', () => {
    const cut = cutAround(`start${'-'.repeat(100)}closed with code 1000`, undefined, 40, '…');
    expect(cut).toMatch(/^start-+….*code 1000$/);
    expect(cut).toHaveLength(40);
  });

  test('what matters and is in the beginning anyway: the end is cut', () => {
    expect(cutAround(`{"message":"otter","HEADERS":{${'x'.repeat(80)}`, 'otter', 30, '…')).toBe(
      '{"message":"otter","HEADERS":…',
    );
  });

  test('wide characters do not widen it', () => {
    expect(displayWidth(cutAround('漢字'.repeat(60), undefined, 41, '...'))).toBeLessThanOrEqual(41);
    expect(displayWidth(cutAround(`${'漢字'.repeat(60)}otter`, 'otter', 41, '...'))).toBeLessThanOrEqual(41);
  });

  const about: Finding = {
    code: 'oob/no-such-target',
    severity: 'error',
    facts: { selector: '#chat-widow' },
    evidence: { did: { kind: 'page', typed: 'hello otter' }, received: 'abcdefghijklmnop', caret: 8 },
  } as unknown as Finding;

  test.each([
    ['the wrong place of what was received', 'abcdefghijklmnop', 'cdefghijklmnop'],
    ['a value of the finding', '<div hx-swap-oob="beforeend:#chat-widow">', '#chat-widow'],
    ['the swap', '<div data-hx-swap-oob=true id="a">hello otter</div>', 'data-hx-swap-oob=true'],
    ['what was typed', '{"message":"hello otter"}', 'hello otter'],
  ])('it is %s', (_, text, focus) => {
    expect(focusIn(text, about)).toBe(focus);
  });

  test('none of it, or no finding', () => {
    expect(focusIn('socket 1 is open', about)).toBeUndefined();
    expect(focusIn('#chat-widow', undefined)).toBeUndefined();
  });
});

test('in the report: no other client, no line that is too wide, and the gap', () => {
  const wire = { clients: ['tab 1'], moments: [20, 300], untilMs: 1000 };
  const about: Finding = { code: 'oob/no-id', severity: 'error', facts: { tag: 'div' }, evidence: { wire } };
  const theme = { marks: stepMarks(true), chalk: new Chalk({ level: 0 }) };
  const lines = timelineLines(STEP, theme, { width: 80, lines: 'excerpt', about });
  expect(lines.join('\n')).not.toContain('tab 2');
  expect(lines.filter((line) => line.trim() === '…')).toHaveLength(1);
  expect(lines.at(-1)).toMatch(/^ {2}--verbose shows \d+ more lines, of other clients or other moments$/);
});
