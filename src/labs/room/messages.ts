import type { Entries } from '../../messages/entry.ts';
import { inline } from '../../messages/visible.ts';
import type { RoomFacts } from './facts.ts';

/** By who did not get a message. */
const NOT_TO: Readonly<Record<RoomFacts['room/not-to-all']['missing'], Record<'title' | 'cause', string>>> = {
  others: {
    title: 'A message does not reach the others',
    cause: 'Its sender got it, and not everybody else who had joined.',
  },
  sender: { title: 'A message does not come back to its sender', cause: 'The others got it, and its sender did not.' },
  everybody: {
    title: 'A message does not reach everybody',
    cause: 'Its sender did not get it, and neither did everybody else who had joined.',
  },
};

function times(count: number): string {
  return count === 0 ? 'not at all' : count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

function megabytes(characters: number): string {
  return `${(characters / 1_000_000).toFixed(1)} MB`;
}

/** Messages that reach whom they should. */
const delivered: Entries<'room/not-to-all' | 'room/message-lost' | 'room/message-twice' | 'room/out-of-order'> = {
  'room/not-to-all': {
    words: ({ facts }) => ({
      title: NOT_TO[facts.missing].title,
      expected: `A message with "${inline(facts.text)}" for everybody who has joined, its sender too.`,
      cause: NOT_TO[facts.missing].cause,
      fix: 'Remember each connection that has sent a name, and send each message to all of them.',
    }),
    explain: {
      title: 'A message that not everybody gets',
      meaning:
        'A WebSocket is a connection to one client. Nothing is sent to the others by itself: the server has to know them all, and to send to each.',
      wrong: { language: 'text', text: 'Ada → server: hello\nserver → Ada: hello\n' },
      right: { language: 'text', text: 'Ada → server: hello\nserver → Ada: hello\nserver → Grace: hello\n' },
      source: "The lab's description of the server.",
    },
  },
  'room/message-lost': {
    words: ({ facts }) => ({
      title: 'With ten clients at once, messages are lost',
      expected: `All ${facts.sent} messages at each client that was there.`,
      cause: `One client lacks ${facts.lost} of them. Meanwhile others joined, and one left without a goodbye.`,
      fix: 'Let a send that fails concern that client only, and go through a copy of the clients where sending waits.',
    }),
    explain: {
      title: 'Messages that are lost among many',
      meaning:
        'Between two clients everything looks right. Among many, somebody leaves while a message goes round: an exception at one connection, or a collection that changes while it is gone through, keeps the message from all that come after.',
      wrong: { language: 'text', text: 'for each client: await send(message)\n(the third is gone: error)' },
      right: {
        language: 'text',
        text: 'for each client in a copy of the list: send(message)\nif that fails: forget the client',
      },
      source: "The lab's description of the server.",
    },
  },
  'room/message-twice': {
    words: ({ facts }) => ({
      title: facts.own ? 'A sender gets its own message more than once' : 'A message comes more than once',
      expected: `The message with "${inline(facts.text)}" once.`,
      cause: `It came ${times(facts.times)}${facts.own ? ', to the client that had sent it' : ' to one client'}.`,
      fix: facts.own
        ? 'Send each message to all who have joined, and nothing in addition to its sender.'
        : 'Keep each connection once, and send a message from one place only: to all, or as history to who joins.',
    }),
    explain: {
      title: 'A message that comes more than once',
      meaning:
        'An answer to the sender and a message to all are two messages for the sender. A client that is in the list twice, or that gets the history after it is in the list, gets messages twice as well.',
      wrong: { language: 'text', text: 'send to the sender\nsend to all' },
      right: { language: 'text', text: 'send to all' },
      source: "The lab's description of the server.",
    },
  },
  'room/out-of-order': {
    words: ({ facts }) => ({
      title:
        facts.differs === 'sender'
          ? "A sender's messages come in another order"
          : 'Two clients see messages in different orders',
      expected: `${facts.differs === 'sender' ? 'The order in which they were sent' : 'The same order for everybody'}: "${inline(facts.first)}" before "${inline(facts.second)}".`,
      cause:
        facts.differs === 'sender'
          ? `"${inline(facts.second)}" came first, though it was sent later over the same connection.`
          : `The second client got "${inline(facts.second)}" first.`,
      fix: 'Put each message into all queues at once, with nothing to wait for in between, and send from each queue in order.',
    }),
    explain: {
      title: 'Messages in another order',
      meaning:
        'Where the server waits while a message goes round, the next one overtakes it: for some clients first, for others second. A question and its answer are then in the wrong order for somebody.',
      wrong: { language: 'text', text: 'for each client: await send(message)\n(the next message begins meanwhile)' },
      right: {
        language: 'text',
        text: 'for each client: put the message into its queue\nfor each queue: one task that sends',
      },
      source: "The lab's description of the server.",
    },
  },
};

/** Who is there, and what each message shows. */
const told: Entries<
  'room/without-name' | 'room/unescaped' | 'room/join-not-told' | 'room/leave-not-told' | 'room/history'
> = {
  'room/without-name': {
    words: ({ facts }) => ({
      title: 'A message does not say who sent it',
      expected: `The name ${inline(facts.name)} in it.`,
      cause: `Its text is "${inline(facts.came, 60)}".`,
      fix: 'Keep the first message of each connection as its name, and write it before each message that follows.',
    }),
    explain: {
      title: 'A message without a name',
      meaning: 'Whoever reads a chat of many wants to know who says what. The server knows it by the connection.',
      wrong: { language: 'html', text: '<p>hello</p>' },
      right: { language: 'html', text: '<p><b>Ada</b>: hello</p>' },
      source: "The lab's description of the server.",
    },
  },
  'room/unescaped': {
    words: ({ facts }) => ({
      title:
        facts.of === 'name'
          ? 'Markup in a name becomes part of all pages'
          : 'Markup in a message becomes part of all pages',
      expected: `The text ${inline(facts.text)}, as it was typed.`,
      cause:
        'The server wrote it into its HTML as it is. In a chat for all, one client writes into the pages of all others this way.',
      fix: 'Escape names and messages where they are put into HTML.',
    }),
    explain: {
      title: 'Markup from others',
      meaning:
        'What somebody types is text. Put into HTML without being escaped, it brings its own elements, and scripts, into the page of everybody who is there.',
      wrong: { language: 'html', text: '<p><b>Ada</b>: <img src=x onerror=alert(1)></p>' },
      right: { language: 'html', text: '<p><b>Ada</b>: &lt;img src=x onerror=alert(1)&gt;</p>' },
      source: 'HTML standard, 13.3 "Serializing HTML fragments"; OWASP, cross-site scripting.',
    },
  },
  'room/join-not-told': {
    words: ({ facts }) => ({
      title: 'The others are not told who joins',
      expected: `A message with the name ${inline(facts.name)} for everybody who was there already.`,
      cause:
        'The name was sent as the first message of a new connection, and no message with it came to somebody who had joined before.',
      fix: 'When the first message of a connection comes, send a line with this name to the others.',
    }),
    explain: {
      title: 'Somebody joins unseen',
      meaning:
        'The first message of a connection is a name. From then on its sender belongs to the chat, and the others should know.',
      wrong: { language: 'text', text: 'Grace → server: Grace\nserver → Ada: (nothing)' },
      right: { language: 'text', text: 'Grace → server: Grace\nserver → Ada: Grace has joined' },
      source: "The lab's description of the server.",
    },
  },
  'room/leave-not-told': {
    words: ({ facts }) => ({
      title:
        facts.how === 'closed'
          ? 'The others are not told who leaves'
          : 'The others are not told who leaves without a goodbye',
      expected: `A message with the name ${inline(facts.name)} for everybody who stays.`,
      cause:
        facts.how === 'closed'
          ? 'The connection was closed, and no message with the name came.'
          : 'The connection broke without a close frame, and no message with the name came.',
      fix: 'Forget a connection and tell the others wherever it ends: when it is closed, and when it breaks.',
    }),
    explain: {
      title: 'Somebody leaves unseen',
      meaning:
        'A connection ends with a close frame when a tab is closed, and without one when a network is gone. Servers report both: as the event `close`, or as an exception where they read.',
      wrong: { language: 'text', text: 'Grace closes her tab\nserver → Ada: (nothing)' },
      right: { language: 'text', text: 'Grace closes her tab\nserver → Ada: Grace has left' },
      source: 'RFC 6455, section 7.1.5 "The WebSocket Connection Close Code".',
    },
  },
  'room/history': {
    words: ({ facts }) => ({
      title: facts.came === 0 ? 'Who joins late sees nothing of what was said' : 'Who joins late gets another history',
      expected: `The last ${facts.last} messages, the oldest of them first.`,
      cause:
        facts.order === 'other'
          ? 'They came, in another order.'
          : `Of the messages that had been sent before, ${facts.came} came${facts.notes === undefined ? '' : `, and ${facts.notes === 1 ? 'one line' : `${facts.notes} lines`} of who joined or left`}.`,
      fix:
        facts.notes === undefined
          ? `Keep the last ${facts.last} messages in a list from which the oldest is dropped, and send them to who joins, before any new one.`
          : 'Keep only what is said in the list of the last messages: a line that tells who joined or left is not a message.',
    }),
    explain: {
      title: 'The history of a chat',
      meaning:
        'A connection brings what is sent from then on. What was said before, the server has to keep, and to limit: a list that only grows fills its memory.',
      wrong: { language: 'text', text: 'history: every message since the start' },
      right: { language: 'text', text: 'history: the last 20 messages' },
      source: "The lab's description of the server.",
    },
  },
};

/** All texts of the lab's own codes. A code without texts does not compile. */
export const roomEntries: Entries<keyof RoomFacts> = {
  ...delivered,
  ...told,
  'room/page-times': {
    words: ({ facts }) => ({
      title: facts.times === 0 ? 'A tab does not show a message' : 'A tab shows a message more than once',
      expected: `The text "${inline(facts.text, 60)}" once in each tab.`,
      cause: `The tab ${facts.own ? 'in which it was typed' : 'beside it'} shows it ${times(facts.times)}.`,
      fix: 'Send each message once for each connection, in an element with the id of the chat window and `hx-swap-oob="beforeend"`, and nothing else that shows it.',
    }),
    explain: {
      title: 'A message in two tabs',
      meaning: 'Each tab has a connection of its own. What comes over it is swapped in as often as it comes.',
      wrong: { language: 'html', text: '<p>Ada: hello</p>' },
      right: { language: 'html', text: '<div id="lines" hx-swap-oob="beforeend"><p>Ada: hello</p></div>' },
      source: 'htmx-ext-ws 2, ws.js, `socket.addMessageHandler`.',
    },
  },
  'room/slow-holds-up': {
    words: ({ facts }) => ({
      title: 'A client that does not read holds up the others',
      expected: 'Each message reaches the clients that read, whatever the others do.',
      cause: facts.closed
        ? `After ${megabytes(facts.sent)}, the connection of a client that did read was closed.`
        : `After ${megabytes(facts.sent)} no more messages came to a client that did read: the server waits until the other one takes its messages.`,
      fix: 'Give each client a queue with a limit and a task that sends from it. Whoever does not keep up is disconnected, and nobody waits for it.',
    }),
    explain: {
      title: 'One for whom all wait',
      meaning:
        'A laptop that sleeps does not read. When the buffers of both systems are full, a send to it does not end. A server that sends to one after the other and waits for each then sends nothing to anybody.',
      wrong: { language: 'text', text: 'for each client: await send(message)' },
      right: {
        language: 'text',
        text: 'for each client: put it into its queue\nif that is full: disconnect the client',
      },
      source: 'RFC 9293, section 3.8.6 "Managing the Window".',
    },
  },
  'room/slow-kept': {
    words: ({ facts }) => ({
      title: 'What waits for a client that does not read has no limit',
      expected: 'A client that does not read is disconnected, or loses messages, before much is kept for it.',
      cause: `A client did not read while ${megabytes(facts.sent)} were sent. When it read again, it got at least ${megabytes(facts.kept)} of them: so much was in the memory of the server.`,
      fix: 'Look at how much waits for a client before you send: beyond 1 MB, or 100 messages, end its connection.',
    }),
    explain: {
      title: 'Memory that grows for who does not read',
      meaning:
        'What is sent to a client that does not read is kept: by the systems, and then by the server, for as long as the connection stays open. A few sleeping laptops in a busy chat fill its memory.',
      wrong: { language: 'text', text: 'send the message to each client' },
      right: {
        language: 'text',
        text: 'if more than 1 MB waits for a client: end its connection\notherwise: send the message to it',
      },
      source: 'WebSockets standard, `bufferedAmount`.',
    },
  },
};
