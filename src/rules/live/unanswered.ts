import { REQUEST_EVENTS, REQUEST_OVER_EVENTS } from '../../htmx/events.ts';
import { labelOf } from '../../htmx/ledger.ts';
import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

/** A server that is only slow answers by then. Milliseconds. */
const LONG_MS = 1500;
/** Events that came meanwhile: the server was not at a standstill. */
const FEWEST = 2;

/**
 * A request of the page got no answer while the events of its stream came, and the source shows a call that holds a process which does one thing at a
 * time. Without that call the request may be one that is meant to wait.
 * @param endedAt on the clock of the records
 */
export function blockedByStream(page: ObservedPage, endedAt: number): Finding | undefined {
  const pending = pendingRequest(page);
  if (pending === undefined || endedAt - pending.at < LONG_MS) return undefined;
  const meanwhile = ofType(page.records, 'stream-event').filter(({ at }) => at > pending.at);
  const where = holdsProcess(page.locate);
  if (meanwhile.length < FEWEST || where.length === 0) return undefined;
  const facts = { waitedMs: Math.round(endedAt - pending.at), by: 'page' } as const;
  return { code: 'sse/blocks-others', severity: 'error', facts, evidence: page.evidence(where) };
}

/** The first request of an element that had no answer until the end. The one for a stream (htmx 4) lasts as long as that. */
function pendingRequest(page: ObservedPage): { readonly at: number } | undefined {
  const events = ofType(page.records, 'htmx');
  const connectors = page.withRole('sse', 'connect').map(({ element }) => labelOf(element));
  return events.find(
    (begun, index) =>
      REQUEST_EVENTS.includes(begun.name) &&
      !connectors.includes(begun.element) &&
      !events
        .slice(index + 1)
        .some(({ name, element }) => element === begun.element && REQUEST_OVER_EVENTS.includes(name)),
  );
}

/** The line of a call that holds the whole process: `time.sleep` in an asynchronous function of Python, a synchronous wait in Node. */
function holdsProcess(locate: Pick<SourceLocator, 'find' | 'findAbove'>): readonly Place[] {
  const [sleeps] = locate.find('server', /\btime\.sleep\(/u);
  if (sleeps === undefined) return locate.find('server', /\bAtomics\.wait\(/u);
  const [head] = locate.findAbove('server', sleeps, /^\s*(?:async\s+)?def\s/u);
  const [asynchronous] = locate.findAbove('server', sleeps, /^\s*async\s+def\s/u);
  return head !== undefined && head.line === asynchronous?.line ? [sleeps] : [];
}
