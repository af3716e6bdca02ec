import { expect, test } from 'vitest';
import { parse, serialize } from 'parse5';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Prediction } from '../../src/htmx/index.ts';
import { documentOf } from '../../src/htmx/v1/parse.ts';
import { streamPage1 } from './generate-1.ts';
import { Chance, chatPage, Messages } from './generate.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';
import { difference, isBeyondJsdom, skeletonOf, skeletonOfTree } from './skeleton.ts';

const dialect = dialectOf('1.9.12');
const SEED = Number(process.env['HTMX_SEED'] ?? 20_260_901);
const COUNT = Number(process.env['HTMX_MESSAGES'] ?? 200);

/** A few milliseconds a message; a machine that is busy with other tests takes fifty times as long. */
const PATIENCE_MS = 180_000;

/** jsdom puts text that is out of place in a table behind the table; the standard, and every browser, before it. */
function isMisparsed(real: RealHtmx, message: string): boolean {
  const { text } = documentOf(message);
  const seen = new real.window.DOMParser().parseFromString(text, 'text/html').documentElement.innerHTML;
  return `<html>${seen}</html>` !== serialize(parse(text)).replace(/^<!DOCTYPE [^>]*>/iu, '');
}

/** After an exception htmx does not take back the attributes that it gave an element for a moment: those of an earlier one with its id. */
function withoutAttributes(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/^(\s*<[\w-]+) .*>$/u, '$1>'));
}

/** What htmx 1 made of it, beside what the model said; undefined: the same. */
function compare(real: RealHtmx, { dispositions, after }: Prediction): string | undefined {
  const threw = dispositions.some((each) => 'dropped' in each && each.facts.throws === 'yes') ? 1 : 0;
  const compared = (lines: readonly string[]): readonly string[] => (threw === 1 ? withoutAttributes(lines) : lines);
  return difference(
    [...compared(skeletonOf(real.document.documentElement)), `threw ${real.thrown.length > 0 ? 1 : 0}`],
    [...compared(skeletonOfTree(after)), `threw ${threw}`],
  );
}

test(
  `where ${COUNT} generated WebSocket messages go is what htmx 1 does with them`,
  () => {
    const real = realHtmx(1, dialect.events);
    const differences: string[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const chance = new Chance(seed);
      real.show(chatPage(1, chance));
      const message = new Messages(chance, 1).message();
      const page = real.page();
      const prediction = dialect.predict(
        message,
        page,
        page.elements.find(({ id }) => id === 'wrap'),
      );
      if (isBeyondJsdom(prediction) || isMisparsed(real, message)) continue;
      const [socket] = real.sockets;
      socket?.open();
      socket?.receive(message);
      const differs = compare(real, prediction);
      if (differs !== undefined) differences.push(`seed ${seed}: ${message}\n${differs}`);
    }
    expect(differences).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  `where ${COUNT} generated events of a stream go is what htmx 1 does with them`,
  () => {
    const real = realHtmx(1, dialect.events);
    const differences: string[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const chance = new Chance(seed);
      const html = streamPage1(chance);
      real.show(html);
      const event = { name: chance.pick(['message', 'message', 'tick']), data: new Messages(chance, 1).message() };
      const page = real.page();
      const prediction = dialect.predict(
        event,
        page,
        page.elements.find(({ id }) => id === 'wrap'),
      );
      if (isBeyondJsdom(prediction) || isMisparsed(real, event.data)) continue;
      const [source] = real.sources;
      source?.open();
      source?.receive(event.name, event.data);
      const differs = compare(real, prediction);
      if (differs !== undefined) differences.push(`seed ${seed}: ${html}\n${event.name}: ${event.data}\n${differs}`);
    }
    expect(differences).toEqual([]);
  },
  PATIENCE_MS,
);
