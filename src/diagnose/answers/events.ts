import { isSwapped } from '../../htmx/disposition.ts';
import { firstOf } from '../../rules/rule.ts';
import { EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';
import { declares } from '../../rules/page-fails.ts';
import type { Found, Judged } from './judged.ts';

/** What comes on the stream is swapped into the page, or handled by a script of it. */
export function eventsSwapped({ page, events }: Judged): Found {
  if (!declares(page, 'sse')) return { findings: [], skipped: 'no element of the page waits for events' };
  if (!page.connected('sse')) return { findings: [], skipped: 'no stream is open' };
  const entries = page.ledger.filter(({ incoming }) => typeof incoming !== 'string');
  if (entries.some(({ handler, predicted }) => handler === 'page' || predicted.some(isSwapped)))
    return { findings: [] };
  if (events.length === 0) return { findings: [], skipped: 'no event has come' };
  const finding = firstOf(EVENTS_NOT_SWAPPED, { page, events: [...new Set(events)] });
  return { findings: finding === undefined ? [] : [finding] };
}
