import type { RequestFailure } from '../../model/observed.ts';
import type { Evidence } from '../../model/finding.ts';
import type { Entries, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { excessWords } from '../excess.ts';
import { inline } from '../visible.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { literal } from '../../model/pattern.ts';
import { libraryMissing, notAttachedWords, REFUSED_BECAUSE, ROUTE_OF } from './handshake-words.ts';
import { placeWords } from './place-words.ts';
import { handshakeAnswer, statusIn, closedWith, NOT_OPENED, line } from './seen.ts';

function switching(names: Names): string {
  return `The handshake at \`${names.socket}\` is answered with status 101 Switching Protocols.`;
}
function nodeEndpoint(names: Names): string {
  return `const sockets = new WebSocketServer({ server, path: '${names.socket}' });`;
}
function pythonEndpoint(names: Names): string {
  return `@app.websocket("${names.socket}")\nasync def chat(websocket: WebSocket):\n    await websocket.accept()`;
}

type HandshakeCode =
  | 'ws/no-route'
  | 'ws/path-mismatch'
  | 'ws/other-protocol'
  | 'ws/refused'
  | 'ws/handshake-failed'
  | 'ws/no-library'
  | 'ws/not-attached';

/** The opening handshake (RFC 6455 section 4): an HTTP request that asks to become a WebSocket. */
export const handshakeEntries: Entries<HandshakeCode> = {
  'ws/no-route': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: `${names.socket} answers with status ${facts.status} instead of a WebSocket`,
      expected: switching(names),
      cause: statusCause(facts.status, server),
      fix: endpointFix(server, names),
      ...(facts.because === undefined ? {} : mountWords(evidence, names)),
    }),
    otherLanguage: ({ facts: { framework } }, { names }) =>
      framework !== undefined
        ? ROUTE_OF[framework](names)
        : {
            fix: `Bind a WebSocket endpoint to the path \`${names.socket}\`, in the way of your framework or its WebSocket library. A route for GET requests does not answer a handshake.`,
          },
    explain: (names) => ({
      title: `No WebSocket answers at ${names.socket}`,
      meaning:
        'A WebSocket begins as an HTTP request with the header `Upgrade: websocket`. A server that agrees answers with status 101, and the connection stays open. Any other status is an ordinary answer, and opens no WebSocket. A route for GET is not enough: it answers the request and is done.',
      wrong: { language: 'js', text: "const server = createServer(handleRequest);\nserver.listen(port, '127.0.0.1');" },
      right: {
        language: 'js',
        text: `const server = createServer(handleRequest);\n${nodeEndpoint(names)}\nserver.listen(port, '127.0.0.1');`,
      },
      source: 'RFC 6455 section 4.2.2.',
    }),
    seenAs: ({ socket }) => [
      line(
        new RegExp(`^Not Found: ${literal(socket)}(?![\\w-])`, 'u'),
        9,
        'Django answered the handshake like a request for a page: without channels and daphne it has no WebSockets.',
      ),
      line(
        handshakeAnswer('404'),
        9,
        'The handshake was answered with 404: the server has nothing at this address for a WebSocket.',
      ),
      line(
        handshakeAnswer('200', '405', '426'),
        9,
        (found) => `The HTTP part of the server answered the handshake, with status ${statusIn(found)}.`,
      ),
      line(handshakeAnswer('400'), 6, 'A server without a WebSocket at this address may also answer 400.'),
      line(handshakeAnswer('403'), 6, 'uvicorn answers 403 when no `@app.websocket` has this path.'),
      line(
        handshakeAnswer('5\\d\\d'),
        5,
        'An application mounted at `/` gets the handshake and fails, because it knows only HTTP.',
      ),
      line(
        /No application configured for scope type 'websocket'|assert scope\["type"\] == "http"/u,
        10,
        'The handshake reached the application, and no WebSocket route has its path.',
      ),
      line(NOT_OPENED, 6, 'A server without a WebSocket at this address answers the handshake with an ordinary page.'),
      {
        response: ({ upgrade, status }) =>
          upgrade && (status === 200 || status === 404 || status === 405 || status === 426),
        weight: 9,
        why: 'The request asks for a WebSocket and gets an ordinary HTTP answer.',
      },
    ],
  },
  'ws/path-mismatch': {
    words: ({ facts }, { names, server }) => ({
      title: `The WebSocket is at ${facts.answers}, not at ${names.socket}`,
      expected: switching(names),
      cause: `\`${names.socket}\` was answered with ${facts.status === 0 ? 'nothing' : `status ${facts.status}`}, while \`${facts.answers}\` opens a WebSocket. ${facts.prefix === undefined ? `The path must be exactly the same${facts.answers === `${names.socket}/` ? ': a slash at the end makes it a different path' : ''}.` : `The prefix \`${inline(facts.prefix)}\` comes before the path of each endpoint of its router.`}`,
      fix:
        facts.prefix === undefined
          ? inServerLanguage(server, {
              node:
                facts.by === 'listener'
                  ? `Make the condition in the listener for \`upgrade\` hold for the path \`${names.socket}\`, where it holds for \`${inline(facts.answers)}\` now.`
                  : `Write \`path: '${names.socket}'\` in the options of \`new WebSocketServer\`.`,
              python: `write \`@app.websocket("${names.socket}")\`.`,
            })
          : prefixFix(facts.prefix, names),
    }),
    otherLanguage: ({ facts }, { names }) => ({
      fix:
        facts.prefix === undefined
          ? `Give the WebSocket endpoint exactly the path \`${names.socket}\`.`
          : prefixFix(facts.prefix, names),
    }),
    explain: (names) => ({
      title: 'The WebSocket has a different path',
      meaning: `Page and server must name the same path. \`${names.socket}\` and \`${names.socket}/\` are two paths, and a handshake is not redirected from one to the other: browsers give up on any status but 101. The library \`ws\` answers 400 when its \`path\` differs, uvicorn 403.`,
      wrong: { language: 'js', text: `new WebSocketServer({ server, path: '${names.socket}/' });` },
      right: { language: 'js', text: `new WebSocketServer({ server, path: '${names.socket}' });` },
      source: 'RFC 6455 section 4.2.1, the request target; `shouldHandle` in the source of ws.',
    }),
    seenAs: [
      line(
        handshakeAnswer('3\\d\\d'),
        9,
        'The handshake was redirected, usually by a slash more or less at the end of the path; browsers do not follow.',
      ),
      line(handshakeAnswer('400'), 8, 'The library ws answers 400 when its `path` is another one.'),
      line(
        handshakeAnswer('403', '404'),
        5,
        'The WebSocket may be at a path that differs only by a slash or a prefix.',
      ),
      {
        response: ({ upgrade, status }) => upgrade && (status === 400 || (status > 300 && status < 400)),
        weight: 8,
        why: 'ws answers 400 when its `path` is another one; a redirect comes from a slash more or less.',
      },
    ],
  },
  'ws/other-protocol': {
    words: ({ facts }, { names, server }) => ({
      title: `The server speaks ${inline(facts.protocol)}, which is not a plain WebSocket`,
      expected: switching(names),
      cause: `${inline(facts.protocol)} is a protocol of its own: its clients introduce themselves in their own way and wrap each message. htmx and a browser's \`WebSocket\` do neither, so the server ${facts.status === 0 ? 'did not answer the handshake' : `answered the handshake with status ${facts.status}`}.`,
      fix: inServerLanguage(server, {
        node: `Use the library \`ws\` instead: \`new WebSocketServer({ server, path: '${names.socket}' })\`, with \`socket.on('message', …)\` and \`socket.send(…)\`.`,
        python: `use the WebSocket of the framework instead: \`@app.websocket("${names.socket}")\`, with \`await websocket.accept()\`, \`receive_text\` and \`send_text\`.`,
      }),
    }),
    otherLanguage: (_, { names }) => ({
      fix: `Use the plain WebSocket of your framework for \`${names.socket}\`, without a protocol above it.`,
    }),
    explain: (names) => ({
      title: 'A protocol above WebSocket',
      meaning:
        'Socket.IO, SockJS, SignalR and others use WebSocket as a means of transport. What they send over it is their own, and only their own client understands it. The ws extension of htmx uses the WebSocket of the browser, so its server has to be a plain WebSocket server.',
      wrong: { language: 'js', text: `const io = new Server(server, { path: '${names.socket}' });` },
      right: { language: 'js', text: nodeEndpoint(names) },
      source: 'Socket.IO documentation, "What Socket.IO is not"; RFC 6455.',
    }),
    seenAs: [
      line(
        /\/socket\.io\/?\?EIO=\d|unsupported version of the Socket\.IO|"message":"(?:Transport unknown|Bad handshake method|Session ID unknown)"/iu,
        9,
        'This is a request, or an answer, of Socket.IO, which has a protocol of its own.',
      ),
      line(
        /\bSockJS\b|\/sockjs\b|negotiateVersion=|(?:Unsupported|Unknown) subprotocol.*graphql|\bprimus\b/iu,
        7,
        'A library with a protocol of its own speaks here, not a plain WebSocket.',
      ),
    ],
  },
  'ws/refused': {
    words: ({ facts, evidence }, { names }) => ({
      title: `The server refuses the WebSocket (status ${facts.status})`,
      expected: switching(names),
      cause:
        facts.because !== undefined
          ? REFUSED_BECAUSE[facts.because].cause
          : isPython(facts.server, evidence)
            ? 'From uvicorn, 403 means that no `@app.websocket` has this path, or that the handshake was rejected before `await websocket.accept()`, for instance because FastAPI could not fill a parameter of the handler.'
            : 'The server looked at the handshake and rejected it, with a `verifyClient`, a check of the `Origin` header, or a login.',
      fix:
        facts.because !== undefined
          ? REFUSED_BECAUSE[facts.because].fix
          : isPython(facts.server, evidence)
            ? `Write \`@app.websocket("${names.socket}")\`, give the parameter its type (\`websocket: WebSocket\`; without it FastAPI looks for a query parameter), and make \`await websocket.accept()\` its first line.`
            : "Remove what refuses it, such as `verifyClient`, or let it accept the server's own page: its `Origin` is the address of the page, which the check serves on a free port, not on 8000.",
    }),
    otherLanguage: ({ facts }) =>
      facts.because === undefined
        ? {
            cause:
              'Something rejected the handshake: a check of the `Origin` header, a login, or a protection against forged requests.',
            fix: "Remove what refuses it, or let it accept the server's own page: its `Origin` is the address of the page, with the port.",
          }
        : REFUSED_BECAUSE[facts.because],
    explain: (names) => ({
      title: 'The server refuses the WebSocket',
      meaning:
        'Status 401 and 403 are a refusal: the server answered, and the answer was no. uvicorn sends 403 for a path without a WebSocket route, and for one that is closed before `accept()`: FastAPI does that when a parameter of the handler has no type. Browsers do not apply CORS to WebSockets; a server that allows only its own pages must check the `Origin` header itself.',
      wrong: {
        language: 'py',
        text: `@app.websocket("${names.socket}")\nasync def chat(websocket):\n    await websocket.accept()`,
      },
      right: { language: 'py', text: pythonEndpoint(names) },
      source: 'RFC 6455 sections 4.2.2 and 10.2; the ASGI specification, "Close" of WebSocket, sent before "Accept".',
    }),
    seenAs: [
      line(
        handshakeAnswer('401', '403'),
        9,
        (found) =>
          `${statusIn(found)} in a handshake is a refusal: a check of the origin, a login, or an endpoint that closes before it accepts.`,
      ),
      line(
        /cross origin websockets not allowed/iu,
        10,
        'Tornado compares the `Origin` header with the host; `check_origin` decides.',
      ),
      line(
        /\bWebSocket REJECT \//u,
        9,
        'Channels closed the connection before accepting it, for instance for its origin or a missing login.',
      ),
      line(closedWith(1008), 8, '1008 says that a rule of the server forbids the connection.'),
      {
        response: ({ upgrade, status }) => upgrade && (status === 401 || status === 403),
        weight: 9,
        why: 'The server refused the handshake.',
      },
    ],
  },
  'ws/handshake-failed': {
    words: ({ facts }, { names, server }) => ({
      title: 'The WebSocket handshake failed',
      expected: switching(names),
      cause: failureCause(facts.failure),
      fix: /subprotocol/iu.test(facts.failure.error ?? '')
        ? 'Accept the connection without a subprotocol (`accept()` without `subprotocol=`, no `Sec-WebSocket-Protocol` in the answer), or with one that the client has offered.'
        : inServerLanguage(server, {
            node: `Leave the handshake to the library, \`new WebSocketServer({ server, path: '${names.socket}' })\`, and let no other code handle the \`upgrade\` event.`,
            python:
              "call `await websocket.accept()` first in the handler, and look in the server's output for an earlier error.",
          }),
    }),
    otherLanguage: ({ facts }) =>
      /subprotocol/iu.test(facts.failure.error ?? '')
        ? {}
        : {
            fix: /Sec-WebSocket-Accept/iu.test(facts.failure.error ?? '')
              ? 'Leave the handshake to your framework or its library. By hand, the header is the base64 of the SHA-1, as bytes, of the key in the request followed by `258EAFA5-E914-47DA-95CA-C5AB0DC85B11`.'
              : 'Leave the handshake to your framework or its library, and look in the output of the server for an earlier error.',
          },
    explain: (names) => ({
      title: 'The WebSocket handshake failed',
      meaning:
        'There was neither a WebSocket nor an HTTP status that says why: the connection ended, nothing arrived, or the answer was not what the protocol requires. In its answer a server must send `Sec-WebSocket-Accept`, computed from the key in the request; a library does that.',
      wrong: {
        language: 'js',
        text: "server.on('upgrade', (request, socket) => {\n  // nothing is answered here\n});",
      },
      right: { language: 'js', text: nodeEndpoint(names) },
      source: 'RFC 6455 sections 4.1 and 4.2.2.',
    }),
    seenAs: [
      line(
        /error during websocket handshake: (?!unexpected response code)(?!.*net::)|connection closed before receiving a handshake response|opening handshake has timed out|did not receive a valid HTTP response|invalid (?:sec-websocket-accept|upgrade) header|handleUpgrade\(\) was called more than once/iu,
        9,
        'The answer to the handshake is not what the protocol requires.',
      ),
      line(
        /invalid frame header|one or more reserved bits are on|invalid websocket frame|RSV1 must be clear|received unexpected continuation frame/iu,
        7,
        'What arrived is not a WebSocket frame: often two libraries answer the same handshake.',
      ),
      line(closedWith(1002, 1006), 4, 'The browser reports a failed handshake with a close code only, usually 1006.'),
      line(NOT_OPENED, 5, 'The browser says only that it failed; the answer may not be a valid handshake.'),
    ],
  },
  'ws/no-library': {
    words: ({ facts, evidence }, { names }) => ({
      title: 'uvicorn has no WebSocket library',
      expected: switching(names),
      cause: `uvicorn itself speaks only HTTP; for WebSockets it needs the package websockets or wsproto. ${libraryMissing(facts, evidence)}`,
      fix: 'Run `pip install "uvicorn[standard]"` in the virtual environment of the server and start it again.',
    }),
    explain: {
      title: 'uvicorn has no WebSocket library',
      meaning:
        'Plain `pip install uvicorn` installs no WebSocket library. The server starts and serves pages, and every handshake gets an ordinary answer. The extra `standard` includes the package websockets; `fastapi[all]` includes it too.',
      wrong: { language: 'sh', text: 'pip install fastapi uvicorn' },
      right: { language: 'sh', text: 'pip install fastapi "uvicorn[standard]"' },
      source: 'uvicorn documentation, "Installation".',
    },
    seenAs: [
      line(
        /no supported websocket library detected/iu,
        10,
        'uvicorn says it itself: neither websockets nor wsproto is installed.',
      ),
      line(
        /unsupported upgrade request/iu,
        8,
        'uvicorn got a handshake that it cannot answer, usually because no WebSocket library is installed.',
      ),
    ],
  },
  'ws/not-attached': {
    words: ({ facts }, { names }) =>
      facts.because === undefined
        ? {
            title: 'The WebSocketServer is not attached to the server that listens',
            expected: switching(names),
            cause: `${facts.status === 0 ? 'The handshake was never answered.' : `The HTTP part answered the handshake, with status ${facts.status}.`} The code creates a WebSocketServer, but requests on this port do not reach it: it has another HTTP server, its own port, or \`noServer\`. In Express, \`app.listen\` creates its own HTTP server.`,
            fix: `Create one HTTP server (\`const server = createServer(app)\`), pass it to \`new WebSocketServer({ server, path: '${names.socket}' })\`, and call \`server.listen(port)\` on the same server.`,
          }
        : { expected: switching(names), ...notAttachedWords(facts.because, facts.status, names) },
    otherLanguage: ({ facts }) =>
      facts.because === undefined
        ? { fix: 'Use the same port and the same server for the WebSocket as for the pages.' }
        : {},
    explain: (names) => ({
      title: 'The WebSocketServer belongs to another server',
      meaning:
        'A WebSocketServer of the library `ws` waits for the `upgrade` event of one HTTP server. Only handshakes that reach that server become WebSockets. If another one listens on the port, the page is served and the handshake is not answered.',
      wrong: {
        language: 'js',
        text: `const server = createServer(app);\nnew WebSocketServer({ server, path: '${names.socket}' });\napp.listen(port);`,
      },
      right: {
        language: 'js',
        text: `const server = createServer(app);\nnew WebSocketServer({ server, path: '${names.socket}' });\nserver.listen(port);`,
      },
      source: 'ws documentation, "new WebSocketServer(options)"; Node documentation, http event "upgrade".',
    }),
    seenAs: [
      line(
        handshakeAnswer('200', '404', '426'),
        6,
        'The HTTP server answered the handshake itself: the WebSocketServer may belong to another server.',
      ),
      line(
        /one and only one of the "port", "server",? or "noServer" options/iu,
        7,
        'Without `server` in its options the WebSocketServer has no HTTP server that it listens to.',
      ),
    ],
  },
};

function prefixFix(prefix: string, names: Names): string {
  return `Remove the prefix \`${inline(prefix)}\` where the router is made or included, so that the path is \`${names.socket}\`.`;
}

function endpointFix(server: ServerWords, names: Names): string {
  return inServerLanguage(server, {
    node: `Write \`new WebSocketServer({ server, path: '${names.socket}' })\`, where \`server\` is the HTTP server that listens.`,
    python: `write \`@app.websocket("${names.socket}")\` above an \`async def\` whose first line is \`await websocket.accept()\`, and above any \`app.mount("/", …)\`; \`@app.get\` does not answer a handshake.`,
  });
}

/** Files that are mounted at every path, above the endpoint. */
function mountWords({ where }: Evidence, { socket }: Names): Pick<Words, 'cause' | 'fix'> {
  return {
    cause: `The mount at \`/\` matches every path, also \`${socket}\`, and it serves files over HTTP only. FastAPI tries routes in the order of the source, so the handshake does not reach an endpoint below the mount.`,
    fix: `Move the mount in ${placeWords(where?.[0])} below the endpoint, to the end of the file.`,
  };
}

function statusCause(status: number, { language }: ServerWords): string {
  if (status >= 500)
    return `An error in the server ended the handshake; its output says which.${language === 'python' ? ' In FastAPI a mount at `/` above the endpoint does that: it matches every path and supports only HTTP.' : ''}`;
  if (status === 404) return 'The server has no WebSocket at this path, and no HTTP route either.';
  if (status === 400)
    return 'A WebSocket library answered and refused: it has another `path`, or something before it changed the request.';
  if (status >= 300 && status < 400)
    return 'The server redirects the client. Browsers do not follow a redirect in a handshake.';
  if (status < 300)
    return 'The HTTP part of the server answered the handshake like an ordinary request. Nothing handles it as a WebSocket request.';
  return 'The server sent an ordinary HTTP answer. Nothing handles the handshake as a WebSocket request.';
}

function failureCause({ reason, error = '', excess }: RequestFailure): string {
  if (excess !== undefined)
    return `The server began an answer to the handshake and did not end it: ${excessWords(excess)}.`;
  if (reason === 'deadline') return 'The server accepted the connection and never answered the handshake.';
  if (reason === 'refused')
    return "Nothing listens on the server's port any more: the server has ended or closed its port.";
  if (/subprotocol/iu.test(error))
    return 'The server answered with a subprotocol although the client had asked for none, and then every browser fails the connection.';
  if (/hang up|ECONNRESET|closed before/iu.test(error)) return 'The server closed the connection without an answer.';
  return `The connection did not become a WebSocket: ${inline(error, 160)}.`;
}

/** uvicorn and its libraries name themselves in the `Server` header; otherwise the file decides. */
function isPython(server: string, evidence: Evidence): boolean {
  return (
    /uvicorn|hypercorn|daphne|python|websockets/iu.test(server) || evidence.where?.[0]?.file.endsWith('.py') === true
  );
}
