import { isSwapped } from '../../htmx/disposition.ts';
import type { Swapped } from '../../htmx/disposition.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { readFragment, visibleText } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import type { Place } from '../../model/timeline.ts';
import { replyPlace, streamPlace, writtenPlace } from '../places.ts';
import { ofType } from '../records.ts';
import { childOf, targetTag } from './target-tag.ts';

/** Elements whose text is meant to be read as it is written. */
const AS_WRITTEN = new Set(['pre', 'code', 'textarea', 'samp', 'kbd']);

/** A text that somebody wrote may be HTML once. */
const FEWEST = 2;

/**
 * All that is swapped for one place is HTML whose own tags are escaped, so that the page shows them. A warning, because a page may be about HTML; but not
 * where it is rows for a table, or items for a list.
 * @param entries of one kind of connection
 */
export function escapedHtml(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const isSocket = typeof entries[0]?.incoming === 'string';
  const parts = entries.flatMap((entry) =>
    entry.predicted.filter(isSwapped).flatMap((part) => (part.via === 'trigger' ? [] : [{ entry, part }])),
  );
  for (const { entry, part } of parts) {
    const same = parts.filter((each) => placeName(each) === placeName({ entry, part }));
    const tags = same.map((each) => escapedTag(each.part, dataOf(each.entry)));
    const [first] = same;
    const [tag] = tags;
    if (first === undefined || tag === undefined || same.length < FEWEST || tags.includes(undefined)) continue;
    const inside = isSocket && part.via !== 'main' ? part.fragment.tag : targetTag(page, part);
    if (AS_WRITTEN.has(inside) || isTyped(page, tag)) continue;
    const data = dataOf(first.entry);
    return {
      code: isSocket ? 'ws/escaped-html' : 'sse/escaped-html',
      severity: childOf(inside) === tag ? 'error' : 'warning',
      facts: {},
      evidence: page.evidence(placeOf(page, data, isSocket), { received: data, ledger: [first.entry] }),
    };
  }
  return undefined;
}

/** Parts with the same name go to the same place: that of the event, or the id. */
function placeName({ entry, part }: { readonly entry: LedgerEntry; readonly part: Swapped }): string {
  return typeof entry.incoming === 'string' ? (part.fragment.id ?? '') : entry.incoming.name;
}

function placeOf({ locate, contract }: ObservedPage, data: string, isSocket: boolean): readonly Place[] {
  if (isSocket) return replyPlace(locate, data, contract.socketPath ?? '');
  const route = streamPlace(locate, contract.streamPath ?? '');
  return route.length > 0 ? route : writtenPlace(locate, 'data:');
}

/** Somebody who sends a tag wants it to be read. */
function isTyped({ records }: ObservedPage, tag: string): boolean {
  return ofType(records, 'socket-sent').some(({ data }) => data.includes(`<${tag}`));
}

/** The tag of what a part brings, where all of that is escaped; undefined: it is not. */
function escapedTag({ via, fragment }: Swapped, data: string): string | undefined {
  if (via === 'main') return escapedWhole(data);
  // Text inside an element of the message is what somebody wrote.
  const isFlat = readFragment(data).elements.length === (data.match(/<[a-z]/giu) ?? []).length;
  const tag = /^<([a-z][\w-]*)[\s>]/iu.exec(fragment.text.trim())?.[1]?.toLowerCase();
  return isFlat && tag !== undefined && data.includes(`&lt;/${tag}&gt;`) ? tag : undefined;
}

/** From its first tag to an end tag all is HTML, and none of it is as a tag is written. */
function escapedWhole(data: string): string | undefined {
  if (data.includes('<') || !data.includes('&')) return undefined;
  const text = visibleText(data).trim();
  const tag = /^<([a-z][\w-]*)[\s>]/iu.exec(text)?.[1]?.toLowerCase();
  return tag !== undefined && text.endsWith('>') && text.includes(`</${tag}>`) ? tag : undefined;
}
