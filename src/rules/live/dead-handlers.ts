import { attribute } from '../../htmx/elements.ts';
import { deadHandlers } from '../../htmx/v2/dead-handlers.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';

/**
 * Handlers in the attributes of an element that nothing ever calls, as one to empty a form after each message: a warning, because everything else works. One
 * for each attribute. Of htmx 2 alone: htmx 4 has events and a syntax of its own.
 */
export function handlersNeverCalled(page: ObservedPage): readonly Finding[] {
  if (page.dialect.major !== 2) return [];
  const found = new Map<string, Finding>();
  for (const element of page.elements) {
    for (const dead of deadHandlers(element.attributes, sendsAlone(page, element) ? 'over-ws' : 'otherwise')) {
      if (found.has(dead.attribute)) continue;
      const where = page.place(({ attributes }) => attributes[dead.attribute] !== undefined);
      found.set(dead.attribute, {
        code: 'htmx/handler-never-called',
        severity: 'warning',
        facts: { tag: element.tag, ...dead },
        evidence: page.evidence(where),
      });
    }
  }
  return [...found.values()];
}

/** It sends over a WebSocket, and neither it nor an element inside it makes a request, whose events come up to it. */
function sendsAlone(page: ObservedPage, element: PageElement): boolean {
  const { requests } = page.dialect.core;
  const asks = (each: PageElement): boolean => requests.some((name) => attribute(each, name) !== undefined);
  return (
    page.dialect.roleOf(element, 'ws', 'send') !== undefined &&
    !page.elements.some((each) => page.within(each, element) && asks(each))
  );
}
