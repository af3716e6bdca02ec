import type { Transport } from '../../htmx/index.ts';
import { having } from '../../htmx/elements.ts';
import type { Finding } from '../../model/finding.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';
import { twoConnections } from '../connect.ts';
import { shadowRoles } from './shadow-root.ts';
import { endpointOf, linesOf } from './lines.ts';
import type { Line } from './lines.ts';

/**
 * An element that was swapped in again, or set up again, opened another connection while the one before stayed: what the server sends to
 * each is handled once for each. The extensions close a connection when htmx removes its element (`htmx:beforeCleanupElement` in ws.js and
 * sse.js, `htmx_before_cleanup` in hx-ws.js and hx-sse.js), and otherwise when the next message comes for an element that is gone.
 * @param endedAt when the page was last looked at, on the clock of its records; milliseconds
 */
export function multiplied(transport: Transport, endedAt: number): PageRule {
  return (page) => {
    for (const lines of byAddress(page, transport).values()) {
      const [{ url }] = lines;
      const elements = connectorsOf(page, transport, url);
      if (elements === 0 && page.withRole(transport, 'connect').length === 0 && !isServed(page, transport)) continue;
      const open = lines.filter(({ over }, at) => over === 'no' && isSettled(lines[at + 1], endedAt));
      const wanted = Math.max(1, elements);
      // What was opened twice at once when the page loaded is another fault.
      const isFirst = (line: Line): boolean => line.askedAt <= lines[0].openedAt;
      const excess = Math.min(open.filter(isFirst).length, Math.max(0, lines.filter(isFirst).length - wanted));
      if (open.every(isFirst) || open.length - excess <= wanted) continue;
      const attribute = page.dialect.attributeFor(transport, 'connect') ?? '';
      const facts = { transport, url, open: open.length, elements, attribute };
      const script = page.locate.find('page', /\bhtmx\.process\(|\.innerHTML\s*=|insertAdjacentHTML|replaceWith\(/u);
      const where = script.length > 0 ? script : page.placeOfRole(transport, 'connect');
      return { code: 'live/connections-multiply', severity: 'error', facts, evidence: page.evidence(where) };
    }
    return undefined;
  };
}

/** A server answers the end of a WebSocket by then. Milliseconds. */
const CLOSED_MS = 700;

/** Whether the next connection to the same address was asked for so long ago that the one before had time to close. */
function isSettled(next: Line | undefined, endedAt: number): boolean {
  return next === undefined || next.askedAt <= endedAt - CLOSED_MS;
}

/**
 * Two connections where one is enough (a warning). Each address counts by itself, and only what is open at the end: an element that htmx
 * replaced has closed its own.
 */
export function moreThanOne(page: ObservedPage, transport: Transport): Finding | undefined {
  const most = Math.max(
    0,
    ...[...byAddress(page, transport).values()].map((lines) => lines.filter(({ over }) => over === 'no').length),
  );
  return most < 2 ? undefined : twoConnections(transport)(page);
}

function byAddress(page: ObservedPage, transport: Transport): ReadonlyMap<string, readonly [Line, ...Line[]]> {
  const found = new Map<string, [Line, ...Line[]]>();
  for (const line of linesOf(page.records, transport)) {
    const known = found.get(line.url);
    if (known === undefined) found.set(line.url, [line]);
    else known.push(line);
  }
  return found;
}

/** How many elements of the page connect to this address now. */
function connectorsOf(page: ObservedPage, transport: Transport, url: string): number {
  const inShadow = shadowRoles(page).filter((each) => each.transport === transport && each.name === 'connect');
  return [...page.withRole(transport, 'connect'), ...inShadow].filter(
    ({ role }) => endpointOf(page, role.value.trim()) === endpointOf(page, url),
  ).length;
}

function isServed({ markup, dialect }: ObservedPage, transport: Transport): boolean {
  return having(markup, dialect.attributeFor(transport, 'connect') ?? '').length > 0;
}
