import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { update } from '../../src/terminal/watch/index.ts';
import type { WatchEvent } from '../../src/terminal/watch/index.ts';
import { after, finished, key, over, paintOf, run, shown, STARTED, STEPS, text } from './screen-events.ts';

test('q leaves at once, and asks first after a q that closed a text and after a key that only got a notice', () => {
  expect(after(key('q')).effects).toEqual([{ type: 'leave' }]);
  const notice: WatchEvent = { type: 'notice', sentences: ['Nothing to explain.'] };
  for (const before of [
    [text('lesson'), key('q')],
    [key('m'), notice],
  ]) {
    const asked = after(...before, key('q'));
    expect(asked.effects).toEqual([]);
    expect(shown(asked.state)).toMatch(/Leave\? Everything is kept\.[^]*q leave[^]*any other key stay/u);
    expect(update(asked.state, key('q')).effects).toEqual([{ type: 'leave' }]);
    expect(update(asked.state, key('enter'))).toMatchObject({ state: { question: undefined }, effects: [] });
    // Any other key in between, or a save, shows that the person is back.
    expect(after(...before, key('j'), key('q')).effects).toEqual([{ type: 'leave' }]);
    expect(after(...before, key('ctrl-d')).effects).toEqual([{ type: 'leave' }]);
  }
  expect(after(text('lesson'), key('q'), { type: 'saved', file: 'main.js' }, key('q')).effects).toEqual([
    { type: 'leave' },
  ]);
  expect(after(text('lesson'), key('escape'), key('q')).effects).toEqual([{ type: 'leave' }]);
});

test('the status names the step that fails, and says when it had passed before', () => {
  const ended = (failing: string, passedBefore: boolean): string => {
    const steps = STEPS.map((step) => ({ ...step, passed: step.passed || passedBefore }));
    const events = ['a', 'b', 'c'].map((id) => run(finished(id, id === failing ? 'fail' : 'pass')));
    return shown(
      after({ type: 'steps', steps, current: 1 }, run(STARTED), ...events, run(over({ passed: false }))).state,
    );
  };
  expect(ended('b', false)).toContain('✗ step-2 has not passed yet');
  expect(ended('b', true)).toContain('✗ step-2 no longer passes');
  expect(ended('a', true)).toContain('✗ step-1 no longer passes');
});

test('n is not offered as done while a step that passed before fails', () => {
  const green = new Chalk({ level: 1 }).green.bold('n');
  const steps = STEPS.map((step) => ({ ...step, passed: true }));
  const ended = (passed: boolean): string =>
    shown(
      after({ type: 'steps', steps, current: 1 }, run(STARTED), run(over({ passed }))).state,
      undefined,
      paintOf({ colour: true }),
    );
  expect(ended(true)).toContain(green);
  expect(ended(false)).not.toContain(green);
});

test('a text that names an address is made again when the server has another one, where it is read', () => {
  const lesson = text('lesson', 100, { origin: 'http://localhost:8001' });
  const at = (port: number): WatchEvent => ({ type: 'page-address', address: `http://localhost:${port}` });
  expect(after(lesson, at(8001)).effects).toEqual([]);
  expect(after(text('lesson'), at(8002)).effects).toEqual([]);
  expect(after(lesson, at(8002)).effects).toEqual([{ type: 'replace-text' }]);

  const replaced: WatchEvent = {
    type: 'text-replaced',
    text: { kind: 'lesson', title: 'lesson', document: () => Array.from({ length: 100 }, () => 'at 8002') },
  };
  const read = after(lesson, key('space'), at(8002), replaced);
  expect(shown(read.state)).toContain('at 8002');
  expect(read.state.scroll).toBe(after(lesson, key('space')).state.scroll);
  // Whoever has closed the lesson in the meantime does not get it back.
  expect(shown(after(lesson, at(8002), key('q'), replaced).state)).not.toContain('at 8002');
});
