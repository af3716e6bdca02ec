import { DIALECTS } from '../../htmx/index.ts';
import type { Major, Transport } from '../../htmx/index.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import { uselessAttributes, worksAsLegacy } from '../../rules/attributes.ts';
import { addressWrong, isElsewhereHere, whyNotConnected } from '../../rules/connect.ts';
import { inertConnector } from '../../rules/inert.ts';
import { betaForms } from '../../rules/live/beta.ts';
import { moreThanOne, multiplied } from '../../rules/live/multiplied.ts';
import { withoutVersion } from '../../rules/live/no-version.ts';
import { notWired } from '../../rules/live/not-wired.ts';
import { notAFragment } from '../../rules/live/answers.ts';
import { requestFailed } from '../../rules/live/requests.ts';
import { connectorPolled } from '../../rules/live/connector-polled.ts';
import { handlersNeverCalled } from '../../rules/live/dead-handlers.ts';
import { extensionNotAsked, extensionOfOtherMajor, sseExtensionOf2 } from '../../rules/live/other-major.ts';
import { inShadowRoot, isServedInShadow } from '../../rules/live/shadow-root.ts';
import { hardCodedHost, mixedContent, otherOrigin } from '../../rules/live/origins.ts';
import { scriptThrew } from '../../rules/observed-page.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { declares, TRANSPORTS, whyNotSetUp, whyScriptsFail } from '../../rules/page-fails.ts';
import { queriedAddress, queryRefused } from '../../rules/query.ts';
import { has, ofType } from '../../rules/records.ts';
import { firstOf } from '../../rules/rule.ts';
import { jsonUnreadableIn } from '../../rules/send-values.ts';
import { tooManyStreams } from '../../rules/stream-limit.ts';
import { SILENT } from '../../rules/server/log.ts';
import { versionWarning } from '../../rules/setup/htmx-core.ts';
import { isForbidden, ownScriptBlocked } from '../../rules/setup/csp.ts';
import { reloadsItself } from '../../rules/setup/refresh.ts';
import { brokenScripts } from '../../rules/setup/scripts.ts';
import { ENDPOINT_ELSEWHERE, HANDSHAKE_REFUSED } from '../../rules/socket/handshake.ts';
import { isEventStream, noResponse, NOT_200, OTHER_TYPE, wrongContentType } from '../../rules/stream/response.ts';
import { headHeld } from '../../rules/stream/held.ts';
import type { ComparedStream } from '../../rules/stream/response.ts';
import type { Found, Judged, Probes, SeenStream } from './judged.ts';

/** Why htmx or an extension that the page needs does not start; undefined: they do. */
export function causeAtStart(page: ObservedPage): Finding | undefined {
  const cause = startCause(page);
  const written = majorWritten(page);
  if (cause?.code !== 'htmx/wrong-version' || written === undefined) return cause;
  return { ...cause, facts: { ...cause.facts, written } };
}

/** The major whose attributes connect in the page; undefined: none, or those of several. */
function majorWritten({ elements, markup }: ObservedPage): Major | undefined {
  const found = DIALECTS.filter((dialect) =>
    [...elements, ...markup].some((element) =>
      TRANSPORTS.some((transport) => dialect.roleOf(element, transport, 'connect')?.form === 'own'),
    ),
  ).map(({ major }) => major);
  // The extensions of htmx 1 and 2 read the same attributes.
  const [only, ...others] = found.includes(2) ? found.filter((major) => major !== 1) : found;
  return others.length === 0 ? only : undefined;
}

function startCause(page: ObservedPage): Finding | undefined {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  if (declared.length === 0) return whyScriptsFail(page);
  return (
    whyScriptsFail(page) ??
    firstOf([sseExtensionOf2, extensionOfOtherMajor, extensionNotAsked], page) ??
    declared.map((transport) => whyNotSetUp(page, transport)).find(Boolean)
  );
}

/** The page goes on running, and no script of it throws. */
export function runs({ page, cause, typed }: Judged): Found {
  const isMeant = TRANSPORTS.some((transport) => declares(page, transport));
  // An error of a script that has a cause of its own is part of that.
  const threw = isMeant && cause === undefined ? (ownScriptBlocked(page) ?? scriptThrew(page)) : undefined;
  // What is typed has its own question.
  const unreadable =
    threw?.code === 'page/script-error' && !threwInSending(page, typed) ? jsonUnreadableIn(page) : undefined;
  const complaint = unreadable ?? (threw && ({ ...threw, severity: 'warning' } as const));
  const findings = [isMeant ? reloads(page) : undefined, otherRequest(page, typed), notAFragment(page), complaint];
  return { findings: findings.filter((finding) => finding !== undefined) };
}

/** A request that no event of a stream has started; those are told with their stream. */
function otherRequest(page: ObservedPage, typed: Judged['typed']): Finding | undefined {
  const failed = requestFailed(page, typed);
  return failed?.code === 'page/request-failed' && failed.facts.event !== undefined ? undefined : failed;
}

function threwInSending({ records }: ObservedPage, typed: Judged['typed']): boolean {
  return typed !== undefined && has(records.slice(typed.from), 'script-error');
}

/** A page that a visitor sees loaded again more often than this loses what came. Seconds. */
const SOON = 60;

/** The page loads itself again. Where that takes minutes it may be meant for browsers without scripts. */
function reloads(page: ObservedPage): Finding | undefined {
  const found = reloadsItself({ body: page.html, path: new URL(page.snapshot.url).pathname, locate: page.locate });
  if (found?.code !== 'page/reloads-itself') return undefined;
  return { ...found, severity: found.facts.seconds < SOON ? 'error' : 'warning' };
}

/** htmx and the extensions that the page needs are there. */
export function starts({ page, cause, probes }: Judged): Found {
  const missing = brokenScripts(page).filter(({ severity }) => severity === 'warning');
  // What an address without a version has brought is the cause itself.
  const unpinned = cause === undefined ? withoutVersion(page) : [];
  const warnings = warningsOf(page, probes).filter(({ code }) => code !== cause?.code);
  return { findings: [...(cause === undefined ? [] : [cause]), ...missing, ...unpinned, ...warnings] };
}

/** What works and is not as it should be: versions, attributes of another major, attributes that no htmx knows. */
function warningsOf(page: ObservedPage, { scripts = [] }: Probes): readonly Finding[] {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  if (declared.length === 0) return [];
  const warnings = [versionWarning(page), worksAsLegacy(page), ...betaForms(page)].filter(
    (finding) => finding !== undefined,
  );
  return [
    ...warnings,
    ...handlersNeverCalled(page, scripts),
    ...declared.flatMap((transport) => uselessAttributes(page, transport)),
  ];
}

/** Every kind of connection that an element of the page asks for is open. */
export function connects({ page, probes, cause, endedAt }: Judged): Found {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  const hidden = [...[inNoscript(page) ?? []].flat(), ...inShadowRoot(page)];
  if (declared.length === 0)
    return hidden.length === 0 ? { findings: [], skipped: 'no element of the page connects' } : { findings: hidden };
  if (cause !== undefined) return { findings: [], skipped: 'it needs htmx and its extensions' };
  const wiring = [...inShadowRoot(page), ...notWired(page)];
  const failed = declared
    .filter((transport) => !page.connected(transport) && !isGone(page, transport))
    .filter((transport) => !wiring.some(({ facts }) => facts.transport === transport))
    .filter((transport) => !isUnderWay(page, transport, probes) && !waitsForSomebody(page, transport))
    .map((transport) => whyNot(page, transport, probes))
    .filter(
      ({ code }) => !TRANSPORTS.some((each) => code === `page/${each}-connect-missing` && isServedInShadow(page, each)),
    );
  const addresses = declared.flatMap(
    (transport) => (page.connected(transport) ? hardCodedHost(transport)(page) : undefined) ?? [],
  );
  const streams = tooManyStreams(page, 'error');
  const more = declared.flatMap(
    (transport) =>
      connectorPolled(page, transport) ?? multiplied(transport, endedAt)(page) ?? moreThanOne(page, transport) ?? [],
  );
  const findings = [...failed, ...wiring, ...addresses, ...(streams === undefined ? more : [streams])];
  if (findings.length > 0 || probes.pending === undefined) return { findings };
  return { findings, skipped: 'the recording ends before an answer' };
}

/** Why a connection that an element asks for is not open. */
function whyNot(page: ObservedPage, transport: Transport, probes: Probes): Finding {
  const opens = probes.accepted ?? 'no';
  const address =
    firstOf([hardCodedHost(transport), mixedContent(transport)], page) ?? otherOrigin(page, transport, { opens });
  if (address !== undefined) return address;
  const finding = whyNotConnected(page, transport);
  return withDoubt(asServed(page, probes, finding) ?? finding);
}

/** The page had asked for the connection when it was last seen, and a client of the tutor's own gets one, or a recording ends there. */
function isUnderWay(page: ObservedPage, transport: Transport, { accepted, stream, pending }: Probes): boolean {
  const { records } = page;
  if (pending === transport) return true;
  const asked = [...ofType(records, 'socket-new'), ...ofType(records, 'stream-new')];
  if (asked.some(({ url }) => isForbidden(page, url))) return false;
  if (transport === 'ws')
    return (
      accepted === 'yes' &&
      has(records, 'socket-new') &&
      !has(records, 'socket-close') &&
      !has(records, 'socket-refused')
    );
  const isRight = stream?.status === 200 && isEventStream(stream.headers['content-type'] ?? '');
  return isRight && has(records, 'stream-new') && !has(records, 'stream-error');
}

/** Elements connect, and each of them at another trigger than the load (htmx 4, `hx-trigger`): nobody has clicked there yet. */
function waitsForSomebody(page: ObservedPage, transport: Transport): boolean {
  const { dialect, elements } = page;
  const declared = elements.filter((element) => (dialect.roleOf(element, transport, 'connect')?.value ?? '') !== '');
  const isTried = has(page.records, 'socket-new') || has(page.records, 'stream-new');
  if (declared.length === 0 || isTried || dialect.major < 4) return false;
  return dialect.connectors(elements, transport, { extensions: [transport] }).length === 0;
}

/** The page came with an element that connects, and something has taken it away since. */
function isGone(page: ObservedPage, transport: Transport): boolean {
  const served = page.markup.some((element) => page.dialect.roleOf(element, transport, 'connect') !== undefined);
  const isSwapped = has(page.records, 'socket-received') || has(page.records, 'stream-event');
  return served && isSwapped && page.withRole(transport, 'connect').length === 0;
}

/** Only browsers without scripts show what is in `<noscript>`, and these run no htmx. */
function inNoscript(page: ObservedPage): Finding | undefined {
  if (page.snapshot.htmx === undefined) return undefined;
  const transport = TRANSPORTS.find((each) => inertConnector(page, each)?.inside === 'noscript');
  return transport && whyNotConnected(page, transport);
}

/** A script may fill a `<template>` in later, when somebody asks for it. */
function withDoubt(finding: Finding): Finding {
  const isTemplate =
    (finding.code === 'page/ws-connect-missing' || finding.code === 'page/sse-connect-missing') &&
    finding.facts.inside === 'template';
  return isTemplate ? { ...finding, severity: 'warning' } : finding;
}

/** A page learns little of an answer that is not as it should be; a client of the tutor's own has seen it. */
function asServed(page: ObservedPage, probes: Probes, { code }: Finding): Finding | undefined {
  if (code === 'page/ws-not-open') return socketAsServed(page, probes);
  return code === 'sse/client-disagrees' || code === 'page/sse-bad-url' ? streamAsServed(page, probes) : undefined;
}

function socketAsServed(page: ObservedPage, { refused, withoutQuery }: Probes): Finding | undefined {
  if (refused === undefined) return undefined;
  if (refused.failure.status === undefined && isElsewhereHere(page, 'ws')) return addressWrong(page, 'ws');
  return (withoutQuery === 'ws' ? queryAlone(page, 'ws') : undefined) ?? whyRefused(page, refused);
}

function streamAsServed(
  page: ObservedPage,
  { stream, unanswered, withoutQuery, negotiated }: Probes,
): Finding | undefined {
  const seen = { log: UNSEEN, locate: page.locate };
  // A server that is not there is found by its address, one that says nothing is not.
  if (unanswered?.plainOnly !== undefined) return headHeld({ ...seen, ...unanswered });
  if (unanswered !== undefined)
    return unanswered.failure.reason === 'refused'
      ? addressWrong(page, 'sse')
      : noResponse({ ...seen, path: unanswered.path }, unanswered.failure);
  if (withoutQuery === 'sse') return queryAlone(page, 'sse');
  if (stream === undefined) return undefined;
  const isRight = stream.status === 200 && isEventStream(stream.headers['content-type'] ?? '');
  // What a client gets and a page does not is of another origin, or for other clients alone.
  if (isRight && negotiated !== undefined && !isEventStream(negotiated.contentType))
    return otherTypeFor(page, stream, negotiated);
  if (isRight) return isElsewhereHere(page, 'sse') ? addressWrong(page, 'sse') : undefined;
  return firstOf<ComparedStream>([...NOT_200, ...OTHER_TYPE], streamView(page, stream));
}

/** The server chooses by what a client accepts, and htmx 4 accepts HTML as well. */
function otherTypeFor(
  page: ObservedPage,
  stream: SeenStream,
  { accepts, contentType }: NonNullable<Probes['negotiated']>,
): Finding {
  const seen = { ...stream, headers: { ...stream.headers, 'content-type': contentType } };
  const finding = wrongContentType(streamView(page, seen));
  const chooses = page.locate.find(
    'server',
    /\.accepts\(|best_match|negotiate|\baccept['"\])]|\baccept\b.*(?:includes|html| in )/iu,
  );
  const where = chooses.length > 0 ? { where: chooses } : {};
  const evidence = { ...finding.evidence, ...where };
  return { code: 'sse/wrong-content-type', severity: 'error', facts: { contentType, accepts }, evidence };
}

/** The server accepts the path and refuses it with its query. */
function queryAlone(page: ObservedPage, transport: Transport): Finding | undefined {
  const address = queriedAddress(page, transport);
  return address && queryRefused(page, transport, { ...address, withQuery: 'refused', without: 'accepted' });
}

/** The page's stream as a client of the tutor's own has seen it, as the rules for streams take it. */
export function streamView({ locate }: ObservedPage, stream: SeenStream): ComparedStream {
  const shows = (data: string): boolean => visibleText(data).trim() !== '';
  return { ...stream, log: UNSEEN, contract: {}, locate, shows, elsewhere: undefined };
}

/** The server was started by somebody else. */
export const UNSEEN = { ...SILENT, unseen: true } as const;

function whyRefused({ locate }: ObservedPage, refused: NonNullable<Probes['refused']>): Finding | undefined {
  const view = { ...refused, log: UNSEEN, locate };
  return firstOf(HANDSHAKE_REFUSED, view) ?? firstOf(ENDPOINT_ELSEWHERE, { ...view, near: undefined });
}
