import type { FindingOf } from '../../model/finding.ts';
import { literal } from '../../model/pattern.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { isPython } from '../server/log.ts';
import type { HandshakeView } from './handshake-view.ts';

// What the source of a server says of the way in which it takes WebSockets. It only chooses the advice: that something is wrong was seen.

type Locate = Pick<SourceLocator, 'find'>;

/** A cause that the source shows, and its line. */
interface Shown<Because> {
  readonly because: Because;
  readonly where: readonly Place[];
}

type NotAttached = NonNullable<FindingOf<'ws/not-attached'>['facts']['because']>;

/** What a library needs besides a route before handshakes reach it, and what shows that it does not have it. */
const NOT_ATTACHED: readonly {
  readonly because: NotAttached;
  readonly uses: RegExp;
  /** Absent from the source. */
  readonly without?: RegExp;
}[] = [
  // @hono/node-ws listens to the `upgrade` event only after this call.
  { because: 'inject', uses: /\bcreateNodeWebSocket\s*\(/u, without: /\binjectWebSocket\s*\(/u },
  // express-ws replaces `app.listen`; an http server that is made beside it has to be its second argument.
  { because: 'express-ws', uses: /\bexpressWs\w*\s*\(\s*\w+\s*\)/iu, without: /\bapp\.listen\s*\(/u },
  // A plugin of Fastify is loaded after the file has run; routes that were declared before it has are plain ones.
  {
    because: 'register',
    uses: /(?<!await )\b\w+\.register\s*\(\s*\w*websocket\w*/iu,
    without: /\.register\s*\(\s*(?:async\b|function\b|\()/u,
  },
];

/** Why handshakes do not reach the library that the source uses; undefined: it uses none of those that need a call of their own. */
export function whyNotAttached(locate: Locate): Shown<NotAttached> | undefined {
  for (const { because, uses, without } of NOT_ATTACHED) {
    const where = locate.find('server', uses);
    if (where.length > 0 && (without === undefined || locate.find('server', without).length === 0))
      return { because, where };
  }
  return undefined;
}

/**
 * Several servers of the library `ws` with a `path` on one HTTP server: each answers 400 to what is not its own path.
 * @see https://github.com/websockets/ws#multiple-servers-sharing-a-single-https-server
 */
export function serversOnOne({ path, locate }: Pick<HandshakeView, 'path' | 'locate'>): readonly Place[] {
  const own = new RegExp(
    String.raw`new\s+(?:WebSocket\.)?(?:WebSocket)?Server\s*\(\{.*['"\x60]${literal(path)}['"\x60]`,
    'u',
  );
  const paths = locate.all(
    'server',
    /new\s+(?:WebSocket\.)?(?:WebSocket)?Server\s*\(\{[^}]*\bpath:\s*(['"`][^'"`]+['"`])/gu,
  );
  return paths.length > 1 ? locate.find('server', own) : [];
}

type Framework = NonNullable<FindingOf<'ws/no-route'>['facts']['framework']>;

const FRAMEWORKS: readonly (readonly [Framework, RegExp])[] = [
  ['django', /^\s*(?:from|import)\s+django\b/u],
  ['flask', /^\s*(?:from|import)\s+flask\b/u],
  ['tornado', /^\s*(?:from|import)\s+tornado\b/u],
  ['aiohttp', /^\s*(?:from|import)\s+aiohttp\b/u],
];

/** The framework of a server in Python that has its own way to WebSockets; undefined: none of those is imported. */
export function frameworkOf(locate: Locate): Framework | undefined {
  return FRAMEWORKS.find(([, imports]) => locate.find('server', imports).length > 0)?.[0];
}

type Refusal = NonNullable<FindingOf<'ws/refused'>['facts']['because']>;

/** What refuses handshakes by their headers, most specific first. */
const CHECKS_IT: readonly (readonly [Refusal, RegExp])[] = [
  ['origin', /\bdef check_origin\b|OriginValidator\(/u],
  ['verify-client', /\bverifyClient\b/u],
  ['origin', /\bheaders\.origin\b|\bheaders(?:\.get\(|\[)\s*['"]origin['"]/iu],
];

/** By the line of the handler's `def`: a first parameter without a type is one of the query to FastAPI, as is one with `Query`. */
const WANTS: readonly (readonly [Refusal, RegExp])[] = [
  ['untyped', /\bdef\s+\w+\(\s*\w+\s*[,)]/u],
  ['parameter', /=\s*(?:Query|Header|Cookie)\(|\bAnnotated\[[^\]]*\b(?:Query|Header|Cookie)\(/u],
  ['dependency', /\bDepends\(/u],
];

/** What refuses the handshake, as far as the source shows; undefined: nothing in it does. */
export function whyRefused({ path, locate }: Pick<HandshakeView, 'path' | 'locate'>): Shown<Refusal> | undefined {
  for (const [because, pattern] of CHECKS_IT) {
    const where = locate.find('server', pattern);
    if (where.length > 0) return { because, where };
  }
  if (!isPython(locate)) return undefined;
  const [router = ''] = locate.all('server', new RegExp(ownerOf(path), 'gu'));
  const made = router === '' ? [] : locate.find('server', new RegExp(String.raw`\b${router}\s*=\s*APIRouter\(`, 'u'));
  if (made.length > 0 && locate.find('server', /\binclude_router\(/u).length === 0)
    return { because: 'not-included', where: made };
  const [endpoint] = locate.find('server', new RegExp(ownerOf(path), 'u'));
  return endpoint === undefined ? undefined : (whatHandlerWants(locate, endpoint) ?? closesFirst(locate, endpoint));
}

/** A handler whose first word to the client is `close()` (the ASGI specification: before "Accept" it refuses). */
function closesFirst(locate: Pick<SourceLocator, 'findFrom'>, endpoint: Place): Shown<Refusal> | undefined {
  const [first] = locate.findFrom('server', endpoint, /\.(?:close|accept)\(/u);
  const [close] = locate.findFrom('server', endpoint, /\.close\(/u);
  const isBelow = close?.file === endpoint.file && (close.line ?? 0) > (endpoint.line ?? 0);
  return isBelow && first?.line === close.line ? { because: 'closes-first', where: [close] } : undefined;
}

/** What the head of the handler below this line asks for, which a page does not send. */
function whatHandlerWants(locate: Pick<SourceLocator, 'findFrom'>, endpoint: Place): Shown<Refusal> | undefined {
  const [head] = locate.findFrom('server', endpoint, /^\s*(?:async\s+)?def\s/u);
  for (const [because, pattern] of WANTS) {
    const [found] = locate.findFrom('server', endpoint, pattern);
    if (found !== undefined && found.file === head?.file && found.line === head.line)
      return { because, where: [found] };
  }
  return undefined;
}

/** The object that the endpoint of a path belongs to: `router` in `@router.websocket("/ws")`. */
function ownerOf(path: string): string {
  return String.raw`@(\w+)\.websocket(?:_route)?\(\s*(?:path\s*=\s*)?['"]${literal(path)}['"]`;
}

/** What a router of FastAPI or Express puts before the paths of its endpoints. */
const PREFIXES: readonly RegExp[] = [
  /\b(?:url_)?prefix\s*[=:]\s*['"`](\/[\w./-]*)['"`]/gu,
  /\b(?:mount|Mount|use|route)\(\s*['"`](\/[\w./-]+)['"`](?!.*(?:StaticFiles|static\())/gu,
];

/** Paths that end in `path` behind a prefix that the source names. */
export function prefixedPaths(path: string, locate: Pick<SourceLocator, 'all'>): readonly string[] {
  const prefixes = [...new Set(PREFIXES.flatMap((pattern) => locate.all('server', pattern)))];
  const nested = prefixes.flatMap((outer) => prefixes.map((inner) => (outer === inner ? outer : outer + inner)));
  return [...new Set([...prefixes, ...nested])].map((prefix) => `${prefix.replace(/\/$/u, '')}${path}`);
}
