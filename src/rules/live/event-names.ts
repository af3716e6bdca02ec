import { isSwapped } from '../../htmx/disposition.ts';
import { attribute } from '../../htmx/elements.ts';
import { namesToSwap, waitsForEvent } from '../../htmx/v4/dom-events.ts';
import type { Finding } from '../../model/finding.ts';
import type { ObservedPage } from '../observed-page.ts';
import { streamPlace } from '../places.ts';
import type { EventsView } from '../swap-event.ts';

// One element gets nothing of a stream while its neighbours get theirs.

const severity = 'error';

/**
 * An element waits for a name that is one of the server's in another case, or several of them without commas (htmx-ext-sse 2 `registerSSE` splits at
 * commas alone). An event of exactly that name would be right, so none may have come.
 */
export function nameMissed({ page, events }: EventsView): Finding | undefined {
  const swap = page.dialect.attributeFor('sse', 'swap');
  if (swap === undefined) return undefined;
  for (const { element } of page.withRole('sse', 'swap')) {
    const value = attribute(element, swap) ?? '';
    const missed = page.dialect.eventsOf(element).filter((name) => !events.includes(name));
    const meant = missed.flatMap((name) => meantBy(name, events));
    if (meant.length === 0) continue;
    const where = page.place((each) => attribute(each, swap) === value);
    const facts = { value, events: [...new Set(meant)] };
    return { code: 'page/sse-event-mismatch', severity, facts, evidence: page.evidence(where) };
  }
  return undefined;
}

/** Events that came and that somebody means who writes the name so. */
function meantBy(name: string, events: readonly string[]): readonly string[] {
  const words = name.split(/\s+/u);
  const apart = words.length > 1 ? events.filter((event) => words.includes(event)) : [];
  return apart.length > 0 ? apart : events.filter((event) => event.toLowerCase() === name.toLowerCase());
}

/** htmx 4 only fires a named event, and an element has an attribute that would swap it in htmx 2. Something may wait for other names. */
export function namedFor4(page: ObservedPage): Finding | undefined {
  if (page.dialect.major < 4) return undefined;
  const entry = page.ledger.find(({ predicted }) =>
    predicted.some(
      (part) =>
        !isSwapped(part) &&
        part.dropped === 'named-event' &&
        (part.facts.names ?? []).some((name) => isMeant(page, name)),
    ),
  );
  const names = (entry?.predicted ?? []).flatMap((part) => (isSwapped(part) ? [] : (part.facts.names ?? [])));
  const name = names.find((each) => isMeant(page, each));
  if (entry === undefined || name === undefined) return undefined;
  const element = page.elements.find((each) => namesToSwap(each).includes(name));
  const into = element === undefined || element.id === '' ? {} : { into: `#${element.id}` };
  const route = streamPlace(page.locate, page.contract.streamPath ?? '');
  const where = route.length > 0 ? route : page.place((each) => namesToSwap(each).includes(name));
  return {
    code: 'page/sse-event-mismatch',
    severity,
    facts: { value: '', events: [name], unnamed: true, ...into },
    evidence: page.evidence(where, { ledger: [entry] }),
  };
}

function isMeant({ elements, html }: ObservedPage, name: string): boolean {
  return elements.some((each) => namesToSwap(each).includes(name)) && !waitsForEvent(elements, html, name);
}
