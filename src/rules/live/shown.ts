import { isSwapped } from '../../htmx/disposition.ts';
import { attribute } from '../../htmx/elements.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { readMarkup, visibleText } from '../../htmx/markup.ts';
import type { MarkupElement } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import { replyPlace } from '../places.ts';

// What is swapped as it should be, and is not what the page was meant to show.

const severity = 'error';

/** What a message shows is the JSON that htmx itself sent, with the headers of its request, which nobody typed. */
export function frameEchoed(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const entry = entries.find((each) => each.predicted.some(isSwapped) && showsFrame(page, dataOf(each)));
  if (entry === undefined) return undefined;
  const { locate, contract } = page;
  const where = locate.find('server', RECEIVES);
  const written = where.length > 0 ? where : replyPlace(locate, dataOf(entry), contract.socketPath ?? '');
  const seen = { ledger: [entry], received: dataOf(entry) };
  return { code: 'ws/frame-echoed', severity, facts: {}, evidence: page.evidence(written, seen) };
}

/** Where a server gets the text of a message. */
const RECEIVES =
  /\.on\(\s*['"]message['"]|onmessage|onMessage|receive_text\(|iter_text\(|\.recv\(|on_message\b|async for \w+ in \w*(?:ws|socket)\w*/u;

function showsFrame({ dialect }: ObservedPage, message: string): boolean {
  const shown = visibleText(message);
  return shown.includes(`"${dialect.headersMember}"`) && /"HX-Request"/iu.test(shown);
}

/**
 * A part with `hx-swap-oob` is inside another part of a WebSocket message, where htmx 2 does not look for it (htmx-ext-ws 2, on `message`): it comes into the
 * page with what is around it, beside the element that it was meant for, so that its id is there twice.
 */
export function nestedOutOfBand(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  if (page.dialect.major === 4) return undefined;
  for (const entry of entries) {
    if (!entry.predicted.some(isSwapped)) continue;
    const markup = readMarkup(dataOf(entry));
    const outside = ({ parent }: MarkupElement): MarkupElement | undefined =>
      parent === null || markup[parent]?.tag === 'body' ? undefined : markup[parent];
    const inner = markup.find(
      (each) =>
        outside(each) !== undefined &&
        (attribute(each, page.dialect.core.outOfBand) ?? '') !== '' &&
        isTwice(page, attribute(each, 'id') ?? ''),
    );
    const outer = inner && outside(inner);
    if (inner === undefined || outer === undefined) continue;
    const { locate, contract } = page;
    const facts = { id: inner.attributes['id'] ?? '', tag: inner.tag, outer: outer.tag };
    const where = replyPlace(locate, dataOf(entry), contract.socketPath ?? '');
    const seen = { ledger: [entry], received: dataOf(entry) };
    return { code: 'oob/nested', severity, facts, evidence: page.evidence(where, seen) };
  }
  return undefined;
}

function isTwice({ elements }: ObservedPage, id: string): boolean {
  return id !== '' && elements.filter((each) => each.id === id).length > 1;
}

/** Events that are pieces of one text: so many, and so much text, have a space somewhere. */
const FEWEST = 4;
const LONG = 20;
/** Of a piece on average: letter by letter a text may come without a space for a while. */
const WORD = 3;
/** In scripts that part their words by spaces. */
const WORDS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{P}]+$/u;

/**
 * Pieces of a text are added one after another, and none of them has a space at its beginning or its end, so that the words run together. A browser
 * drops one space after `data:` (HTML standard, 9.2.6), also one that was meant.
 */
export function runTogether(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const appended = entries.filter(
    ({ incoming, predicted }) =>
      typeof incoming !== 'string' &&
      predicted.some((part) => isSwapped(part) && part.via === 'main' && part.effect === 'appends'),
  );
  const [first, second] = appended;
  if (first === undefined || second === undefined || appended.length < FEWEST) return undefined;
  const pieces = appended.map(dataOf);
  const whole = pieces.join('');
  if (whole.length < LONG || whole.length / pieces.length < WORD || !WORDS.test(whole)) return undefined;
  const fields = page.locate.find('server', /['"\x60]data:(?! )|\\ndata:(?! )/u);
  return {
    code: 'sse/run-together',
    severity,
    facts: {
      pieces: pieces.slice(0, FEWEST),
      shown: whole.slice(0, LONG * 2),
      ...(fields.length > 0 ? { field: 'without-space' } : {}),
    },
    evidence: page.evidence(fields, { ledger: [second], received: pieces.slice(0, FEWEST).join('\n') }),
  };
}
