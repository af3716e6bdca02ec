import { firstTag, literal } from '../model/pattern.ts';
import type { Place } from '../model/timeline.ts';
import type { SourceLocator } from './locate.ts';

/** The text between quotes, and nothing else between them. */
export function quoted(text: string): RegExp {
  return new RegExp(String.raw`['"\x60]${literal(text)}['"\x60]`, 'u');
}

/** Finds places in a server's sources, and only there. */
export type PlaceFinder = Pick<SourceLocator, 'find' | 'findFrom'>;

/** The line of the WebSocket handler: where it answers messages, else where the endpoint is created. @param path of the endpoint */
export function handlerPlace(locate: PlaceFinder, path: string): readonly Place[] {
  return locate.find(
    'server',
    /\.on\(\s*['"]message['"]|onmessage|receive_text|iter_text|\.recv\(|on_message/u,
    new RegExp(String.raw`\.on\(\s*['"]connection['"]|websocket\(\s*['"]${literal(path)}`, 'u'),
    new RegExp(String.raw`WebSocket|websocket|['"\x60]${literal(path)}`, 'u'),
  );
}

/** A call that sends a message, as libraries name it; not one that sends an HTTP response. */
const SENDS = [
  /(?:socket|ws|client|conn|peer|sock)\w*\.(?:send|send_?text|send_str|send_json|send_string|emit)\s*\(|write_message\s*\(/iu,
  /\.send_(?:text|str|json|bytes)\s*\(|(?<!\b(?:res|response|reply|ctx))\.send\s*\(/u,
];

/** The line that sends a reply: the first one in the handler and below it that does; else the handler. @param first patterns tried before */
export function sendPlace(locate: PlaceFinder, path: string, ...first: readonly RegExp[]): readonly Place[] {
  const handler = handlerPlace(locate, path);
  const sends = locate.findFrom('server', handler[0], ...first, ...SENDS);
  return sends.length > 0 ? sends : handler;
}

/** The line that writes a reply: where the source contains its first tag, or the beginning of the tag; else the line that sends it. */
export function replyPlace(locate: PlaceFinder, reply: string, path: string): readonly Place[] {
  const tag = firstTag(reply);
  if (tag === undefined) return sendPlace(locate, path);
  // Either kind of quote may be used, and is escaped inside a string of the same kind.
  const written = (text: string): RegExp => new RegExp(literal(text).replaceAll(/["']/gu, String.raw`\\?["']`), 'u');
  const place = locate.find('server', written(tag), written(tag.split(/[\s>]/u).slice(0, 2).join(' ')));
  return place.length > 0 ? place : sendPlace(locate, path);
}

/** Not a line that only imports. */
const NO_IMPORT = String.raw`^(?!\s*(?:import|from)\b)(?!.*\brequire\().*`;

/** The line that creates the endpoint of a handshake, else one that names it, in a comment too: where it is to be written. @param path of the endpoint */
export function endpointPlace(locate: PlaceFinder, path: string): readonly Place[] {
  const names = String.raw`(?:WebSocketServer|WebSocket\.Server|\.websocket\(|websocketServer|upgradeWebSocket|['"\x60]${literal(path)})`;
  const spot = String.raw`(?:\/\/|#|\*).*(?<![\w./])${literal(path)}(?![\w/-])`;
  return locate.find('server', new RegExp(NO_IMPORT + names, 'iu'), new RegExp(names, 'iu'), new RegExp(spot, 'u'));
}

/** Whether a place is in the same file as another, on its line or below it. */
export function isFrom(place: Place | undefined, from: Place | undefined): boolean {
  return place !== undefined && place.file === from?.file && (place.line ?? 0) >= (from.line ?? 0);
}

/** The line that closes the connection from the endpoint on; else the handler. @param path of the endpoint */
export function closePlace(locate: PlaceFinder, path: string): readonly Place[] {
  const [endpoint] = endpointPlace(locate, path);
  const from = handlerConnection(locate)[0] ?? endpoint;
  const closes = locate.findFrom('server', from, CLOSES);
  return closes.length > 0 ? closes : handlerPlace(locate, path);
}

const CLOSES = /\b(?:\w*(?:socket|ws|client|conn|peer|sock)\w*|\w)\.(?:close|terminate)\s*\(/iu;

function handlerConnection(locate: PlaceFinder): readonly Place[] {
  return locate.find('server', /\.on\(\s*['"]connection['"]/u);
}

/**
 * The line that writes this line of a stream: where the source has its beginning at the start of a string or of a line; else the first
 * one that writes. @param text as it was received
 */
export function writtenPlace(locate: PlaceFinder, text: string): readonly Place[] {
  const [start = ''] = text.trim().split(/\d/u);
  const begins = String.raw`(?:['"\x60]|\\n|^)\s*${literal(start.trim()).replaceAll(/["']/gu, String.raw`\\?["']`)}`;
  return start.trim() === '' ? [] : locate.find('server', new RegExp(begins, 'u'));
}

/** The line of the function that gets the requests. */
export function requestHandlerPlace(locate: PlaceFinder): readonly Place[] {
  return locate.find('server', /createServer\s*\(/u, /\.(?:get|use|all)\(\s*['"]\/['"]/u);
}

/** The line of the handler of an event stream. @param path of the stream */
export function streamPlace(locate: PlaceFinder, path: string): readonly Place[] {
  return locate.find('server', /['"`]data: ?|data:/u, /text\/event-stream/u, pathPattern(path));
}

/** The line with the stream's path, else one that matches `patterns`. */
export function routePlace(locate: PlaceFinder, path: string, ...patterns: readonly RegExp[]): readonly Place[] {
  return locate.find('server', pathPattern(path), ...patterns);
}

/** The path itself, or a router's prefix of it: `/sse/counter`, `'/sse`. */
function pathPattern(path: string): RegExp {
  const [first = ''] = path.slice(1).split('/');
  return new RegExp(String.raw`${literal(path.slice(1))}|['"\x60]\/${literal(first)}`, 'u');
}

/** The line with the stream's full path, and no other. */
export function pathPlace(locate: PlaceFinder, path: string, ...patterns: readonly RegExp[]): readonly Place[] {
  return locate.find('server', new RegExp(literal(path.slice(1)), 'u'), ...patterns);
}

/** Where a script of the page calls something that changes a text; empty: none does, as far as the sources show. */
export function scriptThatChanges(locate: PlaceFinder): readonly Place[] {
  return locate.find(
    'page',
    /encodeURI(?:Component)?\(|\bescape\(|to(?:Locale)?(?:Lower|Upper)Case\(|\.normalize\(/u,
    /\.replace(?:All)?\(/u,
  );
}
