import type { LineSighting, PastedResponse } from '../sighting.ts';

// Parts of what browsers, servers and clients say. Several codes share them; the sources are the programs' own texts:
// Chromium (net/websockets, blink), Firefox (dom.properties, security.properties), WebKit, ws, uvicorn, Starlette, Tornado, Channels.

/**
 * A line that says that a WebSocket handshake was answered with one of these statuses.
 * @param statuses as parts of a pattern: `403`, `3\\d\\d`
 */
export function handshakeAnswer(...statuses: readonly string[]): RegExp {
  const status = `(?<status>${statuses.join('|')})\\b`;
  return new RegExp(
    [
      `unexpected (?:server response|response code|status code):? \\(?${status}`,
      `(?:\\bwebsockets?\\b|\\bws\\b|wss?://).*(?:code|status|failed|error|rejected|refused|got|answered|HTTP(?:/[\\d.]+)?|" ?)[: ]*\\(?${status.replace('<status>', '<answer>')}`,
      `connection rejected \\(${status.replace('<status>', '<rejected>')}`,
    ].join('|'),
    'iu',
  );
}

/** The status that `handshakeAnswer` found. */
export function statusIn(found: Readonly<Record<string, string>>): string {
  return (
    [found['status'], found['answer'], found['rejected']].find((status) => status !== undefined && status !== '') ?? ''
  );
}

/** A line that says that a connection was closed with one of these codes. */
export function closedWith(...codes: readonly number[]): RegExp {
  const code = `(?:${codes.join('|')})\\b`;
  return new RegExp(
    [
      `^ *${code} *$`,
      `\\bclos(?:e|ed|ing)(?: ?event| code| frame)?\\b.{0,40}?\\b${code}`,
      `\\bcode[:=] ?${code}`,
      `WebSocketDisconnect: \\(${code},`,
      `\\b(?:received|sent) ${code} \\(`,
    ].join('|'),
    'iu',
  );
}

/**
 * A line of a server's log, of a console or of a network tab: this path was asked for and got one of these statuses.
 * @param path a path, quoted for a pattern: see `literal`
 */
export function answered(path: string, ...statuses: readonly string[]): RegExp {
  const status = `(?<status>${statuses.join('|')})\\b`;
  const target = `(?:https?://[^/\\s]+)?${path}(?:\\?\\S*)?`;
  return new RegExp(
    `\\b(?:GET|POST) ${target}(?: HTTP/[\\d.]+)?"? [^\\d]{0,25}?${status}|\\b${status.replace('<status>', '<first>')} GET ${target}(?= |$)|status of ${status.replace('<status>', '<of>')}.* ${target}(?=[: ]|$)`,
    'iu',
  );
}

/** Nothing listens: the words of browsers, curl, Node and Python. */
export const REFUSED =
  /ERR_CONNECTION_REFUSED|ECONNREFUSED|connection refused|failed to connect to \S+ port|couldn't connect to server|could not connect to the server|refused to connect\.?$|unable to connect$/iu;

/** The page's WebSocket did not open, and the browser does not say why. */
export const NOT_OPENED =
  /(?:websocket connection to '[^']*' failed:? *(?:\S*:\d+(?::\d+)?)?$)|can.t establish a connection to the server at wss?:\/\/|failed: there was a bad response from the server|htmx:wsError/iu;

/** An EventSource did not open, or ended, and the browser does not say why. */
export const STREAM_FAILED = /htmx:sseError|can.t establish a connection to the server at https?:\/\//iu;

/** A JavaScript error in a browser: it names no file of a server. */
export const PAGE_ERROR =
  /\buncaught (?:\(in promise\) )?(?:DOMException|[A-Z]\w*Error)\b|^unhandled promise rejection:|can't access property .* (?:undefined|null)|is not an object \(evaluating/iu;

/** Same words for several causes: a line with a weight and a sentence. */
export function line(pattern: RegExp, weight: number, why: LineSighting['why']): LineSighting {
  return { line: pattern, weight, why };
}

/** A response whose body has lines of an event stream, or that answers a request for this path. */
export function isForStream(response: PastedResponse, path: string): boolean {
  return response.path === path || /^(?:data|event|id|retry):/mu.test(response.body);
}
