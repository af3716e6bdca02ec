import { isSwapped } from '../../htmx/disposition.ts';
import { REQUEST_EVENTS } from '../../htmx/events.ts';
import { labelOf } from '../../htmx/ledger.ts';
import { passedBy, waitsForEvent } from '../../htmx/v4/dom-events.ts';
import type { FindingOf } from '../../model/finding.ts';
import { literal } from '../../model/pattern.ts';
import type { PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

/** Events that browsers and htmx fire themselves: an element that waits for one of them need not mean the stream. */
const OF_BROWSERS =
  /^(?:load|every|revealed|intersect|click|dblclick|change|input|submit|reset|focus|blur|scroll|resize|message|error|open|close|toggle|key\w+|mouse\w+|pointer\w+|touch\w+|htmx:.*)$/u;

/**
 * A named event of a stream of htmx 4 does not reach an element that waits for it, although the event came: it is fired on the element that connects and
 * bubbles up. An element that made a request after the first such event may have heard it in another way.
 */
export function eventPasses(page: ObservedPage): FindingOf<'live/event-passes'> | undefined {
  const connectors = page.withRole('sse', 'connect');
  const [connector] = connectors;
  if (page.dialect.major !== 4 || connector === undefined || connectors.length > 1) return undefined;
  const around = (element: PageElement): boolean => page.within(connector.element, element);
  for (const event of namesFired(page)) {
    const passed = passedBy(page.elements, event, around).find(({ element }) => !asksAfter(page, element, event));
    if (passed === undefined || isFiredByScript(page.html, event)) continue;
    const others = page.elements.filter((element) => element !== passed.element);
    const isHeard =
      waitsForEvent(others, page.html, event) &&
      passedBy(others, event, around).length < others.filter((each) => waitsForEvent([each], '', event)).length;
    const { element, attribute, value, because, meant } = passed;
    const from = connector.element.id === '' ? '' : `#${connector.element.id}`;
    return {
      code: 'live/event-passes',
      severity: isHeard ? 'warning' : 'error',
      facts: {
        ...{ event, attribute, value, tag: element.tag, because, from, connector: connector.element.tag },
        ...(meant === undefined ? {} : { meant }),
      },
      evidence: page.evidence(page.place(({ attributes }) => attributes[attribute] === value)),
    };
  }
  return undefined;
}

function namesFired(page: ObservedPage): readonly string[] {
  const names = page.ledger.flatMap(({ predicted }) =>
    predicted.flatMap((part) => (!isSwapped(part) && part.dropped === 'named-event' ? (part.facts.names ?? []) : [])),
  );
  return [...new Set(names)].filter((name) => !OF_BROWSERS.test(name));
}

function asksAfter(page: ObservedPage, element: PageElement, event: string): boolean {
  const first = ofType(page.records, 'stream-event').find((each) => each.event === event)?.at ?? 0;
  return ofType(page.records, 'htmx').some(
    (each) => REQUEST_EVENTS.includes(each.name) && each.element === labelOf(element) && each.at > first,
  );
}

/** A script of the page fires an event of that name. */
function isFiredByScript(html: string, event: string): boolean {
  return new RegExp(String.raw`(?:trigger|Event)\([^)]*['"\x60]${literal(event)}['"\x60]`, 'u').test(html);
}
