import { isSwapped } from '../../htmx/disposition.ts';
import type { Swapped } from '../../htmx/disposition.ts';
import type { Transport } from '../../htmx/index.ts';
import { dataOf } from '../../htmx/ledger.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import { endpointOf, linesOf } from './lines.ts';
import type { Came, Connection } from './lines.ts';

// What comes on a connection takes away the element that the connection belongs to. htmx closes it with its element: `htmx:beforeCleanupElement` in ws.js
// and sse.js, `htmx_before_cleanup` in hx-ws.js and hx-sse.js.

/** A message or an event that took its connection away. */
interface Removal {
  readonly entry: LedgerEntry;
  readonly part: Swapped;
  /** As it was given to the browser. */
  readonly url: string;
  /** Connections to this address, with the one that was closed. */
  readonly connections: number;
  /** Which element connects after it: one to the same address, or one to another, which continues it. */
  readonly brings: 'nothing' | 'the-same' | 'another';
}

/** A connection that a message or an event closed, and what that was. */
export interface ClosedConnection {
  readonly url: string;
  readonly last: Came;
  /** `yes`: nothing of this name came before. */
  readonly first: 'yes' | 'no';
}

/** The connection of a page that something on it closed for good, by a swap over the element that connects; undefined: none was. */
export function closedBySwap(page: ObservedPage, transport: Transport): ClosedConnection | undefined {
  const removal = removals(page, transport).find(({ brings }) => brings === 'nothing');
  if (removal === undefined) return undefined;
  const { entry, url } = removal;
  const last = cameIn(entry);
  const first = entriesOf(page, transport).find((each) => cameIn(each).event === last.event) === entry;
  return { url, last, first: first ? 'yes' : 'no' };
}

/**
 * An element that connects is replaced by what comes on its connection. The connection is opened again with each event, because each brings such an
 * element again, or it is closed for good. A last event may do the latter on purpose, so it counts only where a client of the tutor's own heard more.
 * @param heard what such a client heard on the stream of `closedBySwap`
 */
export function connectorReplaced(
  page: ObservedPage,
  transport: Transport,
  heard: readonly Came[] = [],
): FindingOf<'live/connector-replaced'> | undefined {
  const all = removals(page, transport);
  const again = all.find((each) => each.brings === 'the-same' && each.connections > 1 && goesOn(page, each));
  if (again !== undefined) return findingFor(page, again, { transport, outcome: 'reopened', count: again.connections });
  const closed = all.find(({ brings }) => brings === 'nothing');
  if (closed === undefined) return undefined;
  const missed = transport === 'ws' ? 0 : missedOf(closedBySwap(page, 'sse'), heard);
  if (transport === 'sse' && missed === 0) return undefined;
  return findingFor(page, closed, { transport, outcome: 'closed', count: missed });
}

interface Outcome {
  readonly transport: Transport;
  readonly outcome: 'closed' | 'reopened';
  readonly count: number;
}

function findingFor(
  page: ObservedPage,
  { entry, part }: Removal,
  { transport, outcome, count }: Outcome,
): FindingOf<'live/connector-replaced'> {
  const { dialect } = page;
  const { via, style, target } = part;
  const facts = {
    ...{ transport, outcome, count, style: style || 'innerHTML', selector: target.selector, via: viaOf(via) },
    attribute: dialect.attributeFor(transport, 'connect') ?? '',
    ...(dialect.major === 4 ? ({ major: 4 } as const) : {}),
  };
  const where = page.placeOfRole(transport, 'connect');
  const evidence = page.evidence(where, { ledger: [entry], received: dataOf(entry), did: { kind: 'page' } });
  return { code: 'live/connector-replaced', severity: 'error', facts, evidence };
}

function viaOf(via: Swapped['via']): 'main' | 'out-of-band' | 'partial' {
  return via === 'trigger' ? 'main' : via;
}

/** Everything that came and took its connection away, in order. A swap that deletes says that this is meant. */
function removals(page: ObservedPage, transport: Transport): readonly Removal[] {
  const lines = linesOf(page.records, transport);
  return entriesOf(page, transport).flatMap((entry) => {
    const part = entry.predicted
      .filter(isSwapped)
      .find(({ notes, effect }) => effect !== 'deletes' && notes.includes('removes-connector'));
    if (part === undefined) return [];
    const came = cameIn(entry);
    // A server may end a WebSocket without an answer to the page's own close.
    const isClosed = ({ ended }: Connection): boolean => ended === 'closed' || (transport === 'ws' && ended === 'lost');
    const line = lines.find(({ connections }) =>
      connections.some((each) => isClosed(each) && each.came.some((one) => isEqual(one, came))),
    );
    if (line === undefined) return [];
    const { url } = line;
    const connections = lines.filter((each) => each.url === url).length;
    const isContinued = lines.some((each) => each.url !== url && each.askedAt > line.openedAt);
    const isSame = page
      .withRole(transport, 'connect')
      .some(({ role }) => endpointOf(page, role.value.trim()) === endpointOf(page, url));
    return [{ entry, part, url, connections, brings: isSame ? 'the-same' : isContinued ? 'another' : 'nothing' }];
  });
}

/** The same would happen once more: the element that connects now is replaced by the next one as well. */
function goesOn(page: ObservedPage, { entry, url }: Removal): boolean {
  const { dialect, elements } = page;
  const transport = typeof entry.incoming === 'string' ? 'ws' : 'sse';
  const connector = page
    .withRole(transport, 'connect')
    .find(({ role }) => endpointOf(page, role.value.trim()) === endpointOf(page, url))?.element;
  if (connector === undefined) return false;
  return dialect
    .predict(entry.incoming, { elements, listing: 'some' }, connector)
    .dispositions.some((part) => isSwapped(part) && part.notes.includes('removes-connector'));
}

function entriesOf({ ledger }: ObservedPage, transport: Transport): readonly LedgerEntry[] {
  return ledger.filter(({ incoming }) => (typeof incoming === 'string') === (transport === 'ws'));
}

/** How many messages, or events of the same name, came later to a client that stayed, and say something else. @param heard all that it heard */
export function missedOf(closed: ClosedConnection | undefined, heard: readonly Came[]): number {
  if (closed === undefined) return 0;
  const { last, first } = closed;
  const same = heard.filter(({ event }) => event === last.event);
  const at = same.findIndex((each) => isEqual(each, last));
  // What the server makes for each client anew, a number or a time, differs.
  const from = at === -1 && first === 'yes' ? 0 : at;
  return from === -1 ? 0 : same.slice(from + 1).filter(({ data }) => data !== last.data).length;
}

function cameIn({ incoming }: Pick<LedgerEntry, 'incoming'>): Came {
  return typeof incoming === 'string'
    ? { event: '', data: incoming }
    : { event: incoming.name === '' ? 'message' : incoming.name, data: incoming.data };
}

function isEqual(one: Came, other: Came): boolean {
  return one.event === other.event && one.data === other.data;
}
