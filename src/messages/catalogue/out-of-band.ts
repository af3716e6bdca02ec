import { literal } from '../../model/pattern.ts';
import type { TargetNamed } from '../../model/facts/out-of-band.ts';
import type { FactsByCode, FindingOf } from '../../model/finding.ts';
import type { CodesOf, Entries } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { idList } from './id-list.ts';
import { line } from './seen.ts';
import type { VainCode } from './swapped-in-vain.ts';

function reply(names: Names): string {
  return `<div id="${names.targetId}" hx-swap-oob="beforeend"><p>hello</p></div>`;
}
/** What the source sends, where it is a text; the JSON of htmx is not what belongs into the page. */
function sentText(text: string | undefined, received: string | undefined): string | undefined {
  return isJson(received) ? undefined : text;
}

/** @param text what a template has for the text of a message */
function inElement(names: Names, text: string): string {
  return `<div id="${names.targetId}" hx-swap-oob="beforeend"><div class="message">${text}</div></div>`;
}
const SOURCE = 'htmx-ext-ws 2, ws.js, the `message` listener in `ensureWebSocket`; htmx 2, `oobSwap`.';

export const outOfBandEntries: Entries<Exclude<CodesOf<'oob'>, VainCode>> = {
  'oob/plain-text': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: 'The reply is text without an HTML element, and the page ignored it',
      expected: 'A message whose outermost element has the id of the element that it goes into.',
      cause: `The page received ${isJson(evidence.received) ? 'JSON' : 'the text'}, but the ws extension goes through the elements of a message and swaps each by its id. It silently ignores text outside an element.${facts.escaped === undefined ? '' : ' The tags of the reply itself were escaped, `<` to `&lt;`, so to the browser it has no element.'}`,
      fix:
        facts.escaped !== undefined
          ? inServerLanguage(server, ESCAPE_MESSAGE_ONLY)
          : inServerLanguage(server, {
              node: `Send the text inside an element that names its target, in a string between backticks: \`${inElement(names, sentText(facts.text, evidence.received) ?? `\${${names.field}}`)}\`.`,
              python: `send the text inside an element that names its target, between \`f"""\` and \`"""\`: \`${inElement(names, sentText(facts.text, evidence.received) ?? `{${names.field}}`)}\`.`,
            }),
    }),
    otherLanguage: ({ facts }, { names }) => ({
      fix:
        facts.escaped === undefined
          ? `Send the text inside an element that names its target: \`${inElement(names, '')}\`, with the text in the inner element.`
          : ESCAPE_MESSAGE_ONLY.other,
    }),
    explain: (names) => ({
      title: 'A reply without an element',
      meaning:
        'A WebSocket message belongs to no request, so htmx knows no target for it. With the ws extension the message itself names it: each top-level element is swapped out of band, into the element of the page that has the same id. A message without any element has nothing to swap and is silently ignored.',
      wrong: { language: 'js', text: 'socket.send("Server says: hello");' },
      right: { language: 'js', text: `socket.send(\n  '${reply(names)}',\n);` },
      source: SOURCE,
    }),
    seenAs: [
      line(
        /first argument must be .*element|appendChild.*not of type 'Node'|htmx:swapError/iu,
        4,
        'A message without an element gives htmx nothing that it can place.',
      ),
    ],
  },
  'oob/json-text': {
    words: ({ facts }, { names, server }) => ({
      title: 'The reply is HTML inside JSON, and the page needs the HTML itself',
      expected: `A text frame that begins with \`<\`: \`${reply(names)}\`.`,
      cause: `${JSON_HOLDS[facts.holds](inline(facts.member ?? ''))} htmx reads a WebSocket message as HTML and decodes no JSON: the quotes and backslashes become part of the tags, so the id in them matches nothing.`,
      fix: jsonFix(facts, server),
    }),
    otherLanguage: ({ facts }) => ({
      fix: `Send the HTML as a text message, without encoding it as JSON${facts.call === '' ? '' : ` (\`${facts.call}\`)`}.`,
    }),
    explain: (names) => ({
      title: 'HTML inside JSON',
      meaning:
        'The page sends JSON, because a form has several fields. The answer is not JSON: the ws extension hands a message to the HTML parser as it is. A string that was encoded as JSON has quotes around it and backslashes inside it, and an object is text to the parser.',
      wrong: { language: 'js', text: `socket.send(\n  JSON.stringify(\n    '${reply(names)}',\n  ),\n);` },
      right: { language: 'js', text: `socket.send(\n  '${reply(names)}',\n);` },
      source: SOURCE,
    }),
    seenAs: [
      line(
        /^ *(?:"<[a-z]|\{"\w+": ?"<[a-z])/u,
        7,
        'The message is JSON with HTML in it, and htmx reads messages as HTML.',
      ),
    ],
  },
  'oob/whole-page': {
    words: ({ facts }, { names, server }) => ({
      title: 'The reply is a whole page instead of the part that changes',
      expected: `Only the new message: \`${reply(names)}\`.`,
      cause:
        'The server sent a complete HTML document over the WebSocket. htmx does not load it as a page: it takes each top-level element of the body, looks in the page for an element with the same id, and drops the element when it finds none.',
      fix: inServerLanguage(server, {
        node: `Send only the element for the new message, \`<div id="${names.targetId}" hx-swap-oob="beforeend">…</div>\`, without \`<!doctype>\`, head and body. The page itself is for \`GET ${names.page}\` alone.`,
        python: `${facts.call === '' ? 'send' : `render with \`${facts.call}\` a template that contains only the new message, or send`} only the element for it, \`<div id="${names.targetId}" hx-swap-oob="beforeend">…</div>\`, without \`<!doctype>\`, head and body. The page itself is for \`GET ${names.page}\` alone.`,
      }),
    }),
    otherLanguage: (_, { names }) => ({
      fix: `Send only the element for the new message, \`<div id="${names.targetId}" hx-swap-oob="beforeend">…</div>\`, without \`<!doctype>\`, head and body.`,
    }),
    explain: (names) => ({
      title: 'A whole page as a reply',
      meaning:
        'A page is loaded once. After that, each WebSocket message is a piece of HTML with the places where its elements go. A whole document names no place for most of its elements, and what does have an id replaces the element with that id, form and connection included.',
      wrong: { language: 'js', text: "socket.send(await readFile('templates/index.html', 'utf8'));" },
      right: { language: 'js', text: `socket.send(\n  '${reply(names)}',\n);` },
      source: SOURCE,
    }),
  },
  'oob/no-id': {
    words: ({ facts }, { names }) => ({
      title: `The reply's <${inline(facts.tag)}> has ${facts.id === '' ? 'an empty' : 'no'} id, so htmx does not know where it goes`,
      expected: 'An outermost element with the id of an element in the page.',
      cause: `The ws extension swaps each top-level element of a message into the element with the same id. ${noIdBecause(facts)}${facts.holds === undefined ? '' : ' It does not look inside an element, so it did not see the parts in it that do have a target.'} \`hx-target\` and \`hx-swap\` of the page do not apply to WebSocket messages.`,
      fix:
        facts.holds !== undefined
          ? `Remove this \`<${inline(facts.tag, 20)}>\`: send what is inside it side by side, so that each part is an outermost element of the message.`
          : facts.id === ''
            ? `Write where and how into the element itself: \`<${inline(facts.tag, 20)} id="${names.targetId}" hx-swap-oob="beforeend">\`. If nothing of it belongs in the page, remove it from the reply.`
            : facts.outOfBand !== undefined
              ? `Give this element the id of the one in the page to which it goes: \`<${inline(facts.tag, 20)} id="${names.targetId}" hx-swap-oob="beforeend">\`. Its content goes there, so each message needs an element of its own inside.`
              : `Wrap it in an element that says where and how: \`<div id="${names.targetId}" hx-swap-oob="beforeend">\` before it, \`</div>\` after it.`,
    }),
    explain: (names) => ({
      title: 'A reply whose elements have no id',
      meaning:
        'For an element of a WebSocket message htmx looks up its id in the page. Without one, and without a selector in `hx-swap-oob`, it has no target: htmx fires `htmx:oobErrorNoTarget`, writes it to the console, and throws the element away.',
      wrong: { language: 'html', text: '<div class="message">hello</div>' },
      right: { language: 'html', text: reply(names) },
      source: SOURCE,
    }),
    seenAs: [
      line(
        /htmx:oobErrorNoTarget/u,
        8,
        'htmx fires this also for an element without an id, and without a selector in `hx-swap-oob`.',
      ),
    ],
  },
  'oob/no-such-target': {
    words: ({ facts }, { names }) => ({
      title: `The reply targets ${inline(facts.selector)}, and nothing in the page matches it`,
      expected: `A reply that names an element of the page, here \`${names.target}\`.`,
      cause: `htmx looked for \`${inline(facts.selector)}\` in the page, found nothing, and dropped the reply; the browser's console says \`htmx:oobErrorNoTarget\`. ${facts.gone === undefined ? `${selectorHint(facts.selector, facts.ids)}${idList(facts.ids)}` : `An earlier message replaced that element by a \`<${inline(facts.gone, 20)}>\` that does not match any more.`}`,
      fix: facts.gone === undefined ? targetFix(facts.named, names) : goneFix(facts.selector, facts.gone),
    }),
    explain: (names) => ({
      title: 'A reply for an element that does not exist',
      meaning:
        'An out-of-band swap goes to the element of the page with the id that the reply has. `hx-swap-oob` can name another one: what follows the first colon is a CSS selector, so an id needs its `#`. Case matters. When nothing matches, the reply is thrown away.',
      wrong: { language: 'html', text: `<div hx-swap-oob="beforeend:${names.targetId}"><p>hello</p></div>` },
      right: { language: 'html', text: `<div hx-swap-oob="beforeend:${names.target}"><p>hello</p></div>` },
      source: SOURCE,
    }),
    seenAs: [
      line(/htmx:oobErrorNoTarget/u, 9, 'htmx found no element in the page for an element of the message.'),
      line(
        /htmx:(?:targetError|partialErrorNoTarget)|returned no matches!|is not a valid selector/u,
        7,
        'A selector finds no element in the page.',
      ),
    ],
  },
  'oob/modifier': {
    words: ({ facts }, { names }) => ({
      title: `\`hx-swap-oob\` knows no modifiers, and \`${inline(facts.modifier, 40)}\` is one of \`hx-swap\``,
      expected: `\`hx-swap-oob="${inline(facts.style === '' ? 'beforeend' : facts.style, 80)}"\`.`,
      cause: `In \`hx-swap-oob="${inline(facts.value, 80)}"\` everything after the first colon is a CSS selector. So htmx looks for an element that nobody meant, finds none, and drops the reply.`,
      fix: `Write \`hx-swap-oob="${inline(facts.style === '' ? 'beforeend' : facts.style, 80)}"\`.${modifierInstead(facts.modifier, names)}`,
    }),
    explain: (names) => ({
      title: 'A modifier in hx-swap-oob',
      meaning:
        '`hx-swap` takes a style and modifiers, as in `beforeend scroll:bottom`. `hx-swap-oob` takes a style, and after a colon a selector, nothing else.',
      wrong: {
        language: 'html',
        text: `<div id="${names.targetId}" hx-swap-oob="beforeend scroll:bottom">\n  <p>hello</p>\n</div>`,
      },
      right: { language: 'html', text: reply(names) },
      source: 'htmx 2, `oobSwap`.',
    }),
    seenAs: [
      line(
        /hx-swap-oob="[^"]*[ :](?:scroll|show|swap|settle|transition|focus-scroll):/u,
        8,
        '`hx-swap-oob` takes a style and a selector, no modifiers.',
      ),
    ],
  },
  'oob/invalid-selector': {
    words: ({ facts }, { names }) => ({
      title: `\`${inline(facts.selector, 60)}\` in the reply is not a CSS selector`,
      expected: `A reply that names an element of the page, here \`${names.target}\`.`,
      cause:
        'What follows the first colon in `hx-swap-oob`, or the id of the element, is looked up with `querySelectorAll`. The browser cannot read it and throws an error, and htmx drops the reply.',
      fix: `Write \`hx-swap-oob="beforeend:${names.target}"\`, or give the reply's outer element \`id="${names.targetId}" hx-swap-oob="beforeend"\`.`,
    }),
    explain: (names) => ({
      title: 'A selector that cannot be read',
      meaning:
        'A selector follows the rules of CSS: an id begins with `#`, a class with a dot, and neither begins with a digit. A value that breaks them is an error in the console, and the rest of the message is lost with it.',
      wrong: { language: 'html', text: '<div hx-swap-oob="beforeend:#1st"><p>hello</p></div>' },
      right: { language: 'html', text: `<div hx-swap-oob="beforeend:${names.target}"><p>hello</p></div>` },
      source: 'htmx 2, `oobSwap`; Selectors Level 4.',
    }),
    seenAs: [
      line(
        /is not a valid selector|'[^']*' is not a valid selector|htmx:oob.*SyntaxError/iu,
        8,
        'The selector in `hx-swap-oob`, or an id that begins with a digit, cannot be read.',
      ),
    ],
  },
  'oob/item-stripped': {
    words: ({ facts: { tag, list, style } }) => ({
      title: `htmx strips the \`<${inline(tag, 20)}>\` of the message`,
      expected: `${tag === 'tr' ? 'A row of the table' : 'An item of the list'} for each message: \`<${inline(tag, 20)}>\` inside \`<${inline(list, 60)}>\`.`,
      cause: `With \`${inline(style, 30)}\` htmx adds what is inside the outermost element, and not that element. The outermost element is the \`<${inline(tag, 20)}>\` itself, so ${tag === 'tr' ? 'the table gets cells without a row' : 'the list gets its text alone'}.`,
      fix: `${tag === 'tr' ? 'Make the element of the page around the rows the outermost element, and put the row' : 'Make the list the outermost element, and put the item'} inside it: \`<${inline(list, 60)} hx-swap-oob="${inline(style, 30)}"><${inline(tag, 20)}>…</${inline(tag, 20)}></${inline(list.split(' ')[0] ?? '', 20)}>\`.`,
    }),
    explain: {
      title: 'An item without its element',
      meaning:
        'The outermost element of a message is an envelope: its id says where the content goes, and `hx-swap-oob` how. Only with `outerHTML`, or with `true`, is it inserted itself. An item of a list is content, so it belongs inside the envelope.',
      wrong: { language: 'html', text: '<li id="notes" hx-swap-oob="beforeend">milk</li>' },
      right: { language: 'html', text: '<ul id="notes" hx-swap-oob="beforeend"><li>milk</li></ul>' },
      source: 'htmx 2, `oobSwap`.',
    },
  },
  'oob/table-part': {
    words: ({ facts }) => ({
      title: `The tags of \`<${inline(facts.tag, 20)}>\` are lost, because other HTML comes before it`,
      expected: 'Parts of a table in a message of their own, or inside a `<table>`.',
      cause: `The browser reads a \`<${inline(facts.tag, 20)}>\` where a table is open, or at the beginning of a message. Behind or inside other elements its parser drops the tag and keeps the text alone, before htmx sees the message. ${facts.id === undefined ? 'What was a row is bare text.' : `So nothing with the id \`${inline(facts.id, 40)}\` arrives, and nothing is reported.`}`,
      fix: `Send the \`<${inline(facts.tag, 20)}>\` as a message of its own, without other HTML before or around it.`,
    }),
    explain: (names) => ({
      title: 'A part of a table beside other HTML',
      meaning:
        'Rows and cells are read only where a table is open. htmx parses a message inside a `<template>`, where a message may begin with them. After a `<div>` or `<span>` the parser is in ordinary text, in which the tags of tables mean nothing.',
      wrong: {
        language: 'html',
        text: `<span id="count">2</span>\n<tbody id="${names.targetId}" hx-swap-oob="beforeend"><tr>…</tr></tbody>`,
      },
      right: {
        language: 'html',
        text: `<!-- one message -->\n<span id="count">2</span>\n<!-- another -->\n<tbody id="${names.targetId}" hx-swap-oob="beforeend"><tr>…</tr></tbody>`,
      },
      source: 'HTML standard, 13.2.6.4.7 "The rules for parsing tokens in HTML content"; `makeFragment` in htmx.',
    }),
  },
  'oob/template': {
    words: ({ facts }, { names }) => ({
      title: "The reply's outermost element is a `<template>`, so nothing is inserted",
      expected:
        facts.holds === 'rows'
          ? `\`<tbody id="${names.targetId}" hx-swap-oob="beforeend">\` around the rows.`
          : `\`<div id="${names.targetId}" hx-swap-oob="beforeend">\` around the message.`,
      cause:
        facts.outOfBand === undefined
          ? 'The ws extension swaps each outermost element of a message, and does not look inside a `<template>`. The template itself names no target, so it is dropped.'
          : 'Of an element that is swapped with a style such as `beforeend` htmx takes the children. A `<template>` has none: what is written inside it belongs to a fragment of its own. So nothing is added, and nothing is reported.',
      fix:
        facts.holds === 'rows'
          ? `Send \`<tbody id="${names.targetId}" hx-swap-oob="beforeend"><tr>…</tr></tbody>\`: htmx reads rows in it without a template.`
          : `Write a \`<div>\` in its place: \`<div id="${names.targetId}" hx-swap-oob="beforeend">…</div>\`.`,
    }),
    explain: (names) => ({
      title: 'A template as outermost element',
      meaning:
        'The content of a `<template>` is not among its children, and the page does not show it. In an answer to a request htmx unpacks templates; in a message of a WebSocket it does not. Table rows need no template there, because htmx parses a message so that they are kept.',
      wrong: {
        language: 'html',
        text: `<template hx-swap-oob="beforeend:${names.target}">\n  <tr><td>hello</td></tr>\n</template>`,
      },
      right: {
        language: 'html',
        text: `<tbody id="${names.targetId}" hx-swap-oob="beforeend">\n  <tr><td>hello</td></tr>\n</tbody>`,
      },
      source: SOURCE,
    }),
    seenAs: [
      line(
        /<template\b[^>]*hx-swap-oob/u,
        7,
        'What is inside a `<template>` is not among its children, so nothing is added.',
      ),
    ],
  },
  'oob/replaces': {
    words: ({ facts }, { names }) => ({
      title: 'The second message replaced the first one',
      expected: `Both messages in ${names.target}: "${inline(facts.first)}", and below it "${inline(facts.second)}".`,
      cause: replacedBecause(facts.part?.style ?? '', names),
      fix:
        facts.part?.selector === undefined
          ? `Write \`hx-swap-oob="beforeend"\` on the reply's outer element, the one with \`id="${names.targetId}"\`: htmx then puts what is inside it at the end of the window.`
          : `Write \`hx-swap-oob="beforeend:${inline(facts.part.selector)}"\` on the reply's outer element: htmx then puts what is inside it at the end of the window.`,
    }),
    explain: (names) => ({
      title: 'A reply that replaces the window',
      meaning:
        '`hx-swap-oob` says how an element is swapped. Without it, or with `true` or `outerHTML`, the element replaces the one in the page, with its content, its classes and its other attributes. `innerHTML` replaces the content only. `beforeend` adds to the end, which is what a chat needs.',
      wrong: { language: 'html', text: `<div id="${names.targetId}"><div class="message">hello</div></div>` },
      right: { language: 'html', text: reply(names) },
      source: SOURCE,
    }),
    seenAs: ({ targetId }) => [
      line(
        new RegExp(`id="${literal(targetId)}"[^>]*hx-swap-oob="(?:true|outerHTML)"`, 'u'),
        7,
        'This style replaces the window with the reply; `beforeend` adds to it.',
      ),
    ],
  },
  'oob/replaces-connector': {
    words: ({ facts }, { names }) => ({
      title: 'The reply replaced the element that holds the connection',
      expected: 'The element with `ws-connect` stays in the page as long as the chat is open.',
      cause: `The reply was swapped over ${facts.id === '' ? 'a part of the page' : `\`#${inline(facts.id)}\``}, which removed the element with \`ws-connect\`. When htmx removes that element, the ws extension closes its socket, so the page can neither send nor receive any more.`,
      fix: `Put a separate element for the messages inside, \`<div id="${names.targetId}"></div>\`, and make the reply target it, with \`hx-swap-oob="beforeend"\`.`,
    }),
    explain: (names) => ({
      title: 'A reply that replaces the connecting element',
      meaning:
        'The socket belongs to the element with `ws-connect`. A reply with that element\'s id and no `hx-swap-oob="beforeend"` replaces it, and htmx cleans up what it removes: the connection is closed for good.',
      wrong: {
        language: 'html',
        text: `<div id="${names.targetId}" hx-ext="ws" ws-connect="${names.socket}">…</div>\n<!-- reply -->\n<div id="${names.targetId}">hello</div>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}">\n  <div id="${names.targetId}"></div>\n  …\n</div>\n<!-- reply -->\n<div id="${names.targetId}" hx-swap-oob="beforeend"><p>hello</p></div>`,
      },
      source: 'htmx-ext-ws 2, ws.js, `htmx:beforeCleanupElement`.',
    }),
    seenAs: [
      line(
        /WebSocket is closed before the connection is established/u,
        5,
        'A swap may have removed the element that opens the connection.',
      ),
    ],
  },
  'oob/wrong-order': {
    words: ({ facts, evidence }) => ({
      title: 'The second message is above the first',
      expected: `"${inline(facts.first)}" first, "${inline(facts.second)}" below it.`,
      cause:
        evidence.received?.includes('afterbegin') === true
          ? 'The reply is swapped with `afterbegin`, which puts it before everything that is already inside the window.'
          : 'The reply has the newer message before the older one, or is put before everything that is already there.',
      fix: 'Write `hx-swap-oob="beforeend"` on the reply\'s outer element, and send only the new message.',
    }),
    explain: (names) => ({
      title: 'Messages in the wrong order',
      meaning:
        '`afterbegin` means "just after the beginning", so new content becomes the first child; `beforeend` means "just before the end", so it becomes the last. A chat is read from top to bottom.',
      wrong: { language: 'html', text: `<div id="${names.targetId}" hx-swap-oob="afterbegin"><p>hello</p></div>` },
      right: { language: 'html', text: `<div id="${names.targetId}" hx-swap-oob="beforeend"><p>hello</p></div>` },
      source: SOURCE,
    }),
    seenAs: [line(/hx-swap-oob="afterbegin/u, 6, '`afterbegin` puts each message above the ones before it.')],
  },
};

const JSON_HOLDS: Readonly<Record<FindingOf<'oob/json-text'>['facts']['holds'], (member: string) => string>> = {
  string: () => 'The server encoded the HTML as a JSON string before it sent it.',
  list: () => 'The server sent a JSON list with the HTML in it.',
  object: (member) => `The server sent a JSON object, with the HTML as its member \`${member}\`.`,
};

function noIdBecause({ tag, id }: FactsByCode['oob/no-id']): string {
  return id === ''
    ? `The id of this <${inline(tag)}> is empty, so htmx looked for \`#\`, which is not a selector: it threw an error, and the rest of the message was lost with this element.`
    : `This <${inline(tag)}> has none, so htmx found no target and dropped it; the browser's console says \`htmx:oobErrorNoTarget\`.`;
}

function jsonFix({ call }: FindingOf<'oob/json-text'>['facts'], server: ServerWords): string {
  if (call === 'send_json')
    return 'Send the HTML as text: `await websocket.send_text(html)` instead of `send_json`, which encodes what it is given.';
  return inServerLanguage(server, {
    node: `Send the HTML itself: \`socket.send(html)\`, without \`${call === '' ? 'JSON.stringify' : call}\`.`,
    python: `send the HTML itself: \`await websocket.send_text(html)\`, without \`${call === '' ? 'json.dumps' : call}\`.`,
  });
}

/** What does in the page what a modifier was meant to do; '' where nothing is needed. */
function modifierInstead(modifier: string, names: Names): string {
  if (/^(?:scroll|show):/u.test(modifier)) {
    return ` To scroll, let the page do it: \`document.addEventListener("htmx:wsAfterMessage", () => { const list = document.querySelector("${names.target}"); list.scrollTop = list.scrollHeight; });\`.`;
  }
  return /^(?:swap|settle):/u.test(modifier) ? ' A reply is swapped at once; a delay is for CSS or a script.' : '';
}

function isJson(text: string | undefined): boolean {
  return /^\s*[{[]/u.test(text ?? '');
}

/** The fix changes what named the target. */
function targetFix(named: TargetNamed | undefined, { target, targetId }: Names): string {
  switch (named) {
    case 'selector':
      return `Write the selector of an element of the page into the reply's \`hx-swap-oob\`, an id with its \`#\`: \`hx-swap-oob="beforeend:${target}"\`.`;
    case 'partial':
      return `Write the selector of an element of the page into the partial's \`hx-target\`, an id with its \`#\`: \`<hx-partial hx-target="${target}" hx-swap="beforeend">\`.`;
    case 'envelope':
      return `Write the selector of an element of the page as \`target\` of the JSON, an id with its \`#\`: \`"target": "${target}"\`.`;
    case 'attribute':
      return `Write the selector of an element that is in the page into \`hx-target\`, an id with its \`#\`: \`hx-target="${target}"\`.`;
    case undefined:
      return `Give the reply's outer element \`id="${targetId}" hx-swap-oob="beforeend"\`, and the element of the page the same id.`;
  }
}

/** @param tag of the element in the message */
function goneFix(selector: string, tag: string): string {
  const id = /^#([\w-]+)$/u.exec(selector)?.[1];
  const keep = id === undefined ? `what \`${inline(selector, 60)}\` asks for` : `\`id="${inline(id, 60)}"\``;
  return `Give the \`<${inline(tag, 20)}>\` of the message ${keep}, so that it is found next time. Or replace only the content: \`hx-swap-oob="innerHTML:${inline(selector, 60)}"\`.`;
}

/** What is probably wrong with a selector that matches nothing; '' when that is unknown. */
export function selectorHint(selector: string, ids: readonly string[]): string {
  const bare = selector.trim().replace(/^#/u, '');
  if (!/^[#.[]/u.test(selector.trim()) && ids.includes(bare)) {
    return `Without \`#\` it is the name of a tag; the id is written \`#${inline(bare)}\`. `;
  }
  if (/^#.*[.:[]/u.test(selector.trim()) && ids.includes(bare))
    return `The page has the id \`${inline(bare)}\`, but in a selector a dot begins a class and a colon a pseudo-class: write it with a backslash before, \`#${inline(bare.replaceAll(/[.:[]/gu, String.raw`\$&`))}\`, or use ids of letters, digits and hyphens. `;
  const near = ids.find((id) => id.toLowerCase() === bare.toLowerCase());
  return near === undefined || near === bare ? '' : 'Case matters. ';
}

const APPENDING = ['beforeend', 'afterend', 'beforebegin', 'afterbegin'];
const KNOWN = [...APPENDING, 'outerHTML', 'innerHTML', 'textContent', 'delete', 'none', 'morph'];

/** @param style as `hx-swap-oob` is read; '' when there was none */
function replacedBecause(style: string, names: Names): string {
  if (style === 'outerHTML') {
    return 'The reply has the id of the window and no `hx-swap-oob="beforeend"`. It replaces the old element completely, with everything in it and all its attributes.';
  }
  if (style === 'innerHTML' || style === 'textContent') {
    return `The reply is swapped with \`${style}\`, which replaces what is inside the window.`;
  }
  if (style !== '' && !KNOWN.includes(style.split(':')[0] ?? '')) {
    return `\`${inline(style)}\` is not a swap style that htmx knows, so it used its default, \`innerHTML\`, which replaces what is inside the window.`;
  }
  return `After the second reply the first message is no longer in \`${names.target}\`: the reply replaces what is there instead of adding to it.`;
}

/** For a reply that was escaped after it was made. */
const ESCAPE_MESSAGE_ONLY = {
  node: 'Escape the message before it is put into the reply, `${escapeHtml(message)}`, and send the reply itself unescaped: `socket.send(reply)`. A template engine escapes what `{{ }}` or `<%= %>` inserts, so render the message with it, not the finished reply.',
  python:
    'escape the message before it is put into the reply, `html.escape(message)`, and send the reply itself unescaped. Jinja2 escapes what `{{ }}` inserts, so render the message with it, not the finished reply.',
  other: 'Escape the message before it is put into the reply, and send the reply itself unescaped.',
} as const;
