import { dialectOf } from '../../src/htmx/index.ts';
import type { Prediction, StreamEvent } from '../../src/htmx/index.ts';
import { descendants } from '../../src/htmx/tree.ts';
import type { RealHtmx } from './real-htmx.ts';
import { difference, isBeyondJsdom, isMisparsed, skeletonOf, skeletonOfTree } from './skeleton.ts';

/** A page and what arrives in it, on the connection of its element `#wrap`. */
export interface Arrival {
  readonly html: string;
  readonly incoming: string | StreamEvent;
}

/** What the real htmx 1 or 2 does with it, beside what the model says; undefined: the same, or beyond what jsdom does as browsers do. */
export function differsIn(major: 1 | 2, real: RealHtmx, { html, incoming }: Arrival): string | undefined {
  real.show(html);
  const page = real.page();
  const prediction = dialectOf(`${major}.`).predict(
    incoming,
    page,
    page.elements.find(({ id }) => id === 'wrap'),
  );
  const text = typeof incoming === 'string' ? incoming : incoming.data;
  if (isBeyondJsdom(prediction) || (major === 1 && isMisparsed(real, text))) return undefined;
  if (typeof incoming === 'string') {
    real.sockets[0]?.open();
    real.sockets[0]?.receive(incoming);
  } else {
    real.sources[0]?.open();
    real.sources[0]?.receive(incoming.name, incoming.data);
  }
  return compare(major, real, prediction);
}

/** After an exception htmx 1 does not take back the attributes that it gave an element for a moment: those of an earlier one with its id. */
function withoutAttributes(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/^(\s*<[\w-]+) .*>$/u, '$1>'));
}

function compare(major: 1 | 2, real: RealHtmx, { dispositions, after }: Prediction): string | undefined {
  // htmx 1 reports no missing target.
  const missing = (name: string): boolean => major === 2 && name.endsWith('ErrorNoTarget');
  const dropped = dispositions.flatMap((each) => ('dropped' in each ? [each.facts] : []));
  const threw = dropped.some((facts) => facts.throws === 'yes') ? 1 : 0;
  const seen = real.events.filter(({ name }) => missing(name)).map(({ name }) => name);
  const said = dropped.flatMap(({ event = '' }) => (missing(event) ? [event] : []));
  const compared = (lines: readonly string[]): readonly string[] =>
    major === 1 && threw === 1 ? withoutAttributes(lines) : lines;
  return difference(
    [...compared(skeletonOf(real.document.documentElement)), `threw ${real.thrown.length > 0 ? 1 : 0}`, ...seen],
    [...compared(skeletonOfTree(after)), `threw ${threw}`, ...said],
  );
}

interface Connection {
  readonly receiving: Promise<void>;
}

/** The same for a WebSocket message and htmx 4, which works in promises. */
export async function differsIn4(
  real: RealHtmx,
  { html, incoming }: Arrival & { readonly incoming: string },
): Promise<string | undefined> {
  real.show(html);
  const page = real.page();
  const prediction = dialectOf('4.0.1').predict(
    incoming,
    page,
    page.elements.find(({ id }) => id === 'wrap'),
  );
  if (isBeyondJsdom(prediction) || goesOn(prediction, incoming)) return undefined;
  const [socket] = real.sockets;
  socket?.open();
  const opened = real.events.find(({ name }) => name === 'htmx:ws:before:connection')?.detail;
  socket?.receive(incoming);
  await (opened as { readonly connection: Connection }).connection.receiving;
  return compare4(real, prediction);
}

/** A delayed swap that goes on after another part has thrown, or after the connection has ended, is not waited for. */
export function goesOn({ dispositions }: Prediction, data: string): boolean {
  return (
    data.includes('swap:1s') &&
    dispositions.some((each) =>
      'dropped' in each ? each.facts.throws !== undefined : each.notes.includes('removes-connector'),
    )
  );
}

/** What htmx 4 made of it, beside what the model said; undefined: the same. */
export function compare4(real: RealHtmx, { dispositions, after }: Prediction): string | undefined {
  // On an element outside the page htmx reports its error to nobody, nor where it has ended the connection of one that a swap left behind the body.
  const body = descendants(after).find(({ tag }) => tag === 'body') ?? after;
  const isThere = descendants(body).some(({ index, attributes }) => index !== undefined && attributes['id'] === 'wrap');
  const throws = dispositions.some((each) => 'dropped' in each && each.facts.throws === 'yes');
  const threw = isThere && throws ? 1 : 0;
  const errors = isThere && real.events.some(({ name }) => name.endsWith(':error')) ? 1 : 0;
  return difference(
    [...skeletonOf(real.document.documentElement), `threw ${errors}`],
    [...skeletonOfTree(after), `threw ${threw}`],
  );
}
