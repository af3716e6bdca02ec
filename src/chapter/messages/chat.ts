import { dialectOf } from '../../htmx/index.ts';
import { literal } from '../../model/pattern.ts';
import { idList } from '../../messages/catalogue/id-list.ts';
import type { Entries } from '../../messages/entry.ts';
import { inServerLanguage } from '../../messages/server-language.ts';
import { inline } from '../../messages/visible.ts';
import type { ChatFacts } from '../facts.ts';
import { closedWith, line } from '../../messages/catalogue/seen.ts';
import { changeWords } from '../../messages/catalogue/text-change.ts';
import type { ChangeWords, InLanguages } from '../../messages/catalogue/text-change.ts';
import type { TextChange } from '../../model/text-change.ts';

const ESCAPE_JS =
  'const entities = {\n  "&": "&amp;",\n  "<": "&lt;",\n  ">": "&gt;",\n  \'"\': "&quot;",\n  "\'": "&#39;",\n};\nconst text = message.replace(/[&<>"\']/g, (sign) => entities[sign]);';

/** Close codes after which the ws extension reconnects. */
function reconnectCodes({ major }: ChatFacts['chat/no-reconnect']): readonly number[] {
  return dialectOf(String(major ?? 2)).reconnectCodes;
}

/** "1006, 1012 and 1013". `Intl.ListFormat` would load tables for longer than most commands take. */
function listOf(codes: readonly number[]): string {
  return codes.join(', ').replace(/, (\d+)$/u, ' and $1');
}

/** For a reply that replaces the window and has `hx-preserve`, as the window has. */
const WINDOW_PRESERVED = {
  title: 'The chat window disappears when the reply comes',
  cause:
    'With `hx-preserve` htmx puts the old `#chat-window` into the reply in place of the new one. The reply was to replace that same element, so nothing takes its place, and the window is gone.',
  fix: 'Remove `hx-preserve` from the reply, and write `hx-swap-oob="beforeend"`, which keeps the window and adds to it.',
} as const;

export const chatEntries: Entries<keyof ChatFacts> = {
  'chat/no-window': {
    words: ({ facts }) => ({
      title: 'The page has no element with the id chat-window',
      expected: 'An element `<div id="chat-window"></div>` in the page, before and after each reply.',
      cause:
        facts.lost !== undefined
          ? 'The reply replaces `#chat-window` itself, so the window is gone, and the next reply has no target.'
          : `htmx puts a reply into the element that has the reply's id, and the check looks for the messages in \`#chat-window\`. ${idList(facts.ids)}`,
      fix:
        facts.lost === undefined
          ? 'Write `<div id="chat-window"></div>` into the page where the messages should appear, and swap replies into it: `<div id="chat-window" hx-swap-oob="beforeend">`.'
          : `Write \`hx-swap-oob="beforeend:#chat-window"\` in place of \`${inline(facts.lost)}\`: htmx then keeps the window and adds to it.`,
      ...(facts.preserved === true ? WINDOW_PRESERVED : {}),
    }),
    explain: {
      title: 'The chat window is missing',
      meaning:
        'The messages of the chat are in one element, and its id is `chat-window`. A reply names it as its target, so it must exist when the reply arrives, with exactly that id.',
      wrong: { language: 'html', text: '<div class="chat-window"></div>' },
      right: { language: 'html', text: '<div id="chat-window"></div>' },
      source: "The page's contract in the README; htmx 2, `oobSwap`.",
    },
    seenAs: [line(/htmx:oobErrorNoTarget/u, 5, 'The page may not have the element that the reply names.')],
  },
  'chat/not-shown': {
    words: ({ facts }) => ({
      title: facts.hidden
        ? 'The reply is in #chat-window, but it is not visible'
        : 'The reply arrived, but its text does not show in #chat-window',
      expected: 'The text of the message in `#chat-window`.',
      cause:
        facts.inside !== undefined
          ? `The text is in the window, and a \`<${inline(facts.inside, 20)}>\` shows no element that is put inside it.`
          : facts.hidden
            ? 'The text is in the window, inside an element that is not displayed: it, or one around it, has the attribute `hidden`, or a style (its own or of a style sheet) with `display: none` or `visibility: hidden`, or is a `<template>`.'
            : facts.ended !== undefined
              ? `A \`<${inline(facts.ended.inner, 20)}>\` inside a \`<${inline(facts.ended.outer, 20)}>\` ends it: the parser of HTML puts the inner element beside the outer one, so htmx swapped an outer element with nothing in it.`
              : facts.beside !== undefined
                ? `The page received the reply, and \`hx-swap-oob="${inline(facts.beside)}"\` puts nothing into the target.`
                : 'The page received the reply, and it names an element that the page has. Its content is nevertheless not in `#chat-window`: it went into another element, or its swap style adds nothing there, or a script of the page prevented it.',
      fix:
        facts.inside !== undefined
          ? `Write \`<div id="chat-window"></div>\` in place of the \`<${inline(facts.inside, 20)}>\`.`
          : facts.hidden
            ? 'Remove `hidden`, `display: none` or `visibility: hidden` from the element that contains the text, in the reply, in the page or in its style sheets.'
            : facts.ended !== undefined
              ? `Write \`<div …>\` and \`</div>\` in place of the outer \`<${inline(facts.ended.outer, 20)}>\` and its end tag: a \`<div>\` may contain anything.`
              : facts.beside !== undefined
                ? `Write \`hx-swap-oob="${facts.beside.replace(/^\w+/u, 'beforeend')}"\` in place of \`${inline(facts.beside)}\`: it puts what is inside the element at the end of the window.`
                : 'Compare the reply with `<div id="chat-window" hx-swap-oob="beforeend"><div class="message">…</div></div>`: the id of the outer element, its `hx-swap-oob`, and the text inside it.',
    }),
    explain: {
      title: 'A reply that does not show',
      meaning:
        'The reply could be swapped, but not where the chat is. The target of a reply is the id of its outer element, or the selector that follows the colon in `hx-swap-oob`. `beforeend` puts what is inside the outer element at the end of the target; `none` puts it nowhere; `beforebegin` and `afterend` put it beside the target.',
      wrong: { language: 'html', text: '<div id="chat-window" hx-swap-oob="afterend"><p>hello</p></div>' },
      right: { language: 'html', text: '<div id="chat-window" hx-swap-oob="beforeend"><p>hello</p></div>' },
      source: 'htmx 2, `oobSwap` and `swapWithStyle`.',
    },
    seenAs: [line(/htmx:swapError/u, 6, 'An error occurred while a message was swapped into the page.')],
  },
  'chat/written-by-page': {
    words: ({ facts }) => ({
      title: 'A script of the page writes the text into the chat, not the reply of the server',
      expected: 'The text in the chat comes from the reply, which htmx swaps into `#chat-window`.',
      cause: `"${inline(facts.sent)}" was in \`#chat-window\` before a reply arrived. ${WRITTEN_BY_PAGE[facts.reply ?? 'none']}`,
      fix: 'Remove the script that writes into `#chat-window`, and let the server answer with HTML: `<div id="chat-window" hx-swap-oob="beforeend"><div class="message">…</div></div>`.',
    }),
    explain: {
      title: 'The page writes the chat itself',
      meaning:
        'With htmx the server makes the HTML and the page only shows it. A script that copies the typed text into the chat shows what was typed, even when the server answers something else, or nothing at all.',
      wrong: {
        language: 'js',
        text: 'form.addEventListener("submit", () => {\n  chat.append(form.message.value);\n});',
      },
      right: {
        language: 'js',
        text: 'socket.send(\n  `<div id="chat-window" hx-swap-oob="beforeend"><p>${text}</p></div>`,\n);',
      },
      source: 'htmx-ext-ws 2, ws.js, the `message` listener in `ensureWebSocket`.',
    },
  },
  'chat/run-together': {
    words: ({ facts }) => ({
      title: 'The messages run together in one line',
      expected: `"${inline(facts.first)}" and "${inline(facts.second)}", each in an element of its own.`,
      cause:
        facts.cells !== undefined
          ? `htmx strips the outer \`<${inline(facts.cells.envelope, 20)}>\` of the reply, so its \`<${inline(facts.cells.tag, 10)}>\` is directly in the \`<${inline(facts.cells.in, 20)}>\`. A browser puts all cells without a row into one, side by side.`
          : facts.dropped === undefined
            ? 'When a reply is swapped with `beforeend`, htmx adds what is inside its outer element. There is only text inside, so each message is appended to the text of the one before.'
            : `The reply has a \`<${inline(facts.dropped.tag, 10)}>\` in a \`<${inline(facts.dropped.outer, 20)}>\`. Outside a table the HTML parser ignores the tags of rows and cells, so only their text is left.`,
      fix:
        facts.cells !== undefined
          ? `Put the row inside the envelope: \`<tbody hx-swap-oob="beforeend:#chat-window"><tr><td>…</td></tr></tbody>\`.`
          : facts.dropped === undefined
            ? 'Put an element around the text, inside the outer one: `<div id="chat-window" hx-swap-oob="beforeend"><div class="message">…</div></div>`.'
            : `Write \`<tbody …>\` … \`</tbody>\` instead of the outer \`<${inline(facts.dropped.outer, 20)}>\` of the reply, with the same id and \`hx-swap-oob\`, and rows (\`<tr>\`) inside it.`,
    }),
    explain: {
      title: 'Messages without elements of their own',
      meaning:
        'The outer element of a reply says where its content goes and is not inserted itself. Text directly inside it becomes text of the window, beside the text of other messages, and a browser shows all of it as one line.',
      wrong: { language: 'html', text: '<div id="chat-window" hx-swap-oob="beforeend">hello</div>' },
      right: {
        language: 'html',
        text: '<div id="chat-window" hx-swap-oob="beforeend"><p>hello</p></div>',
      },
      source: 'htmx 2, `oobSwap` and `swapWithStyle`.',
    },
  },
  'chat/envelope-echoed': {
    words: ({ facts }, { server }) => ({
      title: 'The chat shows the JSON that htmx sent, not the message in it',
      expected: `The text that was typed, "${inline(facts.sent)}", and no \`HEADERS\`.`,
      cause:
        'The ws extension sends the form as JSON: each field by its name, and `HEADERS` with the headers of an htmx request. The server put all of that into its reply. What htmx sends is an envelope with the message in it.',
      fix: inServerLanguage(server, {
        node: 'Read the field, `const { message } = JSON.parse(data.toString());`, and put `message` into the reply.',
        python:
          'read the field, `message = json.loads(data)["message"]`, with `import json`, and put `message` into the reply.',
      }),
    }),
    otherLanguage: { fix: 'Parse the message as JSON, and use only its field `message`.' },
    explain: {
      title: 'The envelope is echoed',
      meaning:
        'A form with `ws-send` is sent as `{"message":"hi","HEADERS":{…}}`: one JSON object in one text frame. `message` is the name of the input. The server has to parse it and use the field that it needs.',
      wrong: { language: 'js', text: 'socket.on("message", (data) => {\n  reply(socket, data.toString());\n});' },
      right: {
        language: 'js',
        text: 'socket.on("message", (data) => {\n  const { message } = JSON.parse(data.toString());\n  reply(socket, message);\n});',
      },
      source: 'htmx-ext-ws 2, ws.js, `processWebSocketSend`.',
    },
    seenAs: ({ field }) => [
      line(
        new RegExp(`\\S.*\\{"${literal(field)}": ?.*"HEADERS": ?\\{`, 'u'),
        8,
        'The reply repeats all that htmx sent instead of the text in it.',
      ),
    ],
  },
  'chat/html-injection': {
    words: ({ facts }, { server }) => ({
      title: 'Markup in a message becomes part of the page',
      expected: `The characters \`${inline(facts.sent)}\`, readable in the chat as they were typed.`,
      cause:
        facts.escaped === 'first-only'
          ? 'The server escapes only the first `<` of a message. The second one, in the closing tag, came back as `<`, so the browser read it as markup. In JavaScript `replace` with a string as its first argument replaces one occurrence, as `s/…/…/` without `g` does in Perl.'
          : 'The server puts the message into its HTML unescaped, so the browser reads `<` as the start of a tag. Anyone who writes in the chat can then add elements to the page, even ones that replace other parts of it.',
      fix: inServerLanguage(
        server,
        facts.escaped === 'first-only'
          ? ESCAPE_ALL
          : {
              node: 'Escape the message before it goes into the reply: `&` to `&amp;`, `<` to `&lt;`, `>` to `&gt;`, `"` to `&quot;`, `\'` to `&#39;`, in one pass.',
              python: 'Escape the message before it goes into the reply: `html.escape(message)`, with `import html`.',
            },
      ),
    }),
    otherLanguage: ({ facts }) => ({
      fix:
        facts.escaped === 'first-only'
          ? ESCAPE_ALL.other
          : 'Escape the message before it goes into the answer: `&` to `&amp;`, `<` to `&lt;`, `>` to `&gt;`, `"` to `&quot;`, `\'` to `&#39;`. Your framework or template language has a function for it.',
    }),
    explain: {
      title: 'HTML injection',
      meaning:
        'Text becomes HTML when it is put between tags. What a visitor types must be escaped first, with each special character written as an entity; otherwise the visitor writes the page. htmx swaps every top-level element of a message, so one message could even replace the form. The printed chapter omits this.',
      wrong: { language: 'js', text: 'const reply = `<div class="message">${message}</div>`;' },
      right: { language: 'js', text: `${ESCAPE_JS}\nconst reply = \`<div class="message">\${text}</div>\`;` },
      source: 'OWASP, Cross Site Scripting Prevention; HTML standard, 13.1.4 "Character references".',
    },
  },
  'chat/text-altered': {
    words: ({ facts }, { server }) => {
      const { does, cause, fix } = alteredWords(facts.change);
      const isPage = facts.by === 'page';
      return {
        title:
          does === undefined
            ? 'The message shows, but not as it was typed'
            : `The ${isPage ? 'page' : 'server'} ${does}`,
        expected: `\`${inline(facts.sent)}\``,
        cause: `The chat shows "${inline(facts.shown, 200)}". ${cause}${isPage ? ` ${BY_PAGE}` : ''}`.trim(),
        fix: isPage ? FIX_OF_PAGE : inServerLanguage(server, fix),
      };
    },
    otherLanguage: ({ facts }) => (facts.by === 'page' ? {} : { fix: alteredWords(facts.change).fix.other }),
    explain: {
      title: 'The text is not what was typed',
      meaning:
        'Between the input and the chat a text is encoded as JSON, decoded, and escaped as HTML. Each of these steps has to happen exactly once. Escaped twice, `<` shows as `&lt;`; with `&` not escaped, a typed `&amp;` shows as `&`; stripped of tags, a part is lost.',
      wrong: { language: 'js', text: 'const text = escapeHtml(escapeHtml(message));' },
      right: { language: 'js', text: 'const text = escapeHtml(message);' },
      source: 'HTML standard, 13.1.4 "Character references"; RFC 8259 (JSON); RFC 6455, 5.6: a text frame is UTF-8.',
    },
    seenAs: [
      line(
        /\[object Object\]/u,
        7,
        'An object was turned into text: the reply contains the object instead of its `message`.',
      ),
    ],
  },
  'chat/lost-message': {
    words: ({ facts }) => ({
      title: `A message from ${inline(facts.tab)} has disappeared from its chat`,
      expected: 'All messages of a tab stay in its `#chat-window`, even while another tab writes.',
      cause: `"${inline(facts.sent)}" was shown when it was sent. After a later message it was gone: a reply replaced the window, or the server keeps one list of messages for all connections and sends all of it.`,
      fix: 'Answer each message with only that message, swapped with `hx-swap-oob="beforeend"`, and keep what belongs to a connection in variables inside its handler.',
    }),
    explain: {
      title: 'A message is lost',
      meaning:
        'Each tab has its own connection, and the server handles them at the same time. All tabs share a variable outside the handler; what one tab writes into it, another overwrites.',
      wrong: {
        language: 'js',
        text: 'let last;\nsockets.on("connection", (socket) => {\n  socket.on("message", (data) => { last = data; … });\n});',
      },
      right: {
        language: 'js',
        text: 'sockets.on("connection", (socket) => {\n  socket.on("message", (data) => { const message = read(data); … });\n});',
      },
      source: 'htmx 2, `oobSwap`: `beforeend` adds, other styles replace.',
    },
  },
  'chat/no-reconnect': {
    words: ({ facts }) => ({
      title: 'After the server was restarted, the page did not reconnect',
      expected: 'The page opens a new connection by itself, and the chat continues.',
      cause:
        facts.removed === true
          ? 'A script of the page took the form away when the connection closed. What is not in the page any more cannot send when the server is back.'
          : facts.reloads === true
            ? 'A script loads the page again as soon as the connection closes. At that moment the server is not there: a browser shows its error page, and nothing brings the chat back.'
            : facts.refused === undefined
              ? noReconnectBecause(facts)
              : `The page tried ${facts.attempts} times, and the restarted server answered the handshake with status ${facts.refused}.${facts.query === undefined ? '' : ` The page connects with \`${inline(facts.query, 80)}\`, which it has from the server before the restart.`}`,
      fix:
        facts.removed === true
          ? 'Remove what takes the chat away when the connection closes: htmx connects again by itself, and the form goes on.'
          : facts.reloads === true
            ? 'Remove the reload: htmx connects again by itself. If the page must be loaded anew, do it after a request to the server has been answered.'
            : facts.delay === 'own'
              ? 'Remove the setting `wsReconnectDelay` from the page, or let its function return a few seconds at most.'
              : facts.refused !== undefined && facts.query !== undefined
                ? 'Do not check a value that only one run of the server knows: take it from the environment or a file, so that the same page may connect after a restart.'
                : reconnectCodes(facts).includes(facts.code)
                  ? 'Check that the server answers a handshake at the same path right after it has started, and that nothing in the page calls `close()`.'
                  : 'Do not close the sockets when the server ends, so that the connection simply breaks (the page sees 1006), or close them with 1012, "service restart": `socket.close(1012)`.',
    }),
    explain: {
      title: 'The page does not reconnect',
      meaning:
        "A close code says why a connection ended. The ws extension reconnects after 1006 (it broke), 1011 (server error), 1012 (service restart) and 1013 (try again later), after a random pause, which may be longer with each attempt. It treats every other code, even 1000 and 1001, as a normal end. The printed chapter's `ws-reconnect` does not exist; `htmx.config.wsReconnectDelay` sets the pause.",
      wrong: {
        language: 'js',
        text: 'process.on("SIGTERM", () => {\n  for (const socket of sockets.clients) socket.close(1000);\n});',
      },
      right: {
        language: 'js',
        text: 'process.on("SIGTERM", () => {\n  for (const socket of sockets.clients) socket.close(1012);\n});',
      },
      source: 'htmx-ext-ws 2, ws.js, `socket.onclose`; RFC 6455, 7.4; the IANA registry of WebSocket close codes.',
    },
    seenAs: [
      line(closedWith(1001, 1012), 6, 'The server went away or restarts; the page should connect again.'),
      line(closedWith(1006), 4, 'After 1006 the extension connects again; a page that does not has stopped it.'),
    ],
  },
};

/** What came of the text from the server, beside a page that writes it itself. */
const WRITTEN_BY_PAGE: Readonly<Record<'text' | 'html' | 'none', string>> = {
  text: 'The reply is text without an HTML element, which htmx ignores, so nothing of the server shows.',
  html: 'The reply changed nothing there, so nothing of the server shows.',
  none: 'The server sent nothing that contains it.',
};

const BY_PAGE = 'A script of the page does it: the reply of the server, or what it got from the page, shows that.';
const FIX_OF_PAGE =
  'Let the script of the page leave the text alone, before it is sent and after it arrives: htmx sends the field as it was typed and shows the reply as it came.';

/** For a server that escapes the first character of each kind only. */
const ESCAPE_ALL: InLanguages = {
  node: 'Write `replaceAll` instead of `replace` where the characters are escaped, `&` first: `message.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")…`.',
  python:
    'Escape all of them: `html.escape(message)`, with `import html`; `replace` without a count replaces all, too.',
  other:
    'Replace every occurrence of each character, `&` first; your language has a function that replaces all of them.',
};

function inEach(fix: string): InLanguages {
  return { node: fix, python: fix.charAt(0).toLowerCase() + fix.slice(1), other: fix };
}

interface AlteredWords extends Omit<ChangeWords, 'does'> {
  readonly does?: string;
}

const BY_KIND: Readonly<Partial<Record<TextChange['kind'], AlteredWords>>> = {
  'escaped-twice': {
    cause: 'It was escaped twice: the `&` of an entity was escaped again.',
    fix: inEach(
      'Escape once, where the message is put into HTML; pass the message unchanged to a template that escapes by itself.',
    ),
  },
  'ampersand-unescaped': {
    cause: 'The server escapes `<` and `>`, but not `&`, so a typed `&amp;` reads as an entity.',
    fix: {
      node: 'Escape `&` too, before the others: `.replaceAll("&", "&amp;")`.',
      python: 'escape all of them: `html.escape(message)`.',
      other: 'Escape `&` too, and do it first.',
    },
  },
  'json-escaped': {
    cause: 'It still has the backslashes of JSON: the text was put into the reply without being decoded.',
    fix: {
      node: 'Use the string that `JSON.parse` returns, without `JSON.stringify` and without cutting it yourself.',
      python: 'use the string that `json.loads` returns, without `json.dumps` and without cutting it yourself.',
      other: 'Decode the JSON with a library, once, and put the text of its field into the reply.',
    },
  },
  'tags-removed': {
    cause: 'The tag in it was removed, but it should show as the characters that were typed.',
    fix: inEach('Escape the message instead of removing tags from it: `<` becomes `&lt;`.'),
  },
};

function alteredWords(change: TextChange): AlteredWords {
  return (
    changeWords(change) ??
    BY_KIND[change.kind] ?? {
      cause: '',
      fix: inEach(
        'Compare the reply with what was typed, and change only `&`, `<`, `>` and the quotes, each to its entity, once.',
      ),
    }
  );
}

/** The code of the close frame that the page received is 0 if it received none. */
function noReconnectBecause(facts: ChatFacts['chat/no-reconnect']): string {
  const { code, attempts } = facts;
  if (code !== 0 && !reconnectCodes(facts).includes(code)) {
    return `The connection was closed with code ${code}${code === 1005 ? ', which means a close frame without a code' : ''}. The ws extension treats that as a normal end and reconnects only after ${listOf(reconnectCodes(facts))}.`;
  }
  if (attempts > 0) {
    return `The connection ended with code ${code === 0 ? 'unknown' : code}, and the page tried ${attempts === 1 ? 'once' : `${attempts} times`} to reconnect, but no connection was opened.`;
  }
  if (code === 0)
    return 'The page did not notice that the connection had ended: the server was stopped, but no close arrived.';
  return `The connection ended with code ${code}, after which the ws extension reconnects; the page made no attempt within the time limit.`;
}
