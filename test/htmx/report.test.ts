import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Dialect } from '../../src/htmx/index.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';

// What the model says that htmx reports, by what htmx reports.

/** The names of the events that were fired, and why a stream was closed by those that say it. */
function reported(real: RealHtmx, dialect: Dialect): { readonly names: readonly string[]; readonly closed: unknown } {
  const names = real.events.map(({ name }) => name);
  const closed = real.events.find(({ name }) => name === dialect.reported.streamClosed)?.detail;
  // As the instruments record it.
  const { type, reason } = (closed ?? {}) as { readonly type?: string; readonly reason?: string };
  return {
    names,
    closed: closed === undefined ? undefined : dialect.whyStreamClosed(JSON.stringify({ type, reason })),
  };
}

test.each([1, 2] as const)('htmx %i: a swapped event of a stream, and one without a target', (major) => {
  const dialect = dialectOf(`${major}.`);
  const real = realHtmx(major, dialect.events);
  real.show('<p hx-ext="sse" sse-connect="/sse" sse-swap="tick"></p>');
  real.sources[0]?.receive('tick', '<b>1</b>');
  expect(real.document.querySelector('p')?.innerHTML).toBe('<b>1</b>');
  expect(reported(real, dialect).names).toContain(dialect.reported.eventSwapped);
  real.show('<p hx-ext="sse" sse-connect="/sse" sse-swap="tick" hx-target="#nowhere"></p>');
  real.sources[0]?.receive('tick', '<b>1</b>');
  expect(real.thrown).toHaveLength(1);
  const said = reported(real, dialect).names.filter((name) => dialect.reported.notSwapped.includes(name));
  expect(said).toEqual(major === 1 ? [] : ['htmx:swapError']);
});

test('htmx 2: why a stream was closed', () => {
  const dialect = dialectOf('2.0.11');
  const real = realHtmx(2, dialect.events);
  real.show('<p id="own" hx-ext="sse" sse-connect="/sse" sse-swap="tick" hx-swap="outerHTML" sse-close="end"></p>');
  real.sources[0]?.receive('tick', '<p>1</p>');
  expect(reported(real, dialect).closed).toBe('connector-removed');
  real.show('<p hx-ext="sse" sse-connect="/sse" sse-close="end"></p>');
  real.sources[0]?.receive('end', '');
  expect(reported(real, dialect).closed).toBe('by-event');
});

test('htmx 1 says nothing when it closes a stream', () => {
  const dialect = dialectOf('1.9.12');
  const real = realHtmx(1, [...dialect.events, 'htmx:sseClose']);
  real.show('<p id="own" hx-ext="sse" sse-connect="/sse" sse-swap="tick" hx-swap="outerHTML"></p>');
  real.sources[0]?.receive('tick', '<p>1</p>');
  expect(real.document.querySelector('#own')).toBeNull();
  expect(real.sources[0]?.readyState).toBe(2);
  expect(reported(real, dialect).names).not.toContain('htmx:sseClose');
});

test('htmx 4: a swapped event, and why a stream was closed', async () => {
  const dialect = dialectOf('4.0.1');
  const real = realHtmx(4, dialect.events);
  const happens = (name: string | undefined): Promise<unknown> =>
    real.until(() => real.events.find((event) => event.name === name));
  const opened = async (html: string): Promise<RealHtmx['streams'][number]> => {
    real.show(html);
    const stream = await real.until(() => real.streams[0]);
    await happens('htmx:sse:after:connection');
    return stream;
  };
  const one = await opened('<p hx-sse:connect="/sse" hx-sse:close="end"></p>');
  one.receive('data: <b>1</b>\n\n');
  await happens(dialect.reported.eventSwapped);
  expect(real.document.querySelector('p')?.innerHTML).toBe('<b>1</b>');
  one.receive('event: end\ndata: x\n\n');
  await happens(dialect.reported.streamClosed);
  expect(reported(real, dialect).closed).toBe('by-event');
  const other = await opened('<div><p hx-sse:connect="/sse" hx-swap="outerHTML"></p></div>');
  other.receive('data: <b>1</b>\n\n');
  await happens(dialect.reported.streamClosed);
  expect(reported(real, dialect).closed).toBe('connector-removed');
});
