import { isSwapped } from '../htmx/disposition.ts';
import { attribute } from '../htmx/elements.ts';
import type { Evidence } from '../model/finding.ts';
import type { PageElement } from '../model/page.ts';
import type { Place } from '../model/timeline.ts';
import { misnamedRole, swapsNothing } from './attributes.ts';
import { attemptFailed } from './connect.ts';
import { eventInLedger } from './ledger.ts';
import { ofType } from './records.ts';
import type { ObservedPage, PageRule } from './observed-page.ts';
import { streamPlace } from './places.ts';
import type { Rule } from './rule.ts';
import { tooManyStreams } from './stream-limit.ts';
import { onPage, when } from './rule.ts';
import { ownScriptBlocked } from './setup/csp.ts';

/** A page that opened a stream, and the names of the events on the wire. */
export interface EventsView {
  readonly page: ObservedPage;
  readonly events: readonly string[];
}

type EventRule = Rule<EventsView>;

const severity = 'error';

/** Elements that wait for events, and the attribute of the first one that makes it wait. */
interface Listeners {
  readonly elements: readonly PageElement[];
  readonly attribute: string;
  /** Names of the events that they wait for. */
  readonly names: readonly string[];
}

function listenersOf(page: ObservedPage): Listeners {
  const swaps = page.withRole('sse', 'swap').map(({ element }) => element);
  const triggers = page.elements.filter(
    (element) => !swaps.includes(element) && page.dialect.eventsOf(element).length > 0,
  );
  const elements = [...swaps, ...triggers];
  const swap = page.dialect.attributeFor('sse', 'swap');
  return {
    elements,
    attribute: swap !== undefined && swaps.length > 0 ? swap : page.dialect.core.trigger,
    names: elements.flatMap((element) => page.dialect.eventsOf(element)),
  };
}

/** The name of the first event; when no event was observed, that of an unnamed one. */
export function eventName({ events }: EventsView): string {
  return events[0] ?? 'message';
}

/** With what happened to the last event: of those that have a name only the ones that something in the page listens for are known there. */
function eventEvidence(page: ObservedPage, where: readonly Place[]): Evidence {
  return page.evidence(where, eventInLedger(page));
}

const listenerMissing: EventRule = (view) => ({
  code: 'page/sse-swap-missing',
  severity,
  facts: { event: eventName(view) },
  evidence: eventEvidence(view.page, view.page.placeOfRole('sse', 'connect')),
});

/** An element waits for events of the nearest connecting ancestor (htmx-ext-sse 2 `registerSSE`), and there is none. */
const listensOutside: EventRule = ({ page }) => {
  const { elements, attribute: name } = listenersOf(page);
  const connectors = page.withRole('sse', 'connect');
  const inside = elements.some((inner) => connectors.some(({ element }) => page.within(inner, element)));
  const tag = elements[0]?.tag;
  if (inside || tag === undefined) return undefined;
  return { code: 'page/sse-outside', severity, facts: { tag }, evidence: eventEvidence(page, page.placeOf(name)) };
};

/** One of several elements that wait is outside: it gets nothing, whatever the others get. */
export const oneListensOutside: PageRule = (page) => {
  const connectors = page.withRole('sse', 'connect');
  const outside = page
    .withRole('sse', 'swap')
    .find(({ element }) => !connectors.some((connector) => page.within(element, connector.element)));
  if (outside === undefined || connectors.length === 0) return undefined;
  const where = page.placeOf(page.dialect.attributeFor('sse', 'swap'));
  return { code: 'page/sse-outside', severity, facts: { tag: outside.element.tag }, evidence: page.evidence(where) };
};

function valueOf(page: ObservedPage, { elements: [first], attribute: name }: Listeners): string {
  return first === undefined ? '' : (attribute(first, name) ?? '');
}

/** The value is a swap style instead of the name of an event. */
const namesAStyle: EventRule = (view) => {
  const { page } = view;
  const listeners = listenersOf(page);
  const { names, attribute: name } = listeners;
  if (names.length === 0 || !names.every((style) => page.dialect.swapStyles.has(style.toLowerCase()))) return undefined;
  const facts = { value: valueOf(page, listeners), event: eventName(view) };
  return { code: 'page/sse-swap-names-a-style', severity, facts, evidence: eventEvidence(page, page.placeOf(name)) };
};

/** No event has a name that the page waits for. */
const eventMismatch: EventRule = ({ page, events }) => {
  const listeners = listenersOf(page);
  const evidence = eventEvidence(page, page.placeOf(listeners.attribute));
  const facts = { value: valueOf(page, listeners), events };
  return { code: 'page/sse-event-mismatch', severity, facts, evidence };
};

function waitsForOthers({ page, events }: EventsView): boolean {
  return !listenersOf(page).names.some((name) => events.includes(name));
}

/** `hx-trigger="sse:…"` starts the request of its element, and the element makes none (htmx-ext-sse 2 `registerSSE`). Nothing swaps the data. htmx 4 has no such trigger. */
export const triggersNothing: EventRule = ({ page, events }) => {
  if (page.dialect.attributeFor('sse', 'swap') === undefined) return undefined;
  const waiting = page.elements.filter((element) =>
    page.dialect.eventsOf(element).some((name) => events.length === 0 || events.includes(name)),
  );
  const [first] = waiting;
  const makesRequest = (element: PageElement): boolean =>
    page.dialect.core.requests.some((name) => attribute(element, name) !== undefined);
  const swaps = waiting.some((element) => page.dialect.roleOf(element, 'sse', 'swap') !== undefined);
  if (first === undefined || swaps || waiting.some(makesRequest)) return undefined;
  const evidence = page.evidence(page.placeOf(page.dialect.core.trigger));
  const event = page.dialect.eventsOf(first)[0] ?? eventName({ page, events });
  return { code: 'page/sse-trigger-without-request', severity, facts: { event, tag: first.tag }, evidence };
};

/** `hx-trigger="sse-message"` waits for a DOM event of that name, which nothing fires: a trigger for a stream is spelt `sse:message`. */
const misspeltTrigger: EventRule = (view) => {
  const { page, events } = view;
  const misspelt = (each: PageElement): ReturnType<typeof page.dialect.misspeltTriggers> => {
    const written = page.dialect.misspeltTriggers(each);
    return written.length > 0 ? written : bareTriggers(page, each, events);
  };
  const element = page.elements.find((each) => misspelt(each).length > 0);
  const [first] = element === undefined ? [] : misspelt(element);
  if (element === undefined || first === undefined) return undefined;
  const request = page.dialect.core.requests.find((name) => attribute(element, name) !== undefined);
  const event = events.length === 0 || events.includes(first.event) ? first.event : eventName(view);
  const facts = { trigger: first.written, event, tag: element.tag, ...(request === undefined ? {} : { request }) };
  const evidence = eventEvidence(page, page.placeOf(page.dialect.core.trigger));
  return { code: 'page/sse-trigger-misspelt', severity, facts, evidence };
};

/** A trigger is the name of an event of the stream, without the prefix for streams: htmx 1 and 2 wait for an event of the page then. */
function bareTriggers(
  page: ObservedPage,
  element: PageElement,
  events: readonly string[],
): readonly { readonly written: string; readonly event: string }[] {
  if (page.dialect.major === 4) return [];
  const triggers = (attribute(element, page.dialect.core.trigger) ?? '').split(',').map((each) => each.trim());
  return triggers.flatMap((trigger) => {
    const [written = ''] = trigger.split(/[\s[]/u);
    return written !== 'message' && events.includes(written) ? [{ written, event: written }] : [];
  });
}

/** htmx 4 swaps only events without a name, and fires the others on the element (hx-sse 4 `handleSSEResponse`). */
const namedEvent: EventRule = ({ page, events }) => {
  const dropped = eventInLedger(page).ledger?.[0]?.predicted ?? [];
  if (!dropped.some((each) => !isSwapped(each) && each.dropped === 'named-event')) return undefined;
  const route = streamPlace(page.locate, page.contract.streamPath ?? '');
  const evidence = eventEvidence(page, route);
  return { code: 'page/sse-event-mismatch', severity, facts: { value: '', events, unnamed: true }, evidence };
};

/** Why no event of a stream that the page opened is swapped. The first rule that applies is the cause; none applies: events are swapped. */
export const EVENTS_NOT_SWAPPED: readonly EventRule[] = [
  onPage((page) => tooManyStreams(page, 'error')),
  onPage(attemptFailed('sse')),
  onPage((page) => (page.dialect.major === 4 ? swapsNothing(page) : undefined)),
  namedEvent,
  when(
    ({ page }) => listenersOf(page).elements.length === 0,
    [onPage(misnamedRole('sse', 'swap')), misspeltTrigger, onPage(ownScriptBlocked), listenerMissing],
  ),
  listensOutside,
  when(waitsForOthers, [namesAStyle, eventMismatch]),
  triggersNothing,
  onPage(ownScriptBlocked),
];

/** What htmx reported when it could not swap an event, for want of a target in most cases; undefined: nothing. */
export function swapError(page: ObservedPage): string | undefined {
  const { notSwapped } = page.dialect.reported;
  const error = ofType(page.records, 'htmx').find(({ name }) => notSwapped.includes(name));
  if (error === undefined) return undefined;
  // The detail of most repeats the name alone.
  return error.detail === JSON.stringify({ error: error.name }) ? error.name : `${error.name} ${error.detail}`;
}
