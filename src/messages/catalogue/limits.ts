import {
  MOST_BODY_BYTES,
  MOST_EVENT_CHARACTERS,
  MOST_MARKUP,
  MOST_ON_SOCKET,
  MOST_PAGE_BYTES,
  MOST_REDIRECTS,
  MOST_STREAM_BYTES,
} from '../../model/limits.ts';
import type { Excess, SocketExcess } from '../../model/observed.ts';
import type { Entries } from '../entry.ts';
import { excessWords, sizeWords } from '../excess.ts';
import { requestWords } from '../observed.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { inline } from '../visible.ts';

/** What is more than the tutor reads. A browser goes on reading, and its page, its memory and its patience end sooner or later. */
export const endlessAnswerEntries: Entries<'server/endless-answer'> = {
  'server/endless-answer': {
    words: ({ facts }, { server }) => ({
      title: ['bytes', 'unpacked', 'markup'].includes(facts.excess.of)
        ? `The answer to ${inline(requestWords(facts.request))} is too long`
        : `The answer to ${inline(requestWords(facts.request))} does not end`,
      expected: 'A complete answer: status, headers and a body that ends.',
      cause: `The check stopped reading: ${excessWords(facts.excess)}.`,
      fix: endlessFix(facts.excess, server),
    }),
    otherLanguage: ({ facts: { excess } }) =>
      excess.of === 'time' ? { fix: 'End the response after the last piece of the body.' } : {},
    explain: {
      title: 'An answer that does not end',
      meaning: `A browser shows a page when its answer has ended, and loads a script when the file is complete. An answer ends when the handler ends it, or when as many bytes have come as its \`Content-Length\` says; until then the tab goes on loading. The check reads ${sizeWords(MOST_PAGE_BYTES)} of a page, ${sizeWords(MOST_MARKUP)} of them outside of its \`data:\` addresses, and ${sizeWords(MOST_BODY_BYTES)} of a script, unpacked, and follows ${MOST_REDIRECTS} redirects.`,
      wrong: {
        language: 'js',
        text: 'response.writeHead(200, { "Content-Type": "text/html" });\nresponse.write(page);',
      },
      right: { language: 'js', text: 'response.writeHead(200, { "Content-Type": "text/html" });\nresponse.end(page);' },
      source: 'RFC 9112 section 6.3 "Message Body Length"; RFC 9110 sections 15.2 and 15.4.',
    },
  },
};

function endlessFix({ of }: Excess, server: ServerWords): string {
  switch (of) {
    case 'bytes':
    case 'unpacked':
    case 'markup':
      return 'Send the page alone, and let the browser load pictures and other long data from addresses of their own.';
    case 'head':
      return 'Remove what fills the headers: a cookie or a header that gets longer with each request.';
    case 'interim':
      return 'Send one answer with its final status, such as 200. Statuses from 100 to 199 only announce it.';
    case 'redirects':
      return 'Answer the last address itself with status 200 instead of another redirect.';
    case 'time':
      return inServerLanguage(server, {
        node: 'Call `response.end()` after the last piece of the body. With a `Content-Length`, send as many bytes as it says, or leave the header to Node.',
        python:
          'return the whole text at once. A generator belongs to an event stream; the one of a page must come to its end.',
      });
  }
}

export const socketLimitEntries: Entries<'ws/too-much' | 'ws/bad-frame'> = {
  'ws/too-much': {
    words: ({ facts }) => ({
      title: `The server sends ${socketTitle(facts.excess)}`,
      expected: 'One reply of a few hundred bytes to each message, and silence until the next one.',
      cause: `The check closed the connection: ${socketCause(facts.excess)}.`,
      fix: socketFix(facts.excess),
    }),
    explain: {
      title: 'Too much on a WebSocket',
      meaning: `Each message is swapped into the page of each reader: a flood of them keeps the page busy, and one that is too long fills its memory. The check reads messages of up to ${sizeWords(MOST_ON_SOCKET.message)}, unpacked, and up to ${MOST_ON_SOCKET.messages} messages, ${MOST_ON_SOCKET.pings} pings, ${MOST_ON_SOCKET.pongs} pongs and ${sizeWords(MOST_ON_SOCKET.bytes)} of one connection.`,
      wrong: {
        language: 'js',
        text: "socket.on('message', (data) => {\n  while (socket.readyState === socket.OPEN) socket.send(render(data));\n});",
      },
      right: { language: 'js', text: "socket.on('message', (data) => {\n  socket.send(render(data));\n});" },
      source: 'RFC 6455 section 10.4: an implementation limits frames and messages to protect itself; close code 1009.',
    },
  },
  'ws/bad-frame': {
    words: ({ facts }, { server }) => ({
      title: 'What the server sends cannot be read as a WebSocket frame',
      expected: 'Frames as the protocol has them: unmasked from a server, and text in UTF-8.',
      cause: `The check closed the connection, as a browser does: ${inline(facts.error, 160)}.`,
      fix: inServerLanguage(server, {
        node: 'Let the library `ws` write the frames (`socket.send(text)`), and let nothing else write to the same connection.',
        python:
          'let the framework write the frames (`await websocket.send_text(text)`), and let nothing else write to the same connection.',
      }),
    }),
    otherLanguage: {
      fix: 'Let your WebSocket library write the frames, and let nothing else write to the same connection.',
    },
    explain: {
      title: 'Not a WebSocket frame',
      meaning:
        'After the handshake each message is wrapped into frames: a byte for its kind, then its length, then the text. A client that meets anything else must fail the connection. It happens where a program writes text to the connection itself, where two libraries write to the same one, and where text is in another encoding than UTF-8.',
      wrong: { language: 'js', text: "server.on('upgrade', (request, socket) => {\n  socket.write('Hello');\n});" },
      right: { language: 'js', text: "sockets.on('connection', (socket) => {\n  socket.send('Hello');\n});" },
      source: 'RFC 6455 sections 5.2 and 8.1; close codes 1002 and 1007.',
    },
  },
};

function socketTitle({ of }: SocketExcess): string {
  switch (of) {
    case 'message':
    case 'pieces':
      return 'a message that is too long';
    case 'messages':
      return 'messages without end';
    case 'pings':
      return 'pings without end';
    case 'pongs':
      return 'pongs without end';
    case 'bytes':
      return 'data without end';
  }
}

function socketCause({ of, most }: SocketExcess): string {
  switch (of) {
    case 'message':
      return `one message has more than ${sizeWords(most)}`;
    case 'pieces':
      return `one message came in more than ${most} frames`;
    case 'messages':
    case 'pings':
    case 'pongs':
      return `more than ${most} ${of} came`;
    case 'bytes':
      return `more than ${sizeWords(most)} came`;
  }
}

function socketFix({ of }: SocketExcess): string {
  switch (of) {
    case 'message':
    case 'pieces':
      return 'Send only the new message, not the whole conversation or a file, and end it.';
    case 'pings':
    case 'pongs':
      return 'Send a ping every 30 seconds or so, from one timer; a pong is sent by the library, once for each ping.';
    case 'messages':
    case 'bytes':
      return 'Send once for each message that arrives. Look for a loop around the call that sends, and for a server that answers its own messages.';
  }
}

export const streamLimitEntries: Entries<'sse/too-much'> = {
  'sse/too-much': {
    words: ({ facts }, { names }) => ({
      title:
        facts.of === 'stream'
          ? `${names.stream} sends without a pause`
          : facts.of === 'line'
            ? `A line of ${names.stream} does not end`
            : `An event of ${names.stream} does not end`,
      expected: `A short event ${names.interval.every}: one line with \`data:\`, and a blank line.`,
      cause: `The check stopped reading: ${facts.of === 'stream' ? 'in all' : facts.of === 'line' ? 'one line' : 'one event'} more than ${sizeWords(facts.most)} came${facts.of === 'line' ? ' without a line break' : facts.of === 'event' ? ' without a blank line' : ''}.`,
      fix:
        facts.of === 'stream'
          ? 'Let a timer send the events, and send only what has changed.'
          : 'End each line with `\\n` and each event with a blank line, `\\n\\n`, and send only what has changed.',
    }),
    explain: {
      title: 'Too much in an event stream',
      meaning: `A browser keeps a line in memory until it ends, and an event until its blank line has come. Nothing is shown before, and everything is swapped into the page afterwards. The check reads events of up to ${sizeWords(MOST_EVENT_CHARACTERS)} and ${sizeWords(MOST_STREAM_BYTES)} of a stream.`,
      wrong: { language: 'js', text: 'setInterval(() => response.write(`data: ${everything}`), 0);' },
      right: { language: 'js', text: 'setInterval(() => response.write(`data: ${news}\\n\\n`), pause);' },
      source: 'HTML standard, 9.2.5 "Parsing an event stream".',
    },
  },
};

export const nestingEntries: Entries<'page/nested-too-deep'> = {
  'page/nested-too-deep': {
    words: ({ facts }) => ({
      title: `${NESTED_IN[facts.in].title} has more than ${facts.most} elements inside each other`,
      expected: `At most ${facts.most} elements inside each other: browsers build no more.`,
      cause: `From the ${facts.most}th on, a browser puts each element beside the one around it, so the page is not as it was written. ${NESTED_IN[facts.in].cause}`,
      fix: 'Close each element before the next one begins, and put a new message beside the last one, not inside it.',
    }),
    explain: {
      title: 'Elements inside each other without end',
      meaning:
        'Browsers limit how deep elements may be nested, so that a page cannot exhaust their memory: Chromium and Safari stop at 512. What is deeper ends up beside the element that it was meant to be in. It happens when tags are opened in a loop and never closed, or when each message is wrapped around all earlier ones.',
      wrong: { language: 'js', text: 'for (const text of messages) html += `<div>${text}`;' },
      right: { language: 'js', text: 'for (const text of messages) html += `<div>${text}</div>`;' },
      source:
        'HTML standard, 13.2.6 "Tree construction": an implementation may limit the depth; 512 in Blink and WebKit.',
    },
  },
};

const NESTED_IN = {
  page: { title: 'The page', cause: 'Usually tags are opened and never closed.' },
  message: {
    title: 'The reply',
    cause: 'Usually a loop opens tags and never closes them, or the reply is wrapped around the one before.',
  },
  event: { title: 'The event', cause: 'Usually a loop opens tags and never closes them.' },
} as const;
