import type { FrameworkError } from './row.ts';

const IMPORT_WS = "`import { WebSocketServer } from 'ws';` and `new WebSocketServer({ server, path: … })`";

/** Express 5, express-ws 5, Fastify 5, Hono 4 and ws 8, and Node's own words about modules. */
export const JAVASCRIPT_ERRORS: readonly FrameworkError[] = [
  {
    error: /must be of type string[\s\S]*Received an instance of Promise/u,
    code: 'server/crashed-during-check',
    cause: 'An `async` function returns a promise, not its result, and a promise cannot be sent.',
    fix: (at) =>
      `In ${at} write \`await\` before the call whose result is sent, \`socket.send(await …)\`, and \`async\` before the handler around it: \`socket.on('message', async (data) => …)\`.`,
  },
  {
    error:
      /"chunk" argument must be of type string or an instance of Buffer[\s\S]*Received (?:an instance of (?!Promise)|type (?:number|boolean)|undefined)/u,
    code: 'server/crashed-during-check',
    cause: 'A response is text. `write` and `end` of Node make no text of an object, an array or a number.',
    fix: (at) =>
      `In ${at} write text: for an event of a stream a template string, \`data: <p>\${…}</p>\\n\\n\` between backticks, with the value in place of \`…\`.`,
  },
  {
    error:
      /(?:"data"|"string"|first) argument must be (?:of type string or an instance of Buffer|one of type string)[\s\S]*Received an instance of (?!Promise)/u,
    code: 'server/crashed-during-check',
    cause: 'A message of a WebSocket is text or bytes, and an object is neither.',
    fix: (at, names) =>
      `In ${at} send text: the HTML that the page is to show, made with the member that it needs, such as \`${names.field}\`.`,
  },
  {
    error: /Cannot read propert(?:ies|y) of undefined \(reading 'message'\)/u,
    printed: /\.(?:values|body|data|payload|fields|form)\??\.message\b/u,
    code: 'server/crashed-during-check',
    cause:
      'What is before `.message` in this line is undefined. The extension of htmx 2 sends the fields at the top of its JSON, beside `HEADERS`, not inside `values`, `body` or `data`.',
    fix: (at) =>
      `In ${at} read \`message\` directly from what \`JSON.parse\` returns, without a member in between: \`JSON.parse(…).message\`.`,
  },
  {
    error: /Missing parameter name at (?:index )?\d+|pathToRegexpError/u,
    code: 'server/exited',
    cause: 'Express 5 has no bare `*` in a path: a wildcard needs a name.',
    fix: () =>
      "Write `app.get('/{*path}', …)`, or `app.use((request, response) => …)` after all other routes, which needs no path.",
  },
  {
    error: /\b(?:app|router|\w*[rR]outer)\.ws is not a function/u,
    code: 'server/exited',
    cause: '`express-ws` adds `ws` to the application, and to each router that is made after that.',
    fix: (at) =>
      `Call \`expressWs(app)\` right after \`const app = express()\`, before ${at} and before any \`express.Router()\`.`,
  },
  {
    error: /ERR_HTTP_HEADERS_SENT|Cannot (?:set|write) headers after they are sent/u,
    code: 'sse/server-error',
    cause:
      'A response has one head, which leaves with the first write. `send`, `json`, `redirect`, `setHeader` and a second answer come after it.',
    fix: (at) =>
      `Set the headers once, before the first write, and send each event by \`response.write(…)\`; remove the other answer in ${at}.`,
  },
  {
    error: /Cannot create property 'host' on number|FST_ERR_LISTEN_OPTIONS_INVALID/u,
    code: 'server/exited',
    cause: '`listen` of Fastify takes an object, not a number.',
    fix: () => "Write `await app.listen({ port: Number(process.env.PORT ?? 8000), host: '127.0.0.1' })`.",
  },
  {
    error: /Cannot read propert(?:ies|y) of undefined \(reading '(?:on|send)'\)/u,
    printed: /fastify/u,
    code: 'ws/handler-error',
    cause: 'Since version 10 a handler of `@fastify/websocket` gets the socket itself; it has no `connection.socket`.',
    fix: (at) => `In ${at} write \`(socket, request) => { socket.on('message', …); }\`.`,
  },
  {
    error:
      /FST_ERR_REP_ALREADY_SENT|Reply was already sent, did you forget to "return reply"|Promise may not be fulfilled with 'undefined' when statusCode is not 204/u,
    code: 'sse/server-error',
    cause: 'Fastify answers by itself when a handler is done, though the handler writes to `reply.raw`.',
    fix: () =>
      'Call `reply.hijack()` first in the handler, before `reply.raw.writeHead(…)`, and do not call `reply.send()`.',
  },
  {
    error: /WebSocketPair is not defined|Deno is not defined|Bun is not defined/u,
    code: 'ws/handler-error',
    cause: 'This part of the code is for another runtime: Cloudflare Workers, Deno or Bun.',
    fix: () =>
      'On Node, Hono takes `const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app })` from `@hono/node-ws`, and `injectWebSocket(server)` after `serve(…)`.',
  },
  {
    error: /To enable websocket support, set the "websocket" object/u,
    code: 'ws/handler-error',
    cause: '`server.upgrade(request)` of Bun needs the handlers of the WebSocket, and `Bun.serve` has none.',
    fix: () =>
      'Write `Bun.serve({ fetch, websocket: { message(socket, text) { socket.send(text); } } })`, and in `fetch` return nothing after `server.upgrade(request)`.',
  },
  {
    error: /Invalid Header: '(?:upgrade|connection|sec-websocket-key)' header must/u,
    code: 'ws/handler-error',
    cause: '`Deno.upgradeWebSocket` got a request that is not a handshake, such as the one for the page.',
    fix: (at, names) =>
      `Before ${at} write \`if (new URL(request.url).pathname === '${names.socket}')\`, so that only the handshake gets there, and return its \`response\`.`,
  },
  {
    error: /upgradeWebSocket is not a function|does not provide an export named '?upgradeWebSocket/u,
    code: 'server/exited',
    cause: 'On Node Hono has no `upgradeWebSocket` of its own; it is made for an application.',
    fix: () =>
      'Write `const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app })`, from `@hono/node-ws`.',
  },
  {
    error: /(?:WebSocket\.Server|WebSocketServer|\bws\.Server|wss?\.WebSocketServer) is not a constructor/u,
    code: 'server/exited',
    cause: 'What was imported from `ws` has no class of this name: the name in the braces of the import decides.',
    fix: () => `Write ${IMPORT_WS}.`,
  },
  {
    error: /module 'ws' does not provide an export named '?Server\b/u,
    code: 'server/syntax-error',
    cause: 'The class of the server is called `WebSocketServer`; `Server` is its name in CommonJS only.',
    fix: () => `Write ${IMPORT_WS}.`,
  },
  {
    error: /module 'ws' does not provide an export named '?\w+/u,
    code: 'server/syntax-error',
    cause: 'The package `ws` has no export with this name; the class of the server is called `WebSocketServer`.',
    fix: () => `Write ${IMPORT_WS}.`,
  },
  {
    error: /Invalid URL: \[object Object\]/u,
    code: 'server/exited',
    cause: 'The default export of `ws` is the class of the client, whose first argument is an address.',
    fix: () => `Write ${IMPORT_WS}, with the braces.`,
  },
  {
    error: /One and only one of the "port", "server",? or "noServer" options/u,
    code: 'server/exited',
    cause: 'A WebSocketServer belongs to one HTTP server, opens a port of its own, or has neither.',
    fix: (at, names) =>
      `In ${at} write \`new WebSocketServer({ server, path: '${names.socket}' })\`, with \`server\` and without \`port\`.`,
  },
  {
    error: /handleUpgrade\(\) was called more than once/u,
    code: 'server/crashed-during-check',
    cause:
      'A WebSocketServer that has a `server` answers handshakes itself, and the listener for `upgrade` answers them again.',
    fix: (at) =>
      `Remove the listener for \`upgrade\` around ${at}, or make the WebSocketServer with \`{ noServer: true }\`.`,
  },
  {
    error: /(?:require|module|exports) is not defined in ES module scope/u,
    code: 'server/exited',
    cause: 'Node takes the file for an ES module, because package.json has `"type": "module"`.',
    fix: (at) =>
      `In ${at} write \`import … from '…'\` instead of \`require\`, and \`export\` instead of \`module.exports\`; or rename the file to \`.cjs\`.`,
  },
  {
    error: /__(?:dirname|filename) is not defined/u,
    code: 'server/exited',
    cause: 'ES modules have no `__dirname`.',
    fix: (at) => `In ${at} write \`import.meta.dirname\`.`,
  },
  {
    error: /ERR_REQUIRE_ESM|require\(\) of ES Module|ERR_REQUIRE_ASYNC_MODULE/u,
    code: 'server/exited',
    cause: 'The package is an ES module only, and `require` cannot load it.',
    fix: (at) => `In ${at} write \`import … from '…'\`, and \`"type": "module"\` in package.json.`,
  },
  {
    error: /\(intermediate value\)\.split is not a function/u,
    only: ['sse/server-error'],
    code: 'sse/server-error',
    cause: 'Hono splits the data of an event into lines, and only a string has `split`.',
    fix: (at) => `In ${at} give \`data\` a string: \`data: String(…)\`, or a template with the HTML.`,
  },
  {
    error: /\b[A-Z]\w+\.(?:now|parse|from|stringify|random|floor) is not a constructor/u,
    code: 'server/crashed-during-check',
    cause: '`new` makes an object of a class, and this is a function that returns its result by itself.',
    fix: (at) => `In ${at} remove the \`new\` before the call; the time of now as an object is \`new Date()\`.`,
  },
  {
    error: /ENOENT: no such file or directory, (?:open|access|stat) '/u,
    only: ['server/crashed-during-check', 'ws/handler-error'],
    code: 'server/crashed-during-check',
    cause: 'The server opens a file that is not there.',
    fix: (_at, _names, printed) =>
      `Create ${fileIn(printed)}, or correct its name where the server opens it; and catch the error, so that one message does not end the server.`,
  },
];

/** The missing file that the output names, with its folder. */
function fileIn(printed: readonly string[]): string {
  const [, named] = printed.map((text) => /ENOENT[^']*'([^']+)'/u.exec(text)).find((match) => match !== null) ?? [];
  return named === undefined ? 'the file' : `\`${named.split(/[\\/]/u).slice(-2).join('/')}\``;
}
