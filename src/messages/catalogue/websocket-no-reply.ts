import type { Evidence, FindingOf } from '../../model/finding.ts';
import type { Entries, OtherLanguage, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';
import { line } from './seen.ts';

const ANSWER_TEXT = {
  node: "In the `connection` handler write `socket.on('message', (data) => { socket.send(data.toString()); })`; send on that `socket`, not on the server object.",
  python:
    'after `text = await websocket.receive_text()` write `await websocket.send_text(text)`; without `await` nothing is sent.',
};
function answerHtmx({ field }: Names): { readonly node: string; readonly python: string } {
  return {
    node: `Read the text by its key, \`const { ${field} } = JSON.parse(data.toString());\`, with the same name as the form's field, and make sure that \`socket.send(…)\` is called with it.`,
    python: `read the text by its key, \`${field} = json.loads(text)["${field}"]\` and \`import json\`, with the same name as the form's field, and make sure that \`await websocket.send_text(…)\` is called with it.`,
  };
}

/** A message that nobody answers. */
export const noReplyEntry: Entries<'ws/no-reply'> = {
  'ws/no-reply': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: 'The server does not reply to a message',
      expected: 'Each message is answered with a message that contains the sent text.',
      cause: `${facts.greets === undefined ? nothingCame(facts, evidence) : greetingCame(facts)}${jsonNote(facts.sent, names)}`,
      fix: inServerLanguage(server, isHtmxFrame(facts.sent) ? answerHtmx(names) : ANSWER_TEXT),
      ...(facts.because === undefined ? {} : SILENT_BECAUSE[facts.because](server)),
      ...(facts.listener === undefined ? {} : deafWords(facts.listener, evidence)),
      ...(facts.answers === undefined
        ? {}
        : httpAnswerWords(facts.answers, {
            said: `"${inline(facts.sent)}" was sent, and nothing came back.`,
            evidence,
          })),
    }),
    otherLanguage: ({ facts }) =>
      facts.because === undefined && facts.answers === undefined
        ? { fix: 'Where your code receives a message, send the answer on the same connection, each time.' }
        : facts.because === undefined
          ? {}
          : OTHER_LANGUAGE[facts.because],
    explain: {
      title: 'No reply',
      meaning:
        'A WebSocket sends nothing by itself: unlike an HTTP request, a message needs no answer, and for the protocol a silent server is not an error. The reply is a separate message, sent on the connection that the first one came from.',
      wrong: {
        language: 'js',
        text: "sockets.on('message', (data) => {\n  // the server object has no such event\n});",
      },
      right: {
        language: 'js',
        text: "sockets.on('connection', (socket) => {\n  socket.on('message', (data) => {\n    socket.send(data.toString());\n  });\n});",
      },
      source: 'RFC 6455 section 1.2; ws documentation, event "message" of WebSocket.',
    },
    seenAs: [
      line(
        /coroutine 'WebSocket\.send_\w+' was never awaited/u,
        8,
        'A `send` without `await` sends nothing, so no reply arrives.',
      ),
    ],
  },
};

type Facts = FindingOf<'ws/no-reply'>['facts'];

function nothingCame({ sent, wentTo }: Facts, { waitedMs }: Evidence): string {
  const within = waitedMs === undefined ? '' : ` in ${waitedMs} ms`;
  const whose =
    wentTo === undefined
      ? 'The connection is open, so the handler was not reached or sent nothing.'
      : `The answer went to another client (${inline(wentTo)}), not to the sender.`;
  return `"${inline(sent)}" was sent, and nothing came back${within}. ${whose}`;
}

/** What the page received does not answer the message. */
function greetingCame({ sent }: Facts): string {
  return `"${inline(sent)}" was sent. What the page received after it is a greeting: a client of the tutor's own received it too before it had sent anything. Then that client sent the same message, and nothing came back.`;
}

/** Whether a text is what htmx sends: JSON. */
export function isHtmxFrame(sent: string): boolean {
  return sent.startsWith('{');
}

function jsonNote(sent: string, names: Names): string {
  return isHtmxFrame(sent)
    ? ` This is the form in which htmx sends: JSON, with the typed text under \`${names.field}\`.`
    : '';
}

/** A message that is answered as if it were an HTTP request. @param said what was seen, a sentence */
export function httpAnswerWords(
  { call, instead }: NonNullable<FindingOf<'ws/no-reply'>['facts']['answers']>,
  { said, evidence }: { readonly said: string; readonly evidence: Evidence },
): Pick<Words, 'cause' | 'fix'> {
  return {
    cause: `${said} \`${inline(call)}\` answers an HTTP request, and the handshake was the last one on this connection. A message is sent with \`${inline(instead)}\`.`,
    fix: `In ${placeWords(evidence.where?.[0])} write \`${inline(instead)}(…)\` instead of \`${inline(call)}(…)\`, with nothing but the text to send.`,
  };
}

/** A WebSocketServer without a listener for its connections. */
function deafWords(
  { on, event }: NonNullable<FindingOf<'ws/no-reply'>['facts']['listener']>,
  { where }: Evidence,
): Pick<Words, 'cause' | 'fix'> {
  const at = placeWords(where?.[0]);
  if (event !== undefined)
    return {
      cause: `\`${on}.on('${event}', …)\` never runs: a WebSocketServer emits \`connection\` for each client, and has no event \`${event}\`.`,
      fix:
        event === 'message'
          ? `In ${at} write \`socket.on('message', …)\`, and around it \`${on}.on('connection', (socket) => { … })\`.`
          : `In ${at} write \`'connection'\` instead of \`'${event}'\`.`,
    };
  return {
    cause: `Nothing listens to the connections of \`${on}\`: they are opened, and their messages reach no code.`,
    fix: `After ${at} write \`${on}.on('connection', (socket) => { socket.on('message', (data) => { socket.send(data.toString()); }); });\`.`,
  };
}

type Silence = NonNullable<FindingOf<'ws/no-reply'>['facts']['because']>;

/** For silence whose cause is known. Only servers of the package `ws` have the first two. */
const SILENT_BECAUSE: Readonly<Record<Silence, (server: ServerWords) => Partial<Words>>> = {
  'no-connection': () => ({
    cause:
      'The server upgrades the handshake itself, with `handleUpgrade`, and emits no `connection` event after it. So the handler for `connection` never runs, and nothing listens to messages.',
    fix: "In the callback of `handleUpgrade` emit the event on the WebSocketServer whose `handleUpgrade` it is: `sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));`.",
  }),
  late: () => ({
    cause:
      "The first message on a connection got no reply, and a second one on the same connection did. The `connection` handler waits for something (`await`) before it calls `socket.on('message', …)`. What arrives meanwhile has no listener and is lost.",
    fix: "Call `socket.on('message', …)` first in the `connection` handler, before any `await`; await what a reply needs inside the `message` handler.",
  }),
  behind: (server) => ({
    title: 'The reply comes one message late',
    cause:
      'A message got no reply until the next one was sent on the same connection. Then the reply to the earlier message came, and the new one waited in its turn. The code sends what it has kept, and only then keeps what it has read.',
    fix: inServerLanguage(server, {
      node: 'In the `message` handler make the reply from the `data` that this call was given, and send it in the same call.',
      python:
        'make the reply from the text that `receive_text()` has just returned, and send it before the next `receive_text()`.',
    }),
  }),
  'first-lost': (server) => ({
    title: 'The first message on a connection gets no reply',
    cause:
      'The first message on a connection got no reply, and a second one on the same connection did. The code reads one message that it does not answer, or it begins to listen too late.',
    fix: inServerLanguage(server, {
      node: "Call `socket.on('message', …)` first in the `connection` handler, and send a reply in each call, the first one too.",
      python: 'remove the `receive_text()` before the loop, or send a reply to what it returns.',
    }),
  }),
};

const OTHER_LANGUAGE: Readonly<Record<Silence, OtherLanguage>> = {
  'no-connection': {},
  late: {},
  behind: { fix: 'Make the reply from the message that was just read, and send it before the next one is read.' },
  'first-lost': { fix: 'Answer each message where it is read, the first one on a connection too.' },
};
