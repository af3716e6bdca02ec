import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Prediction } from '../../src/htmx/index.ts';
import { Chance, chatPage, Messages, streamPage } from './generate.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';
import { difference, isBeyondJsdom, skeletonOf, skeletonOfTree } from './skeleton.ts';

const dialect = dialectOf('2.0.11');
const SEED = Number(process.env['HTMX_SEED'] ?? 20_260_901);
const COUNT = Number(process.env['HTMX_MESSAGES'] ?? 200);

/** A few milliseconds a message; a machine that is busy with other tests takes fifty times as long. */
const PATIENCE_MS = 180_000;

/** What htmx 2 made of it, beside what the model said; undefined: the same. */
function compare(real: RealHtmx, { dispositions, after }: Prediction): string | undefined {
  const missing = (name: string): boolean => name.endsWith('ErrorNoTarget');
  const dropped = dispositions.flatMap((each) => ('dropped' in each ? [each.facts] : []));
  const threw = dropped.some((facts) => facts.throws === 'yes') ? 1 : 0;
  const seen = real.events.filter(({ name }) => missing(name)).map(({ name }) => name);
  const said = dropped.flatMap(({ event = '' }) => (missing(event) ? [event] : []));
  return difference(
    [...skeletonOf(real.document.documentElement), `threw ${real.thrown.length > 0 ? 1 : 0}`, ...seen],
    [...skeletonOfTree(after), `threw ${threw}`, ...said],
  );
}

test(
  `where ${COUNT} generated WebSocket messages go is what htmx 2 does with them`,
  () => {
    const real = realHtmx(2, dialect.events);
    const differences: string[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const chance = new Chance(seed);
      const html = chatPage(2, chance);
      real.show(html);
      const message = new Messages(chance, 2).message();
      const page = real.page();
      const prediction = dialect.predict(
        message,
        page,
        page.elements.find(({ id }) => id === 'wrap'),
      );
      if (isBeyondJsdom(prediction)) continue;
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
  `where ${COUNT} generated events of a stream go is what htmx 2 does with them`,
  () => {
    const real = realHtmx(2, dialect.events);
    const differences: string[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const chance = new Chance(seed);
      const html = streamPage(2, chance);
      real.show(html);
      const event = { name: chance.pick(['message', 'message', 'tick']), data: new Messages(chance, 2).message() };
      const page = real.page();
      const prediction = dialect.predict(
        event,
        page,
        page.elements.find(({ id }) => id === 'wrap'),
      );
      if (isBeyondJsdom(prediction)) continue;
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
