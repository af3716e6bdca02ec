import { attribute } from '../../htmx/elements.ts';
import { SWAPPED_EVENTS } from '../../htmx/events.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageRecord } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

/** An answer to a request of htmx's, as an event of the page speaks of it. */
export interface PageAnswer {
  /** As htmx labels the element that asked; '' where it does not say. */
  readonly from: string;
  readonly method: string;
  /** As the page gave it. */
  readonly path: string;
  /** 0: there was no answer. */
  readonly status: number;
  readonly boosted: boolean;
  /** `Content-Type`; '': none. */
  readonly type: string;
  /** Where it came from in the end; '': that is not known. */
  readonly url: string;
  /** The beginning of what an error says. */
  readonly text: string;
  /** The label of the element that it was swapped into, where the page shows it as it should not. */
  readonly into: string;
  /** The beginning of JSON that the page shows as it is. */
  readonly json: string;
  /** What a whole page has brought into the page a second time, as a selector. */
  readonly twice: string;
  /** The record that says so. */
  readonly record: PageRecord;
}

/** What the events with these names say, in order. The same answer may be told more than once. */
export function answersIn(records: readonly PageRecord[], names: readonly string[]): readonly PageAnswer[] {
  return ofType(records, 'htmx').flatMap((record) => {
    const told = names.includes(record.name) ? answerIn(record.detail) : undefined;
    if (told === undefined || typeof told['path'] !== 'string' || typeof told['status'] !== 'number') return [];
    const text = (name: string): string => (typeof told[name] === 'string' ? told[name] : '');
    return [
      {
        ...{ from: text('from') || record.element, method: (text('method') || 'GET').toUpperCase() },
        ...{ path: told['path'], status: told['status'], boosted: told['boosted'] === true },
        ...{ type: text('type'), url: text('url'), text: text('text') },
        ...{ into: text('into'), json: text('json'), twice: text('twice'), record },
      },
    ];
  });
}

/** An answer that has been swapped and is not a piece of HTML: JSON that the page shows as it is, or a whole page of which something is there twice now. */
export function notAFragment(page: ObservedPage): Finding | undefined {
  const answers = answersIn(page.records, SWAPPED_EVENTS).filter(({ status, boosted }) => status < 400 && !boosted);
  const first = answers.find(({ json, twice }) => json !== '' || twice !== '');
  if (first === undefined) return undefined;
  const { method, path, into, json, twice } = first;
  const asks = page.dialect.core.requests;
  const where = page.place((each) => asks.some((name) => attribute(each, name) === path));
  return {
    code: 'page/answer-not-fragment',
    severity: 'error',
    facts: { method, path, into, ...(json === '' ? { holds: 'page', twice } : { holds: 'json' }) },
    evidence: page.evidence(where, json === '' ? {} : { received: json }),
  };
}

/** Whether it says that it is JSON; `application/problem+json` is. */
export function isJson({ type }: Pick<PageAnswer, 'type'>): boolean {
  return /\bjson\b/iu.test(type);
}

/** What an event says of an answer, as its record has it. @param detail of the record */
export function answerIn(detail: string): Readonly<Record<string, unknown>> | undefined {
  let read: unknown;
  try {
    read = JSON.parse(detail);
  } catch {
    return undefined;
  }
  const answer: unknown = read instanceof Object && 'answer' in read ? read.answer : undefined;
  return answer instanceof Object ? { ...answer } : undefined;
}
