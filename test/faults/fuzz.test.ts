import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { readFragment, readMarkup, standApart, visibleText } from '../../src/htmx/markup.ts';
import { nestedForm } from '../../src/htmx/nested-form.ts';
import { firstUnclosed } from '../../src/htmx/unclosed.ts';
import { EventStreamParser } from '../../src/observe/event-stream/parser.ts';
import { nestedTooDeep } from '../../src/rules/nesting.ts';
import { contained } from '../../src/rules/socket/frames.ts';
import { realCourse, stepState } from '../support/course-folder.ts';

/** Mutated answers, and a tenth as many mutated pages. The whole is ten thousand: `FAULT_FUZZ=10000`. */
const ANSWERS = Number(process.env['FAULT_FUZZ'] ?? 500);
const SEED = Number(process.env['FAULT_SEED'] ?? 20_261_129);
/** One answer is read in milliseconds; the limit is for an expression that backtracks without end. */
const MOST_MS = 5000;

/** Mulberry32: the same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const ANSWER_SEEDS = [
  '<div id="chat-window" hx-swap-oob="beforeend"><div class="message">You sent "Hello"</div></div>',
  '<tr hx-swap-oob="beforeend:#rows"><td>1</td></tr>',
  '<template><tr id="row-1" hx-swap-oob="true"><td>1</td></tr></template>',
  '<svg><title>a</title><script>1</script></svg><hx-partial hx-target="#chat-window">x</hx-partial>',
  '{"message":"<b>Hello</b>","HEADERS":{"HX-Request":"true"}}',
  'event: tick\ndata: <div class="counter-update">Current count: 1</div>\nid: 7\nretry: 10\n\n: ping\r\n\r\n',
  '<form ws-send><form><input name="message"></form><p>Żółw 漢字 🙂 &amp; &#x1F422;</p>',
];

const SPICE = ['<', '>', '</', '"', "'", '&', '\0', '\r', '\n', '\uFEFF', '<!--', '<![CDATA[', '<template>', '<svg>'];

/** One to six cuts, doublings, exchanges and insertions. */
function mutated(text: string, below: (most: number) => number): string {
  let made = text;
  for (let times = 1 + below(6); times > 0; times -= 1) {
    const at = below(made.length + 1);
    const end = at + below(30);
    const piece = made.slice(at, end);
    const kind = below(5);
    if (kind === 0) made = made.slice(0, at) + made.slice(end);
    else if (kind === 1) made = made.slice(0, at) + piece.repeat(1 + below(40)) + made.slice(at);
    else if (kind === 2) made = made.slice(0, at) + (SPICE[below(SPICE.length)] ?? '') + made.slice(at);
    else if (kind === 3) made = made.slice(0, at) + String.fromCodePoint(below(0x2_ff)) + made.slice(at + 1);
    else made = made.slice(0, at) + (SPICE[below(SPICE.length)] ?? '').repeat(below(700)) + made.slice(at);
  }
  return made;
}

/** Reads it in every way in which the tutor reads an answer. */
function readAll(text: string, page: string, below: (most: number) => number): void {
  visibleText(text);
  readFragment(text);
  standApart(text, 'Hello', 'sent');
  nestedTooDeep(text, 'message', {});
  contained([{ text }, { text: page.slice(0, 200) }], 'Hello');
  const elements = [{ index: 0, parent: null, tag: 'div', id: 'chat-window', attributes: { id: 'chat-window' } }];
  const before = { elements, listing: 'some' } as const;
  for (const version of ['1.9.12', '2.0.11', '4.0.1']) dialectOf(version).predict(text, before, elements[0]);
  const parser = new EventStreamParser();
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) {
    const next = at + 1 + below(50);
    parser.push(bytes.slice(at, next), 1);
    at = next;
  }
}

function readPage(html: string): void {
  readMarkup(html);
  firstUnclosed(html);
  nestedForm(html);
  nestedTooDeep(html, 'page', {});
}

/** The seed and the number of what cannot be read, or takes too long: empty when all is well. */
function failuresOf(count: number, from: readonly string[], read: (text: string) => void): readonly string[] {
  const failures: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const text = mutated(from[index % from.length] ?? '', numbers(SEED + index));
    const before = process.cpuUsage();
    try {
      read(text);
    } catch (error) {
      failures.push(`${SEED + index}: ${String(error)}: ${JSON.stringify(text.slice(0, 300))}`);
    }
    if (process.cpuUsage(before).user / 1000 > MOST_MS) failures.push(`${SEED + index}: too slow`);
  }
  return failures;
}

const page = stepState(realCourse(), 'step-7', 'solution').get('templates/index.html')?.toString() ?? '';

test(`${ANSWERS} mutated answers are read without an exception`, () => {
  const below = numbers(SEED);
  expect(failuresOf(ANSWERS, ANSWER_SEEDS, (text) => readAll(text, page, below)).slice(0, 5)).toEqual([]);
});

test(`${ANSWERS / 10} mutated pages are read without an exception`, () => {
  expect(failuresOf(ANSWERS / 10, [page], readPage).slice(0, 5)).toEqual([]);
});
