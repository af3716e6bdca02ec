import { distance } from 'fastest-levenshtein';
import { isSwapped } from '../../htmx/disposition.ts';
import type { Disposition } from '../../htmx/disposition.ts';
import { attribute, listed } from '../../htmx/elements.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { STYLES } from '../../htmx/v2/out-of-band.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Place } from '../../model/timeline.ts';
import { placeOfEntry } from '../ledger.ts';
import type { ObservedPage } from '../observed-page.ts';

/** Names that htmx 4 has for some styles of htmx 2, and that other libraries have. */
const MEANT: Readonly<Record<string, string>> = {
  append: 'beforeend',
  appendchild: 'beforeend',
  add: 'beforeend',
  prepend: 'afterbegin',
  before: 'beforebegin',
  after: 'afterend',
  inner: 'innerHTML',
  outer: 'outerHTML',
  update: 'innerHTML',
  replace: 'outerHTML',
  replacewith: 'outerHTML',
  remove: 'delete',
};

/** Letters that may differ in a misspelt name. */
const TYPO = 2;

/** The style that a name was meant to be; undefined: it cannot be told. */
function styleMeant(style: string): string | undefined {
  const lower = style.toLowerCase();
  const known = STYLES.find((name) => name.toLowerCase() === lower) ?? MEANT[lower];
  return known ?? STYLES.find((name) => distance(name.toLowerCase(), lower) <= TYPO);
}

/** A style of the morph extension: its content is swapped in any case, only not by comparing. */
const MORPH = /morph/iu;

/**
 * A message or an event is swapped by a style that htmx does not know. htmx 2 takes `innerHTML` in its place (`swapWithStyle`), htmx 4 throws. An
 * extension that the page switches on may know it (`handleSwap`).
 */
export function unknownStyle(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  for (const entry of entries) {
    const part = entry.handler === 'page' ? undefined : entry.predicted.find(isUnknown);
    const style = part === undefined ? '' : styleOf(part);
    if (part === undefined || mayBeKnown(page, style)) continue;
    const inReply = isSwapped(part) && part.via !== 'main';
    const { outOfBand, places } = page.dialect.core;
    const meant = styleMeant(style);
    return {
      code: 'htmx/unknown-style',
      severity: MORPH.test(style) && page.dialect.major < 4 ? 'warning' : 'error',
      facts: {
        style,
        attribute: isSwapped(part) && part.via === 'out-of-band' ? outOfBand : (places[0] ?? ''),
        ...(meant === undefined ? {} : { meant }),
        ...(MORPH.test(style) ? { extension: 'morph' } : {}),
        ...(page.dialect.major === 4 ? { major: 4 } : {}),
      },
      evidence: page.evidence(inReply ? placeOfEntry(page, entry) : placeOfStyle(page, style), {
        ledger: [entry],
        received: dataOf(entry),
      }),
    };
  }
  return undefined;
}

function isUnknown(part: Disposition): boolean {
  return isSwapped(part) ? part.notes.includes('unknown-style') : part.dropped === 'unknown-style';
}

function styleOf(part: Disposition): string {
  return (isSwapped(part) ? part.style : part.facts.style) ?? '';
}

/** An extension other than the two for connections is there and switched on. */
function mayBeKnown({ dialect, elements, snapshot }: ObservedPage, style: string): boolean {
  const others = (snapshot.htmx?.extensions ?? []).filter((name) => name !== 'ws' && name !== 'sse');
  if (others.length === 0) return false;
  const { enable } = dialect.core;
  // Those of htmx 4 need no switching on.
  if (enable === undefined) return true;
  const asked = elements.flatMap((element) => listed(attribute(element, enable)));
  return asked.some((name) => others.includes(name)) || style === '';
}

function placeOfStyle(page: ObservedPage, style: string): readonly Place[] {
  const [name = ''] = page.dialect.core.places;
  return page.place((element) => (attribute(element, name) ?? '').trim().startsWith(style));
}
