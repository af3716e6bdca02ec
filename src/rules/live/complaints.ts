import { COMPLAINT_EVENTS } from '../../htmx/events.ts';
import type { Finding } from '../../model/finding.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

/** The first error that htmx reports, where nothing else is wrong with a page: a part of it may be missing all the time. */
export function htmxComplains(page: ObservedPage): Finding | undefined {
  const [first, ...others] = ofType(page.records, 'htmx').filter(({ name }) => COMPLAINT_EVENTS.includes(name));
  if (first === undefined) return undefined;
  const times = 1 + others.filter(({ name }) => name === first.name).length;
  return {
    code: 'page/htmx-complains',
    severity: 'warning',
    facts: { event: first.name, times, element: first.element },
    evidence: page.evidence([], { received: first.detail }),
  };
}
