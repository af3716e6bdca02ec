import { expect, test } from 'vitest';
import { readCheckOptions, readDiagnoseOptions } from '../../src/library/options.ts';

test.each([
  [undefined, 'check takes one object with its options, for example check({ folder: … }).'],
  ['demo', 'check takes one object with its options, for example check({ folder: … }).'],
  [[], 'check takes one object with its options, for example check({ folder: … }).'],
  [{}, 'check needs the option folder.'],
  [{ folder: undefined }, 'check needs the option folder.'],
  [{ folder: '' }, 'The option folder of check must be a string that is not empty.'],
  [{ folder: 'a\0b' }, 'The option folder of check must be a string that is not empty.'],
  [{ folder: '.', step: 4 }, 'The option step of check must be a string that is not empty.'],
  [{ folder: '.', browser: 'yes' }, 'The option browser of check must be a boolean.'],
  [{ folder: '.', signal: new AbortController() }, 'The option signal of check must be an AbortSignal.'],
  [{ folder: '.', onEvent: {} }, 'The option onEvent of check must be a function.'],
  [
    { folder: '.', onevent: () => undefined },
    'check has no option onevent; the nearest is onEvent. It takes signal, onEvent, folder, step, backend, python, run, url, browser, seed.',
  ],
  [
    { folder: '.', constructor: 1 },
    'check has no option constructor. It takes signal, onEvent, folder, step, backend, python, run, url, browser, seed.',
  ],
])('check(%j)', (options, message) => {
  expect(() => readCheckOptions(options)).toThrow(new TypeError(message));
});

test.each([
  [{}, 'diagnose needs the option page.'],
  [{ page: 8000 }, 'The option page of diagnose must be a string that is not empty or a URL.'],
  [{ page: 'x.html', forMs: 499 }, 'The option forMs of diagnose must be a number of milliseconds from 500 to 600000.'],
  [{ page: 'x.html', forMs: NaN }, 'The option forMs of diagnose must be a number of milliseconds from 500 to 600000.'],
  [{ page: 'x.html', click: '#join' }, 'The option click of diagnose must be an array of strings.'],
  [
    { page: 'x.html', headers: ['a: b'] },
    'The option headers of diagnose must be an object with a string for each name.',
  ],
  [
    { page: 'x.html', headers: { Authorization: 'a\nHost: b' } },
    'The option headers of diagnose must be an object with a string for each name.',
  ],
  [
    { page: 'x.html', cookies: { sid: 'a; b=c' } },
    'The option cookies of diagnose must be an object with a string without semicolons for each name.',
  ],
])('diagnose(%j)', (options, message) => {
  expect(() => readDiagnoseOptions(options)).toThrow(new TypeError(message));
});

test('what fits is given back, without what is undefined', () => {
  const signal = AbortSignal.timeout(1);
  expect(readCheckOptions({ folder: '.', step: undefined, signal })).toEqual({ folder: '.', signal });
  const page = new URL('http://localhost:8000/');
  expect(readDiagnoseOptions({ page, send: '', forMs: 500 })).toEqual({ page, send: '', forMs: 500 });
});
