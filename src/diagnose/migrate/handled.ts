import { PageLedger } from '../../htmx/page-ledger.ts';
import { ofType } from '../../rules/records.ts';
import type { Handling, LedgerEntry } from '../../model/ledger.ts';
import type { PageElement, PageRecord } from '../../model/page.ts';

/** A message or an event that a page has handled, with the page as it was before. */
export interface Handled {
  readonly entry: LedgerEntry;
  readonly elements: readonly PageElement[];
  /** The element that owns the connection. */
  readonly connector: PageElement | undefined;
  readonly matches: Handling['matches'];
}

/** All that a page has handled, in order. */
export function handledIn(records: readonly PageRecord[]): readonly Handled[] {
  const ledger = new PageLedger();
  const listings = new Map(ofType(records, 'elements').map(({ listing, elements }) => [listing, elements]));
  return records.flatMap((record): readonly Handled[] => {
    const entry = ledger.add(record);
    if (entry === undefined || record.type !== 'handled') return [];
    const elements = listings.get(record.before) ?? [];
    const { connector, matches } = record;
    return [{ entry, elements, matches, connector: typeof connector === 'number' ? elements[connector] : undefined }];
  });
}

/** The same in both runs: what was typed, numbers and times differ. @param words that were typed, one in each run */
export function shapeOf({ incoming }: LedgerEntry, words: readonly string[]): string {
  const [name, data] = typeof incoming === 'string' ? ['', incoming] : [incoming.name || 'message', incoming.data];
  const plain = words.reduce((text, word) => (word === '' ? text : text.replaceAll(word, '*')), data);
  return `${typeof incoming === 'string' ? 'message' : 'event'} ${name} ${plain.replaceAll(/\d+/gu, '0')}`;
}
