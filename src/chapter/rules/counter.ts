import { isSwapped } from '../../htmx/disposition.ts';
import { attribute } from '../../htmx/elements.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { OPAQUE } from '../../model/opaque.ts';
import type { PageElement } from '../../model/page.ts';
import type { Place } from '../../model/timeline.ts';
import { eventInLedger } from '../../rules/ledger.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { ofType } from '../../rules/records.ts';
import { swapError } from '../../rules/swap-event.ts';
import { HIDES } from './chat-window.ts';
import { shownNumbers } from './shown-numbers.ts';

/** The attributes of an element with the stream, or around it, that lead the data elsewhere. */
function moving(page: ObservedPage): readonly string[] {
  return page.dialect.core.places.filter((name) =>
    page.elements.some((element) => attribute(element, name) !== undefined),
  );
}

/** The stream's events are swapped, but no number was displayed. */
export function counterNotShown(page: ObservedPage, event: string): FindingOf<'page/counter-not-shown'> {
  const listener =
    page.withRole('sse', 'swap').length > 0 ? page.dialect.attributeFor('sse', 'swap') : page.dialect.core.trigger;
  const received = swapError(page);
  const unseen = unseenNumber(page);
  const answer = refusedRequest(page);
  return {
    code: 'page/counter-not-shown',
    severity: 'error',
    facts: { event, moved: moving(page), ...(answer === undefined ? {} : { answer }), ...unseen?.facts },
    evidence: page.evidence(unseen?.where ?? page.placeOf(listener), {
      ...eventInLedger(page),
      ...(received === undefined ? {} : { received }),
    }),
  };
}

/** A number that came into the page and that nobody can see there, with the element that hides it. */
function unseenNumber(
  page: ObservedPage,
):
  | { readonly facts: { readonly hidden: true; readonly inside?: string }; readonly where?: readonly Place[] }
  | undefined {
  if (!ofType(page.records, 'text').some(({ hidden }) => hidden === true)) return undefined;
  const opaque = page.withRole('sse', 'swap').find(({ element }) => OPAQUE.has(element.tag))?.element.tag;
  if (opaque !== undefined) return { facts: { hidden: true, inside: opaque } };
  const where = page.locate.find('page', HIDES);
  return where.length > 0 ? { facts: { hidden: true }, where } : { facts: { hidden: true } };
}

/** The answer to the request that an event triggers, when its status is an error: htmx swaps nothing from it. */
function refusedRequest(page: ObservedPage): { readonly status: number; readonly path: string } | undefined {
  if (page.withRole('sse', 'swap').length > 0) return undefined;
  const refused = ofType(page.records, 'htmx').findLast(({ name }) => name === page.dialect.reported.requestRefused);
  const [, status, path] = /\b([45]\d\d) from (\S+?)"/u.exec(refused?.detail ?? '') ?? [];
  return status === undefined || path === undefined ? undefined : { status: Number(status), path };
}

/** An event of the stream was swapped. */
function hasSwapped(page: ObservedPage): boolean {
  return ofType(page.records, 'htmx').some(({ name }) => name === page.dialect.reported.eventSwapped);
}

/** Whether the window of the chat or its field was served and is gone. */
function chatIsGone(page: ObservedPage): boolean {
  const { target, field } = page.contract;
  const hadWindow = page.markup.some(({ attributes }) => `#${attributes['id'] ?? ''}` === target);
  const hadField = page.markup.some(({ attributes }) => attributes['name'] === field);
  const hasField = page.elements.some(({ attributes }) => attributes['name'] === field);
  const hasWindow = target !== undefined && page.snapshot.watched[target] !== undefined;
  return (hadWindow && !hasWindow) || (hadField && !hasField);
}

function isOverWindow(page: ObservedPage, element: PageElement): boolean {
  const { target } = page.contract;
  const window = page.elements.find(({ id }) => `#${id}` === target);
  const { selector, elements } = page.targetOf(element);
  // By its selector as well: the window may have been replaced.
  return selector.trim() === target || (window !== undefined && elements.includes(window.index));
}

/**
 * The stream's events are swapped over the chat: into the window itself, or into an element around the window or the form, so that one of
 * them is gone. Undefined: they are not.
 */
export function swappedOverChat(page: ObservedPage): FindingOf<'page/counter-replaces-chat'> | undefined {
  if (!hasSwapped(page)) return undefined;
  const listeners = page.withRole('sse', 'swap').map(({ element }) => element);
  const overWindow = listeners.find((element) => isOverWindow(page, element));
  if (overWindow === undefined && !chatIsGone(page)) return undefined;
  // The element may be gone as well; the markup still shows which one it was.
  const tag = overWindow?.tag ?? listeners[0]?.tag ?? servedListener(page)?.tag ?? '';
  return {
    code: 'page/counter-replaces-chat',
    severity: 'error',
    facts: { tag, into: overWindow === undefined ? 'around' : 'window' },
    evidence: page.evidence(page.placeOfRole('sse', 'swap'), eventInLedger(page, isSwappedEvent)),
  };
}

function isSwappedEvent({ predicted }: LedgerEntry): boolean {
  return predicted.some(isSwapped);
}

function servedListener(page: ObservedPage): ObservedPage['markup'][number] | undefined {
  const name = page.dialect.attributeFor('sse', 'swap');
  return page.markup.find((element) => name !== undefined && attribute(element, name) !== undefined);
}

/** The last event that was swapped, and the last one of all, which may have found nothing that waits for it. */
function lastEvents(page: ObservedPage): readonly LedgerEntry[] {
  const { ledger: swapped = [] } = eventInLedger(page, isSwappedEvent);
  const { ledger: last = [] } = eventInLedger(page);
  return [...new Set([...swapped, ...last])];
}

type Stops = FindingOf<'page/counter-stops'>;

function stopsBecause(page: ObservedPage): Stops['facts']['because'] {
  const { dialect } = page;
  const closed = ofType(page.records, 'htmx').find(({ name }) => name === dialect.reported.streamClosed);
  const why = closed === undefined ? undefined : dialect.whyStreamClosed(closed.detail);
  if (why === 'connector-removed') return 'connector-replaced';
  if (why === 'by-event') return 'closed-by-event';
  const replaced = servedListener(page) !== undefined && page.withRole('sse', 'swap').length === 0;
  if (replaced) return 'element-replaced';
  return targetIsGone(page) ? 'target-replaced' : 'unknown';
}

/** An event was swapped, and a later one found no target. */
function targetIsGone(page: ObservedPage): boolean {
  const last = lastEvents(page);
  const lost = (entry: LedgerEntry | undefined): boolean =>
    entry?.predicted.some((each) => !isSwapped(each) && each.dropped === 'no-such-target') === true;
  return last.length > 1 && lost(last.at(-1));
}

/** Why the number in the page stopped, judged by what htmx reported and what happened to the elements. */
export function whyItStops(page: ObservedPage): Stops {
  const because = stopsBecause(page);
  const shown = shownNumbers(page.records);
  const where = page.placeOfRole('sse', because === 'closed-by-event' ? 'close' : 'swap');
  return {
    code: 'page/counter-stops',
    severity: 'error',
    facts: { shown, because },
    evidence: page.evidence(where, { received: shown.join(', '), ledger: lastEvents(page) }),
  };
}
