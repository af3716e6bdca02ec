import type { FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';

// How handshakes come to a server of the library `ws` in the source. It only chooses the advice: that none is answered was seen.

type Locate = Pick<SourceLocator, 'find' | 'findFrom' | 'all'>;

type Deaf = NonNullable<FindingOf<'ws/not-attached'>['facts']['because']>;

/** Not in a comment, as far as its line shows. */
const CODE = String.raw`^(?!\s*(?:\/\/|\/?\*|#|<!--)).*?(?<!\/\/.*)`;

function inCode(pattern: string): RegExp {
  return new RegExp(CODE + pattern, 'u');
}

const CREATED = inCode(String.raw`\bnew\s+(?:WebSocketServer|WebSocket\.Server|ws\.Server|WSServer)\s*\(`);
/** `ws` exports its server as `Server`, too, and so do other packages. */
const SERVER_OF_WS = /\bServer\b.*(?:\bfrom\s*|\brequire\(\s*)['"]ws['"]/u;
const CREATED_AS_SERVER = inCode(String.raw`\bnew\s+Server\s*\(`);

/** The line that creates the WebSocket server of `ws`; empty: there is none outside comments. */
export function socketServer(locate: Locate): readonly Place[] {
  const named = locate.find('server', SERVER_OF_WS).length > 0 ? [CREATED_AS_SERVER] : [];
  return locate.find('server', CREATED, ...named);
}

/** Options of a call are on its own line and at most on so many below it. */
const OPTION_LINES = 6;

/** The first line that matches from this one on, if it is near enough to be among its options. */
function option(locate: Locate, created: Place, pattern: RegExp): readonly Place[] {
  const [found] = locate.findFrom('server', created, pattern);
  const below = (found?.line ?? 0) - (created.line ?? 0);
  return found !== undefined && found.file === created.file && below >= 0 && below <= OPTION_LINES ? [found] : [];
}

/** What frameworks make that has no `upgrade` event: it is not an HTTP server. */
const APP = /\b(?:const|let|var)\s+(\w+)\s*=\s*(?:express\s*\(|fastify\s*\(|new\s+(?:Koa|Hono)\b)/gu;
const UPGRADES = /\b(\w+)\.(?:on|once|addListener)\(\s*['"`]upgrade['"`]/gu;
const LISTENER = inCode(String.raw`\.(?:on|once|addListener)\(\s*['"\x60]upgrade['"\x60]`);

/**
 * Why no handshake becomes a WebSocket, as far as the source shows; undefined: it does not show it. `ws` answers 503 once it is closed
 * (`WebSocketServer.completeUpgrade`), and waits for the callback of a `verifyClient` that takes two arguments.
 * @param status of the answer; undefined: there was none
 */
export function whyDeaf(
  locate: Locate,
  created: Place,
  status: number | undefined,
): { readonly because: Deaf; readonly where: readonly Place[] } | undefined {
  const shown = (because: Deaf, where: readonly Place[]): { because: Deaf; where: readonly Place[] }[] =>
    where.length > 0 ? [{ because, where }] : [];
  const listener = locate.find('server', LISTENER);
  const owners = locate.all('server', UPGRADES);
  const isOfApp = locate.all('server', APP).some((app) => owners.includes(app));
  const upgrades = locate.find('server', inCode(String.raw`\.handleUpgrade\(`)).length > 0;
  const [found] = [
    ...(status === 503 ? shown('closed', closes(locate)) : []),
    ...shown('port', option(locate, created, /[{,\s]port\s*[:,}]/u)),
    ...(status === undefined
      ? shown('verify-client', locate.find('server', inCode(String.raw`\bverifyClient\b`)))
      : []),
    ...(isOfApp ? shown('app', listener) : []),
    ...(upgrades && !isOfApp ? shown('listener', listener) : []),
  ];
  return found;
}

/** The listener for `upgrade` that chooses handshakes by their path itself; empty: the path is an option of the library. */
export function choosesByPath(locate: Locate): readonly Place[] {
  const upgrades = locate.find('server', inCode(String.raw`\.handleUpgrade\(`)).length > 0;
  const option = locate.find('server', inCode(String.raw`\bpath\s*:\s*['"\x60]\/`)).length > 0;
  return upgrades && !option ? locate.find('server', LISTENER) : [];
}

/** The line that closes the WebSocket server. */
function closes(locate: Locate): readonly Place[] {
  const [name] = locate.all('server', /\b(\w+)\s*=\s*new\s+(?:WebSocket\.)?(?:WebSocket)?Server\s*\(/gu);
  return name === undefined ? [] : locate.find('server', inCode(String.raw`\b${name}\.close\(`));
}
