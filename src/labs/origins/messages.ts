import type { Entries } from '../../messages/entry.ts';
import { inline } from '../../messages/visible.ts';
import type { OriginsFacts } from './facts.ts';

const REPLY = '<ul id="sign" hx-swap-oob="beforeend"><li>Back soon</li></ul>';

/** Which page it is that should stay out. */
function pageOf(origin: string): string {
  return origin === 'null'
    ? 'A page in a sandbox, whose `Origin` is the word `null`,'
    : `A page from \`${inline(origin, 80)}\``;
}

/** The texts of the lab's own codes. A code without texts does not compile. */
export const originsEntries: Entries<keyof OriginsFacts> = {
  'origins/visitors-stuck': {
    words: ({ facts }) => ({
      title:
        facts.texts.length === 0 ? 'The page shows no number of visitors' : 'The number of visitors does not change',
      expected: 'A number in `#visitors` that changes every second.',
      cause:
        facts.texts.length === 0
          ? 'The page opened the stream, and no text with a number came into the element.'
          : `The element read ${facts.texts.map((text) => `"${inline(text, 30)}"`).join(', ')}, and then nothing else came.`,
      fix: 'Send an event `visitors` with the new number every second.',
    }),
    explain: {
      title: 'The number of visitors does not change',
      meaning:
        'An element shows the data of each event that it waits for. It changes when the next one brings other data.',
      wrong: { language: 'text', text: 'event: visitors\ndata: 12\n\nevent: visitors\ndata: 12\n\n' },
      right: { language: 'text', text: 'event: visitors\ndata: 12\n\nevent: visitors\ndata: 13\n\n' },
      source: 'htmx-ext-sse 2, sse.js, `registerSSE`.',
    },
  },
  'origins/own-page-refused': {
    words: ({ facts }) => ({
      title: "The server refuses the WebSocket of the lab's own page",
      expected: `A handshake with \`Origin: ${inline(facts.origin, 80)}\` ends in a WebSocket.`,
      cause: `The server answered it with status ${facts.status}. It compares the header \`Origin\` with something else than the origin of this page.`,
      fix: `Allow exactly the origin of the page: scheme, host and port, \`${inline(facts.origin, 80)}\`. The port is the one of the page, and not that of the WebSocket.`,
    }),
    explain: {
      title: "The page's own WebSocket is refused",
      meaning:
        'A browser sends the origin of the page with each handshake. A server that checks it must let its own page in, whose port is another than its own where the page comes from another server.',
      wrong: { language: 'text', text: 'allowed: http://localhost:8001 (the server of the WebSocket)' },
      right: { language: 'text', text: 'allowed: http://localhost:8000 (the server of the page)' },
      source: 'RFC 6455, 4.2.2 and 10.2 "Origin Considerations"; RFC 6454, section 7.',
    },
  },
  'origins/text-not-shown': {
    words: ({ facts }) => ({
      title: 'A text was sent and answered, and does not show on the sign',
      expected: `The text "${inline(facts.text, 60)}" in \`#sign\`.`,
      cause: 'The answer came, and it did not get into the element.',
      fix: `Answer with \`${REPLY}\`.`,
    }),
    explain: {
      title: 'A text is not shown',
      meaning: 'The id of an answer says which element of the page it is for.',
      wrong: { language: 'html', text: REPLY.replace('sign', 'signs') },
      right: { language: 'html', text: REPLY },
      source: 'htmx-ext-ws 2, ws.js, `socket.addMessageHandler`.',
    },
  },
  'origins/stream-open': {
    words: ({ facts }) => ({
      title: 'A page of another origin can read the stream',
      expected: 'An answer that allows the origin of its own page, and no other.',
      cause: `${pageOf(facts.origin)} asked for the stream, and the answer has \`Access-Control-Allow-Origin: ${inline(facts.allowed, 80)}\`.`,
      fix: 'Allow one origin, the one of the page, and write it as a constant. Compare the whole of it where you compare.',
    }),
    explain: {
      title: 'A stream that any page may read',
      meaning:
        "A browser sends the request of any page, with the cookies of the person, and gives the answer to the page only if `Access-Control-Allow-Origin` names the page's origin. A server that repeats whatever `Origin` it gets has no lock at all.",
      wrong: {
        language: 'text',
        text: 'Origin: https://shoes.example\n→ Access-Control-Allow-Origin: https://shoes.example',
      },
      right: {
        language: 'text',
        text: 'Origin: https://shoes.example\n→ Access-Control-Allow-Origin: http://localhost:8000',
      },
      source: 'Fetch standard, "CORS check".',
    },
  },
  'origins/socket-open': {
    words: ({ facts }) => ({
      title:
        facts.does === 'writes'
          ? 'A page of another origin can write on the sign'
          : 'A page of another origin can read what is written on the sign',
      expected:
        'A handshake with another `Origin` than that of the page is refused, or closed before anything is done with it.',
      cause:
        facts.does === 'writes'
          ? `${pageOf(facts.origin)} opened a WebSocket and sent a text, and the text appeared on the sign. The browser does not prevent this: CORS does not apply to WebSockets.`
          : `${pageOf(facts.origin)} opened a WebSocket, and a text that was typed into the lab's own page was sent to it, too. The browser does not prevent this: CORS does not apply to WebSockets.`,
      fix: 'Compare the header `Origin` of the handshake with the whole origin of the page, and answer with status 403 when it is another one.',
    }),
    explain: {
      title: 'A WebSocket that any page may use',
      meaning:
        'Any page in the world may open a WebSocket to your server, with the cookies of the person who looks at it. CORS does not apply, and no header of an answer keeps it out. The browser says in `Origin` which page asks, and the server decides. Compare all of it: `http://localhost.shoes.example:8000` begins and ends like an origin that you know.',
      wrong: { language: 'text', text: 'Origin: https://shoes.example\n→ 101 Switching Protocols' },
      right: { language: 'text', text: 'Origin: https://shoes.example\n→ 403 Forbidden' },
      source: 'RFC 6455, 10.2 "Origin Considerations"; WebSockets standard, "establish a WebSocket connection".',
    },
  },
};
