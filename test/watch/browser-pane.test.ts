import { describe, expect, test } from 'vitest';
import type { CoachEvent } from '../../src/model/coach-event.ts';
import { MOST_ENTRIES } from '../../src/terminal/watch/browser-pane.ts';
import { WIRE_KEYS } from '../../src/commands/common/coach/wire-keys.ts';
import { renderAsLines, WIRE_PANEL_KEYS } from '../../src/terminal/watch/index.ts';
import type { WatchEvent } from '../../src/terminal/watch/index.ts';
import { after, FAILED, FINDING, key, paintOf, run, shown, STARTED, text } from './screen-events.ts';

const OPEN: WatchEvent = { type: 'text', text: { kind: 'browser', title: '', document: () => [], opensAt: 'end' } };
const ADDRESS: WatchEvent = { type: 'page-address', address: 'http://localhost:8000' };
const coach = (event: CoachEvent): WatchEvent => ({ type: 'coach', event });
const tab = (name: string, what: 'opened' | 'closed' = 'opened'): WatchEvent =>
  coach({ type: 'tab', tab: name, what, url: 'http://localhost:8000/' });
const sent = (name: string, words: string, more: Partial<CoachEvent> = {}): WatchEvent =>
  coach({ type: 'sent', tab: name, text: words, ...more } as CoachEvent);
const found = (name: string, again = false): WatchEvent =>
  coach({ type: 'finding', tab: name, finding: { ...FINDING, code: 'oob/no-id' } as never, again });

const see = (...events: readonly WatchEvent[]): string => shown(after(...events).state);

test('with nothing to show it says what to do, or why there is nothing', () => {
  expect(see(ADDRESS, OPEN)).toMatch(
    /Browser: http:\/\/localhost:8000\/, not open[^]*Open http:\/\/localhost:8000\/ in/u,
  );
  expect(see({ type: 'server-status', status: 'main.js does not exist yet' }, OPEN)).toContain(
    'Your page is not served yet. Your server: main.js does not exist yet.',
  );
});

test('what repeats is counted in its line', () => {
  const first = sent('tab 1', 'tick', { run: 4 });
  const again = (times: number): WatchEvent =>
    coach({ type: 'repeated', tab: 'tab 1', times, of: { type: 'sent', tab: 'tab 1', text: 'tick' }, run: 4 });
  const seen = see(ADDRESS, OPEN, tab('tab 1'), first, again(2), sent('tab 1', 'other'), again(37));
  expect(seen).toMatch(/→ tick \(37 times by now\)\n.*→ other/u);
  expect(seen.match(/tick/gu)).toHaveLength(1);
});

test('lines tell of repetitions the tenth, the hundredth', () => {
  const lines = (times: number): readonly string[] => {
    const event = coach({
      type: 'repeated',
      tab: 'tab 1',
      times,
      of: { type: 'error', tab: 'tab 1', text: 'x' },
      run: 1,
    });
    return renderAsLines(event, after(event).state, 80, paintOf());
  };
  expect(lines(9)).toEqual([]);
  expect(lines(10)).toEqual(['tab 1  │ ✗ x (10 times by now)']);
});

describe('the newest cause', () => {
  const events = [ADDRESS, tab('tab 1'), sent('tab 1', 'hello'), found('tab 1')];

  test('is on top of what happened, with fix and place', () => {
    const seen = see(OPEN, ...events);
    expect(seen).toMatch(
      /✗ tab 1: oob\/no-id[^]*Fix: do it[^]*Where: main\.js:7[^]*because\n ── what happened ─[^]*→ hello/u,
    );
  });

  test('is named in one line while the panel is closed, until it was seen or the check names it', () => {
    expect(see(...events)).toContain('In your browser, tab 1: oob/no-id');
    expect(see(...events, OPEN, key('escape'))).not.toContain('In your browser');
    const same = { ...FINDING, code: 'oob/no-id' } as never;
    const check = {
      type: 'check-finished',
      step: 'step-2',
      result: { id: 'b', title: 'b', status: 'fail', durationMs: 1, findings: [same] },
    };
    expect(see(...events, run(STARTED), run(check as never))).not.toContain('In your browser');
    expect(see(...events, ...FAILED)).toContain('In your browser');
  });

  test('goes with a save, because it may be repaired; that it was there stays', () => {
    const seen = see(OPEN, ...events, { type: 'saved', file: 'main.js' });
    expect(seen).not.toContain('what happened');
    expect(seen).toContain('tab 1  │ ✗ oob/no-id (oob/no-id, main.js:7)');
  });

  test('counts where it comes again', () => {
    expect(see(OPEN, ...events, found('tab 1', true), key('v'))).toContain('tab 1, 2 times by now: oob/no-id');
  });

  test('m explains it, e opens its place', () => {
    expect(after(OPEN, ...events, key('m')).effects).toEqual([{ type: 'explain', code: 'oob/no-id' }]);
    expect(after(...events, key('m')).effects).toEqual([{ type: 'explain' }]);
    expect(after(OPEN, ...events, key('e')).effects).toEqual([{ type: 'edit' }]);
  });
});

test('v shows causes, then each of several tabs, then all again', () => {
  const events = [ADDRESS, OPEN, tab('tab 1'), tab('tab 2'), sent('tab 1', 'one'), sent('tab 2', 'two')];
  expect(see(...events, key('v'))).toContain('Nothing was found wrong in your browser.');
  const second = see(...events, key('v'), key('v'), key('v'));
  expect(second).toContain('v shows tab 2');
  expect(second).toContain('→ two');
  expect(second).not.toContain('→ one');
  expect(see(...events, key('v'), key('v'), key('v'), key('v'))).toMatch(/→ one[^]*→ two/u);
  // Its tab is closed.
  expect(see(...events, key('v'), key('v'), key('v'), tab('tab 2', 'closed'))).toContain('v shows all');
});

test('keys: b opens and closes it, a turns the reload off and on, also over another text', () => {
  expect(after(key('b')).effects).toEqual([{ type: 'browser' }]);
  expect(after(text('lesson'), key('b')).effects).toEqual([{ type: 'browser' }]);
  for (const name of ['b', 'escape', 'q']) expect(after(OPEN, key(name)).state.text).toBeUndefined();
  expect(after(OPEN, key('a')).effects).toContainEqual({ type: 'toggle-reload' });
  expect(see(OPEN, { type: 'live-reload', on: false })).toContain('a auto-reload off');
});

test('the keys of the connections are those of run, and a line is typed as it is', () => {
  expect(WIRE_PANEL_KEYS.map((each) => each.key)).toEqual(WIRE_KEYS.map((each) => each.key));
  expect(after(OPEN, key('d')).effects).toEqual([{ type: 'wire-key', key: 'd' }]);
  expect(after(key('d')).effects).toEqual([{ type: 'ask-diff' }]);
  const typed = ['A', ' ', 'q', 'x', 'backspace'].map((each) => key(each));
  const { state } = after(OPEN, { type: 'line-asked' }, ...typed);
  expect(shown(state)).toContain('> A q');
  expect(after(OPEN, { type: 'line-asked' }, ...typed, key('enter')).effects).toEqual([
    { type: 'wire-line', line: 'A q' },
  ]);
  expect(after(OPEN, { type: 'line-asked' }, ...typed, key('escape'), key('d')).effects).toEqual([
    { type: 'wire-key', key: 'd' },
  ]);
});

test('a flood is kept within bounds, and who is at its end stays there', () => {
  const flood = Array.from({ length: 10_000 }, (_, at) => sent('tab 1', `message ${at} ${'x'.repeat(5000)}`));
  const { state } = after(ADDRESS, OPEN, tab('tab 1'), ...flood);
  expect(state.browser.entries).toHaveLength(MOST_ENTRIES);
  expect(JSON.stringify(state.browser.entries).length).toBeLessThan(MOST_ENTRIES * 1000);
  expect(shown(state)).toContain('message 9999');
  const size = { rows: 18, total: MOST_ENTRIES };
  const up = after(ADDRESS, OPEN, ...flood, key('page-up', size));
  expect(shown(up.state)).not.toContain('message 9999');
  expect(
    shown(after(ADDRESS, OPEN, ...flood, key('page-up', size), key('G', size), sent('tab 1', 'newest')).state),
  ).toContain('newest');
});
