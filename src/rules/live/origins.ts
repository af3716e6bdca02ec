import type { Transport } from '../../htmx/index.ts';
import { labelOf } from '../../htmx/ledger.ts';
import { REQUEST_FAILED, requestMode } from '../../htmx/v4/request-mode.ts';
import type { Finding } from '../../model/finding.ts';
import { ofType } from '../records.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';
import { failedAttempt } from '../connect.ts';
import { answerIn } from './answers.ts';

/** Names by which a machine calls itself. */
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);

/** The first address of a connection that differs from the page's own in the way that is looked for. */
function writtenIn(
  page: ObservedPage,
  transport: Transport,
): { readonly url: URL; readonly value: string } | undefined {
  const value = page.withRole(transport, 'connect')[0]?.role.value.trim();
  if (value === undefined || !/^(?:wss?|https?):\/\/|^\/\//iu.test(value) || !URL.canParse(value, page.baseUrl))
    return undefined;
  return { url: new URL(value, page.baseUrl), value };
}

/**
 * The page names this machine in an address, and was served under another name: for everybody who opens it on another computer `localhost`
 * is that computer. It works on the computer of the server alone, and then it is a warning.
 */
export function hardCodedHost(transport: Transport): PageRule {
  return (page) => {
    const written = writtenIn(page, transport);
    if (written === undefined || !URL.canParse(page.snapshot.url)) return undefined;
    const own = new URL(page.snapshot.url);
    const isOwn = own.hostname === '' || THIS_MACHINE.has(own.hostname);
    if (isOwn || !THIS_MACHINE.has(written.url.hostname)) return undefined;
    const facts = { ...factsOf(page, transport, written), page: own.host };
    const severity = page.connected(transport) ? 'warning' : 'error';
    return {
      code: 'live/hard-coded-host',
      severity,
      facts,
      evidence: page.evidence(page.placeOfRole(transport, 'connect')),
    };
  };
}

/** An encrypted page opens no connection that is not (Mixed Content, 5.3 "Should fetching request be blocked"); browsers except this machine. */
export function mixedContent(transport: Transport): PageRule {
  return (page) => {
    const written = writtenIn(page, transport);
    if (written === undefined || page.connected(transport) || !page.snapshot.url.startsWith('https:')) return undefined;
    if (!/^(?:ws|http):$/u.test(written.url.protocol)) return undefined;
    const facts = factsOf(page, transport, written);
    const said = page.complaints.find((text) => /mixed content|insecure (?:websocket|eventsource)/iu.test(text));
    return {
      code: 'live/mixed-content',
      severity: 'error',
      facts,
      evidence: page.evidence(page.placeOfRole(transport, 'connect'), said === undefined ? {} : { received: said }),
    };
  };
}

/** What a client other than a browser found out about an address that the page could not open. */
export interface Reachable {
  /** `yes`: the server accepts a client whose origin is the server's own. */
  readonly opens: 'yes' | 'no';
}

/**
 * The connection goes to another origin than the page's, and is refused for that: a stream by the browser, because the answer does not allow
 * the page's origin (Fetch standard, "CORS check"); a WebSocket by the server, which accepts the same handshake with its own origin.
 */
export function otherOrigin(page: ObservedPage, transport: Transport, reachable: Reachable): Finding | undefined {
  if (transport === 'sse' && page.dialect.major === 4) return refusedFetch(page);
  const attempt = failedAttempt(page, transport);
  if (attempt === undefined || !URL.canParse(page.snapshot.url) || !URL.canParse(attempt.url, page.baseUrl))
    return undefined;
  const asked = new URL(attempt.url, page.baseUrl);
  const own = new URL(page.snapshot.url);
  if (asked.host === own.host || !/^(?:wss?|https?):$/u.test(asked.protocol)) return undefined;
  const said = attempt.failure?.reason === 'cors' ? attempt.failure.said : undefined;
  const isRefused = transport === 'sse' ? said !== undefined : reachable.opens === 'yes';
  if (!isRefused) return undefined;
  const value = page.withRole(transport, 'connect')[0]?.role.value ?? attempt.url;
  const attribute = page.dialect.attributeFor(transport, 'connect') ?? '';
  const status = transport === 'ws' ? statusOf(page) : undefined;
  const facts = { transport, attribute, value, url: asked.href, origin: own.origin };
  const server = page.locate.find(
    'server',
    /Access-Control-Allow-Origin|\ballow_origins\b/iu,
    /\borigins?\b|Access-Control|cors/iu,
  );
  const where = server.length > 0 ? server : page.placeOfRole(transport, 'connect');
  return {
    code: 'live/other-origin',
    severity: 'error',
    facts: { ...facts, ...(status === undefined ? {} : { status }) },
    evidence: page.evidence(where, said === undefined ? {} : { received: said }),
  };
}

/**
 * htmx 4 fetches a stream. In the mode that it has without a word in the page the browser sends nothing to another origin (Fetch standard, "main fetch");
 * with `cors` the answer must allow the origin and the headers that htmx adds.
 */
function refusedFetch(page: ObservedPage): Finding | undefined {
  const written = page.connected('sse') ? undefined : writtenIn(page, 'sse');
  if (written === undefined || !URL.canParse(page.snapshot.url)) return undefined;
  const own = new URL(page.snapshot.url);
  const connector = page.withRole('sse', 'connect')[0];
  const isRefused = ofType(page.records, 'htmx').some(
    ({ name, element, detail }) =>
      name === REQUEST_FAILED &&
      connector !== undefined &&
      element === labelOf(connector.element) &&
      isUnanswered(detail),
  );
  if (written.url.origin === own.origin || !isRefused) return undefined;
  const mode = requestMode(page.markup);
  const said = page.complaints.find((text) => /same-origin|CORS policy/iu.test(text));
  if (mode !== 'same-origin' && (mode !== 'cors' || said === undefined)) return undefined;
  const attribute = page.dialect.attributeFor('sse', 'connect') ?? '';
  const where = page.placeOfRole('sse', 'connect');
  return {
    code: 'live/other-origin',
    severity: 'error',
    facts: {
      ...{ transport: 'sse', attribute, value: written.value, url: written.url.href, origin: own.origin },
      mode: mode === 'cors' ? 'cors' : 'same-origin',
    },
    evidence: page.evidence(where, said === undefined ? {} : { received: said }),
  };
}

function isUnanswered(detail: string): boolean {
  return answerIn(detail)?.['status'] === 0;
}

/** The status that the browser's console names for a handshake. */
function statusOf(page: ObservedPage): number | undefined {
  const said = ofType(page.records, 'console')
    .map(({ text }) => /unexpected response code: (\d{3})/iu.exec(text)?.[1])
    .find((status) => status !== undefined);
  return said === undefined ? undefined : Number(said);
}

function factsOf(
  page: ObservedPage,
  transport: Transport,
  { url, value }: { readonly url: URL; readonly value: string },
): { readonly transport: Transport; readonly attribute: string; readonly value: string; readonly path: string } {
  const attribute = page.dialect.attributeFor(transport, 'connect') ?? '';
  return { transport, attribute, value, path: url.pathname + url.search };
}
