import type { Evidence, Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { handshakeFailure } from '../http/failure.ts';
import type { SourceLocator } from '../locate.ts';
import { literal } from '../../model/pattern.ts';
import { quoted } from '../places.ts';
import type { Rule } from '../rule.ts';
import { isPython } from '../server/log.ts';
import { handlerFailed } from './handler-failed.ts';
import { evidenceOfView } from './handshake-evidence.ts';
import type { HandshakeView } from './handshake-view.ts';
import { otherProtocol } from './protocols.ts';
import { frameworkOf, prefixedPaths, serversOnOne, whyNotAttached, whyRefused } from './source.ts';
import { choosesByPath, socketServer, whyDeaf } from './upgrades.ts';

export type { HandshakeView };

/** The same, after other paths were tried. */
interface TriedHandshake extends HandshakeView {
  /** The path that answers instead; undefined: none of the paths tried does. */
  readonly near: string | undefined;
  /** The same handshake is accepted once the server has answered a request; absent: it is not, or that was not tried. */
  readonly acceptedAfterRequest?: boolean;
}

/** What uvicorn prints for a handler that ended before the handshake was answered. */
const RETURNED_EARLY = /ASGI callable returned without (?:sending handshake|completing handshake)/u;
/** Starlette's StaticFiles, mounted at a path that matches everything, received the handshake and asserts that it is HTTP. */
const MOUNT_TAKES_IT = /staticfiles\.py", line \d+, in __call__\n\s+assert scope\["type"\] == "http"/u;
/** A mount of files at a path that matches everything. Newer Starlettes close a handshake there, which uvicorn answers with 403. */
const MOUNT_OF_ALL = /\b[mM]ount\(\s*(?:path\s*=\s*)?['"]\/?['"]\s*(?:,(?:.*\bStaticFiles\b|\s*$)|$)/u;
/** uvicorn without a WebSocket library. */
export const NO_LIBRARY = /No supported WebSocket library/u;

/** Causes that the answer and the server's output show by themselves. */
export const HANDSHAKE_REFUSED: readonly Rule<HandshakeView>[] = [
  otherProtocol,
  noLibrary,
  mountTakesIt,
  refused,
  handlerSaysWhy,
  returnedEarly,
];

/** What remains after other paths were tried: the endpoint is elsewhere, or does not exist. */
export const ENDPOINT_ELSEWHERE: readonly Rule<TriedHandshake>[] = [
  severalServers,
  libraryNotAttached,
  pathMismatch,
  refusedByStatus,
  notAttached,
  noRoute,
  handshakeFailed,
];

function noLibrary(view: HandshakeView): Finding | undefined {
  const line = view.log.text.split('\n').find((text) => NO_LIBRARY.test(text));
  const answer = line === undefined ? answerWithoutLibrary(view) : undefined;
  if (line === undefined && answer === undefined) return undefined;
  const facts = line === undefined ? { ...(answer && { answer }) } : { line };
  return { code: 'ws/no-library', severity: 'error', facts, evidence: evidenceOfView(view) };
}

/** How uvicorn logs a handshake that its library has read: `"WebSocket /live" 403`. A request of a page is `"GET /live HTTP/1.1" 404`. */
const TAKEN_AS_SOCKET = /"WebSocket [^"]*" (?:\d{3}|\[accepted\])/u;

/** What uvicorn before 0.19 answers to a handshake without a library. */
const UNSUPPORTED = /^Unsupported upgrade request\./u;

/**
 * Whether uvicorn itself answered, and no library of it. Its own part writes `Server: uvicorn` into each answer (`default_headers` in h11_impl.py and
 * httptools_impl.py). A library writes no such header into a refusal, whoever chose its status: websockets names itself or nobody, wsproto nobody
 * (`initial_response` in websockets_impl.py, `RejectConnection` in wsproto_impl.py). So a route that is missing differs from a library that is.
 */
function answerWithoutLibrary({ failure, log }: HandshakeView): 'http' | 'words' | undefined {
  const { status, server, says = '' } = failure;
  if (TAKEN_AS_SOCKET.test(log.text)) return undefined;
  if (status !== undefined && /^uvicorn\b/u.test(server)) return 'http';
  return UNSUPPORTED.test(says) ? 'words' : undefined;
}

/** The server rejects the handshake. uvicorn also answers 403 for a path without an endpoint: then another path may have it. */
function refused(view: HandshakeView): Finding | undefined {
  if (!isPython(view.locate)) return refusedByStatus(view);
  return hasPythonEndpoint(view) && prefixedPaths(view.path, view.locate).length === 0
    ? refusedByStatus(view)
    : undefined;
}

function refusedByStatus(view: HandshakeView): Finding | undefined {
  const { status, server } = view.failure;
  if (status !== 401 && status !== 403) return undefined;
  const shown = whyRefused(view);
  return shown === undefined
    ? {
        code: 'ws/refused',
        severity: 'error',
        facts: { status, server },
        evidence: evidenceAt(view, refusalPlace(view)),
      }
    : {
        code: 'ws/refused',
        severity: 'error',
        facts: { status, server, because: shown.because },
        evidence: evidenceAt(view, shown.where),
      };
}

/** Where the server decides: a function that verifies, a comparison of the origin, or the status itself. */
function refusalPlace({ locate, failure: { status = 0 } }: HandshakeView): readonly Place[] {
  return locate.find(
    'server',
    /verifyClient\b|handleProtocols|shouldHandle/u,
    new RegExp(String.raw`HTTP\/1\.1 ${status}\b`, 'u'),
    /\borigin\b/iu,
    new RegExp(String.raw`\b${status}\b`, 'u'),
  );
}

/** With this place instead of the endpoint's; empty: the endpoint's. */
function evidenceAt(view: HandshakeView, where: readonly Place[]): Evidence {
  return where.length > 0 ? { ...evidenceOfView(view), where } : evidenceOfView(view);
}

/** Whether the first place is above the second in the same file: routes are tried in the order of the source. */
function isAbove([first]: readonly Place[], [second]: readonly Place[]): boolean {
  return first !== undefined && first.file === second?.file && (first.line ?? 0) < (second.line ?? 0);
}

function hasPythonEndpoint(view: HandshakeView): boolean {
  return endpointOf(view).length > 0;
}

function endpointOf({ path, locate }: HandshakeView): readonly Place[] {
  const endpoint = new RegExp(
    String.raw`(?:websocket(?:_route)?|WebSocketRoute|add_api_websocket_route)\(\s*(?:path\s*=\s*)?['"]${literal(path)}['"]`,
    'u',
  );
  return locate.find('server', endpoint);
}

/** No answer, or one that shows that the server itself failed. */
function serverFailed({ failure: { status } }: HandshakeView): boolean {
  return status === undefined || status >= 500;
}

function mountTakesIt(view: HandshakeView): Finding | undefined {
  const where = view.locate.find('server', MOUNT_OF_ALL);
  const asserted = serverFailed(view) && MOUNT_TAKES_IT.test(view.log.text);
  if (!asserted && !(view.failure.status === 403 && isAbove(where, endpointOf(view)))) return undefined;
  const facts = { status: view.failure.status ?? 0, because: 'mount' } as const;
  return { code: 'ws/no-route', severity: 'error', facts, evidence: { ...evidenceOfView(view), where } };
}

function handlerSaysWhy(view: HandshakeView): Finding | undefined {
  return serverFailed(view) ? handlerFailed({ log: view.log, sent: '', evidence: evidenceOfView(view) }) : undefined;
}

function returnedEarly(view: HandshakeView): Finding | undefined {
  if (!serverFailed(view) || !RETURNED_EARLY.test(view.log.text)) return undefined;
  return { code: 'ws/no-accept', severity: 'error', facts: {}, evidence: evidenceOfView(view) };
}

function pathMismatch(view: TriedHandshake): Finding | undefined {
  const { near, path, locate } = view;
  if (near === undefined) return undefined;
  const status = view.failure.status ?? 0;
  const evidence = evidenceOfView(view);
  if (!prefixedPaths(path, locate).includes(near)) {
    // An endpoint that has the path and refuses is another fault than an endpoint at another path.
    const chooses = choosesByPath(locate);
    const named = locate.find('server', quoted(near), quoted(near.replace(/^\//u, '')));
    const own = hasPythonEndpoint(view) && locate.find('server', APP_HAS_IT).length > 0;
    return own
      ? undefined
      : {
          code: 'ws/path-mismatch',
          severity: 'error',
          facts: { answers: near, status, ...(chooses.length > 0 ? { by: 'listener' as const } : {}) },
          evidence: evidenceAt(view, named.length > 0 ? named : chooses),
        };
  }
  const prefix = near.slice(0, -path.length);
  const named = locate.find('server', new RegExp(String.raw`['"\x60]${literal(prefix)}['"\x60]`, 'u'));
  return {
    code: 'ws/path-mismatch',
    severity: 'error',
    facts: { answers: near, status, prefix },
    evidence: named.length > 0 ? { ...evidence, where: named } : evidence,
  };
}

/** An endpoint that belongs to the application itself, without a router between. */
const APP_HAS_IT = /@app\.websocket/u;

/** A library has its route, and lacks the call by which handshakes reach it. */
function libraryNotAttached(view: TriedHandshake): Finding | undefined {
  const shown = view.near === undefined ? whyNotAttached(view.locate) : undefined;
  if (shown === undefined) return undefined;
  const facts = { status: view.failure.status ?? 0, because: shown.because };
  return {
    code: 'ws/not-attached',
    severity: 'error',
    facts,
    evidence: { ...evidenceOfView(view), where: shown.where },
  };
}

/** `ws` itself answers 400 for a path that another one of its servers has. */
function severalServers(view: TriedHandshake): Finding | undefined {
  const { status } = view.failure;
  const where = status === 400 ? serversOnOne(view) : [];
  if (where.length === 0) return undefined;
  const facts = { status: 400, because: 'several' as const };
  return { code: 'ws/not-attached', severity: 'error', facts, evidence: { ...evidenceOfView(view), where } };
}

/** The code has a server of `ws`, but nothing answers an upgrade: it is attached to another http server, or to none, or what should call it does not. */
function notAttached(view: TriedHandshake): Finding | undefined {
  const { reason, status } = view.failure;
  const [created] = socketServer(view.locate);
  // `ws` itself answers 400 to a handshake that it rejects, so it is attached.
  const unanswered = reason === 'deadline' || (status !== undefined && status !== 400);
  if (created === undefined || !unanswered) return undefined;
  const isLate = view.acceptedAfterRequest === true;
  const other = isLate ? [] : otherServer(view);
  const late = isLate ? ({ because: 'request', where: [created] } as const) : undefined;
  const shown = late ?? (other.length > 0 ? undefined : whyDeaf(view.locate, created, status));
  const where = shown?.where ?? (other.length > 0 ? other : [created]);
  const facts = { status: status ?? 0, ...(shown === undefined ? {} : { because: shown.because }) };
  return { code: 'ws/not-attached', severity: 'error', facts, evidence: { ...evidenceOfView(view), where } };
}

/** The line where the application listens by itself, on an HTTP server other than the one that the source creates; empty: there is none. */
function otherServer({ locate }: HandshakeView): readonly Place[] {
  const created = locate.find('server', /=\s*(?:http\.)?createServer\(/u);
  return created.length === 0 ? [] : locate.find('server', /\bapp\.listen\s*\(/u);
}

function noRoute(view: TriedHandshake): Finding | undefined {
  const { status } = view.failure;
  if (status === undefined) return undefined;
  const framework = frameworkOf(view.locate);
  const facts = framework === undefined ? { status } : { status, framework };
  return { code: 'ws/no-route', severity: 'error', facts, evidence: evidenceOfView(view) };
}

function handshakeFailed(view: TriedHandshake): Finding {
  const facts = { failure: handshakeFailure(view.failure) };
  return { code: 'ws/handshake-failed', severity: 'error', facts, evidence: evidenceOfView(view) };
}

const MOST_OWN_PATHS = 20;

/** Paths where the endpoint may be instead: those that learners write, and every path that the server's source mentions. */
export function nearPaths(path: string, locate: SourceLocator): readonly string[] {
  const usual = [`${path}/`, '/', '/websocket', '/socket', '/chat', `${path}/chat`, '/wss', '/echo'];
  const own = locate
    .all('server', /['"`](\/[\w./-]*)['"`]/gu)
    .filter((named) => named !== path)
    .slice(0, MOST_OWN_PATHS);
  return [...new Set([...prefixedPaths(path, locate), ...usual, ...own])].filter((near) => near !== path);
}
