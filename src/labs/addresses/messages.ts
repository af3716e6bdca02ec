import type { Entries } from '../../messages/entry.ts';
import { inline } from '../../messages/visible.ts';
import type { AddressesFacts } from './facts.ts';

const REPLY = '<ul id="cards" hx-swap-oob="beforeend"><li>Flour</li></ul>';

/** The texts of the lab's own codes. A code without texts does not compile. */
export const addressesEntries: Entries<keyof AddressesFacts> = {
  'addresses/card-not-shown': {
    words: ({ facts }) => ({
      title: 'A card was sent and answered, and does not show on the board',
      expected: `The text "${inline(facts.card, 60)}" in \`#cards\`.`,
      cause: 'The answer came, and htmx swapped it into another element than the board, or a script removed it again.',
      fix: `Answer with \`${REPLY}\`: the id is that of the board.`,
    }),
    explain: {
      title: 'A card does not show',
      meaning: 'The id of an answer says which element of the page it is for.',
      wrong: { language: 'html', text: REPLY.replace('cards', 'card') },
      right: { language: 'html', text: REPLY },
      source: 'htmx-ext-ws 2, ws.js, `socket.addMessageHandler`.',
    },
  },
  'addresses/card-not-shared': {
    words: ({ facts }) => ({
      title: 'A card shows only in the page where it was pinned',
      expected: `The text "${inline(facts.card, 60)}" in \`#cards\` of every open page.`,
      cause: 'Another page was connected when the card was pinned, and did not get it.',
      fix: 'Send a card to all connections that are open, not only to the one that it came from.',
    }),
    explain: {
      title: 'A card is not shared',
      meaning: 'Each open page has a connection of its own. What everybody should see is sent to each of them.',
      wrong: { language: 'text', text: 'tab 1 sends a card → the answer goes to tab 1' },
      right: { language: 'text', text: 'tab 1 sends a card → the answer goes to tab 1 and tab 2' },
      source: 'RFC 6455, section 1.3: a connection has two ends.',
    },
  },
  'addresses/bar-stuck': {
    words: ({ facts }) => ({
      title: facts.texts.length === 0 ? 'The bar shows nothing' : 'The bar does not move',
      expected: 'A number in `#oven` that changes twice a second.',
      cause:
        facts.texts.length === 0
          ? 'The page opened the stream, and no text with a number came into the element.'
          : `It read: ${facts.texts.map((text) => `"${inline(text, 30)}"`).join(', ')}, and then no more came.`,
      fix: 'Let `#oven` wait for the event by its name, and let each event replace the one before.',
    }),
    explain: {
      title: 'The bar stands still',
      meaning: 'An element that waits for an event gets its data each time. It must stay in the page to get the next.',
      wrong: { language: 'html', text: '<div id="oven" sse-swap="progress" hx-swap="outerHTML"></div>' },
      right: { language: 'html', text: '<div id="oven" sse-swap="progress"></div>' },
      source: 'htmx-ext-sse 2, sse.js, `registerSSE`.',
    },
  },
};
