import { describe, expect, test } from 'vitest';
import { keysText } from '../../src/commands/watch/texts.ts';
import { displayWidth } from '../../src/terminal/text.ts';
import { draw, initialState, renderAsLines, update } from '../../src/terminal/watch/index.ts';
import type { WatchEvent, WatchState } from '../../src/terminal/watch/index.ts';
import {
  after,
  FAILED,
  finished,
  FINDING,
  key,
  over,
  paintOf,
  run,
  shown,
  STARTED,
  STEPS,
  text,
} from './screen-events.ts';

test('the list of keys fits on a screen of 24 rows, each key with its words in its column', () => {
  const keys = (onScreen: boolean, width = 78): readonly string[] => keysText(paintOf(), onScreen).document(width);
  expect(keys(true).length).toBeLessThanOrEqual(17);
  for (const line of keys(true)) expect(displayWidth(line)).toBeLessThanOrEqual(78);
  // The second column begins at one place.
  expect(
    keys(true)
      .slice(0, 9)
      .map((line) => line.slice(36, 40)),
  ).toEqual(Array.from({ length: 9 }, () => expect.stringMatching(/ {2}\S$/u)));
  expect(keys(true).join('\n')).toMatch(/Esc +close/u);
  expect(keys(false).join('\n')).not.toContain('Esc');
  for (const line of keys(true, 58)) expect(displayWidth(line)).toBeLessThanOrEqual(58);
});

describe('keys', () => {
  test.each([
    ['n', { type: 'next' }],
    ['h', { type: 'hint' }],
    ['s', { type: 'ask-solution' }],
    ['d', { type: 'ask-diff' }],
    ['x', { type: 'toggle-server' }],
    ['l', { type: 'lesson' }],
    ['t', { type: 'timeline' }],
    ['o', { type: 'open' }],
    ['e', { type: 'edit' }],
    ['m', { type: 'explain' }],
    ['r', { type: 'check', again: true }],
    ['u', { type: 'ask-undo' }],
    ['q', { type: 'leave' }],
    ['?', { type: 'keys' }],
    ['ctrl-c', { type: 'interrupt' }],
    ['ctrl-z', { type: 'suspend' }],
  ])('%s is answered also while a check runs', (name, effect) => {
    expect(after(run(STARTED), key(name)).effects).toEqual([effect]);
  });

  test('a applies only while the solution is shown', () => {
    expect(after(key('a')).effects).toEqual([]);
    expect(after(text('lesson'), key('a')).effects).toEqual([]);
    expect(after(text('solution'), key('a')).effects).toEqual([{ type: 'apply' }]);
    expect(shown(after(text('solution')).state)).toContain('a apply it');
  });

  test('a solution that the files already have is not offered to be applied', () => {
    expect(after(text('same-solution'), key('a')).effects).toEqual([]);
    expect(shown(after(text('same-solution')).state)).not.toContain('apply');
  });

  test('a folder is created, not saved', () => {
    const passed = run(over({ passed: true }));
    expect(shown(after({ type: 'saved', file: 'static/' }, passed).state)).toContain('static/ created');
    expect(shown(after({ type: 'saved', file: 'main.js' }, passed).state)).toContain('main.js saved');
  });

  test('q closes a text first, and then the next one opens', () => {
    const closed = after(text('lesson', 3, { after: { type: 'hint' } }), key('q'));
    expect(closed.state.text).toBeUndefined();
    expect(closed.effects).toEqual([{ type: 'hint' }]);
  });

  test('a question accepts every key; a key that is not an answer cancels it', () => {
    const question: WatchEvent = {
      type: 'question',
      question: {
        sentences: ['Sure?'],
        answers: [{ key: 'y', label: 'yes', effect: { type: 'apply' } }],
        otherwise: 'no',
      },
    };
    expect(after(question, key('y')).effects).toEqual([{ type: 'apply' }]);
    for (const other of ['q', 'n', 'escape', 'enter']) {
      const refused = after(question, key(other));
      expect(refused.effects).toEqual([]);
      expect(refused.state.question).toBeUndefined();
    }
    expect(after(question, key('ctrl-c')).effects).toEqual([{ type: 'interrupt' }]);
  });

  test.each([
    ['down', 1],
    ['space', 9],
    ['G', 90],
    ['end', 90],
  ])('%s scrolls a long text, and never beyond its ends', (name, to) => {
    const viewport = { rows: 10, total: 100 };
    const scrolled = after(text('lesson'), key(name, viewport)).state;
    expect(scrolled.scroll).toBe(to);
    expect(update({ ...scrolled, scroll: 90 }, key(name, viewport)).state.scroll).toBe(90);
    expect(update({ ...scrolled, scroll: 0 }, key('up', viewport)).state.scroll).toBe(0);
  });
});

describe('events', () => {
  test('a save starts a check, and removes a notice only if it has been there for one check', () => {
    const notice: WatchEvent = { type: 'notice', sentences: ['Written: main.js.'] };
    const saved: WatchEvent = { type: 'saved', file: 'main.js' };
    const first = after(notice, saved);
    expect(first.effects).toEqual([{ type: 'check' }]);
    expect(first.state.notice).toEqual(['Written: main.js.']);
    expect(after(notice, saved, ...FAILED, saved).state.notice).toEqual([]);
  });

  test('a save that is not complete already takes the last check off the screen, and starts none', () => {
    const saving = after(...FAILED, key('down', { rows: 1, total: 9 }), { type: 'saving' });
    expect(saving.effects).toEqual([]);
    expect(saving.state.scroll).toBe(0);
    expect(shown(saving.state)).toContain('Checking 0 of 3');
    expect(shown(saving.state)).not.toContain(FINDING.code);
    expect(renderAsLines({ type: 'saving' }, saving.state, 80, paintOf())).toEqual([]);
    // Before the first check begins, its number of checks is not known.
    expect(shown(after({ type: 'saving' }).state)).toContain('The first check begins.');
    // A text that is read stays where it is.
    expect(
      after(...FAILED, text('lesson'), key('space', { rows: 10, total: 100 }), { type: 'saving' }).state.scroll,
    ).toBe(9);
  });

  test('the end of the chapter comes once, when the last step passes', () => {
    const last: WatchState = { ...initialState(STEPS, 2, 'demo') };
    const passed = update(last, run(over({ passed: true, target: 'step-3' })));
    expect(passed.effects).toEqual([{ type: 'end' }]);
    expect(update(passed.state, run(over({ passed: true, target: 'step-3' }))).effects).toEqual([]);
    expect(after(run(over({ passed: true }))).effects).toEqual([]);
  });

  test('a step that was just entered has not failed yet; what is saved there has', () => {
    const moved: WatchEvent = { type: 'steps', steps: STEPS, current: 2 };
    const here = after(moved, { type: 'saved', file: undefined }, ...FAILED).state;
    expect(shown(here)).toMatch(/▸ step-2 begins here · save a file/u);
    expect(shown(after(moved, { type: 'saved', file: 'main.js' }, ...FAILED).state)).toMatch(
      /✗ step-2 has not passed/u,
    );
  });

  test("the server's output opens at its end", () => {
    const server = { kind: 'server', title: 'server', document: () => ['1', '2', '3'], opensAt: 'end' } as const;
    expect(shown(after({ type: 'text', text: server }).state, { columns: 80, rows: 9 })).toMatch(/\n 3\n/u);
  });

  test('a text that is read stays where it is when a check begins', () => {
    const reading = after(text('lesson'), key('space', { rows: 10, total: 100 }), run(STARTED)).state;
    expect(reading.scroll).toBe(9);
  });

  test("the server's lines are bounded", () => {
    const lines = Array.from({ length: 600 }, (_, line): WatchEvent => ({ type: 'server-line', line: `${line}` }));
    const { state } = after(...lines);
    expect(state.server.lines.length).toBe(500);
    expect(state.server.lines.at(-1)).toBe('599');
  });
});

describe('drawing', () => {
  const long = [
    run(STARTED),
    run(finished('b', 'fail', [FINDING])),
    { type: 'server-line', line: `long ${'word '.repeat(60)}` },
    { type: 'server-status', status: `http://localhost:8000/ ${'and more '.repeat(20)}` },
    { type: 'notice', sentences: ['A sentence. '.repeat(40)] },
  ] satisfies readonly WatchEvent[];

  test.each([60, 61, 80, 120, 300])(
    'at %i columns no row is as wide as the terminal, and there is one for each',
    (columns) => {
      for (const state of [after().state, after(...long).state, after(...FAILED).state, after(text('lesson')).state]) {
        const { lines } = draw(state, { columns, rows: 30 }, paintOf());
        expect(lines.length).toBe(30);
        for (const line of lines) expect(displayWidth(line)).toBeLessThan(columns);
        expect(lines.at(-1)).toMatch(/leave|back/u);
      }
    },
  );

  test('it shows the step, the progress, each check with its state, and the first finding in full', () => {
    const running = shown(
      after(run(STARTED), run({ type: 'check-started', step: 'step-2', id: 'b', title: 'check b' })).state,
    );
    expect(running).toContain('step-2 · The title of two');
    expect(running).toContain('✓[▸]· 1 of 3 passed');
    expect(running).toMatch(/\/ Checking 0 of 3 · check b[^]*\/ check b[^]*· check c/u);
    const failed = shown(after(...FAILED).state);
    expect(failed).toMatch(/✗ step-2 has not passed yet · 1 of 3 checks failed · 1\.2 s/u);
    expect(failed).toMatch(
      /✓ step-1: 1 check still passed[^]*✗ check b[^]*– check c \(skipped[^]*finding ws\/no-route/u,
    );
  });

  test('when all pass, it says what that proves and how to go on', () => {
    const passed = shown(
      after(run(STARTED), ...['a', 'b', 'c'].map((id) => run(finished(id, 'pass'))), run(over({ passed: true }))).state,
    );
    expect(passed).toMatch(/Proved: That two works\.[^]*n goes on to step-3: The title of three/u);
    expect(passed).toContain('✓[✓]· 2 of 3 passed');
  });

  test('what does not fit drops passed checks first, then scrolls', () => {
    const { state } = after(...FAILED);
    expect(shown(state, { columns: 80, rows: 12 })).not.toContain('– check c');
    expect(shown(state, { columns: 80, rows: 12 })).toContain('(1 more check)');
    const passed = after(run(STARTED), ...['a', 'b', 'c'].map((id) => run(finished(id, 'pass'))));
    const brief = draw(update(passed.state, run(over({ passed: true }))).state, { columns: 80, rows: 9 }, paintOf());
    expect(brief.lines.join('\n')).toContain('(all 2 checks)');
    const low = draw(state, { columns: 80, rows: 9 }, paintOf());
    expect(low.viewport.total).toBeGreaterThan(low.viewport.rows);
    expect(low.lines.length).toBe(9);
    const end = draw({ ...state, scroll: 1000 }, { columns: 80, rows: 12 }, paintOf());
    expect(end.lines.join('\n')).toContain('xxxx');
  });

  test('no meaning depends on colour, or on signs beyond ASCII', () => {
    const colours = /\u001b\[[\d;]*m/gu;
    const { state } = after(...FAILED);
    expect(shown(state, undefined, paintOf({ colour: true })).replaceAll(colours, '')).toBe(shown(state));
    expect(shown(state, undefined, paintOf({ unicode: false }))).toMatch(/^[\n\u0020-\u007e]*$/u);
  });

  test('a text shows the reading position', () => {
    expect(shown({ ...after(text('lesson')).state, scroll: 5 })).toMatch(/lesson ━+ 6-\d+ of 100\n line 6\n/u);
    expect(shown(after(text('lesson', 2)).state)).not.toContain('of 2');
  });
});

describe('lines', () => {
  test('they contain what the screen shows', () => {
    const events = FAILED;
    const said = events.flatMap((event, index) =>
      renderAsLines(event, after(...events.slice(0, index + 1)).state, 80, paintOf()),
    );
    expect(said.join('\n')).toMatch(
      /Checking step-2\.[^]*✗ check b[^]*finding ws\/no-route[^]*step-2 has not passed yet[^]*q leave/u,
    );
  });
});
