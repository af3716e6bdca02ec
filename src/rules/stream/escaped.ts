import { isSwapped } from '../../htmx/disposition.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import { streamPlace, writtenPlace } from '../places.ts';

/** Elements whose text is meant to be read as it is written. */
const AS_WRITTEN = new Set(['pre', 'code', 'textarea', 'samp', 'kbd']);

/** A text that somebody wrote may be HTML once. */
const FEWEST = 2;

/**
 * All events that are swapped are HTML whose own tags are escaped, so that the page shows them. A warning: a page may be about HTML.
 * @param entries of the stream
 */
export function escapedHtml(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const shown = entries.filter(({ predicted }) => predicted.some((part) => isSwapped(part) && part.via === 'main'));
  const isEscaped = (entry: LedgerEntry): boolean => isEscapedWhole(dataOf(entry));
  const [first] = shown;
  if (first === undefined || shown.length < FEWEST || !shown.every(isEscaped)) return undefined;
  const targets = shown.flatMap(({ predicted }) =>
    predicted.filter(isSwapped).flatMap(({ target }) => target.elements),
  );
  const isAsWritten = page.elements.some(({ index, tag }) => targets.includes(index) && AS_WRITTEN.has(tag));
  if (isAsWritten) return undefined;
  const data = dataOf(first);
  const route = streamPlace(page.locate, page.contract.streamPath ?? '');
  const where = route.length > 0 ? route : writtenPlace(page.locate, 'data:');
  return {
    code: 'sse/escaped-html',
    severity: 'warning',
    facts: {},
    evidence: page.evidence(where, { received: data, ledger: [first] }),
  };
}

/** From its first tag to an end tag all is HTML, and none of it is as a tag is written. */
function isEscapedWhole(data: string): boolean {
  if (data.includes('<') || !data.includes('&')) return false;
  const text = visibleText(data).trim();
  const tag = /^<([a-z][\w-]*)[\s>]/iu.exec(text)?.[1];
  return tag !== undefined && text.endsWith('>') && text.includes(`</${tag}>`);
}
