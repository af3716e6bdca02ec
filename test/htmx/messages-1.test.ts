import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { streamPage1 } from './generate-1.ts';
import { Chance, chatPage, Messages } from './generate.ts';
import { differsIn } from './handled.ts';
import { realHtmx } from './real-htmx.ts';

const dialect = dialectOf('1.9.12');
const SEED = Number(process.env['HTMX_SEED'] ?? 20_260_901);
const COUNT = Number(process.env['HTMX_MESSAGES'] ?? 200);

/** A few milliseconds a message; a machine that is busy with other tests takes fifty times as long. */
const PATIENCE_MS = 180_000;

test(
  `where ${COUNT} generated WebSocket messages go is what htmx 1 does with them`,
  () => {
    const real = realHtmx(1, dialect.events);
    const differences: string[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const chance = new Chance(seed);
      const html = chatPage(1, chance);
      const incoming = new Messages(chance, 1).message();
      const differs = differsIn(1, real, { html, incoming });
      if (differs !== undefined) differences.push(`seed ${seed}: ${incoming}\n${differs}`);
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
      const incoming = { name: chance.pick(['message', 'message', 'tick']), data: new Messages(chance, 1).message() };
      const differs = differsIn(1, real, { html, incoming });
      if (differs !== undefined)
        differences.push(`seed ${seed}: ${html}\n${incoming.name}: ${incoming.data}\n${differs}`);
    }
    expect(differences).toEqual([]);
  },
  PATIENCE_MS,
);
