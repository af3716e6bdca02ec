import { expect, test } from 'vitest';
import { RandomWords } from '../../src/run/random.ts';
import { textChange, textChangeOrOther } from '../../src/rules/text-change.ts';

const SENT = 'KofigaPovo Δωραβιé42 żółw 漢字 🙂';
const BYTES = Buffer.from(SENT);

test.each([
  ['lower case', SENT.toLowerCase(), { kind: 'case', to: 'lower' }],
  ['upper case', SENT.toUpperCase(), { kind: 'case', to: 'upper' }],
  ['capitalized words', 'Kofigapovo Δωραβιé42 Żółw 漢字 🙂', { kind: 'case', to: 'other' }],
  ['latin1', BYTES.toString('latin1'), { kind: 'mojibake', readAs: 'latin1' }],
  ['ascii', BYTES.toString('ascii'), { kind: 'mojibake', readAs: 'ascii' }],
  ['encodeURIComponent', encodeURIComponent(SENT), { kind: 'percent-encoded' }],
  [
    'escape',
    'KofigaPovo%20%u0394%u03C9%u03C1%u03B1%u03B2%u03B9%E942%20%u017C%F3%u0142w%20%u6F22%u5B57%20%uD83D%uDE42',
    { kind: 'percent-encoded' },
  ],
  ['a form', new URLSearchParams([['', SENT]]).toString(), { kind: 'percent-encoded' }],
  [
    'lower-case percents',
    encodeURIComponent(SENT).replaceAll(/%../gu, (each) => each.toLowerCase()),
    { kind: 'percent-encoded' },
  ],
  ['without ASCII', SENT.replaceAll(/\P{ASCII}/gu, ''), { kind: 'lost', characters: 'Δωραβιéżół漢字🙂' }],
  [
    'a sign for each unit',
    SENT.replaceAll(/[^ -~]/g, '?'),
    { kind: 'replaced', characters: 'Δωραβιéżół漢字🙂', by: '?' },
  ],
  [
    'a sign for each byte',
    BYTES.map((byte) => (byte > 127 ? 63 : byte)).toString(),
    { kind: 'replaced', characters: 'Δωραβιéżół漢字🙂', by: '?' },
  ],
  ['without the emoji', SENT.replace('🙂', ''), { kind: 'lost', characters: '🙂' }],
  ['small letters alone', SENT.replaceAll(/[^a-z]/gu, ''), { kind: 'lost', characters: 'KP Δωραβιé42żół漢字🙂' }],
  ['no digits', SENT.replaceAll(/\d/gu, ''), { kind: 'lost', characters: '42' }],
  ['no spaces', SENT.replaceAll(' ', ''), { kind: 'lost', characters: ' ' }],
  ['no accents', 'KofigaPovo Δωραβιe42 zołw 漢字 🙂', { kind: 'accents', characters: 'éżó' }],
  [
    'JSON of Python',
    String.raw`KofigaPovo \u0394\u03c9\u03c1\u03b1\u03b2\u03b9\u00e942 \u017c\u00f3\u0142w \u6f22\u5b57 \ud83d\ude42`,
    { kind: 'json-escaped' },
  ],
  ['reversed', [...SENT].toReversed().join(''), { kind: 'reversed' }],
  ['cut', 'KofigaPovo Δωρ', { kind: 'cut' }],
])('%s', (_, came, change) => {
  expect(textChange(SENT, [`You sent: "${came}"`])?.change).toEqual(change);
});

test.each([
  ['żółw', 'Å¼Ã³Å‚w', { kind: 'mojibake', readAs: 'windows-1252' }],
  ['a & b "c"', 'a &amp; b &quot;c&quot;', { kind: 'escaped-twice' }],
  ['one &amp; two', 'one & two', { kind: 'ampersand-unescaped' }],
  ['one <b id="x">two</b>', 'one two', { kind: 'tags-removed' }],
  ['one <b id="x">two</b>', 'one <b id=x>two</b>', { kind: 'lost', characters: '"' }],
  ['say "hello"', String.raw`say \"hello\"`, { kind: 'json-escaped' }],
])('%s that comes back as %s', (sent, came, change) => {
  expect(textChange(sent, [came])?.change).toEqual(change);
});

test('what came back is a piece of the answer, with its own letters', () => {
  expect(textChange('KofigaPovo', ['Welcome, kOFIGApOVO!'])).toEqual({
    change: { kind: 'case', to: 'other' },
    got: 'kOFIGApOVO',
  });
});

test('an answer without anything of the text has no change, and one with a part of it always one', () => {
  expect(textChange(SENT, ['Welcome!'])).toBeUndefined();
  expect(textChange(SENT, [''])).toBeUndefined();
  expect(textChange(SENT, ['KofigaPovo Dorabie42 zolw'])).toBeUndefined();
  expect(textChangeOrOther(SENT, ['KofigaPovo Dorabie42 zolw'])).toEqual({
    change: { kind: 'lost', characters: 'Δωραβιéżół漢字🙂' },
    got: 'KofigaPovo Dorabie42 zolw',
  });
  expect(textChangeOrOther('one KofigaPovo', ['KofigaPovo then one']).change).toEqual({ kind: 'other' });
});

test('a random text is the same for the same seed, and each of its words has letters of both cases', () => {
  const { text, word } = new RandomWords('a').text();
  expect(new RandomWords('a').text().text).toBe(text);
  expect(new RandomWords('b').text().text).not.toBe(text);
  expect(word).toMatch(/^(?:[A-Z][a-z]{5})(?:[A-Z][a-z]{3})$/u);
  expect(text.startsWith(`${word} Καλημέρα é42`)).toBe(true);
});
