import type { FindingOf, Severity } from '../model/finding.ts';
import type { ObservedPage } from './observed-page.ts';
import { ofType } from './records.ts';

/** Connections that browsers open to an origin that speaks HTTP/1.1 (HTML standard, 9.2.7 "Authoring notes"). */
const MOST_CONNECTIONS = 6;

/** Streams of one origin that hold all of its connections, so that another one never opens; undefined: each could open, or failed otherwise. */
export function tooManyStreams(page: ObservedPage, severity: Severity): FindingOf<'page/too-many-streams'> | undefined {
  const { records } = page;
  const over = new Set(
    [...ofType(records, 'stream-close'), ...ofType(records, 'stream-error')].map(({ stream }) => stream),
  );
  const opened = new Set(ofType(records, 'stream-open').map(({ stream }) => stream));
  const byOrigin = new Map<string, number[]>();
  for (const { stream, url } of ofType(records, 'stream-new')) {
    if (over.has(stream)) continue;
    const { origin } = new URL(url, page.snapshot.url);
    byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), stream]);
  }
  for (const [origin, streams] of byOrigin) {
    const open = streams.filter((stream) => opened.has(stream)).length;
    if (origin.startsWith('https:') || open < MOST_CONNECTIONS || open === streams.length) continue;
    const role = page.placeOfRole('sse', 'connect');
    const where = page.withRole('sse', 'connect').length > 1 ? role : newEventSource(page);
    return {
      code: 'page/too-many-streams',
      severity,
      facts: { streams: streams.length, open },
      evidence: page.evidence(where.length > 0 ? where : role),
    };
  }
  return undefined;
}

function newEventSource(page: ObservedPage): ReturnType<ObservedPage['placeOf']> {
  return page.locate.find('page', /new\s+EventSource\b/u);
}
