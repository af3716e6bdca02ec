import { attribute } from '../../htmx/elements.ts';
import { HANDLES_ERRORS, REQUEST_FAILED_EVENTS } from '../../htmx/events.ts';
import { labelOf } from '../../htmx/ledger.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageElement, SendOutcome } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { answersIn, isJson } from './answers.ts';
import type { PageAnswer } from './answers.ts';
import { wantedBy } from './refusal.ts';
import type { Fields } from './refusal.ts';

/** What was typed into the page. */
export interface TypedInto {
  readonly text: string;
  readonly outcome: SendOutcome;
  /** Number of records before it. */
  readonly from: number;
}

/**
 * A request that htmx made for the page failed, so that nothing was swapped: an error where it sends what was typed, where an event of the stream
 * starts it, or where nothing of the page connects, because the answer may be what connects. Beside what works it is a warning.
 */
export function requestFailed(page: ObservedPage, typed: TypedInto | undefined): Finding | undefined {
  const failed = failedRequests(page).filter((each) => isFault(page, each));
  const sent = failed.find((each) => isTyped(page, each, typed));
  const first = sent ?? failed.find((each) => eventOf(page, each) !== '') ?? failed[0];
  if (first === undefined) return undefined;
  const { method, path, status, text } = first;
  const event = eventOf(page, first);
  const wanted = wantedBy(first, fieldsOf(page, first));
  const isAlone = !page.connected('ws') && !page.connected('sse');
  const tells = page.dialect.core.requests;
  return {
    code: 'page/request-failed',
    // A server that refuses what somebody typed may mean it, unless it could not read it at all.
    severity: isCertain(first, wanted) && (sent !== undefined || event !== '' || isAlone) ? 'error' : 'warning',
    facts: {
      ...{ method, path, status },
      ...(event === '' ? {} : { event }),
      ...(sent === undefined ? {} : { typed: true }),
      ...wanted,
      ...(page.dialect.major === 4 ? ({ major: 4 } as const) : {}),
    },
    evidence: page.evidence(
      page.place((each) => tells.some((name) => attribute(each, name) === path)),
      {
        ...(text === '' ? {} : { received: text }),
        ...(sent === undefined || typed === undefined ? {} : { did: { kind: 'page', typed: typed.text } }),
      },
    ),
  };
}

/** An answer that no page means: there is nothing at the path, or not for this method, or the server failed. */
function isMeantByNone({ status }: PageAnswer): boolean {
  return status === 0 || status === 404 || status === 405 || status >= 500;
}

function isCertain(answer: PageAnswer, wanted: ReturnType<typeof wantedBy>): boolean {
  return isMeantByNone(answer) || wanted !== undefined;
}

/** Others (401, 422) may be a part of what the page does; with JSON htmx does nothing, unless the page helps. */
function isFault(page: ObservedPage, answer: PageAnswer): boolean {
  if (isCertain(answer, wantedBy(answer, fieldsOf(page, answer)))) return true;
  return answer.status >= 400 && isJson(answer) && page.dialect.major !== 4 && !HANDLES_ERRORS.test(page.html);
}

/** Names of controls. A snapshot does not list all kinds of them, so the form has to be of the document as served. */
function fieldsOf({ elements, markup, dialect }: ObservedPage, { path }: PageAnswer): Fields {
  const asks = dialect.core.requests;
  const served = markup.some((element) => asks.some((name) => attribute(element, name) === path));
  return {
    names: new Set([...elements, ...markup].flatMap(({ attributes: { name } }) => name ?? [])),
    complete: served ? 'yes' : 'no',
  };
}

/** The event of the stream that started the request; '': it was another trigger. */
function eventOf(page: ObservedPage, answer: PageAnswer): string {
  return askersOf(page, answer).flatMap((element) => page.dialect.eventsOf(element))[0] ?? '';
}

/** The request was made after something was typed, by what has the control in it or is in its form, or it sends something. */
function isTyped(page: ObservedPage, answer: PageAnswer, typed: TypedInto | undefined): boolean {
  const { name, id, tag } = typed?.outcome.input ?? {};
  if (typed === undefined || tag === undefined || page.records.indexOf(answer.record) < typed.from) return false;
  if (answer.method !== 'GET') return true;
  const control = page.elements.find(
    (each) => each.tag === tag && (each.attributes['name'] ?? '') === (name ?? '') && each.id === (id ?? ''),
  );
  return control !== undefined && askersOf(page, answer).some((element) => page.within(control, element));
}

function askersOf(page: ObservedPage, { from, path }: PageAnswer): readonly PageElement[] {
  const asks = (element: PageElement): boolean =>
    labelOf(element) === from && page.dialect.core.requests.some((name) => attribute(element, name) === path);
  return page.elements.filter(asks);
}

/** Those of which htmx says what was asked for; the request of a stream that connects (htmx 4) has rules of its own. */
function failedRequests(page: ObservedPage): readonly PageAnswer[] {
  const connectors = page.withRole('sse', 'connect').map(({ element }) => labelOf(element));
  return answersIn(page.records, REQUEST_FAILED_EVENTS).filter(({ from }) => !connectors.includes(from));
}
