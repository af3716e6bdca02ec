import { expect, test } from 'vitest';
import { unreadableJson } from '../../src/htmx/json-values.ts';
import { realHtmx } from './real-htmx.ts';

/** What htmx 2 sends for a form with this `hx-vals`; undefined: nothing, because it threw. */
function sent(value: string): unknown {
  const real = realHtmx(2, []);
  real.show('<div hx-ext="ws" ws-connect="/ws"><form ws-send><input name="message" value="hi"></form></div>');
  const form = real.document.querySelector('form');
  form?.setAttribute('hx-vals', value);
  real.sockets[0]?.open();
  real.document.addEventListener('submit', (event) => event.preventDefault());
  form?.requestSubmit();
  const [frame] = real.sockets[0]?.sent ?? [];
  return frame === undefined ? undefined : JSON.parse(frame);
}

test.each([
  ['{"user": "ada"}', { user: 'ada' }],
  ['"user": "ada"', { user: 'ada' }],
  ['  {"user": "ada"}  ', { user: 'ada' }],
  ['', {}],
  ['unset', {}],
])('hx-vals=%j is read', (value, members) => {
  expect(unreadableJson({ attributes: { 'hx-vals': value } })).toBeUndefined();
  expect(sent(value)).toMatchObject({ message: 'hi', ...members });
});

test.each([
  ["{'user': 'ada'}", '{"user": "ada"}'],
  ['{user: "ada"}', '{"user": "ada"}'],
  ['user: 1, $room-2: 2', '{"user": 1, "$room-2": 2}'],
  ['{"user": "ada",}', '{"user": "ada"}'],
  ['{"rooms": [1, 2, ]}', '{"rooms": [1, 2 ]}'],
  ['{"user": ada}', undefined],
  ['{"user"', undefined],
])('hx-vals=%j is not read, and what was meant is %j', (value, repaired) => {
  expect(unreadableJson({ attributes: { 'hx-vals': value } })).toEqual({ attribute: 'hx-vals', value, repaired });
  expect(sent(value)).toBeUndefined();
});

test('a value that is evaluated is not JSON, and data- counts', () => {
  for (const value of ['js:{user: 1}', 'javascript:{user: 1}'])
    expect(unreadableJson({ attributes: { 'hx-vals': value } })).toBeUndefined();
  expect(unreadableJson({ attributes: { 'data-hx-headers': '{x}' } })?.attribute).toBe('hx-headers');
  expect(unreadableJson({ attributes: { class: '{x}' } })).toBeUndefined();
});
