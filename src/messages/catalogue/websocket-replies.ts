import type { Evidence, FindingOf } from '../../model/finding.ts';
import type { TextChange } from '../../model/text-change.ts';
import type { Entries, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { closeCodeWords } from './close-code.ts';
import { fillIn } from './fill-in.ts';
import { placeWords } from './place-words.ts';
import { inServerLanguage } from '../server-language.ts';
import { closedWith, line } from './seen.ts';
import { httpAnswerWords, isHtmxFrame } from './websocket-no-reply.ts';
import { changeWords } from './text-change.ts';
import type { ChangeWords } from './text-change.ts';

const NODE_ECHO = "socket.on('message', (data) => {\n  socket.send(`You sent: ${data.toString()}`);\n});";
const PYTHON_LOOP =
  'while True:\n    text = await websocket.receive_text()\n    await websocket.send_text(f"You sent: {text}")';

const BUILD_OF_TEXT = {
  other: {
    node: "Build the reply from the data of the event: `socket.send('You sent: ' + data.toString())`.",
    python:
      'build the reply from what `receive_text()` returned: `await websocket.send_text(f"You sent: {text}")`. The `f` before the quote fills in the braces.',
  },
  undefined: {
    node: 'Read the text by a key that the message has.',
    python: 'read the text by a key that the message has.',
  },
  object: {
    node: 'Use the text in the object: `event.data` of an event, a member of parsed JSON.',
    python: 'use the text in the object, not the object.',
  },
} as const;

const CANNED_BECAUSE = {
  other: 'Such a reply is usually a fixed text, or it has a placeholder that is never filled in.',
  undefined: 'The reply has the word `undefined` in its place: the code reads a key that the JSON does not have.',
  object:
    'JavaScript turned an object into text, which gives `[object Object]` or similar: the event or the parsed JSON, not the text in it.',
} as const;

/** The message is htmx's JSON: what belongs into the reply is one of its members. */
function buildOfField({ field }: Names): { readonly node: string; readonly python: string } {
  return {
    node: `Read the text by its key, \`const { ${field} } = JSON.parse(data.toString());\`, and put \`\${${field}}\` into the reply. Only backticks fill in \`\${…}\`.`,
    python: `read the text by its key, \`${field} = json.loads(text)["${field}"]\` and \`import json\`, and put it into the reply with \`{${field}}\`. Only a string with \`f\` before the quote fills in the braces.`,
  };
}

type ReplyCode =
  | 'ws/closes-after-first'
  | 'ws/closes-at-once'
  | 'ws/canned-reply'
  | 'ws/text-altered'
  | 'ws/out-of-order'
  | 'ws/binary-reply'
  | 'ws/duplicate-reply';

/** Messages on an open WebSocket: one goes in, one comes back, and the connection stays open. */
export const replyEntries: Entries<ReplyCode> = {
  'ws/closes-after-first': {
    words: ({ facts, evidence }, { server }) => ({
      title: 'The connection closes after the first reply',
      expected: 'The connection stays open and answers every message.',
      cause: `The server closed it with ${closeCodeWords(facts.code, facts.reason)}. ${inServerLanguage(server, { node: 'The handler calls `close()` after it has sent, or an error ends it.', python: 'a handler that returns or fails after one message ends the connection with it.' })}`,
      fix: inServerLanguage(server, {
        node: 'Remove the `close()` from the `message` handler.',
        python: 'put `while True:` around receiving and sending.',
      }),
      ...closedBecause(facts, evidence),
    }),
    otherLanguage: ({ facts }) =>
      facts.because !== undefined
        ? {}
        : {
            cause: `The server closed it with ${closeCodeWords(facts.code, facts.reason)}. Your code closes the connection, or it ends after one message, and the connection ends with it.`,
            fix: 'Keep reading messages after an answer, until the client leaves; close nothing yourself.',
          },
    explain: {
      title: 'The connection closes after the first reply',
      meaning:
        'A WebSocket stays open: one handshake, many messages. In FastAPI the connection exists as long as the function runs, so it needs a loop. In Node the handler is called again for each message, and you close nothing.',
      wrong: {
        language: 'py',
        text: 'text = await websocket.receive_text()\nawait websocket.send_text(f"You sent: {text}")',
      },
      right: { language: 'py', text: PYTHON_LOOP },
      source: 'RFC 6455 section 1.4; FastAPI documentation, "WebSockets".',
    },
    seenAs: [
      line(closedWith(1000, 1005), 7, 'A normal close: the handler ended, or called `close()`, after its reply.'),
      line(
        /htmx:wsClose/u,
        6,
        'The connection was open and then ended; if it did so after a reply, the handler has no loop.',
      ),
    ],
  },
  'ws/closes-at-once': {
    words: ({ facts, evidence }, { server }) => ({
      title: 'The connection closes instead of a reply',
      expected: 'The server answers the message and keeps the connection open.',
      cause: `It closed with ${closeCodeWords(facts.code, facts.reason)}. ${inServerLanguage(server, { node: 'The handler calls `close()` or `terminate()`, or an error in it ended the process.', python: "the handler returned after `accept()`, or it failed, and the server's output shows the error." })}`,
      fix: inServerLanguage(server, {
        node: 'Remove the `close()` or `terminate()` from the handlers, and catch what can fail in them, such as `JSON.parse`.',
        python:
          'after `await websocket.accept()` write `while True:` with `await websocket.receive_text()` and `await websocket.send_text(…)` in it. If it is there, an `except Exception` may hide an error: catch only `WebSocketDisconnect`, and the output names the line.',
      }),
      ...closedBecause(facts, evidence),
      ...(facts.answers === undefined
        ? {}
        : httpAnswerWords(facts.answers, {
            said: `It closed with ${closeCodeWords(facts.code, facts.reason)}.`,
            evidence,
          })),
    }),
    otherLanguage: ({ facts }) =>
      facts.because !== undefined || facts.answers !== undefined
        ? {}
        : {
            cause: `It closed with ${closeCodeWords(facts.code, facts.reason)}. Your code ends or fails when the first message arrives; in the latter case the server's output shows the error.`,
            fix: 'Keep reading messages until the client leaves, and catch what can fail there, such as parsing JSON.',
          },
    explain: {
      title: 'The connection closes instead of a reply',
      meaning:
        'The handshake was fine, and then the server ended the connection before it had answered anything. The close code says how: 1000 and 1005 are a normal close, 1006 a connection that broke, 1011 an error in the server.',
      wrong: {
        language: 'js',
        text: "sockets.on('connection', (socket) => {\n  socket.send('Welcome');\n  socket.close();\n});",
      },
      right: {
        language: 'js',
        text: `sockets.on('connection', (socket) => {\n  ${NODE_ECHO.replaceAll('\n', '\n  ')}\n});`,
      },
      source: 'RFC 6455 section 7.4.1.',
    },
    seenAs: [
      line(closedWith(1000, 1005), 6, 'A normal close by the server, if it came instead of a reply.'),
      line(closedWith(1006), 6, 'The connection broke without a close message.'),
      line(/htmx:wsClose/u, 5, 'The server may have ended the connection at once.'),
    ],
  },
  'ws/canned-reply': {
    words: ({ facts }, { names, server }) => ({
      title: 'The reply does not contain what was sent',
      expected: 'A reply that contains the sent words; what is around them is up to you.',
      cause:
        facts.placeholder === undefined
          ? `"${inline(facts.sent)}" was sent, and the reply does not contain it. ${CANNED_BECAUSE[facts.shows ?? 'other']}`
          : `The reply contains \`${inline(facts.placeholder)}\` as it is in the source: nothing filled in this placeholder.`,
      fix: inServerLanguage(
        server,
        facts.placeholder !== undefined
          ? fillIn(facts.placeholder)
          : isHtmxFrame(facts.sent)
            ? buildOfField(names)
            : BUILD_OF_TEXT[facts.shows ?? 'other'],
      ),
    }),
    otherLanguage: ({ facts }, { names }) => ({
      fix:
        facts.placeholder === undefined
          ? isHtmxFrame(facts.sent)
            ? `Read the text by its key, \`${names.field}\`, from the JSON that arrived, and build the answer from it.`
            : 'Build each answer from the text of the message that arrived.'
          : `Fill in \`${inline(facts.placeholder)}\` the way your language or its template library does it.`,
    }),
    explain: {
      title: 'The reply is always the same',
      meaning:
        'The check sends random words, so that a reply cannot be right by accident. A fixed text, or a template whose placeholder is not filled in, does not contain them. In JavaScript only backticks fill in `${…}`, in Python only a string with `f` before it fills in `{…}`.',
      wrong: { language: 'js', text: "socket.on('message', (data) => {\n  socket.send('You sent: ${data}');\n});" },
      right: { language: 'js', text: NODE_ECHO },
      source: 'ECMAScript, "Template Literals".',
    },
    seenAs: [
      line(/^[^`=;(]*\$\{\w+\}[^`=;]*$/u, 5, 'The placeholder is not filled in: only a string in backticks does that.'),
    ],
  },
  'ws/text-altered': {
    words: ({ facts }, { server }) => {
      const { does, cause, fix } = alteredWords(facts.change);
      return {
        title: `The server ${does}`,
        expected: 'The words come back exactly as they were sent.',
        cause: `"${inline(facts.sent)}" was sent, and "${inline(facts.got)}" came back. ${cause}`,
        fix: inServerLanguage(server, fix),
      };
    },
    otherLanguage: ({ facts }) => ({ fix: alteredWords(facts.change).fix.other }),
    explain: {
      title: 'The reply changes the text',
      meaning:
        'A text message is UTF-8 from end to end, so any script and any emoji passes through a WebSocket unchanged. Letters are lost when the bytes are read as something else (`é` becomes `Ã©`), or when the program changes, filters, encodes or cuts the text.',
      wrong: { language: 'js', text: "socket.send(data.toString('latin1'));" },
      right: { language: 'js', text: 'socket.send(data.toString());' },
      source: 'RFC 6455 section 5.6: the payload of a text message is UTF-8.',
    },
    seenAs: [
      line(
        /could not decode a text frame as UTF-8|invalid UTF-?8 sequence/iu,
        7,
        'A text message must be UTF-8, and this one is not.',
      ),
      line(/[ÃÂ][\u0080-\u00BF]/u, 6, '`Ã` and `Â` with another sign: the bytes of UTF-8 were read as Latin-1.'),
      line(closedWith(1007), 7, '1007 says that a text message was not valid UTF-8.'),
    ],
  },
  'ws/out-of-order': {
    words: ({ facts }, { server }) => ({
      title: 'The replies arrive in a different order than the messages',
      expected: `Replies in the order of the messages: ${facts.sent.map((text) => inline(text, 40)).join(', ')}.`,
      cause:
        'A WebSocket keeps the order, in both directions. So the server started several replies at once, and a later one overtook an earlier one while something was awaited.',
      fix: inServerLanguage(server, {
        node: 'Send inside the `message` handler, without an `await` or a timer before `socket.send`.',
        python: 'receive, answer, and only then receive again, in one loop; do not start a task for each message.',
      }),
    }),
    otherLanguage: { fix: 'Answer a message before you read the next one of the same connection.' },
    explain: {
      title: 'The replies are out of order',
      meaning:
        'What is sent first on a connection arrives first. Order is lost only inside a program: a handler that waits (for a timer, a file, a database) lets the next message in, and whichever is ready first is sent first.',
      wrong: {
        language: 'js',
        text: "socket.on('message', (data) => {\n  setTimeout(() => socket.send(data.toString()), Math.random() * 100);\n});",
      },
      right: { language: 'js', text: "socket.on('message', (data) => {\n  socket.send(data.toString());\n});" },
      source: 'RFC 6455 section 5.4: messages of one connection are not interleaved; TCP keeps the order.',
    },
  },
  'ws/binary-reply': {
    words: ({ facts }, { server }) => ({
      title: `The reply is binary (${facts.bytes} bytes), not text`,
      expected: 'A text message.',
      cause: inServerLanguage(server, {
        node: 'A Buffer is sent as a binary message, and the library `ws` delivers every message as a Buffer. In the page htmx fails on it with `response.replace is not a function`, and nothing shows.',
        python:
          '`send_bytes` sends a binary message, and in the page htmx fails on it with `response.replace is not a function`.',
      }),
      fix: inServerLanguage(server, {
        node:
          facts.holds === 'html'
            ? 'Send the string itself, without `Buffer.from`: `socket.send(html)`.'
            : 'Convert it to a string before you send it: `socket.send(data.toString())`.',
        python: 'send a string: `await websocket.send_text(text)`.',
      }),
    }),
    otherLanguage: {
      cause:
        'The answer was sent as bytes. In the page htmx fails on it with `response.replace is not a function`, and nothing shows.',
      fix: 'Send a string, or call the function of your library that sends a text message.',
    },
    explain: {
      title: 'The reply is binary',
      meaning:
        'Each WebSocket message is marked as text or as binary. The browser gives text to the page as a string, and binary data as a Blob. The ws extension of htmx parses strings as HTML and cannot process a Blob, so a reply must be sent as text.',
      wrong: { language: 'js', text: "socket.on('message', (data) => {\n  socket.send(data);\n});" },
      right: { language: 'js', text: "socket.on('message', (data) => {\n  socket.send(data.toString());\n});" },
      source: 'RFC 6455 section 5.6; `makeFragment` in the source of htmx; ws documentation, event "message".',
    },
    seenAs: [
      line(
        /\[object (?:Blob|ArrayBuffer)\]|\bBlob \{ ?size|<Buffer (?:[0-9a-f]{2}[ >]){2}/u,
        8,
        'The message is binary; htmx swaps only text.',
      ),
      line(
        /\bresponse\.replace is not a function/u,
        9,
        'htmx reads a message as text, and a binary one has no `replace`.',
      ),
      line(
        closedWith(1003),
        5,
        '1003 says that one side does not accept this kind of data, for instance binary instead of text.',
      ),
    ],
  },
  'ws/duplicate-reply': {
    words: ({ facts }, { server }) => ({
      title: `One message is answered ${facts.replies} times`,
      expected: 'One reply for each message.',
      cause: `"${inline(facts.sent)}" was sent once, and the same reply arrived ${facts.replies} times on the same connection. Either \`send\` is called twice, or the handler is registered twice.`,
      fix: inServerLanguage(server, {
        node: "Keep one `socket.on('message', …)` for each connection, directly in the `connection` handler, with one `send` in it.",
        python: 'keep one `send_text` for each `receive_text` in the loop.',
      }),
    }),
    otherLanguage: { fix: 'Handle the messages of a connection in one place, and answer there once.' },
    explain: {
      title: 'One message, several replies',
      meaning:
        "Each call of `on('message', …)` adds a listener, and all of them are called for every message. If another handler adds a listener, there is one more with each message.",
      wrong: {
        language: 'js',
        text: "sockets.on('connection', (socket) => {\n  socket.on('message', (data) => socket.send(data.toString()));\n  socket.on('message', (data) => socket.send(data.toString()));\n});",
      },
      right: {
        language: 'js',
        text: "sockets.on('connection', (socket) => {\n  socket.on('message', (data) => socket.send(data.toString()));\n});",
      },
      source: 'Node documentation, EventEmitter `on`.',
    },
  },
};

const ESCAPE_ONCE = {
  node: 'Escape the text once for HTML, and put the result into the reply.',
  python: 'escape the text once, with `html.escape(text)`, and put the result into the reply.',
  other: 'Escape the text once for HTML, and put the result into the reply.',
};

const DECODE_JSON = {
  node: 'Put the string that `JSON.parse` returns into the reply, without `JSON.stringify`.',
  python: 'put the string that `json.loads` returns into the reply, without `json.dumps`.',
  other: 'Decode the JSON once, and put the text of its field into the reply.',
};

const UNCHANGED = {
  node: 'Use `data.toString()`, which reads UTF-8, and put the result into the reply unchanged.',
  python: 'use the string from `receive_text()` unchanged.',
  other: 'Read the message as UTF-8, put it into the answer as it is, and send the answer as UTF-8, each exactly once.',
};

const BY_KIND: Readonly<Partial<Record<TextChange['kind'], ChangeWords>>> = {
  'escaped-twice': {
    does: 'escapes the text twice',
    cause: 'The `&` of an entity was escaped again.',
    fix: ESCAPE_ONCE,
  },
  'json-escaped': {
    does: 'leaves the backslashes of JSON in the text',
    cause: 'It was not decoded.',
    fix: DECODE_JSON,
  },
};

function alteredWords(change: TextChange): ChangeWords {
  return (
    changeWords(change) ??
    BY_KIND[change.kind] ?? {
      does: 'changes the text that was sent',
      cause: 'Somewhere between receiving and sending it is changed.',
      fix: UNCHANGED,
    }
  );
}

/** For a connection of which it is known why it was closed; empty for any other. */
function closedBecause(
  { because, code, reason }: FindingOf<'ws/closes-at-once'>['facts'],
  evidence: Evidence,
): Partial<Pick<Words, 'cause' | 'fix'>> {
  if (because === undefined) return {};
  if (because === 'answered-first')
    return {
      cause: `It closed with ${closeCodeWords(code, reason)}. \`express-ws\` passes a handshake through the routes and the middleware in their order, and something before this route answered it.`,
      fix: `Move the \`ws\` route in ${placeWords(evidence.where?.[0])} up, before \`app.use(…)\` that answers every path.`,
    };
  if (because === 'connection-socket')
    return {
      cause: `It closed with ${closeCodeWords(code, reason)}. Since version 10 a handler of \`@fastify/websocket\` gets the socket itself, so \`connection.socket\` is undefined, and the handler fails.`,
      fix: `In ${placeWords(evidence.where?.[0])} write \`(socket, request) => { socket.on('message', …); }\`. With \`Fastify({ logger: true })\` such errors are printed.`,
    };
  return {
    cause: `The handler closes the connection itself, with ${closeCodeWords(code, reason)}, and then sends: nothing can be sent after \`close()\`.`,
    fix: `Remove the \`close()\` in ${placeWords(evidence.where?.[0])}, or send before it.`,
  };
}
