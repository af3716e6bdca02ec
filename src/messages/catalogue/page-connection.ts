import { openQuoteCause, withoutQuote } from './open-quote.ts';
import type { Entries, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { inline } from '../visible.ts';
import { closeCodeWords } from './close-code.ts';
import { handshakeAnswer, NOT_OPENED, line } from './seen.ts';

function canonical(names: Names): string {
  return `<div hx-ext="ws" ws-connect="${names.socket}">\n  <div id="${names.targetId}"></div>\n  <form ws-send>\n    <input name="${names.field}" required>\n    <button>Send</button>\n  </form>\n</div>`;
}
function oneConnection(names: Names): string {
  return `One WebSocket to \`${names.socket}\`, opened when the page is loaded.`;
}

type PageConnectionCode =
  | 'page/ws-connect-missing'
  | 'page/ws-bad-url'
  | 'page/ws-not-open'
  | 'page/ws-two-connections'
  | 'page/form-replaced'
  | 'page/ws-send-outside'
  | 'page/ws-send-missing'
  | 'page/ws-send-on-wrapper'
  | 'page/ws-send-twice';

/** `ws-connect` and `ws-send`: whether the page opens one connection, and whether the form belongs to it. */
export const pageConnectionEntries: Entries<PageConnectionCode> = {
  'page/ws-connect-missing': {
    words: ({ facts }, { names }) => ({
      title: 'The page opens no WebSocket: nothing has `ws-connect`',
      expected: oneConnection(names),
      cause:
        facts.inside === undefined
          ? 'The ws extension is loaded and waits for an element with the attribute `ws-connect`. The page has none, so nothing connects.'
          : inertCause(facts.inside),
      fix:
        facts.inside !== undefined
          ? inertFix(facts.inside)
          : `Write \`<div hx-ext="ws" ws-connect="${names.socket}">\` around the chat window and the form.`,
    }),
    explain: (names) => ({
      title: 'Nothing has ws-connect',
      meaning:
        '`hx-ext="ws"` switches the extension on; `ws-connect` opens a connection, and its value says where. The connection belongs to that element, and everything inside it can send on it.',
      wrong: { language: 'html', text: '<div hx-ext="ws">\n  <form ws-send>…</form>\n</div>' },
      right: { language: 'html', text: canonical(names) },
      source: '`ensureWebSocket` in ws.js.',
    }),
  },
  'page/ws-bad-url': {
    words: ({ facts }, { names }) => ({
      title: `The page's WebSocket does not connect to ${names.socket}`,
      expected: oneConnection(names),
      cause: urlCause(facts.value.trim(), facts.resolved, names),
      fix: `${withoutQuote(facts.value) === undefined ? 'Write' : 'Close the quote after the path:'} \`ws-connect="${names.socket}"\`. For a path that begins with one slash the extension adds \`ws://\` or \`wss://\` and the host, to match the page.`,
    }),
    explain: (names) => ({
      title: 'The address of the WebSocket is wrong',
      meaning:
        'The extension completes a value that begins with a slash: scheme, host and port become those of the page. Any other value goes to the browser unchanged. So a full address must be right in every part, and it is wrong as soon as the port changes. A path is enough.',
      wrong: { language: 'html', text: `<div hx-ext="ws" ws-connect="localhost:8000${names.socket}">…</div>` },
      right: { language: 'html', text: `<div hx-ext="ws" ws-connect="${names.socket}">…</div>` },
      source: '`ensureWebSocket` in ws.js; the WebSockets standard, constructor of WebSocket.',
    }),
    seenAs: [
      line(
        /failed to construct 'WebSocket': (?!.*secure)|scheme must be either|wrong URL scheme for WebSocket|an invalid or illegal string was specified/iu,
        9,
        'The browser does not accept the address of the WebSocket.',
      ),
      line(
        /insecure WebSocket (?:connection|endpoint)|the operation is insecure|was not allowed to run insecure content from wss?:/iu,
        9,
        'A page that came by https may open only `wss:`; a path such as `/ws` gets the right scheme.',
      ),
    ],
  },
  'page/ws-not-open': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: "The page's WebSocket does not open",
      expected: oneConnection(names),
      cause:
        facts.code === undefined
          ? `A client without a page could connect to \`${names.socket}\`, but in the page no connection to ${inline(facts.url)} was open${evidence.waitedMs === undefined ? '' : ` after ${evidence.waitedMs} ms`}. The attributes are there, so something else prevents it.`
          : `A client without a page could connect to \`${names.socket}\`, but the page's connection to ${inline(facts.url)} was closed before it opened, with ${closeCodeWords(facts.code)}. A browser learns no more about a failed handshake.`,
      fix:
        facts.code === undefined
          ? "Look for `hx-disable` around the element, and for a script that adds it later or changes `htmx.createWebSocket`. If these are not there, the server's output says whether the handshake arrived."
          : "Look at the server's output and at how it treats a second or third connection, cookies and the `Origin` header: a browser sends more than a plain client does.",
      ...(facts.offers === undefined ? {} : offersWords(facts.offers, server)),
      ...(facts.disabled === undefined
        ? {}
        : {
            cause: `The \`<${inline(facts.disabled, 20)}>\` has \`hx-disable\`, so htmx processes neither it nor anything inside it, and \`ws-connect\` has no effect.`,
            fix: `Remove \`hx-disable\` from the \`<${inline(facts.disabled, 20)}>\`; put it only on elements that show what others wrote.`,
          }),
    }),
    otherLanguage: ({ facts }) =>
      facts.offers === undefined ? {} : { fix: `${OFFER_NOTHING}, or let the server answer with one of them.` },
    explain: (names) => ({
      title: "The page's WebSocket does not open",
      meaning:
        "The address is right and the server does answer handshakes, but this one did not end in a WebSocket. For security reasons a browser tells the page only close code 1006. The Network tab of the browser (F12) shows the status of the answer; the server's output shows the rest.",
      wrong: {
        language: 'html',
        text: `<body hx-disable>\n  <div hx-ext="ws" ws-connect="${names.socket}">…</div>\n</body>`,
      },
      right: { language: 'html', text: `<body>\n  <div hx-ext="ws" ws-connect="${names.socket}">…</div>\n</body>` },
      source: 'The WebSockets standard, "fail the WebSocket connection"; RFC 6455 section 7.1.7.',
    }),
    seenAs: [
      line(
        /Sent non-empty 'Sec-WebSocket-Protocol' header but no response|Server sent no subprotocol/u,
        10,
        'The page offers a subprotocol, and the answer of the server names none.',
      ),
      line(NOT_OPENED, 8, 'The page asked for a WebSocket and got none; the browser does not tell the page why.'),
      line(handshakeAnswer('[345]\\d\\d'), 4, 'For the page it means that its WebSocket does not open.'),
    ],
  },
  'page/ws-two-connections': {
    words: ({ facts }, { names }) => ({
      title: `The page opens ${facts.sockets} WebSockets where one is enough`,
      expected: oneConnection(names),
      cause:
        facts.elements > 1
          ? `${facts.elements} elements have \`ws-connect\`, and each opens its own connection. A server that writes to all its clients would show each message ${facts.sockets} times.`
          : 'One element has `ws-connect`, but htmx visits it twice: as part of the element with `hx-ext` around it, and once more on its own, because it is a form or has `hx-ext` too. Each visit opens a connection.',
      fix: `Put both on one \`<div>\` around chat window and form, \`<div hx-ext="ws" ws-connect="${names.socket}">\`, leave \`<form ws-send>\` inside, and remove them everywhere else.`,
    }),
    explain: (names) => ({
      title: 'The page opens two WebSockets',
      meaning:
        'When htmx sets up an element, the ws extension connects everything with `ws-connect` in it, and does not check whether that is already connected. Elements with `hx-ext` and forms are each set up on their own. A form with `ws-connect` inside an element with `hx-ext` is therefore connected twice: it works, but nothing is ever sent on one of the two.',
      wrong: {
        language: 'html',
        text: `<body hx-ext="ws">\n  <form ws-connect="${names.socket}" ws-send>…</form>\n</body>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}">\n  <form ws-send>…</form>\n</div>`,
      },
      source: '`queryAttributeOnThisOrChildren` in ws.js; `findElementsToProcess` in htmx.',
    }),
    seenAs: [
      line(
        /WebSocket is closed before the connection is established/u,
        4,
        'An element that opens a second WebSocket may have taken the place of the first.',
      ),
    ],
  },
  'page/form-replaced': {
    words: ({ facts }, { names }) => ({
      title: 'Each reply replaces the element that holds the connection',
      expected: 'One WebSocket that stays open while messages come and go.',
      cause: `The page has opened ${facts.sockets} WebSockets by now. The server's reply contains the element with \`ws-connect\` again; htmx replaces the old one with it, closes the old connection and opens a new one.`,
      fix: `Send only what is new, \`<div id="${names.targetId}" hx-swap-oob="beforeend">…</div>\`, and leave the element with \`ws-connect\` out of the replies.`,
    }),
    explain: (names) => ({
      title: 'Replies replace the connecting element',
      meaning:
        'A connection belongs to its element. When that element is removed from the page, the extension closes the connection; the new element opens another. Whatever the server sends on the old one in the meantime is lost.',
      wrong: {
        language: 'html',
        text: `<!-- a reply: -->\n<form id="chat-form" ws-connect="${names.socket}" ws-send>…</form>`,
      },
      right: {
        language: 'html',
        text: `<!-- a reply: -->\n<div id="${names.targetId}" hx-swap-oob="beforeend"><p>hello</p></div>`,
      },
      source: '`htmx:beforeCleanupElement` in ws.js.',
    }),
  },
  'page/ws-send-outside': {
    words: ({ facts }, { names }) => ({
      title: '`ws-send` is outside the element with `ws-connect`',
      expected: 'Submitting the form sends its fields over the WebSocket.',
      cause: `${facts.by === 'reply' ? 'An earlier reply brought the form to another place. ' : ''}An element with \`ws-send\` sends on the connection of the element around it. None of the elements around it has one: the extension stops with an error (\`getRootNode\` in the console), or, where no \`hx-ext\` covers the form, does not know about it, and the browser submits it.`,
      fix:
        facts.by === 'reply'
          ? 'Leave the form out of the reply, or put it back into the element with `ws-connect`.'
          : `Move the form into the element with \`ws-connect\`, or put \`hx-ext="ws" ws-connect="${names.socket}"\` on an element around both.`,
    }),
    explain: (names) => ({
      title: 'ws-send is outside ws-connect',
      meaning:
        'To find its connection, an element with `ws-send` goes up the tree, parent by parent, until one has a WebSocket. It never looks at an element beside it. The chat window may be outside; what sends may not.',
      wrong: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}"></div>\n<form hx-ext="ws" ws-send>…</form>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}">\n  <form ws-send>…</form>\n</div>`,
      },
      source: '`ensureWebSocketSend` and `processWebSocketSend` in ws.js.',
    }),
    seenAs: [
      line(
        /htmx:noWebSocketSourceError/u,
        9,
        'htmx looked for an element with `ws-connect` around the one that sends, and found none.',
      ),
    ],
  },
  'page/ws-send-missing': {
    words: ({ facts }) => ({
      title:
        facts.by === 'nested'
          ? 'The form with `ws-send` is inside another form, so the browser drops it'
          : facts.by === 'answer'
            ? 'After the answer nothing in the page has `ws-send`'
            : 'Nothing in the page has `ws-send`',
      expected: 'Submitting the form sends its fields over the WebSocket, and the page stays.',
      cause: `${SEND_MISSING_BECAUSE[facts.by ?? 'absent']}${facts.by === 'answer' ? '' : facts.navigated === undefined ? ' Submitting sent nothing.' : ` So the browser submitted the form in the usual way and went to ${inline(facts.navigated)}.`}`,
      fix: SEND_MISSING_FIX[facts.by ?? 'absent'],
    }),
    explain: (names) => ({
      title: 'Nothing has ws-send',
      meaning:
        '`ws-connect` opens the connection and listens. Sending takes a second attribute: `ws-send` on the form means that submitting it sends its fields as one message, and that the page does not navigate.',
      wrong: { language: 'html', text: `<div hx-ext="ws" ws-connect="${names.socket}">\n  <form>…</form>\n</div>` },
      right: { language: 'html', text: canonical(names) },
      source: '`processWebSocketSend` in ws.js.',
    }),
  },
  'page/ws-send-on-wrapper': {
    words: ({ facts }, { names }) => ({
      title: `\`ws-send\` is on the \`<${inline(facts.tag, 20)}>\` around the ${facts.inside ?? 'form'}`,
      expected: 'Submitting the form sends its fields over the WebSocket, and the page stays.',
      cause: `A \`<${inline(facts.tag, 20)}>\` has no fields of its own and is triggered by a click, so what it sends has no message in it. ${facts.inside === 'field' ? 'htmx takes fields from a form, or from an element that is a field itself.' : 'It has no control over the form: the browser submits it and leaves the page.'}`,
      fix:
        facts.inside === 'field'
          ? `Make it a form: \`<form ws-send>\`, without \`hx-trigger\`. Or put \`ws-send hx-include="[name='${names.field}']"\` on the button.`
          : 'Move `ws-send` to the form: `<form ws-send>`. The element around it keeps `hx-ext` and `ws-connect`.',
    }),
    explain: (names) => ({
      title: 'ws-send is on an element around the form',
      meaning:
        'The element with `ws-send` decides when something is sent and which fields: a form when it is submitted, with all its fields; a button when it is clicked, with the fields of its form; any other element when it is clicked, without the fields inside it.',
      wrong: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}" ws-send>\n  <form>…</form>\n</div>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}">\n  <form ws-send>…</form>\n</div>`,
      },
      source: '`getTriggerSpecs` and `getInputValues` in htmx.',
    }),
  },
  'page/ws-send-twice': {
    words: ({ facts }) => ({
      title: `One submit sends the message ${facts.frames} times`,
      expected: 'One message for each submit.',
      cause:
        'More than one element sends it. A form with `ws-send` sends when it is submitted, a field with `ws-send` when its text has changed, and typing and submitting triggers both.',
      fix: 'Leave `ws-send` on the form and remove it from the elements inside.',
    }),
    explain: (names) => ({
      title: 'One submit, several messages',
      meaning:
        'Each element with `ws-send` listens for its own event: a form for submit, an input for change, a button for click. When it is on an element and on one inside it, one user action causes two events and two messages.',
      wrong: { language: 'html', text: `<form ws-send>\n  <input name="${names.field}" ws-send>\n</form>` },
      right: { language: 'html', text: `<form ws-send>\n  <input name="${names.field}">\n</form>` },
      source: '`processWebSocketSend` in ws.js; `getTriggerSpecs` in htmx.',
    }),
  },
};

/** @param value the attribute, trimmed @param resolved the address given to the browser, '' when there was none */
function urlCause(value: string, resolved: string, names: Names): string {
  const shown = `\`ws-connect="${inline(value, 80)}"\``;
  if (value === '') return '`ws-connect` is empty, so the extension opens nothing.';
  const after = withoutQuote(value);
  if (after !== undefined) return openQuoteCause('ws-connect', after);
  if (/\{\{|\{%|<%|\$\{/u.test(value))
    return `${shown} contains a placeholder of a template, and the page was served without being rendered, so the browser got it as it is.`;
  if (/^wss?:(?!\/\/)/iu.test(value))
    return `${shown} lacks a slash: after \`ws:\` two must follow. The browser takes what follows for the name of a host.`;
  if (value.startsWith('//'))
    return `${shown} begins with two slashes. The extension takes it for a path and adds the host again: ${inline(resolved)}.`;
  if (/^[\w.-]+:\d/u.test(value))
    return `${shown} has no scheme. The browser takes the part before the colon for one and rejects it.`;
  if (/^wss:/iu.test(resolved))
    return `${shown} requests an encrypted connection (\`wss\`), but this page and its server are not encrypted.`;
  if (/^https?:/iu.test(value))
    return `${shown} begins with the scheme of a page; that of a WebSocket is \`ws\` or \`wss\`.`;
  if (value.startsWith('/'))
    return `The page connects to ${inline(resolved)}, and the server's WebSocket is at the path \`${names.socket}\`.`;
  if (/^ws:/iu.test(value))
    return `${shown} is not the \`${names.socket}\` of the server that this page came from. A full address leads to one host and port, whatever server the page comes from; a path leads to that server.`;
  return `The browser was given ${inline(resolved === '' ? value : resolved)}, which does not lead to \`${names.socket}\` on the page's own server.`;
}

const OFFER_NOTHING = 'Remove the second argument of `new WebSocket(url, …)` in the page';

/** A page that offers subprotocols, which nothing answers. */
function offersWords(offers: readonly string[], server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  const [first = ''] = offers;
  const named = offers.map((offer) => `\`${inline(offer)}\``).join(', ');
  return {
    cause: `The page offers a subprotocol (${named}), and a client that offers none can connect. An answer must then name one of those offered, otherwise the browser fails the connection, with code 1006.`,
    fix: inServerLanguage(server, {
      node: `${OFFER_NOTHING}, or name it in the options of the server: \`handleProtocols: () => '${inline(first)}'\`.`,
      python: `remove the second argument of \`new WebSocket(url, …)\` in the page, or answer with it: \`await websocket.accept(subprotocol="${inline(first)}")\`.`,
    }),
  };
}

/** Why the page has no element that sends, for each `by` of the facts. */
const SEND_MISSING_BECAUSE = {
  reply: 'An earlier reply replaced the form with one that has no `ws-send`.',
  nested:
    'HTML has no form inside a form: the parser ignores the second `<form>` tag and its attributes, so `ws-send` never gets into the page, and the fields belong to the outer form.',
  answer:
    'The message was sent, and its answer replaced the form with one that has no `ws-send`: the next message loads the page again in place of being sent.',
  absent: 'The connection is open, but no element sends on it.',
} as const;

const SEND_MISSING_FIX = {
  reply: 'Write `<form ws-send …>` in the reply too, or leave the form out of it and send only the message.',
  answer: 'Write `<form ws-send …>` in the answer too, or leave the form out of it and send only the message.',
  nested: 'Make the outer form a `<div>`, its closing tag too: only the inner one, with `ws-send`, stays a form.',
  absent: 'Write `<form ws-send>`.',
} as const;

/** Why the content of an element is not part of the page. */
export function inertCause(tag: 'template' | 'noscript'): string {
  return tag === 'template'
    ? 'The element is inside a `<template>`: a browser keeps its content for scripts and makes no part of the page of it.'
    : 'The element is inside `<noscript>`: where scripts run, a browser ignores its content.';
}

export function inertFix(tag: 'template' | 'noscript'): string {
  return `Remove the tags \`<${tag}>\` and \`</${tag}>\` around it, and keep what is between them.`;
}
