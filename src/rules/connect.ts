import { streamFailureText } from '../model/stream-failure.ts';
import type { StreamFailure } from '../model/stream-failure.ts';
import { attribute } from '../htmx/elements.ts';
import type { Transport } from '../htmx/index.ts';
import type { Finding } from '../model/finding.ts';
import type { PageElement } from '../model/page.ts';
import { foreignSyntax, misnamedRole } from './attributes.ts';
import { inertConnector } from './inert.ts';
import type { ObservedPage, PageRule } from './observed-page.ts';
import { scriptThrew } from './observed-page.ts';
import { streamPlace } from './places.ts';
import { has, ofType } from './records.ts';
import { firstOf, when } from './rule.ts';
import { cspBlocks, ownScriptBlocked } from './setup/csp.ts';
import { quoteNotClosed } from './setup/open-quote.ts';
import { extensionDisabled, extensionUnknown } from './setup/extension.ts';

/** A connection that the page tried to open and that failed. */
interface FailedAttempt {
  /** The URL as given to the browser. */
  readonly url: string;
  /** Close code of a WebSocket; undefined: it was not closed, or could not be created. */
  readonly code: number | undefined;
  /** Why a stream did not open. */
  readonly failure: StreamFailure | undefined;
}

/** The first attempt to connect that failed; undefined: there was none, or a connection is open. */
export function failedAttempt(page: ObservedPage, transport: Transport): FailedAttempt | undefined {
  if (page.connected(transport)) return undefined;
  if (transport === 'ws') {
    const attempt = ofType(page.records, 'socket-refused')[0] ?? ofType(page.records, 'socket-new')[0];
    if (attempt === undefined) return undefined;
    return { url: attempt.url, code: ofType(page.records, 'socket-close')[0]?.code, failure: undefined };
  }
  const [attempt] = ofType(page.records, 'stream-new');
  const [error] = ofType(page.records, 'stream-error');
  if (attempt === undefined || error === undefined) return undefined;
  return { url: attempt.url, code: undefined, failure: error.failure };
}

/** Whether the address is the one in the contract, on the page's own server. If the contract has no path, any address that can be meant is right. */
function leadsToEndpoint(page: ObservedPage, transport: Transport, url: string): boolean {
  const path = transport === 'ws' ? page.contract.socketPath : page.contract.streamPath;
  if (path === undefined) return canBeMeant(page, transport, url);
  try {
    const own = new URL(page.snapshot.url);
    // A stream's address is as the page gives it; a socket's has been resolved by then.
    const asked = new URL(url, transport === 'sse' ? page.baseUrl : undefined);
    const scheme = transport === 'sse' ? own.protocol : own.protocol === 'https:' ? 'wss:' : 'ws:';
    return asked.host === own.host && asked.protocol === scheme && asked.pathname === path;
  } catch {
    return false;
  }
}

/** What stays of a template that nobody filled in, of a quote that nobody closed, or of a tag; or a scheme without its slashes. */
const LEFT_OVER = /^(?:wss?|https?):(?!\/\/)|\{\{|\}\}|\$\{|<%|%>|["'<>\n]|%(?:7B%7B|24%7B|3C%25|22|3C|3E)/iu;

/** Whether somebody can have meant an address: its scheme is one of its kind, and nothing of a template is left in it. */
function canBeMeant(page: ObservedPage, transport: Transport, url: string): boolean {
  const base = transport === 'sse' ? page.baseUrl : undefined;
  if (!URL.canParse(url, base) || LEFT_OVER.test(declared(page, transport) ?? '')) return false;
  const { protocol, hostname } = new URL(url, base);
  const isSecure = URL.canParse(page.snapshot.url) && new URL(page.snapshot.url).protocol === 'https:';
  if (transport === 'sse') return /^https?:$/u.test(protocol);
  // The same server speaks either with encryption or without.
  const isOwn = URL.canParse(page.snapshot.url) && hostname === new URL(page.snapshot.url).hostname;
  return /^wss?:$/u.test(protocol) && (!isOwn || isSecure === (protocol === 'wss:'));
}

/** Names of the machine that a page was written on. */
const HERE = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$/u;

/** The page asks for another port or name of a machine that is the page's own, or the one that it was written on. */
export function isElsewhereHere(page: ObservedPage, transport: Transport): boolean {
  const url = failedAttempt(page, transport)?.url ?? '';
  if (!URL.canParse(url, page.baseUrl) || !URL.canParse(page.snapshot.url)) return false;
  const [asked, own] = [new URL(url, page.baseUrl), new URL(page.snapshot.url)];
  return asked.host !== own.host && (asked.hostname === own.hostname || HERE.test(asked.hostname));
}

/** The page asks for an address at which nothing can be for it. */
export function addressWrong(page: ObservedPage, transport: Transport): Finding {
  const { url = '', failure } = failedAttempt(page, transport) ?? {};
  if (transport === 'sse') return streamAddress(page, { url, failure });
  const facts = { value: declared(page, 'ws') ?? url, resolved: url };
  const evidence = page.evidence(page.placeOfRole('ws', 'connect'));
  return { code: 'page/ws-bad-url', severity: 'error', facts, evidence };
}

/** The value of the first attribute with an address to connect to; undefined: no element has one. */
function declared(page: ObservedPage, transport: Transport): string | undefined {
  return page.withOwnRole(transport, 'connect')[0]?.role.value;
}

/** The page connects to another address than the endpoint's. */
function wrongAddress(transport: Transport): PageRule {
  return (page) => {
    const attempt = failedAttempt(page, transport);
    if (attempt === undefined || leadsToEndpoint(page, transport, attempt.url)) return undefined;
    return addressWrong(page, transport);
  };
}

function streamAddress(
  page: ObservedPage,
  facts: { readonly url: string; readonly failure: StreamFailure | undefined },
): Finding {
  const received = facts.failure === undefined ? {} : { received: streamFailureText(facts.failure) };
  const evidence = page.evidence(page.placeOfRole('sse', 'connect'), received);
  return { code: 'page/sse-bad-url', severity: 'error', facts, evidence };
}

/** The address is right, but the connection did not open. */
function notOpened(transport: Transport): PageRule {
  return (page) => {
    const attempt = failedAttempt(page, transport);
    if (attempt === undefined) return undefined;
    const where = page.placeOfRole(transport, 'connect');
    const severity = 'error';
    const { url, code, failure } = attempt;
    if (transport === 'ws') return socketNotOpened(page, { url, code });
    // The page is right: what is to change is at the route.
    const route = streamPlace(page.locate, page.contract.streamPath ?? '');
    const evidence = page.evidence(
      route.length > 0 ? route : where,
      failure === undefined ? {} : { received: streamFailureText(failure) },
    );
    return { code: 'sse/client-disagrees', severity, facts: { failure }, evidence };
  };
}

/** What differs from a client that could connect: the page may offer a subprotocol, and then the answer has to name one (RFC 6455 section 4.1). */
function socketNotOpened(
  page: ObservedPage,
  facts: { readonly url: string; readonly code: number | undefined },
): Finding {
  const offers = ofType(page.records, 'socket-new').find(({ url }) => url === facts.url)?.protocols;
  const script = offers === undefined ? [] : page.locate.find('page', /new\s+WebSocket\([^)]*,/u);
  const where = script.length > 0 ? script : page.placeOfRole('ws', 'connect');
  return {
    code: 'page/ws-not-open',
    severity: 'error',
    facts: offers === undefined ? facts : { ...facts, offers },
    evidence: page.evidence(where),
  };
}

/** Why a connection that the page asked for did not open; undefined: the page asked for none, or one is open. */
export function attemptFailed(transport: Transport): PageRule {
  return when(
    (page) => failedAttempt(page, transport) !== undefined,
    [cspBlocks('connection'), wrongAddress(transport), notOpened(transport)],
  );
}

/** The attribute by which an element requests the stream as an ordinary answer, for whose end htmx waits; undefined: no element does. */
function requestsStream(page: ObservedPage): string | undefined {
  return page.dialect.core.requests.find((name) =>
    page.elements.some((element) => {
      const url = attribute(element, name);
      return url !== undefined && leadsToEndpoint(page, 'sse', url) && page.contract.streamPath !== undefined;
    }),
  );
}

/** No element has the attribute that connects. */
function connectMissing(transport: Transport): PageRule {
  return (page) => {
    // The extension's other attributes show where it belongs.
    const where = transport === 'ws' ? page.placeOf(page.dialect.core.enable) : page.placeOfRole('sse', 'swap');
    const by = transport === 'sse' ? requestsStream(page) : undefined;
    if (by !== undefined) {
      const evidence = page.evidence(page.placeOf(by));
      return { code: 'page/sse-connect-missing', severity: 'error', facts: { by }, evidence };
    }
    const inert = inertConnector(page, transport);
    if (inert !== undefined) {
      const { inside, where: place } = inert;
      return {
        code: `page/${transport}-connect-missing`,
        severity: 'error',
        facts: { inside },
        evidence: page.evidence(place),
      };
    }
    return { code: `page/${transport}-connect-missing`, severity: 'error', facts: {}, evidence: page.evidence(where) };
  };
}

/** The attribute that connects is empty; the extension then opens nothing. */
function emptyAddress(transport: Transport): PageRule {
  return (page) => {
    const value = declared(page, transport);
    if (value?.trim() !== '') return undefined;
    if (transport === 'sse') return streamAddress(page, { url: value, failure: undefined });
    const evidence = page.evidence(page.placeOfRole('ws', 'connect'));
    return { code: 'page/ws-bad-url', severity: 'error', facts: { value, resolved: '' }, evidence };
  };
}

/** The connecting element, or the one around it, that htmx was told to leave alone; undefined: none is. */
function disabledAround(page: ObservedPage, transport: Transport): PageElement | undefined {
  const [connector] = page.withOwnRole(transport, 'connect');
  const { disable } = page.dialect.core;
  if (connector === undefined || disable === undefined) return undefined;
  return [...page.upwards(connector.element)].find((each) => attribute(each, disable) !== undefined);
}

/** Everything is there, but the page opened no connection. */
function nothingOpened(page: ObservedPage, transport: Transport): Finding {
  const url = declared(page, transport) ?? '';
  const disabled = disabledAround(page, transport);
  if (transport === 'sse') return streamNotAsked(page, url, disabled);
  const evidence = page.evidence(page.placeOfRole('ws', 'connect'));
  const facts = { url, code: undefined, ...(disabled === undefined ? {} : { disabled: disabled.tag }) };
  const where = disabled === undefined ? {} : { where: page.placeOf(page.dialect.core.disable) };
  return { code: 'page/ws-not-open', severity: 'error', facts, evidence: { ...evidence, ...where } };
}

/** The page has the right address, and asked for no stream. */
function streamNotAsked(page: ObservedPage, url: string, disabled: PageElement | undefined): Finding {
  if (page.contract.streamPath === undefined || !leadsToEndpoint(page, 'sse', url))
    return streamAddress(page, { url, failure: undefined });
  const { disable } = page.dialect.core;
  const where = disabled === undefined ? page.placeOfRole('sse', 'connect') : page.placeOf(disable);
  return {
    code: 'sse/client-disagrees',
    severity: 'error',
    facts: { failure: undefined, by: 'page', ...(disabled === undefined ? {} : { disabled: disabled.tag }) },
    evidence: page.evidence(where),
  };
}

/** What keeps the page from connecting, in the order in which a person would fix it. */
export function whyNotConnected(page: ObservedPage, transport: Transport): Finding {
  const rules: readonly PageRule[] = [
    attemptFailed(transport),
    quoteNotClosed,
    when(
      (seen) => declared(seen, transport) === undefined,
      [
        foreignSyntax(transport),
        extensionUnknown(transport),
        misnamedRole(transport, 'connect', 'swap'),
        ownScriptBlocked,
        connectMissing(transport),
      ],
    ),
    extensionUnknown(transport),
    extensionDisabled(transport),
    emptyAddress(transport),
    ownScriptBlocked,
    scriptThrew,
  ];
  return firstOf(rules, page) ?? nothingOpened(page, transport);
}

/** A page may contain the full URL of a server that runs elsewhere, for example the learner's own from a minute ago. */
export const connectedElsewhere: PageRule = (page) => {
  if (page.contract.socketPath === undefined) return undefined;
  const open = new Set(ofType(page.records, 'socket-open').map(({ socket }) => socket));
  const urls = ofType(page.records, 'socket-new')
    .filter(({ socket }) => open.has(socket))
    .map(({ url }) => url);
  const own = new URL(page.snapshot.url);
  const [resolved] = urls;
  if (resolved === undefined || urls.some((url) => new URL(url).port === own.port)) return undefined;
  return {
    code: 'page/ws-bad-url',
    severity: 'error',
    facts: { value: declared(page, 'ws') ?? resolved, resolved },
    evidence: page.evidence(page.placeOfRole('ws', 'connect')),
  };
};

/** Two connections instead of one: it works, but everything that the server broadcasts arrives twice (a warning). */
export function twoConnections(transport: Transport): PageRule {
  return (page) => {
    const opened = ofType(page.records, transport === 'ws' ? 'socket-new' : 'stream-new').length;
    // A broken connection was opened again, as it should be.
    if (opened < 2 || has(page.records, transport === 'ws' ? 'socket-close' : 'stream-error')) return undefined;
    const severity = 'warning';
    const evidence = page.evidence(page.placeOfRole(transport, 'connect'));
    if (transport === 'sse')
      return { code: 'page/sse-two-connections', severity, facts: { streams: opened }, evidence };
    const elements = page.withRole('ws', 'connect').length;
    return { code: 'page/ws-two-connections', severity, facts: { sockets: opened, elements }, evidence };
  };
}
