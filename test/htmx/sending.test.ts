import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { Chance } from './generate.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';

const SEED = Number(process.env['HTMX_SEED'] ?? 20_260_901);
const COUNT = 80;
const URL = 'http://localhost:8000/page';

interface Form {
  readonly html: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly id: string | null;
  readonly name: string | null;
  readonly vals: Readonly<Record<string, unknown>> | undefined;
  readonly target: string | null;
}

/** A form with fields of some names, repeated ones among them, and what `hx-vals` adds. */
function form(major: 2 | 4, chance: Chance): Form {
  const names = ['message', 'message', 'tag', 'room', 'HEADERS'];
  const fields = Array.from(
    { length: chance.below(5) },
    () => [chance.pick(names), chance.pick(['', 'hi', 'ö "quoted"', '<b>', '1'])] as const,
  );
  const vals = chance.once(2) ? undefined : { room: 7, on: true, who: 'me' };
  const id = chance.once(2) ? 'chat-form' : null;
  const name = chance.once(3) ? 'sender' : null;
  const target = chance.once(2) ? 'out' : null;
  const inputs = fields.map(([field, value]) => `<input name="${field}" value="${value.replaceAll('"', '&quot;')}">`);
  const attributes = [
    major === 2 ? 'ws-send' : 'hx-ws:send',
    ...(id === null ? [] : [`id="${id}"`]),
    ...(name === null ? [] : [`name="${name}"`]),
    ...(vals === undefined ? [] : [`hx-vals='${JSON.stringify(vals)}'`]),
    ...(target === null ? [] : [`hx-target="#${target}"`]),
  ];
  const wrapper = major === 2 ? 'hx-ext="ws" ws-connect="/ws"' : 'hx-ws:connect="/ws"';
  const html = `<div ${wrapper}><form ${attributes.join(' ')}>${inputs.join('')}</form></div><p id="out"></p>`;
  return { html, fields, id, name, vals, target };
}

function said(major: 2 | 4, { fields, id, name, vals, target }: Form): unknown {
  const sender = {
    tag: 'form',
    id,
    name,
    target: target === null ? { tag: 'form', id } : { tag: 'p', id: target },
    url: URL,
    ...(vals === undefined ? {} : { vals }),
  };
  return JSON.parse(dialectOf(String(major)).encodeMessage(fields, sender));
}

function submit(real: RealHtmx, html: string): void {
  real.show(html);
  real.sockets[0]?.open();
  real.document.querySelector('form')?.requestSubmit();
}

for (const major of [2, 4] as const)
  test(`what ${COUNT} generated forms send is what htmx ${major} sends`, async () => {
    const real = realHtmx(major, []);
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const made = form(major, new Chance(seed));
      submit(real, made.html);
      const text = await real.until(() => real.sockets[0]?.sent[0]);
      expect({ seed, sent: JSON.parse(text) as unknown }).toEqual({ seed, sent: said(major, made) });
    }
  });

test('a message of htmx 2 is spelled as the wire shows it', () => {
  const sender = { tag: 'form', id: null, name: null, target: { tag: 'form', id: null }, url: URL };
  const text = dialectOf('2').encodeMessage([['message', 'hi']], sender);
  const real = realHtmx(2, []);
  submit(real, '<div hx-ext="ws" ws-connect="/ws"><form ws-send><input name="message" value="hi"></form></div>');
  expect(real.sockets[0]?.sent).toEqual([text]);
});
