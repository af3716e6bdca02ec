import type { Entries, Words, WordsContext } from '../entry.ts';
import { endWords } from '../observed.ts';
import { placeWords } from './place-words.ts';
import { inline } from '../visible.ts';
import type { Evidence, FactsByCode, FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { closeCodeWords } from './close-code.ts';
import { errorWords } from './runtime-errors.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { line } from './seen.ts';

/** What Starlette, uvicorn and websockets report when the server sends to a connection that has ended. */
const SENDS_TO_GONE =
  /message 'websocket\.send'|Cannot call "send" once|^(?:WebSocketDisconnect|ClientDisconnect\w*|ConnectionClosed\w*)\b/u;

/** Whether the error comes from sending to a client that has left. */
export function sendsToGone(error: string): boolean {
  return SENDS_TO_GONE.test(error);
}

const REJECTS_CLOSED = 'Catch errors on a closed connection where they occur, and end only that one connection.';

/** Several clients: what one of them does must not affect the others. */
export const clientEntries: Entries<
  'ws/crashes-on-disconnect' | 'ws/crashes-on-text' | 'ws/ends-by-itself' | 'ws/blocks-others' | 'ws/one-client-only'
> = {
  'ws/ends-by-itself': {
    words: ({ facts, evidence }, { server }) => ({
      title:
        facts.pings > 0
          ? 'The heartbeat ends connections whose clients answer it'
          : 'The server ends a connection whose client is still there',
      expected: 'A connection stays open until its client leaves.',
      ...(facts.pings > 0 ? unheardPong(facts, evidence.where?.[0]) : endedAlone(facts, evidence, server)),
    }),
    otherLanguage: ({ facts }) =>
      facts.pings > 0
        ? {
            fix: 'Where your heartbeat pings a client, note its pong as well, and end only the connection of a client that sent none.',
          }
        : {
            fix: 'End a connection only when its client has left: a learner may type for minutes before the next message.',
          },
    explain: {
      title: 'The server ends a connection by itself',
      meaning:
        'A heartbeat finds clients that have vanished: the server pings each of them, notes the pongs, and at the next round ends the connections from which none came. Browsers answer each ping by themselves. A heartbeat that never notes a pong ends every connection at its second round; htmx reconnects, and what was sent meanwhile is lost.',
      wrong: {
        language: 'js',
        text: 'setInterval(() => {\n  for (const socket of sockets.clients) {\n    if (!socket.isAlive) socket.terminate();\n    socket.isAlive = false;\n    socket.ping();\n  }\n}, 30_000);',
      },
      right: {
        language: 'js',
        text: "sockets.on('connection', (socket) => {\n  socket.isAlive = true;\n  socket.on('pong', () => {\n    socket.isAlive = true;\n  });\n});",
      },
      source: 'RFC 6455, section 5.5.3 "Pong"; the README of `ws`, "How to detect and close broken connections?".',
    },
  },
  'ws/crashes-on-text': {
    words: crashesOnTextWords,
    otherLanguage: ({ facts }) => ({
      cause: `"${inline(facts.sent)}" was sent, and ${facts.json ? 'reading a message out of it' : 'reading it as JSON'} failed. Anyone can connect to the server, not only the page. An error that the handler does not catch ends the connection, or the whole server.`,
      fix: facts.json
        ? `Where the message is read, ignore JSON that is not an object with a text in its field \`message\`.`
        : 'Catch the error of the JSON parser where the message is read, and ignore the message.',
    }),
    explain: {
      title: 'A text that is not JSON, or without a message, ends the server',
      meaning:
        'The page sends JSON with a message, but any program can open a WebSocket and send any text. A JSON parser reports a text that is not JSON by an error, and JSON may also be `null`, a number, a list, or an object without a message: then the next line fails. Where nobody catches such an error, it ends the connection, or the process with all its connections.',
      wrong: {
        language: 'js',
        text: "socket.on('message', (data) => {\n  const { message } = JSON.parse(data.toString());\n  socket.send(render(message));\n});",
      },
      right: {
        language: 'js',
        text: "socket.on('message', (data) => {\n  let message;\n  try {\n    ({ message } = JSON.parse(data.toString()));\n  } catch {\n    return;\n  }\n  if (typeof message !== 'string') return;\n  socket.send(render(message));\n});",
      },
      source:
        'ECMAScript, `JSON.parse`; Node documentation, event "uncaughtException"; Python documentation, `json.JSONDecodeError`.',
    },
  },
  'ws/crashes-on-disconnect': {
    words: ({ facts }, { server }) => ({
      title:
        facts.exit.kind === 'running'
          ? 'After a client has left, another one gets no reply'
          : `A client that leaves ends the server (${inline(endWords(facts.exit))})`,
      expected: 'When a client disconnects without a close message, the next client is served as before.',
      cause: `A client vanished, and the next one got no reply${facts.error === '' ? '' : `: ${errorWords(facts.error)}`}. ${inServerLanguage(server, { node: 'In Node an uncaught error, or an `error` event without a listener, ends the process for all clients.', python: sendsToGone(facts.error) ? 'the message was forwarded to a client that had left but is still in the list of clients, and the error was raised for the sender.' : 'an error while one connection ends must not affect what all clients share.' })}`,
      fix: inServerLanguage(server, {
        node: "Add `socket.on('error', (error) => console.error(error.message))` to each socket, and make sure that nothing throws in the `close` handler.",
        python: sendsToGone(facts.error)
          ? 'remove each client from the list when it leaves: after `except WebSocketDisconnect:`, or after `finally:`, write `clients.remove(websocket)`, and send to a copy of the list: `for client in list(clients):`.'
          : 'put the loop into `try:` and end it with `except WebSocketDisconnect: pass`; do not close or send after that.',
      }),
      ...(facts.kept === undefined ? {} : keptWords(facts.kept, server)),
      ...(facts.quits === undefined ? {} : quitsWords(facts.quits)),
    }),
    otherLanguage: ({ facts }) =>
      facts.kept !== undefined || facts.quits !== undefined
        ? {}
        : {
            cause: `A client vanished, and the next one got no reply${facts.error === '' ? '' : `: ${errorWords(facts.error)}`}. An error while one connection ends must not affect what all clients share.`,
            fix: REJECTS_CLOSED,
          },
    explain: {
      title: 'A client that leaves ends the server',
      meaning:
        'Clients often leave without a close message: a laptop is closed, a train enters a tunnel. The server sees the connection break, with code 1006. That is normal, and it must affect only that one connection.',
      wrong: { language: 'js', text: "socket.on('close', () => {\n  throw new Error('client left');\n});" },
      right: {
        language: 'js',
        text: "socket.on('error', (error) => console.error(error.message));\nsocket.on('close', () => clients.delete(socket));",
      },
      source:
        'RFC 6455 section 7.1.5; Node documentation, "Error events"; Starlette documentation, WebSocketDisconnect.',
    },
    seenAs: [
      line(
        /(?:^|[\s.])WebSocketDisconnect\b(?!.*\bis not\b)|websockets\.exceptions\.ConnectionClosed|\bWebSocketClosedError\b/u,
        8,
        'A client that left ends the handler with this exception, unless the handler catches it.',
      ),
      line(
        /Cannot call "receive" once a disconnect message has been received/u,
        9,
        'The handler goes on receiving after the client has left.',
      ),
      line(/WebSocket is not open: readyState [23]/u, 8, 'The server sends to a client that has left.'),
      line(
        /need to call "accept" first/iu,
        5,
        'Starlette says the same when the handler receives after the client has left.',
      ),
      line(
        /Error: (?:read|write) (?:ECONNRESET|EPIPE)|Unhandled 'error' event/u,
        6,
        'A client that vanished causes an error, and nothing handles it.',
      ),
    ],
  },
  'ws/blocks-others': {
    words: ({ facts }, { server }) => ({
      title: 'One client makes the others wait',
      expected: 'While the server waits for one client, it answers another.',
      cause: `A second client waited ${facts.waitedMs} ms while the server was busy with the first. The server does one thing at a time, and something in the handler blocks it.`,
      fix: inServerLanguage(server, {
        node: 'Replace the busy loop or the `…Sync` call with one that can be awaited, such as `await setTimeout(1000)` from `node:timers/promises`.',
        python: 'replace `time.sleep(1)` with `await asyncio.sleep(1)`.',
      }),
    }),
    otherLanguage: {
      fix: "Give each connection its own thread or task, or wait with what your framework's event loop offers.",
    },
    explain: {
      title: 'One client makes the others wait',
      meaning:
        'Node and asyncio serve all clients in turns. A turn ends at an `await` or when the handler returns. A call that blocks, such as `time.sleep`, keeps the turn, and until it returns the server answers no one.',
      wrong: { language: 'py', text: 'time.sleep(1)\nawait websocket.send_text("done")' },
      right: { language: 'py', text: 'await asyncio.sleep(1)\nawait websocket.send_text("done")' },
      source: 'Python documentation, "Developing with asyncio"; Node documentation, "Don\'t Block the Event Loop".',
    },
    seenAs: [
      line(
        /Executing <(?:Task|Handle) .* took \d+\.\d+ seconds/u,
        8,
        "asyncio's debug mode reports a call that held the event loop.",
      ),
    ],
  },
  'ws/one-client-only': {
    words: ({ facts }, { server }) => ({
      title: 'Two clients cannot be connected at the same time',
      expected: 'Every client has its own connection and gets its own answers.',
      cause: `${oneClientCause(facts)} ${facts.threads === 'one' ? '`HTTPServer` handles one connection after the other: as long as one is open, the next one waits.' : 'Usually the server then keeps a single connection for all clients, or ends the old one for a new one.'}`,
      fix:
        facts.threads === 'one'
          ? THREADING
          : inServerLanguage(server, {
              node: 'Use the `socket` that the `connection` handler gets, not a variable outside it, and close nothing when a new client connects.',
              python:
                'use the `websocket` parameter of the function, not a global one, and close nothing when a new client connects.',
            }),
    }),
    otherLanguage: ({ facts }) => ({
      fix:
        facts.threads === 'one'
          ? THREADING
          : 'Answer on the connection that the message came from, not on one in a shared variable, and close nothing when a new client connects.',
    }),
    explain: {
      title: 'Only one client at a time',
      meaning:
        "The handler runs once for each client, with that client's own connection. All clients share a variable outside the handler: the second client overwrites the first, and the first gets no more answers.",
      wrong: {
        language: 'js',
        text: "let client;\nsockets.on('connection', (socket) => {\n  client?.close();\n  client = socket;\n});",
      },
      right: {
        language: 'js',
        text: "sockets.on('connection', (socket) => {\n  socket.on('message', (data) => socket.send(data.toString()));\n});",
      },
      source: 'ws documentation, event "connection"; FastAPI documentation, "WebSockets".',
    },
  },
};

const THREADING =
  'Write `ThreadingHTTPServer` instead of `HTTPServer`, in the import from `http.server` as well: it has a thread for each connection.';

/** @param code an HTTP status (below 1000) or a close code */
function oneClientCause({ code, wentTo }: { readonly code: number | undefined; readonly wentTo?: string }): string {
  if (wentTo !== undefined)
    return `A client that is the only one gets its answer. With others connected, the answer went to one of them (${inline(wentTo)}), not to the sender.`;
  if (code === undefined) return 'While one client was connected, another one could not connect.';
  if (code < 1000) return `While one client was connected, the handshake of another one got status ${code}.`;
  return `While two clients were connected, one connection was closed with ${closeCodeWords(code)}.`;
}

/** For a server that sends to all clients of a list, also to those that have left. */
function keptWords(list: string, server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  const shown = `\`${inline(list)}\``;
  return {
    cause: `A client vanished, and the next one got no reply. The server puts each client into ${shown} and takes none out: it goes on sending to the one that has left, which fails, and the next client's handler ends with it.`,
    fix: inServerLanguage(server, {
      node: `Take the client out of ${shown} in its \`close\` event, and send to each in a \`try\`, so that one that has just left does not stop the others.`,
      python: `take the client out of ${shown} in a \`finally:\` of its handler, and send to a copy of the list in which each send has its own \`try:\` … \`except (WebSocketDisconnect, RuntimeError): pass\`: a client may have left a moment ago.`,
    }),
  };
}

function quitsWords(call: string): Pick<Words, 'cause' | 'fix'> {
  return {
    cause: `A client vanished, and the process ended without an error, with exit code 0: the program ends itself. The source calls \`${inline(call)}\`.`,
    fix: `Remove \`${inline(call)}\` from what runs when a client leaves: a server waits for the next client, even when nobody is connected.`,
  };
}

type Ended = FactsByCode['ws/ends-by-itself'];

/** Where a fast clock showed it. */
const SPED_UP = ' The tutor saw it on a copy of your server whose timers it had sped up.';

function unheardPong({ pings, handler, flag, clock }: Ended, place: Place | undefined): Pick<Words, 'cause' | 'fix'> {
  const times = pings === 1 ? 'a ping' : `${pings} pings`;
  const sped = clock === 'fast' ? SPED_UP : '';
  const noted = flag === '' ? 'isAlive' : flag;
  return handler === 'none'
    ? {
        cause: `The server sent ${times}, the client answered with a pong, and the server ended the connection, because nothing in it listens to pongs.${sped}`,
        fix: `In the handler of each connection (${placeWords(place)}), note the pong: \`socket.${noted} = true; socket.on('pong', () => { socket.${noted} = true; });\`, with your name for \`socket\`.`,
      }
    : {
        cause: `The server sent ${times}, the client answered with a pong, and the server ended the connection: what the listener for \`pong\` notes is not what the heartbeat reads.${sped}`,
        fix: `Set in ${placeWords(place)} what the heartbeat looks at: \`socket.${noted} = true\`, on the socket itself, with your name for \`socket\`.`,
      };
}

function endedAlone({ code }: Ended, { waitedMs }: Evidence, server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  return {
    cause: `Nobody had sent anything on it since its last answer, and${waitedMs === undefined ? '' : ` ${waitedMs} ms after it was opened`} the server ended it with ${closeCodeWords(code)}.`,
    fix: inServerLanguage(server, {
      node: 'Remove the timer that calls `close()` or `terminate()`: somebody may type for minutes before the next message.',
      python:
        'wait for the next message without a limit, `await websocket.receive_text()` and no `wait_for` around it: somebody may type for minutes.',
    }),
  };
}

function crashesOnTextWords(
  { facts }: FindingOf<'ws/crashes-on-text'>,
  { server, names: { field } }: WordsContext,
): Words {
  const isOver = facts.exit.kind !== 'running';
  const what = facts.json ? 'JSON without a message' : 'A text that is not JSON';
  const because = facts.error === '' ? '' : ` (${errorWords(facts.error)})`;
  return {
    title: isOver
      ? `${what} ends the server (${inline(endWords(facts.exit))})`
      : `${what} ends its connection with an error`,
    expected: `${what} is ignored, and all clients are served as before.`,
    cause: `"${inline(facts.sent)}" was sent, and ${facts.json ? 'what the server does with it' : 'reading it as JSON'} failed${because}. Anyone can connect to the server, not only the page. ${inServerLanguage(server, { node: 'In Node an error in a listener that nobody catches ends the process for all clients.', python: 'an exception that the handler does not catch ends the connection.' })}`,
    fix: facts.json
      ? withoutMessage(facts, server, field)
      : inServerLanguage(server, {
          node: `Catch the error and ignore the text: \`let ${field}; try { ({ ${field} } = JSON.parse(data.toString())); } catch { return; }\`. JSON may lack the field, too: \`if (typeof ${field} !== 'string') return;\`.`,
          python: `read the text with \`receive_text()\`, and ignore what is not JSON: \`try: fields = json.loads(text)\`, then \`except ValueError: continue\`, with \`import json\`. JSON may lack the field, too: \`if not isinstance(fields, dict) or not isinstance(fields.get("${field}"), str): continue\`.`,
        }),
  };
}

/** The program has read it as JSON: only the value is to be tested, and a text in which a field cannot be looked up. */
function withoutMessage(
  { sent }: FindingOf<'ws/crashes-on-text'>['facts'],
  server: ServerWords,
  field: string,
): string {
  const node =
    sent.trim() === 'null'
      ? `Ignore JSON that has no field to read, before \`.${field}\` or \`{ ${field} }\` is read from it: with \`const fields = JSON.parse(data.toString());\`, write \`if (typeof fields?.${field} !== 'string') return;\`.`
      : `Ignore JSON without a text in the field, before the text is used: \`if (typeof ${field} !== 'string') return;\`.`;
  return inServerLanguage(server, {
    node,
    python: `before the field is used, ignore JSON that is not a dictionary with a text in it: \`if not isinstance(fields, dict) or not isinstance(fields.get("${field}"), str): continue\`.`,
  });
}
