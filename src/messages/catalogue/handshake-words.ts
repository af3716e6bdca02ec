import type { Evidence, FindingOf } from '../../model/finding.ts';
import type { Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';

// What is said of a handshake where the source or the framework shows more than the answer.

/** How a framework takes WebSockets. */
export const ROUTE_OF: Readonly<
  Record<
    NonNullable<FindingOf<'ws/no-route'>['facts']['framework']>,
    (names: Names) => Pick<Words, 'fix'> & { readonly cause?: string }
  >
> = {
  django: ({ socket }) => ({
    cause:
      'Django itself answers only HTTP, and to it the handshake is a request for a page; its `runserver` is a WSGI server unless daphne is installed.',
    fix: `Install channels and daphne, put \`"daphne"\` first into \`INSTALLED_APPS\`, set \`ASGI_APPLICATION\`, and in asgi.py route \`path("${socket.slice(1)}", Chat.as_asgi())\` in a \`ProtocolTypeRouter\`.`,
  }),
  flask: ({ socket }) => ({
    cause: 'Flask itself has no WebSockets; a route answers the handshake like a request for a page.',
    fix: `Install flask-sock, and write \`sock = Sock(app)\` and \`@sock.route("${socket}")\` above \`def chat(socket):\`, with \`socket.send(socket.receive())\` in a \`while True:\` loop.`,
  }),
  tornado: ({ socket }) => ({
    fix: `Put \`(r"${socket}", Chat)\` into the list of the application, with the slash, where \`Chat\` is a class of \`tornado.websocket.WebSocketHandler\`; a \`RequestHandler\` answers only pages.`,
  }),
  aiohttp: ({ socket }) => ({
    fix: `Write \`web.get("${socket}", chat)\`, and begin \`chat\` with \`ws = web.WebSocketResponse()\` and \`await ws.prepare(request)\`.`,
  }),
};

/** What refuses, where the source shows it. */
export const REFUSED_BECAUSE: Readonly<
  Record<NonNullable<FindingOf<'ws/refused'>['facts']['because']>, { readonly cause: string; readonly fix: string }>
> = {
  'not-included': {
    cause:
      'The endpoint belongs to a router, and the application does not include this router: to the server it does not exist.',
    fix: 'Write `app.include_router(router)` after the functions of the router, without a prefix.',
  },
  untyped: {
    cause:
      'The first parameter of the handler has no type. FastAPI takes it for a parameter of the query, which the handshake does not have, and refuses.',
    fix: 'Give it its type: `async def chat(websocket: WebSocket):`, with `from fastapi import WebSocket`.',
  },
  parameter: {
    cause:
      'The handler requires a parameter of the query, a header or a cookie, and the page connects without it. FastAPI then refuses the handshake.',
    fix: 'Give the parameter a default, as with `token: str = Query(default="")`, or connect with it: `ws-connect="…?token=…"`.',
  },
  dependency: {
    cause:
      'A dependency of the handler, `Depends(…)`, raises an exception or requires something that the handshake does not have.',
    fix: 'Remove the dependency, or make it accept a page that has not logged in.',
  },
  'closes-first': {
    cause: 'The handler calls `close()` before `accept()`, and that refuses the handshake.',
    fix: 'Let the page in: remove the condition before this `close()`, or make it one that the page fulfils.',
  },
  'verify-client': {
    cause: 'The function `verifyClient` of the WebSocketServer looked at the handshake and refused it.',
    fix: "Make it accept the handshake of the server's own page, which has no login, and whose `Origin` is the address of the page; or remove it.",
  },
  origin: {
    cause:
      'The server compares the `Origin` of the handshake with those that it allows, and the origin of its own page is not among them.',
    fix: 'Allow the origin of the page itself, its host with the port: compare it with the `Host` header, or remove the check.',
  },
};

/** A library that answers handshakes only after a call of its own. */
export function notAttachedWords(
  because: NonNullable<FindingOf<'ws/not-attached'>['facts']['because']>,
  status: number,
  names: Names,
): Pick<Words, 'title' | 'cause' | 'fix'> {
  const answered =
    status === 0 ? 'The handshake was never answered.' : `The handshake was answered with status ${status}.`;
  switch (because) {
    case 'inject':
      return {
        title: 'The WebSocket of Hono is not connected to the server',
        cause: `${answered} \`createNodeWebSocket\` makes the route, but handshakes reach it only after \`injectWebSocket(server)\`, which the code does not call.`,
        fix: 'Take it from the same call, `const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app })`, and after `const server = serve(…)` write `injectWebSocket(server)`.',
      };
    case 'express-ws':
      return {
        title: '`express-ws` belongs to another server than the one that listens',
        cause: `${answered} \`expressWs(app)\` makes a server of its own, which starts with \`app.listen\`; here another one listens.`,
        fix: 'Give it the server, `const server = createServer(app); expressWs(app, server);`, or start with `app.listen(port)`.',
      };
    case 'register':
      return {
        title: 'The route was declared before the WebSocket plugin of Fastify was loaded',
        cause: `${answered} \`register\` loads the plugin later, and a route that is declared before that is an ordinary one.`,
        fix: 'Write `await app.register(websocket)` before the route, or declare the route inside another `app.register(async (app) => { … })`.',
      };
    case 'several':
      return {
        title: 'Another WebSocketServer answers first',
        cause: `${answered} Several WebSocketServers with a \`path\` share one HTTP server; each answers 400 to a path that is not its own, before the right one can.`,
        fix: `Make each with \`{ noServer: true }\`, and choose in \`server.on('upgrade', (request, socket, head) => …)\`: for \`${names.socket}\` call \`sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))\`.`,
      };
    case 'port':
      return {
        title: 'The WebSocketServer has a port of its own',
        cause: `${answered} \`new WebSocketServer({ port })\` opens a second port with an HTTP server of its own, and the page connects to the port that it came from.`,
        fix: `Write \`server\` in place of \`port\`: \`new WebSocketServer({ server, path: '${names.socket}' })\`, where \`server\` is the HTTP server of the pages.`,
      };
    case 'app':
      return {
        title: 'The listener for `upgrade` belongs to the application, not to the HTTP server',
        cause: `${answered} Only an HTTP server of Node has the event \`upgrade\`; the application of a framework never gets it.`,
        fix: "Keep the server that `app.listen(port)` returns, `const server = app.listen(port);`, and write `server.on('upgrade', …)` below it.",
      };
    case 'listener':
      return {
        title: 'The listener for `upgrade` does not hand the handshake on',
        cause: `${answered} It reached the listener for \`upgrade\`, which did not call \`handleUpgrade\` for it: a condition in it does not hold, or what it waits for does not come.`,
        fix: `Call \`handleUpgrade\` for each handshake whose path is \`${names.socket}\`, without another condition: the page sends no cookie and no token.`,
      };
    case 'verify-client':
      return {
        title: 'The function `verifyClient` decides nothing',
        cause: `${answered} A \`verifyClient\` with two parameters has to call the second one, and for this handshake it did not.`,
        fix: 'Call it for each handshake, with `true` for the page: it sends no token. Or remove `verifyClient`.',
      };
    case 'closed':
      return {
        title: 'The WebSocketServer has been closed',
        cause: `${answered} With that \`ws\` answers each handshake after \`close()\` of the WebSocketServer was called.`,
        fix: 'Call `close()` only when the server ends. A function that is to be called later is passed on by its name, without parentheses.',
      };
    case 'request':
      return {
        title: 'The WebSocketServer is created only when a request comes',
        cause: `${answered} After a request for \`${names.page}\` the same handshake was accepted: \`new WebSocketServer\` runs in the function that answers requests. Before the first request it does not exist, and each request creates one more; with two of them on one server, the next handshake ends the process.`,
        fix: 'Create the WebSocketServer once, at the top level of the file, below the line that creates the HTTP server.',
      };
  }
}

/** How it shows that uvicorn has no library. */
export function libraryMissing({ line, answer }: FindingOf<'ws/no-library'>['facts'], evidence: Evidence): string {
  if (line !== undefined) return `Its output says: "${inline(line, 160)}".`;
  const status = evidence.answer?.status ?? 0;
  return answer === 'words'
    ? `It answered the handshake itself, with status ${status} and "Unsupported upgrade request.".`
    : `It took the handshake for a request of a page and answered with status ${status}: the answer has the header \`Server: uvicorn\`, which no library writes when it refuses a handshake. Its output says "No supported WebSocket library detected"; if it does not, a proxy in front of it drops the header \`Upgrade\`.`;
}
