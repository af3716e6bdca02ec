import { isSwapped } from '../../htmx/disposition.ts';
import type { Swapped } from '../../htmx/disposition.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { readFragment, visibleText } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { placeOfEntry } from '../ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import { childOf, targetTag } from './target-tag.ts';

/** Lists show the text; and they may say in place of their items that there are none. */
const LISTS = new Set(['ul', 'ol']);

/** A text that somebody wrote may come once. */
const FEWEST = 2;

/** Texts without any element are added to a part of a table or to a list, which has rows or items. @param entries of one kind of connection */
export function bareText(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const bare = entries.flatMap((entry) => (insideOf(page, entry) === undefined ? [] : [entry]));
  const [first] = bare;
  const inside = first && insideOf(page, first);
  if (first === undefined || inside === undefined || bare.length < FEWEST) return undefined;
  const transport = typeof first.incoming === 'string' ? 'ws' : 'sse';
  const data = dataOf(first);
  return {
    code: 'live/bare-text',
    severity: LISTS.has(inside) ? 'warning' : 'error',
    facts: { transport, inside, child: childOf(inside) ?? '', data },
    evidence: page.evidence(placeOfEntry(page, first), { ledger: [first], received: data }),
  };
}

/** The tag of the element that gets nothing but text; undefined: none does. */
function insideOf(page: ObservedPage, entry: LedgerEntry): string | undefined {
  const part = entry.predicted.find(isSwapped);
  if (part === undefined || part.via === 'trigger' || visibleText(dataOf(entry)).trim() === '') return undefined;
  // Tags that are escaped are told by their own rule.
  if (/&lt;[a-z]/iu.test(dataOf(entry))) return undefined;
  const inside = targetTag(page, part);
  const child = childOf(inside);
  const isAdded = part.effect === 'appends' || part.effect === 'prepends';
  if (child === undefined || !(isAdded || (part.effect === 'replaces-content' && !LISTS.has(inside)))) return undefined;
  // An item that was stripped is told by its own rule.
  const isItem = part.via !== 'main' && part.fragment.tag === child;
  return isItem || hasElements(part, dataOf(entry)) ? undefined : inside;
}

function hasElements({ via, fragment }: Swapped, data: string): boolean {
  if (via === 'main') return /<[a-z]/iu.test(data);
  // Of a part the content alone is swapped. The parser takes the tags of some away, and text with them.
  const { elements } = readFragment(data);
  return elements.length !== 1 || fragment.text === '' || /<[a-z][^>]*>[^<]*<[a-z]/iu.test(data);
}
