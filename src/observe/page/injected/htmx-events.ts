import type { RecordedEvents } from '../../../model/page.ts';
import { answerOf } from './answers.ts';
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
        const given = event as CustomEvent;
        const use = events.failures.includes(name) ? 'error' : events.swaps.includes(name) ? 'swap' : undefined;
        const answer = use && answerOf(view, given, use);
        const detail = detailOf(view, given.detail, answer);
        port.emit({ type: 'htmx', name, element: targetLabel(view, event.target), detail });
      },
      true,
    );
  }
}

/** A short JSON of an event's detail; '' when it has none. @param answer to a request that it speaks of */
function detailOf(view: PageWindow, detail: unknown, answer: ReturnType<typeof answerOf>): string {
  if (!isObject(detail)) return '';
  const kept: Record<string, unknown> = {};
  // The detail of a stream's event is the event itself. The content of a frame has its own record.
  const keys =
    'bubbles' in detail
      ? ['type', 'data']
      : ['target', 'content', 'error', 'event', 'type', 'path', 'parameters', 'token', 'source', 'reason'];
  for (const key of keys) {
    const value = detail[key];
    if (value === undefined || (key === 'source' && isObject(value))) continue;
    kept[key] = key === 'target' && value instanceof view.Element ? targetLabel(view, value) : briefValue(view, value);
  }
  return JSON.stringify(answer === undefined ? kept : { ...kept, answer });
}
