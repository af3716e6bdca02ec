import type { RecordedEvents } from '../../../model/page.ts';
import type { Handlings } from './handling.ts';
import { targetLabel } from './label.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { briefValue, isObject } from './values.ts';

/** Records htmx's events, wherever in the page they are dispatched. */
export function watchHtmxEvents(
  view: PageWindow,
  { port, handlings }: { readonly port: InstrumentPort; readonly handlings: Handlings },
  events: RecordedEvents,
): void {
  for (const name of events.recorded) {
    view.document.addEventListener(
      name,
      (event) => {
        handlings.event(event);
        if (events.requests.includes(name)) port.effects.requests += 1;
        const { detail: given } = event as CustomEvent;
        const detail = detailOf(view, events.failures.includes(name) ? withAnswer(given) : given);
        port.emit({ type: 'htmx', name, element: targetLabel(view, event.target), detail });
      },
      true,
    );
  }
}

/** What was asked for, and the status of the answer: 0 where there was none. As htmx 1 and 2 have it (`xhr`, `pathInfo`), and as htmx 4 has it (`ctx`). */
function withAnswer(detail: unknown): unknown {
  if (!isObject(detail)) return detail;
  const { xhr, pathInfo, requestConfig, ctx } = detail;
  if (isObject(xhr) && isObject(pathInfo)) {
    const method = isObject(requestConfig) ? requestConfig['verb'] : undefined;
    return { ...detail, answer: { method, path: pathInfo['requestPath'], status: xhr['status'] } };
  }
  if (!isObject(ctx) || !isObject(ctx['request'])) return detail;
  const { method, action } = ctx['request'];
  const status = isObject(ctx['response']) ? ctx['response']['status'] : 0;
  return { ...detail, answer: { method, path: action, status } };
}

/** A short JSON of an event's detail; '' when it has none. */
function detailOf(view: PageWindow, detail: unknown): string {
  if (!isObject(detail)) return '';
  const kept: Record<string, unknown> = {};
  // The detail of a stream's event is the event itself. The content of a frame has its own record.
  const keys =
    'bubbles' in detail
      ? ['type', 'data']
      : ['target', 'content', 'error', 'event', 'type', 'path', 'parameters', 'token', 'source', 'reason', 'answer'];
  for (const key of keys) {
    const value = detail[key];
    if (value === undefined || (key === 'source' && isObject(value))) continue;
    kept[key] = key === 'target' && value instanceof view.Element ? targetLabel(view, value) : briefValue(view, value);
  }
  return JSON.stringify(kept);
}
