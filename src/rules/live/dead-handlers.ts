import { attribute } from '../../htmx/elements.ts';
import type { WithAttributes } from '../../htmx/elements.ts';
import { handlerFor } from '../../htmx/v4/old-events.ts';
import type { ScriptText } from '../../htmx/v4/old-events.ts';
import { afterMessage, deadHandlers } from '../../htmx/v2/dead-handlers.ts';
import type { Finding, FindingOf } from '../../model/finding.ts';
import type { PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { otherEvents, placesIn } from '../other-major.ts';
import { declares } from '../page-fails.ts';

/**
 * Handlers in the attributes of an element that nothing ever calls, as one to empty a form after each message: a warning, because everything else works. One
 * for each attribute. Of htmx 2 alone: htmx 4 has events and a syntax of its own.
 */
export function handlersNeverCalled(page: ObservedPage, read: readonly ScriptText[]): readonly Finding[] {
  const scripts = read.filter(({ text }) => !IS_HTMX.test(text));
  if (page.dialect.major === 4) return otherEvents(page, scripts).map((each) => ({ ...each, severity: 'warning' }));
  const found = new Map<string, Finding>();
  const swap = swapNeverTold(page, scripts);
  if (swap !== undefined) found.set(swap.facts.attribute, swap);
  if (page.dialect.major !== 2) return [...found.values()];
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

/** Only htmx and its extensions name these, whatever their files are called. */
const IS_HTMX = /htmx:(?:afterProcessNode|beforeCleanupElement|before:cleanup)|htmx_before_cleanup/u;

/** Events of a swap by htmx itself. A part of a WebSocket message is swapped out of band, which has other ones (htmx-ext-ws 2, on `message`). */
const OF_SWAPS = ['afterSwap', 'beforeSwap', 'afterSettle'];

/** The page has WebSockets alone, makes no request, and waits for an event of what a request or a stream swaps, as to scroll to the end of a chat. */
function swapNeverTold(
  page: ObservedPage,
  scripts: readonly ScriptText[],
): FindingOf<'htmx/handler-never-called'> | undefined {
  const { requests, boost } = page.dialect.core;
  const asks = (each: WithAttributes): boolean =>
    [...requests, boost].some((name) => attribute(each, name) !== undefined);
  if (!declares(page, 'ws') || declares(page, 'sse') || [...page.elements, ...page.markup].some(asks)) return undefined;
  // A script may make requests by itself.
  if (/htmx\.(?:ajax|trigger|swap)\s*\(/u.test([page.html, ...scripts.map(({ text }) => text)].join('\n')))
    return undefined;
  const handler = OF_SWAPS.map((name) => handlerFor(name, page.html, scripts)).find((each) => each !== undefined);
  if (handler === undefined) return undefined;
  const { script, line } = handler;
  const where = script === undefined ? page.locate.servedLine(page.html, line) : placesIn(page, script.src, line);
  return {
    code: 'htmx/handler-never-called',
    severity: 'warning',
    facts: { tag: '', attribute: handler.handler, why: 'no-swap', use: afterMessage(handler.handler) },
    evidence: page.evidence(where),
  };
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
