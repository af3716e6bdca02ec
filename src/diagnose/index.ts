import type { Transport } from '../htmx/index.ts';
import { pausesInBackground } from '../htmx/v4/pause.ts';
import type { PageStop } from '../model/page-stop.ts';
import type { SourceLocator } from '../rules/locate.ts';
import { flooded, isStop, ObservedPage, pageStopped } from '../rules/observed-page.ts';
import { TRANSPORTS } from '../rules/page-fails.ts';
import { ofType } from '../rules/records.ts';
import type { Diagnosis } from './diagnosis.ts';
import { closingEvents, declaredNames } from './declared.ts';
import { dialectFor } from './dialect.ts';
import type { Probes } from './answers/judged.ts';
import { causeAtStart } from './answers/setup.ts';
import { judge } from './questions.ts';
import { trafficOf } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import type { Visit } from './visit.ts';

export { migrated, otherMajor, scriptsToRead } from './migrate/index.ts';
export { MIGRATION_QUESTIONS } from './migrate/questions.ts';
export type { Diagnosis } from './diagnosis.ts';
export { QUESTIONS } from './questions.ts';
export type { Answer, Question } from './questions.ts';
export type { Came } from '../rules/live/lines.ts';
export { missedOf } from '../rules/live/connector-replaced.ts';
export type { Probes } from './answers/judged.ts';
export type { Traffic } from './traffic.ts';
export { readHar } from './har/read.ts';
export { diagnoseMarkup } from './markup/index.ts';
export type { MarkupDiagnosis } from './markup/index.ts';
export { acceptedByPage, strandedConnection, unheardStream } from './declared.ts';
export { perhapsAGreeting } from './greeting.ts';
export type { PerhapsAGreeting } from './greeting.ts';
export { ownScripts } from '../rules/other-major.ts';
export { visit } from './visit.ts';
export type { Visit, VisitOptions } from './visit.ts';

/**
 * Judges a visit to any page by what the page itself declares. Pure.
 * @param probes what clients of the tutor's own saw, where the page saw nothing
 */
export function diagnose(
  visited: Visit,
  { locate, probes }: { readonly locate: SourceLocator; readonly probes: Probes },
): Diagnosis {
  const { snapshot, records, html, typed, observedMs, endedAt, failure } = visited;
  // Nothing more can be seen of such a page.
  if (failure !== undefined && isStop(failure)) {
    const traffic = trafficOf(records);
    return stopped(flooded(failure, (traffic.received + traffic.events) / (observedMs / 1000)), traffic);
  }
  const dialect = dialectFor(
    snapshot,
    ofType(records, 'script-error').map(({ message }) => message),
  );
  const waitedMs = Math.round(observedMs);
  const page = new ObservedPage({ snapshot, records, html, contract: {}, dialect, locate, waitedMs });
  const cause = causeAtStart(page);
  const ends = closingEvents(page);
  const heard = ofType(records, 'stream-event').map(({ event }) => event);
  const asked = probes.stream?.events.map(({ event }) => event) ?? [];
  const events = [...heard, ...asked].filter((event) => !ends.includes(event));
  return {
    answers: judge({ page, typed, cause, probes, endedAt, events }),
    names: declaredNames(page),
    traffic: trafficOf(records),
    major: dialect.major,
    paused: pausedBy(page),
  };
}

/** A page that stopped while it loaded, so that nothing else can be said of it. undefined: nothing was observed. */
export function stopped(stop: PageStop | undefined, traffic: Traffic = trafficOf([])): Diagnosis {
  const findings = stop === undefined ? [] : [pageStopped(stop, { did: { kind: 'page' } })];
  return { answers: [{ question: 'page-runs', findings }], names: {}, traffic };
}

/** htmx 4 does so, unless the page says otherwise. */
function pausedBy(page: ObservedPage): readonly Transport[] {
  if (page.dialect.major !== 4) return [];
  return TRANSPORTS.filter(
    (transport) =>
      page.connected(transport) &&
      page.withRole(transport, 'connect').some(({ element }) => pausesInBackground(element, transport, page.html)),
  );
}
