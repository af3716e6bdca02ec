import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Page } from '../../src/htmx/index.ts';
import { ledgerEntry } from '../../src/htmx/ledger.ts';
import type { Observation } from '../../src/htmx/ledger.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';

const dialect = dialectOf('2.0.11');
const PAGE =
  '<div id="wrap" hx-ext="ws" ws-connect="/ws"><div id="chat"><p id="first"></p></div></div><p id="counter"></p>';

function receive(real: RealHtmx, message: string): { readonly before: Page; readonly observation: Observation } {
  real.show(PAGE);
  const before = real.page();
  real.sockets[0]?.open();
  real.events.length = 0;
  real.sockets[0]?.receive(message);
  const events = real.events.map(({ name }) => name);
  return { before, observation: { after: real.page().elements, events, thrown: real.thrown } };
}

function entry(message: string, { before, observation }: ReturnType<typeof receive>): ReturnType<typeof ledgerEntry> {
  const connector = before.elements.find(({ id }) => id === 'wrap');
  return ledgerEntry(dialect, message, { before, connector, observation });
}

test('a reply that is appended: prediction and observation are the same', () => {
  const message = '<div id="chat" hx-swap-oob="beforeend"><p id="second">hi</p></div>';
  const made = entry(message, receive(realHtmx(2, dialect.events), message));
  expect(made.differences).toEqual([]);
  expect(made.predicted).toMatchObject([{ effect: 'appends', notes: ['outermost-stripped'] }]);
  expect(made.observed).toMatchObject({ appeared: ['second'], vanished: [] });
});

test('a reply without an id: dropped, and htmx says so', () => {
  const message = '<p>hi</p>';
  const made = entry(message, receive(realHtmx(2, dialect.events), message));
  expect(made.differences).toEqual([]);
  expect(made.predicted).toMatchObject([{ dropped: 'no-id' }]);
  expect(made.observed.events).toContain('htmx:oobErrorNoTarget');
});

test('a page that refuses the swap is not as predicted, and a script that throws is reported', () => {
  const real = realHtmx(2, dialect.events);
  const refuse = (event: Event): void => event.preventDefault();
  real.document.addEventListener('htmx:oobBeforeSwap', refuse);
  const message = '<div id="chat">hi</div><i>no</i>';
  const seen = receive(real, message);
  const made = entry(message, {
    ...seen,
    observation: { ...seen.observation, events: [], thrown: ['x is not defined'] },
  });
  expect(made.differences).toEqual([
    { kind: 'elements', id: 'first', predicted: 0, observed: 1 },
    { kind: 'event', name: 'htmx:oobErrorNoTarget', predicted: 1, observed: 0 },
    { kind: 'exception', message: 'x is not defined' },
  ]);
});
