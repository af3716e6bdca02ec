import type { Disposition, Handling, LedgerEntry } from '../model/ledger.ts';
import type { PageElement, PageRecord } from '../model/page.ts';
import type { Dialect } from './dialect.ts';
import type { Page } from './disposition.ts';
import { dialectOf } from './index.ts';
import { entryOf, foreignEntry, ledgerEntry } from './ledger.ts';

type Listed = Extract<PageRecord, { readonly type: 'elements' }>;

/** Makes the entries of one page from its records, in the order in which they come. */
export class PageLedger {
  /** The last listings: a message needs the one before it and the one after. */
  #listings: readonly Listed[] = [];

  /** The entry of a message that has been handled; undefined: the record is about something else. */
  add(record: PageRecord): LedgerEntry | undefined {
    if (record.type === 'elements') this.#listings = [...this.#listings.slice(-3), record];
    if (record.type !== 'handled') return undefined;
    const [before, after] = [record.before, record.after].map((number) =>
      this.#listings.find(({ listing }) => listing === number),
    );
    return before === undefined || after === undefined ? undefined : this.#entryFor(record, { before, after });
  }

  #entryFor(handled: Handling, listed: { readonly before: Listed; readonly after: Listed }): LedgerEntry {
    const { elements, unlisted } = listed.before;
    const { event: name, data, matches, request, inherits, events, thrown, changes, finished } = handled;
    const incoming = handled.from === 'socket' ? data : { name, data };
    const before: Page = {
      elements,
      listing: 'some',
      matches,
      ...(request === undefined ? {} : { request }),
      ...(inherits === undefined ? {} : { inherits }),
    };
    const capped = unlisted + listed.after.unlisted > 0 ? 'yes' : 'no';
    const observation = { after: listed.after.elements, changes, events, thrown, capped, finished } as const;
    const dialect = dialectOf(handled.htmx);
    const connector = connectorOf(handled, elements, dialect);
    const seen = { before, connector: connector === null ? undefined : connector, observation };
    if (connector === undefined) return foreignEntry(incoming, seen);
    if (connector === null || handled.binary) {
      const dropped = connector === null ? 'connector-removed' : 'binary';
      return entryOf(incoming, { dispositions: [nothing(data, dropped)], unanswered: [], after: undefined }, seen);
    }
    return ledgerEntry(dialect, incoming, seen);
  }
}

/** All entries of a page's records. */
export function ledgerOf(records: readonly PageRecord[]): readonly LedgerEntry[] {
  const ledger = new PageLedger();
  return records.flatMap((record) => ledger.add(record) ?? []);
}

function nothing(data: string, dropped: 'connector-removed' | 'binary'): Disposition {
  const fragment = { tag: '', id: undefined, attributes: {}, text: data.slice(0, 200) };
  return { fragment, dropped, facts: dropped === 'binary' ? { throws: 'yes' } : {} };
}

/** The element that htmx opened the connection for; null: it is gone; undefined: htmx did not open it. htmx 1 does not say which it is. */
function connectorOf(
  { connector, from, htmx }: Handling,
  elements: readonly PageElement[],
  dialect: Dialect,
): PageElement | null | undefined {
  if (typeof connector === 'number') return elements[connector];
  if (connector === null || dialect.major > 1 || htmx === '') return connector;
  const transport = from === 'socket' ? 'ws' : 'sse';
  return elements.find((element) => dialect.roleOf(element, transport, 'connect') !== undefined);
}
