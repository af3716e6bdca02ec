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
