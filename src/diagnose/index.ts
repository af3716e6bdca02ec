import type { Contract } from '../model/contract.ts';
import type { PageStop } from '../model/page.ts';
import type { SourceLocator } from '../rules/locate.ts';
import { ObservedPage, pageStopped } from '../rules/observed-page.ts';
import { ofType } from '../rules/records.ts';
import { declaredNames } from './declared.ts';
import { dialectFor } from './dialect.ts';
import type { Probes } from './answers/judged.ts';
import { causeAtStart } from './answers/setup.ts';
import { judge } from './questions.ts';
import type { Answer } from './questions.ts';
import { trafficOf } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import type { Visit } from './visit.ts';

export { QUESTIONS } from './questions.ts';
export type { Answer, Question } from './questions.ts';
export type { Probes } from './answers/judged.ts';
export type { Traffic } from './traffic.ts';
export { visit } from './visit.ts';
export type { Visit, VisitOptions } from './visit.ts';

/** What is said of a page. */
export interface Diagnosis {
  readonly answers: readonly Answer[];
  /** The page's own addresses and names, for the sentences. */
  readonly names: Contract;
  readonly traffic: Traffic;
}

/**
 * Judges a visit to any page by what the page itself declares. Pure.
 * @param probes what clients of the tutor's own saw, where the page saw nothing
 */
export function diagnose(
  visited: Visit,
  { locate, probes }: { readonly locate: SourceLocator; readonly probes: Probes },
): Diagnosis {
  const { snapshot, records, html, typed, observedMs, failure } = visited;
  const dialect = dialectFor(snapshot);
  const waitedMs = Math.round(observedMs);
  const page = new ObservedPage({ snapshot, records, html, contract: {}, dialect, locate, waitedMs });
  const cause = causeAtStart(page);
  const heard = ofType(records, 'stream-event').map(({ event }) => event);
  const asked = probes.stream?.events.map(({ event }) => event) ?? [];
  return {
    answers: judge({ page, typed, cause, failure, probes, events: heard.length > 0 ? heard : asked }),
    names: declaredNames(page),
    traffic: trafficOf(records),
  };
}

/** A page that stopped while it loaded, so that nothing else can be said of it. undefined: nothing was observed. */
export function stopped(stop: PageStop | undefined): Diagnosis {
  const findings = stop === undefined ? [] : [pageStopped(stop, { did: { kind: 'page' } })];
  const traffic = trafficOf([]);
  return { answers: [{ question: 'page-runs', findings }], names: {}, traffic };
}
