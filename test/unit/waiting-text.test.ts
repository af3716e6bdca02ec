import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/model/check.ts';
import { runningAfter, waitingText } from '../../src/terminal/waiting-text.ts';
import type { RunningCheck } from '../../src/terminal/waiting-text.ts';

const STREAM = { id: 'sse', title: 'The stream answers', waitsFor: 'an event of /sse', sinceMs: 1000 };
const ECHO = { id: 'echo', title: 'A message comes back', waitsFor: 'an answer to a message', sinceMs: 2000 };
const QUICK = { id: 'env', title: 'Everything is installed', waitsFor: undefined, sinceMs: 0 };

test('at first the check that started last, then what has been waited for longest, and since when', () => {
  const running = [QUICK, STREAM, ECHO];
  expect(waitingText(running, 2400)).toBe('A message comes back');
  expect(waitingText(running, 2500)).toBe('waiting for an event of /sse (1 s)');
  expect(waitingText(running, 8100)).toBe('waiting for an event of /sse (7 s)');
  expect(waitingText([QUICK], 9000)).toBe('Everything is installed');
  expect(waitingText([], 9000)).toBe('');
});

test('a check is running from its start to its end, or until all doubtful ones begin again', () => {
  const result: CheckResult = { id: 'sse', title: '', status: 'pass', durationMs: 1, findings: [] };
  const { title, waitsFor } = STREAM;
  let running: readonly RunningCheck[] = [ECHO];
  running = runningAfter(running, { type: 'check-started', step: 'step-6', id: 'sse', title, waitsFor }, 1000);
  expect(running).toEqual([ECHO, STREAM]);
  expect(runningAfter(running, { type: 'check-finished', step: 'step-6', result }, 1100)).toEqual([ECHO]);
  expect(runningAfter(running, { type: 'checks-repeated', ids: ['sse'], stalledMs: 0 }, 1100)).toEqual([]);
});
