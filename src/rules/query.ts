import type { Transport } from '../htmx/index.ts';
import type { Finding } from '../model/finding.ts';
import { failedAttempt } from './connect.ts';
import type { SourceLocator } from './locate.ts';
import type { ObservedPage } from './observed-page.ts';

// A server that compares the whole request target with a path (RFC 9112, section 3.2.1: the target has path and query) does not know the
// path when a query follows it.

/** The address of a connection that failed: its path, and a query behind it. */
export interface QueriedAddress {
  readonly path: string;
  /** With its question mark. */
  readonly query: string;
}

/** The address, when it has a query and is on the page's own server; undefined: another difference is the cause. */
export function queriedAddress(page: ObservedPage, transport: Transport): QueriedAddress | undefined {
  const attempt = failedAttempt(page, transport);
  if (attempt === undefined || !URL.canParse(attempt.url, page.snapshot.url)) return undefined;
  const asked = new URL(attempt.url, page.snapshot.url);
  const isOwn = asked.host === new URL(page.snapshot.url).host;
  return isOwn && asked.search !== '' ? { path: asked.pathname, query: asked.search } : undefined;
}

/** What a client without a page gets, with the query and without it. */
export interface QueryProbe extends QueriedAddress {
  readonly withQuery: 'accepted' | 'refused';
  readonly without: 'accepted' | 'refused';
}

/** Sources of a request's whole target, beside a comparison with a path. */
const COMPARES =
  /((?:(?<!\w)\w+\.)?(?:request|req)\.url|(?:self\.)?request\.uri|self\.path|scope\[['"]raw_path['"]\]|REQUEST_URI|\burl)\b[^?\n]*(?:===?|!==?|\beq\b|\bswitch\b|\bin\b|\.match|\.test)/u;
const SWITCHES = /switch\s*\(\s*((?:request|req)\.url)\s*\)/u;

/** The query alone makes the server refuse the connection. Undefined: it does not. */
export function queryRefused(page: ObservedPage, transport: Transport, probe: QueryProbe): Finding | undefined {
  if (probe.withQuery === 'accepted' || probe.without === 'refused') return undefined;
  const { path, query } = probe;
  const { locate } = page;
  const compares = locate.find('server', COMPARES, SWITCHES);
  const where = [...compares, ...page.placeOfRole(transport, 'connect')];
  return {
    code: 'page/query-refused',
    severity: 'error',
    facts: { transport, path, query, compared: comparedIn(locate) },
    evidence: page.evidence(where),
  };
}

function comparedIn(locate: Pick<SourceLocator, 'all'>): string {
  const [name] = [COMPARES, SWITCHES].flatMap((pattern) => locate.all('server', new RegExp(pattern.source, 'gu')));
  return name ?? '';
}
