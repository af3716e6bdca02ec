import { isSwapped } from '../../htmx/disposition.ts';
import type { Transport } from '../../htmx/index.ts';
import { SWAPPED_EVENTS } from '../../htmx/events.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import { attribute } from '../../htmx/elements.ts';
import { answersIn } from './answers.ts';
import type { PageAnswer } from './answers.ts';
import { endpointOf, linesOf } from './lines.ts';

/** htmx sets up what it has swapped in before it fires the event, or soon after. Milliseconds. */
const TOGETHER_MS = 300;
/** Somebody may load a part of the page anew once. */
const FEWEST = 2;

/**
 * The answer to a request that the page makes again and again, such as `hx-trigger="every 2s"`, replaces the element that connects: htmx closes the
 * connection with it (`htmx:beforeCleanupElement`), and the new element opens another one to the same address. Where what comes is added to what was there, that is gone
 * each time; a state that is told anew shows again, and a warning is enough.
 */
export function connectorPolled(
  page: ObservedPage,
  transport: Transport,
): FindingOf<'live/connector-polled'> | undefined {
  const lines = linesOf(page.records, transport);
  const [first] = lines;
  if (first === undefined) return undefined;
  const same = lines.filter(({ url }) => endpointOf(page, url) === endpointOf(page, first.url));
  const swaps = answersIn(page.records, SWAPPED_EVENTS).filter(
    ({ status, method }) => status < 400 && method === 'GET',
  );
  const by = same.slice(1).flatMap(({ askedAt }) => swaps.find(isNear(askedAt)) ?? []);
  const path = by[0]?.path;
  const replaced = by.filter((swap) => swap.path === path).length;
  const closed = same.filter(({ connections }) => connections.at(-1)?.ended === 'closed').length;
  if (path === undefined || replaced < FEWEST || closed < FEWEST) return undefined;
  const asks = page.dialect.core.requests;
  return {
    code: 'live/connector-polled',
    severity: page.ledger.some(isAdded) ? 'error' : 'warning',
    facts: {
      transport,
      path,
      connections: same.length,
      attribute: page.dialect.attributeFor(transport, 'connect') ?? '',
    },
    evidence: page.evidence(page.place((element) => asks.some((name) => attribute(element, name) === path))),
  };
}

function isAdded({ predicted }: LedgerEntry): boolean {
  return predicted.some((part) => isSwapped(part) && (part.effect === 'appends' || part.effect === 'prepends'));
}

function isNear(at: number): (swap: PageAnswer) => boolean {
  return ({ record }) => Math.abs(record.at - at) < TOGETHER_MS;
}
