import { REQUEST_FAILED_EVENTS } from '../../htmx/events.ts';
import { attribute } from '../../htmx/elements.ts';
import { labelOf } from '../../htmx/ledger.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

/** A request of the page that failed. */
interface Failed {
  /** As htmx labels the element that made it. */
  readonly label: string;
  readonly method: string;
  readonly path: string;
  /** 0: there was no answer. */
  readonly status: number;
}

/** An answer that no page means: there is nothing at the path, or not for this method, or the server failed. Others (401, 422) may be a part of what it does. */
function isFault({ status }: Failed): boolean {
  return status === 0 || status === 404 || status === 405 || status >= 500;
}

/**
 * A request that htmx made for the page failed, so that nothing was swapped: an error where an event of the stream starts it, or where nothing of the
 * page connects, because the answer may be what connects. Beside what works it is a warning.
 */
export function requestFailed(page: ObservedPage): Finding | undefined {
  const failed = failedRequests(page).filter(isFault);
  const first = failed.find((each) => eventOf(page, each) !== '') ?? failed[0];
  if (first === undefined) return undefined;
  const event = eventOf(page, first);
  const { label: _, ...asked } = first;
  const isAlone = !page.connected('ws') && !page.connected('sse');
  const tells = page.dialect.core.requests;
  return {
    code: 'page/request-failed',
    severity: event !== '' || isAlone ? 'error' : 'warning',
    facts: { ...asked, ...(event === '' ? {} : { event }) },
    evidence: page.evidence(page.place((each) => tells.some((name) => attribute(each, name) === first.path))),
  };
}

/** The event of the stream that started the request; '': it was another trigger. */
function eventOf(page: ObservedPage, { label, path }: Failed): string {
  const asks = (element: PageElement): boolean =>
    labelOf(element) === label && page.dialect.core.requests.some((name) => attribute(element, name) === path);
  return page.elements.filter(asks).flatMap((element) => page.dialect.eventsOf(element))[0] ?? '';
}

/** Those of which htmx says what was asked for; the request of a stream that connects (htmx 4) has rules of its own. */
function failedRequests(page: ObservedPage): readonly Failed[] {
  const connectors = page.withRole('sse', 'connect').map(({ element }) => labelOf(element));
  return ofType(page.records, 'htmx').flatMap(({ name, element, detail }) => {
    if (!REQUEST_FAILED_EVENTS.includes(name) || connectors.includes(element)) return [];
    const answer = answerIn(detail);
    return answer === undefined ? [] : [{ label: element, ...answer }];
  });
}

/** What a failed request of htmx asked for, and the status of the answer, as its event has it. @param detail of the record */
export function answerIn(detail: string): Omit<Failed, 'label'> | undefined {
  let read: unknown;
  try {
    read = JSON.parse(detail);
  } catch {
    return undefined;
  }
  const answer: unknown = read instanceof Object && 'answer' in read ? read.answer : undefined;
  if (!(answer instanceof Object) || !('path' in answer) || !('status' in answer)) return undefined;
  const { path, status } = answer;
  const method = 'method' in answer && typeof answer.method === 'string' ? answer.method.toUpperCase() : 'GET';
  return typeof path === 'string' && typeof status === 'number' ? { method, path, status } : undefined;
}
