import type { Entries } from '../../messages/entry.ts';
import { inline } from '../../messages/visible.ts';
import type { DropsFacts } from './facts.ts';

/** By the way on which a price was lost. */
const PRICE_LOST: Readonly<Record<DropsFacts['drops/price-lost']['through'], Record<'title' | 'cause', string>>> = {
  client: {
    title: 'A price that is posted does not come in the stream',
    cause: ' while a client without a proxy read the stream, and no event with this name came.',
  },
  page: {
    title: 'An open page does not get a price',
    cause:
      ' while several streams were open. One of them got it, and that of a page did not, though nothing had cut its connection.',
  },
  proxy: {
    title: 'A page behind a proxy does not get a price',
    cause:
      ' while a page was open through a proxy, which had cut its idle connection. What is sent while a page is away is lost.',
  },
};

/** The texts of the lab's own codes. A code without texts does not compile. */
export const dropsEntries: Entries<keyof DropsFacts> = {
  'drops/silent': {
    words: ({ facts }) => ({
      title: 'The stream is silent for so long that a proxy cuts it',
      expected: `A sign of life at least every ${facts.idleMs / 1000} seconds, better every second.`,
      cause: `For ${facts.gapMs / 1000} seconds nothing came. A proxy that sees no byte for ${facts.idleMs / 1000} seconds takes the connection for a dead one.`,
      fix: 'Write a comment every second while there is nothing else to send: a line that begins with a colon, and an empty line.',
    }),
    explain: {
      title: 'A silent stream is cut',
      meaning:
        'Proxies and firewalls end connections on which nothing comes. A comment keeps it alive: clients ignore a line that begins with a colon, so no page shows it.',
      wrong: { language: 'text', text: 'event: price\ndata: <li>12.50</li>\n\n(a minute of nothing)\n' },
      right: { language: 'text', text: 'event: price\ndata: <li>12.50</li>\n\n: still here\n\n: still here\n\n' },
      source: 'HTML standard, 9.2.7 "Authoring notes".',
    },
  },
  'drops/price-lost': {
    words: ({ facts }) => ({
      title: PRICE_LOST[facts.through].title,
      expected: 'A price reaches every open page, as soon as it has been posted.',
      cause: `The price of ${inline(facts.price)} was posted${PRICE_LOST[facts.through].cause}`,
      fix:
        facts.through === 'proxy'
          ? 'Keep each stream open with a comment every second.'
          : 'Remember every stream when it is opened, write each price to all of them, and forget only those that have been closed.',
    }),
    explain: {
      title: 'A price is lost',
      meaning:
        'An event reaches the clients that are connected when it is written. A client that is away gets nothing.',
      wrong: { language: 'text', text: '(cut)\nprice 12.50 → nobody\n(connected again)\n' },
      right: { language: 'text', text: ': still here\nprice 12.50 → everybody\n' },
      source: 'HTML standard, 9.2 "Server-sent events".',
    },
  },
  'drops/other-price': {
    words: ({ facts }) => ({
      title: 'A price comes with another number than the one that was posted',
      expected: `A text with ${facts.price}, the price of ${inline(facts.name)}.`,
      cause: `With this name came "${inline(facts.came, 60)}".`,
      fix: 'Write into the event what the fields `name` and `price` of the posted form say.',
    }),
    explain: {
      title: 'A price with another number',
      meaning: 'The exchange posts a name and a price, and both belong into the event as they are.',
      wrong: { language: 'text', text: 'name=ACME&price=41.37 → data: <li>ACME 12.50</li>' },
      right: { language: 'text', text: 'name=ACME&price=41.37 → data: <li>ACME 41.37</li>' },
      source: "The lab's description of the server.",
    },
  },
  'drops/not-back': {
    words: ({ facts }) => ({
      title: 'The page does not come back after the server has closed its WebSocket',
      expected: 'The page connects again, and the next order is answered.',
      cause: `The server closed the connection with code ${facts.code}. The \`ws\` extension of htmx connects again after the codes 1006, 1012 and 1013 only: with any other it takes the end for meant.`,
      fix: 'Close with code 1012 (service restart) or 1013 (try again later) where the page should come back.',
    }),
    explain: {
      title: 'A close code that means: do not come back',
      meaning:
        'The code says why a connection ends. 1000 and 1001 are a normal end, and the extension stays away after them. 1012 and 1013 say that the service will be there again.',
      wrong: { language: 'text', text: 'close 1000 "session over"' },
      right: { language: 'text', text: 'close 1012 "session over"' },
      source: 'RFC 6455, section 7.4, and the IANA registry of close codes; htmx-ext-ws 2, ws.js, `onclose`.',
    },
  },
  'drops/order-lost': {
    words: ({ facts }) => ({
      title: facts.back
        ? 'After the page has come back, an order is not answered'
        : 'An order is not answered in the page',
      expected: `The text "${inline(facts.order, 60)}" in \`#orders\`.`,
      cause: 'The answer came, and it did not get into the element.',
      fix: 'Answer with `<ul id="orders" hx-swap-oob="beforeend"><li>…</li></ul>`.',
    }),
    explain: {
      title: 'An order is not shown',
      meaning: 'A page that has come back has a new connection. What the server keeps for the old one is gone.',
      wrong: { language: 'html', text: '<li>12 shares</li>' },
      right: { language: 'html', text: '<ul id="orders" hx-swap-oob="beforeend"><li>12 shares</li></ul>' },
      source: 'htmx-ext-ws 2, ws.js, `socket.addMessageHandler`.',
    },
  },
};
