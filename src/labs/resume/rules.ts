import type { Finding } from '../../model/finding.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import { streamPlace } from '../../rules/places.ts';
import { attribute } from '../../htmx/elements.ts';
import { CONTRACT } from './contract.ts';
import { isComplete } from './parts.ts';
import type { Part } from './parts.ts';

const severity = 'error';
const did = { kind: 'sse', path: CONTRACT.streamPath } as const;

/** A stream as far as it has come. */
export interface PartsView {
  readonly status: number;
  readonly head: string;
  readonly parts: readonly Part[];
  readonly locate: SourceLocator;
}

/** The same, of a client that sent the id of an event as `Last-Event-ID`. */
export interface ResumedView extends PartsView {
  readonly id: string;
}

function evidenceOf({ head, locate }: PartsView): Finding['evidence'] {
  return { did, received: head, where: streamPlace(locate, CONTRACT.streamPath) };
}

/** The first part that came, and the answer's status. */
function answerOf({ parts, status }: PartsView): { readonly next: number | null; readonly status: number } {
  return { next: parts[0]?.number ?? null, status };
}

export function wrongNumbers(view: PartsView): Finding | undefined {
  const numbers = view.parts.map(({ number }) => number);
  if (isComplete(numbers)) return undefined;
  return { code: 'resume/wrong-numbers', severity, facts: { numbers }, evidence: evidenceOf(view) };
}

/** An event without an `id` keeps that of the event before, so that a client which is cut off after it gets it again. */
export function withoutId(view: PartsView): Finding | undefined {
  const at = view.parts.findIndex(({ id }, index) => id === '' || id === view.parts[index - 1]?.id);
  const part = view.parts[at];
  if (part === undefined) return undefined;
  const facts = { part: part.number, ...(part.id === '' ? {} : { repeated: part.id }) };
  return { code: 'resume/no-id', severity, facts, evidence: evidenceOf(view) };
}

/** @param last the part whose id was sent */
export function wrongNext(view: ResumedView, last: number): Finding | undefined {
  const numbers = view.parts.map(({ number }) => number);
  if (view.status === 200 && isComplete(numbers, last + 1)) return undefined;
  // The first one that is not what it should be.
  const wrong = numbers.find((number, at) => number !== last + 1 + at);
  const facts = { id: view.id, last, next: wrong ?? numbers.at(-1) ?? null, status: view.status };
  const begins = numbers[0] === 1 && last > 0;
  if (begins)
    return { code: 'resume/starts-again', severity, facts: { ...facts, next: 1 }, evidence: evidenceOf(view) };
  return { code: 'resume/wrong-next', severity, facts, evidence: evidenceOf(view) };
}

export function unknownId(view: ResumedView): Finding | undefined {
  const { next: first, status } = answerOf(view);
  if (status === 200 && first === 1) return undefined;
  return { code: 'resume/unknown-id', severity, facts: { id: view.id, first, status }, evidence: evidenceOf(view) };
}

export function not204(view: ResumedView): Finding | undefined {
  const { next: first, status } = answerOf(view);
  if (status === 204) return undefined;
  return { code: 'resume/no-204', severity, facts: { id: view.id, first, status }, evidence: evidenceOf(view) };
}

/** @param cut the part after which the page's connection was cut; undefined: it was not */
export function wrongInPage(
  page: ObservedPage,
  numbers: readonly number[],
  cut: number | undefined,
): Finding | undefined {
  if (isComplete(numbers)) return undefined;
  const facts = { numbers, ...(cut === undefined ? {} : { cut }) };
  const received = page.snapshot.watched[CONTRACT.target]?.html ?? '';
  const evidence = page.evidence(page.placeOfRole('sse', 'connect'), { received });
  return { code: 'resume/page-numbers', severity, facts, evidence };
}

/** @param names of the events that came over the wire */
export function notClosed(page: ObservedPage, again: boolean, names: readonly string[]): Finding {
  const name = page.dialect.attributeFor('sse', 'close');
  const [element] = name === undefined ? [] : page.having(name);
  const closes = name === undefined || element === undefined ? undefined : attribute(element, name);
  const facts = { again, events: [...new Set(names)], ...(closes === undefined ? {} : { closes }) };
  const evidence = page.evidence(page.placeOfRole('sse', 'connect'));
  return { code: 'resume/page-not-closed', severity, facts, evidence };
}
