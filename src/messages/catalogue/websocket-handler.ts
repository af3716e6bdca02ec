import type { Entries } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';
import { endingWords, errorHint, errorWords, importFix } from './runtime-errors.ts';
import { inServerLanguage } from '../server-language.ts';
import { handshakeAnswer, closedWith, line } from './seen.ts';

/** What follows from an error in the handler. */
const UNCAUGHT = {
  node: 'A message whose handler throws gets no answer.',
  python: 'an uncaught error ends the function, and the connection with it.',
};
const CAUGHT = {
  node: 'A `catch` around it hides where it failed; with `console.error(error)` in it the output names the line.',
  python:
    'an `except` around it catches every error and prints only its text. Catch only `WebSocketDisconnect`, and the output names the line.',
};

/** What the handler itself does wrong, according to its error: the server keeps running and prints it. */
export const handlerEntries: Entries<'ws/handler-error' | 'ws/no-accept' | 'ws/closed-twice'> = {
  'ws/handler-error': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: `The WebSocket handler fails: ${inline(facts.error.split(/:(?= )| at \S+ line /u)[0] ?? facts.error, 60)}`,
      expected:
        facts.sent === ''
          ? 'The handler accepts the handshake and waits for messages.'
          : 'The handler answers the message and keeps running.',
      cause: `${facts.sent === '' ? 'At the handshake' : `At the message "${inline(typedText(facts.sent, names), 60)}"`} it ended with ${endingWords(facts.error)}.${errorHint(facts.error)}${keyNote(facts, names)}`,
      fix: `${importFix(facts.error, server) ?? `Fix ${placeWords(evidence.where?.[0])}.`} ${facts.caught === true ? inServerLanguage(server, CAUGHT) : inServerLanguage(server, UNCAUGHT)}`,
    }),
    otherLanguage: ({ facts, evidence }, { server }) => ({
      fix:
        importFix(facts.error, server) ??
        (facts.caught === true
          ? `Fix ${placeWords(evidence.where?.[0])}. Your code catches every error there and prints only its text; let it print the place too.`
          : `Fix ${placeWords(evidence.where?.[0])}, and catch what can fail there, such as parsing JSON.`),
    }),
    explain: {
      title: 'The WebSocket handler fails',
      meaning:
        'The function that answers messages raised an error. In FastAPI it runs once for each connection, so an error in it ends the connection: the page sees a close, code 1006 or 1011, and reconnects. The server keeps running and prints a traceback; its last line names the error, and the last of your own files above it shows where it happened.',
      wrong: {
        language: 'py',
        text: 'text = await websocket.receive_text()\nawait websocket.send_text(f"You sent: {txt}")',
      },
      right: {
        language: 'py',
        text: 'text = await websocket.receive_text()\nawait websocket.send_text(f"You sent: {text}")',
      },
      source: 'Python documentation, "Errors and Exceptions"; the traceback that the server printed.',
    },
    seenAs: [
      line(
        handshakeAnswer('5\\d\\d'),
        8,
        'An error in the handler ended the handshake; the output of the server has it.',
      ),
      line(closedWith(1011), 10, '1011 is what a server sends when an error ended its handler.'),
      line(
        /JSONDecodeError: |JSON\.parse: unexpected|Unexpected token .*JSON|is not valid JSON|Unexpected end of JSON input/u,
        7,
        'The received text is not JSON. htmx sends JSON; another client may send plain text.',
      ),
      line(
        /Exception in ASGI application|SynchronousOnlyOperation|You cannot call this from an async context/u,
        6,
        'An error ended the handler; the last line of the traceback says which.',
      ),
      line(/KeyError: 'bytes'/u, 9, '`receive_bytes` got a text message.'),
      line(closedWith(1006), 3, 'A handler that fails may end the connection without a close message.'),
    ],
  },
  'ws/no-accept': {
    words: ({ evidence }, { names }) => ({
      title: 'The handler does not accept the handshake',
      expected: `The handshake at \`${names.socket}\` is answered with status 101 Switching Protocols.`,
      cause:
        'The handler received, sent or returned before it called `accept()`. Until then the client waits for the answer to its handshake and is not connected yet.',
      fix: `Write \`await websocket.accept()\` as the first line of the handler, before ${placeWords(evidence.where?.[0])}.`,
    }),
    explain: (names) => ({
      title: 'The handshake is not accepted',
      meaning:
        'FastAPI calls the handler when a client requests a WebSocket. The handler decides: `accept()` answers with status 101, `close()` refuses with 403. Anything else first is an error, and the client gets status 500.',
      wrong: {
        language: 'py',
        text: `@app.websocket("${names.socket}")\nasync def chat(websocket: WebSocket):\n    text = await websocket.receive_text()`,
      },
      right: {
        language: 'py',
        text: `@app.websocket("${names.socket}")\nasync def chat(websocket: WebSocket):\n    await websocket.accept()\n    text = await websocket.receive_text()`,
      },
      source: 'The ASGI specification, "Accept - send event" of WebSocket; Starlette source, websockets.py.',
    }),
    seenAs: [
      line(/need to call "accept" first/iu, 9, 'Starlette says that the handler sends or receives before `accept()`.'),
      line(
        /callable returned without (?:sending handshake|completing (?:handshake|response))|Expected ASGI message "websocket\.accept"/iu,
        9,
        'The handler ended or sent something, and the handshake was never accepted.',
      ),
      line(handshakeAnswer('403'), 5, 'An endpoint that ends before `accept()` is answered with 403, too.'),
    ],
  },
  'ws/closed-twice': {
    words: ({ facts, evidence }, { server }) => ({
      title: 'The handler closes a connection that is already closed',
      expected: 'When the client has left, the handler simply ends.',
      cause: `A client left, and the handler then called \`close()\`: ${errorWords(facts.error)}. It does no harm, but each visitor who leaves adds a traceback to the log, which hides real errors.`,
      fix: `Catch the disconnect, \`except WebSocketDisconnect: pass\`${server.language === 'python' ? ', with `from fastapi import WebSocketDisconnect`' : ''}. Remove the \`close()\` in ${placeWords(evidence.where?.[0])}, and its \`finally:\` if nothing else is in it.`,
    }),
    explain: {
      title: 'A connection is closed twice',
      meaning:
        'A connection ends once. When the client leaves, `receive_text()` raises WebSocketDisconnect, and the connection is closed already; when the handler returns, the server closes by itself.',
      wrong: {
        language: 'py',
        text: 'try:\n    while True:\n        await websocket.send_text(await websocket.receive_text())\nexcept Exception as error:\n    print(error)\nfinally:\n    await websocket.close()',
      },
      right: {
        language: 'py',
        text: 'try:\n    while True:\n        await websocket.send_text(await websocket.receive_text())\nexcept WebSocketDisconnect:\n    pass',
      },
      source: 'Starlette source, websockets.py: no message after `websocket.close` or `websocket.disconnect`.',
    },
    seenAs: [
      line(
        /Cannot call "(?:send|close)" once a close message has been sent|Unexpected ASGI message 'websocket\.(?:close|send)', after sending 'websocket\.close'|Cannot write to closing transport/u,
        9,
        'The connection was closed already, by `close()` or by the client.',
      ),
    ],
  },
};

/** What htmx sends, for a server that looked up a field that is not in it. */
function keyNote({ error, sent }: { readonly error: string; readonly sent: string }, names: Names): string {
  return error.startsWith('KeyError') && sent.startsWith('{')
    ? ` htmx sends the typed text under the name of its input, \`${names.field}\`, and \`HEADERS\` with it.`
    : '';
}

/** The typed text, extracted from htmx's JSON; any other message unchanged. */
function typedText(sent: string, names: Names): string {
  if (!sent.startsWith('{')) return sent;
  try {
    const frame: unknown = JSON.parse(sent);
    const typed: unknown = new Map(Object.entries(Object(frame))).get(names.field);
    return typeof typed === 'string' ? typed : sent;
  } catch {
    return sent;
  }
}
