import type { FactsByCode } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inServerLanguage } from '../server-language.ts';
import { inline } from '../visible.ts';
import { fillIn } from './fill-in.ts';
import { notFragmentEntry, requestFailedEntry } from './request-failed.ts';

/** Codes of several families, told here. */
export type VainCode =
  | 'htmx/handler-never-called'
  | 'htmx/unknown-style'
  | 'oob/box-stripped'
  | 'oob/nested'
  | 'page/field-replaced'
  | 'page/htmx-complains'
  | 'page/answer-not-fragment'
  | 'page/request-failed'
  | 'ws/frame-echoed'
  | 'ws/escaped-html'
  | 'live/unfilled';

/** What arrives and takes effect, and not the effect that was meant. */
export const swappedInVainEntries: Entries<VainCode> = {
  'htmx/unknown-style': {
    words: ({ facts }) => ({
      title: `htmx does not know the swap style \`${inline(facts.style, 40)}\``,
      expected: `A style that htmx knows in \`${facts.attribute}\`: \`beforeend\`, \`innerHTML\`, \`outerHTML\` and the like.`,
      cause: styleCause(facts),
      fix: styleFix(facts),
    }),
    explain: {
      title: 'A swap style that does not exist',
      meaning:
        'htmx 2 knows `innerHTML`, `outerHTML`, `beforebegin`, `afterbegin`, `beforeend`, `afterend`, `delete`, `none` and, in `hx-swap`, `textContent`, with exactly these capital letters. Any other name is `innerHTML` to it, without a word in the console, so that what was to be added replaces what was there. htmx 4 also knows `append`, `prepend`, `before`, `after` and the morph styles, and throws at any other name.',
      wrong: { language: 'html', text: '<ul id="log" hx-swap-oob="append"><li>one more</li></ul>' },
      right: { language: 'html', text: '<ul id="log" hx-swap-oob="beforeend"><li>one more</li></ul>' },
      source: 'htmx 2, `swapWithStyle`; htmx 4.0.1, `#insertContent`.',
    },
  },
  'htmx/handler-never-called': {
    words: ({ facts }) => ({
      title: `Nothing ever calls the handler ${facts.tag === '' ? 'for' : 'in'} \`${inline(facts.attribute, 40)}\``,
      expected: `A handler for an event that htmx fires${facts.tag === '' ? '' : ` on the \`<${inline(facts.tag, 20)}>\``}.`,
      cause: HANDLER_CAUSE[facts.why],
      fix: facts.use.startsWith('htmx:')
        ? `Wait for \`${inline(facts.use, 60)}\` in its place.`
        : `Write \`${inline(facts.use, 60)}="…"\`, with the same script.`,
    }),
    explain: {
      title: 'A handler that nothing calls',
      meaning:
        'An attribute `hx-on::ws-after-send` runs a script when htmx fires the event `htmx:wsAfterSend` on the element. HTML knows no capital letters in the names of attributes, so the name has hyphens in their place. A WebSocket message is not a request: its events are `ws-config-send`, `ws-before-send` and `ws-after-send`, and `after-request` does not come. The form `hx-on="event: script"` ended with htmx 1. The browser does not report a handler whose event never comes.',
      wrong: { language: 'html', text: '<form ws-send hx-on::after-request="this.reset()">' },
      right: { language: 'html', text: '<form ws-send hx-on::ws-after-send="this.reset()">' },
      source:
        'htmx 2, `processHxOnRoot`; htmx-ext-ws 2, ws.js, `processWebSocketSend`; htmx 2, "htmx 1.x → htmx 2.x Migration Guide".',
    },
  },
  'oob/box-stripped': {
    words: ({ facts }) => ({
      title: `htmx adds what is inside the \`<${inline(facts.tag, 20)} id="${inline(facts.id, 40)}">\`, and not that element`,
      expected: `The \`<${inline(facts.tag, 20)} id="${inline(facts.id, 40)}">\` itself in \`${inline(facts.selector, 60)}\`.`,
      cause: `With every style but \`outerHTML\` the element that has \`hx-swap-oob\` is an envelope: htmx takes its content and drops the element. So the page has no element with the id \`${inline(facts.id, 40)}\`, and what it would look like, or what comes for it later, is lost.`,
      fix: `Put an envelope around it: \`<div hx-swap-oob="${inline(facts.style, 30)}:${inline(facts.selector, 60)}"><${inline(facts.tag, 20)} id="${inline(facts.id, 40)}">…</${inline(facts.tag, 20)}></div>\`.`,
    }),
    explain: (names) => ({
      title: 'An envelope that was meant as content',
      meaning:
        'Only with `outerHTML`, or with `true`, does the element that has `hx-swap-oob` come into the page itself. With `beforeend`, `afterbegin` and the like its content does, without its box, its id and its classes.',
      wrong: {
        language: 'html',
        text: `<div id="card-7" class="card"\n     hx-swap-oob="beforeend:${names.target}">…</div>`,
      },
      right: {
        language: 'html',
        text: `<div hx-swap-oob="beforeend:${names.target}">\n  <div id="card-7" class="card">…</div>\n</div>`,
      },
      source: 'htmx 2, `oobSwap`.',
    }),
  },
  'oob/nested': {
    words: ({ facts }) => ({
      title: `The part for \`#${inline(facts.id, 40)}\` is inside another part, so it updates nothing`,
      expected: `The \`<${inline(facts.tag, 20)} id="${inline(facts.id, 40)}">\` beside the other part, as an outermost element of the message.`,
      cause: `The ws extension swaps the outermost elements of a message and does not look inside them. The \`<${inline(facts.tag, 20)}>\` came into the page with the \`<${inline(facts.outer, 20)}>\` around it, and the page now has two elements with this id, the old one as it was.`,
      fix: `Close the \`<${inline(facts.outer, 20)}>\` before it: \`<${inline(facts.outer, 20)} …>…</${inline(facts.outer, 20)}><${inline(facts.tag, 20)} id="${inline(facts.id, 40)}">…</${inline(facts.tag, 20)}>\`.`,
    }),
    explain: (names) => ({
      title: 'A part inside another part',
      meaning:
        'One message may update several places of a page: each of its outermost elements is a part with a target of its own. `hx-swap-oob` further inside means nothing in a WebSocket message of htmx 2. In the answer to a request it does, which is why it is easy to get wrong.',
      wrong: {
        language: 'html',
        text: `<div id="${names.targetId}" hx-swap-oob="beforeend">\n  <p>hello</p>\n  <span id="count" hx-swap-oob="true">8</span>\n</div>`,
      },
      right: {
        language: 'html',
        text: `<div id="${names.targetId}" hx-swap-oob="beforeend">\n  <p>hello</p>\n</div>\n<span id="count">8</span>`,
      },
      source: 'htmx-ext-ws 2, ws.js, the `message` listener in `ensureWebSocket`.',
    }),
  },
  'page/field-replaced': {
    words: ({ facts }) => ({
      title: `A message replaces the field \`${inline(facts.name, 40)}\` while somebody types in it`,
      expected: 'The field stays, with its text and its focus, and what is said about it changes beside it.',
      cause:
        'The form sends with each key, and the answer contains the field again, empty. htmx puts the new one in the place of the old one, so what was typed is gone and the next key goes nowhere.',
      fix: 'Send only what changes, such as the element with the hint, and leave the field as it is.',
    }),
    explain: {
      title: 'A field that is replaced while somebody types',
      meaning:
        'A check of what is typed, or a search, sends with each key. The answer goes into the page by the ids in it. If one of its elements is or contains the field, the browser gets a new field: without the text, the focus and the place of the cursor.',
      wrong: {
        language: 'html',
        text: '<div id="name">\n  <input name="name"><small>taken</small>\n</div>',
      },
      right: { language: 'html', text: '<small id="name-hint">taken</small>' },
      source: 'htmx 2, `oobSwap`; HTML standard, 6.6.4 "Processing model" of focus.',
    },
  },
  'page/htmx-complains': {
    words: ({ facts }) => ({
      title: `htmx reported \`${inline(facts.event, 40)}\`${facts.times === 1 ? '' : ` ${facts.times} times`}`,
      expected: 'A page in which htmx reports no error.',
      cause: `${COMPLAINTS[facts.event] ?? 'Something that htmx was asked to do did not work.'} It happened at \`${inline(facts.element, 60)}\`.`,
      fix: 'Look at the lines around it with `--verbose`, and at the attributes of that element.',
    }),
    explain: {
      title: 'An error that htmx reports',
      meaning:
        'htmx does not stop at an error. It fires an event with a name that ends in `Error`, writes it to the console, and goes on, so that a page may look right and lack a part.',
      wrong: { language: 'html', text: '<div hx-get="/list" hx-target="#lsit">…</div>' },
      right: { language: 'html', text: '<div hx-get="/list" hx-target="#list">…</div>' },
      source: 'htmx 2, `triggerErrorEvent`; htmx documentation, "Events".',
    },
  },
  'page/answer-not-fragment': notFragmentEntry,
  'page/request-failed': requestFailedEntry,
  'ws/frame-echoed': {
    words: (_, { names, server }) => ({
      title: 'The page shows the JSON that htmx sent, not the text in it',
      expected: `The text of the field alone, without the headers of the request.`,
      cause:
        'With `ws-send` htmx sends all fields of the form as one JSON object, with the headers of an htmx request in it. The server put the message into its answer as it arrived.',
      fix: inServerLanguage(server, {
        node: `Read the field: \`const { ${names.field} } = JSON.parse(data.toString());\`, with the name of your input, and put its value into the answer.`,
        python: `read the field: \`json.loads(data)["${names.field}"]\`, with the name of your input, and put its value into the answer.`,
      }),
    }),
    otherLanguage: { fix: 'Parse the message as JSON, and put the value of the field into the answer.' },
    explain: {
      title: 'The JSON of htmx in the page',
      meaning:
        'A WebSocket message of htmx is a JSON object: the names of the inputs are its members, and one more has the headers. It is not the text that was typed. A server that answers with the message as it arrived shows all of that to everybody.',
      wrong: { language: 'js', text: "socket.on('message', (data) => {\n  show(`<p>${data}</p>`);\n});" },
      right: {
        language: 'js',
        text: "socket.on('message', (data) => {\n  const { text } = JSON.parse(data.toString());\n  show(`<p>${escape(text)}</p>`);\n});",
      },
      source: 'htmx-ext-ws 2, ws.js, `processWebSocketSend`; hx-ws.js of htmx 4.0.1.',
    },
  },
  'ws/escaped-html': {
    words: (_, { server }) => ({
      title: 'The HTML of the messages is escaped, so the page shows its tags',
      expected: 'A message with `<` and `>` of its tags as they are.',
      cause:
        'What comes has `&lt;` and `&gt;` in place of the `<` and `>` of its own tags, inside the outermost element. That is how a text is written which is to be read with its tags. htmx puts it into the page as it is, so no element is made.',
      fix: inServerLanguage(server, {
        node: 'Escape only the values that come from people, before they are put into the HTML, and not the HTML itself. Templates escape what they are given: `<%- rows %>` in EJS and `{{{rows}}}` in Handlebars put HTML in as it is.',
        python:
          'Escape only the values that come from people, and not the HTML itself. In a template of Jinja, HTML that was made elsewhere is marked as such: `{{ rows | safe }}`, or `Markup(…)`.',
      }),
    }),
    otherLanguage: {
      fix: 'Escape only the values that come from people, before they are put into the HTML, and not the HTML itself. A template escapes what it is given: mark HTML that was rendered before as such (`<%== rows %>` in Mojolicious, `template.HTML` in Go, `{!! $rows !!}` in Blade).',
    },
    explain: (names) => ({
      title: 'Escaped HTML in a message',
      meaning:
        'Escaping makes a text harmless: its `<` becomes `&lt;`, and the browser shows it as a character. Applied to HTML that was made before, it also turns the tags into text. This happens when rows are rendered first and are then put into a second template, which escapes what it is given.',
      wrong: { language: 'html', text: `<ul id="${names.targetId}">&lt;li&gt;one&lt;/li&gt;</ul>` },
      right: { language: 'html', text: `<ul id="${names.targetId}"><li>one</li></ul>` },
      source: 'HTML standard, 13.1.4 "Character references"; htmx 2, `oobSwap`.',
    }),
  },
  'live/unfilled': {
    words: ({ facts }, { server }) => ({
      title:
        facts.kind === 'placeholder'
          ? `The page shows \`${inline(facts.shown, 40)}\`, which nothing filled in`
          : `The page shows \`${inline(facts.shown, 60)}\` in the place of a value`,
      expected: `The value itself in each ${facts.transport === 'ws' ? 'message' : 'event'}.`,
      cause: `Each ${facts.transport === 'ws' ? 'message' : 'event'} for this place has it. ${UNFILLED_CAUSE[facts.kind]}`,
      fix: facts.kind === 'placeholder' ? inServerLanguage(server, fillIn(facts.shown)) : UNFILLED_FIX[facts.kind],
    }),
    otherLanguage: ({ facts }) => ({
      fix:
        facts.kind === 'placeholder'
          ? `Fill in \`${inline(facts.shown, 40)}\` the way your language or its template library does it.`
          : UNFILLED_FIX[facts.kind],
    }),
    explain: {
      title: 'A value that is not there',
      meaning:
        'A placeholder is filled in only where the language does it: between backticks in JavaScript, in a string with `f` before it in Python, in a template that is rendered. And what a program makes of a value that it does not have is a text like any other: `undefined`, `NaN`, `[object Promise]`, `<coroutine object …>`. htmx shows what arrives.',
      wrong: { language: 'js', text: "response.write('data: <b>${count}</b>\\n\\n');" },
      right: { language: 'js', text: 'response.write(`data: <b>${count}</b>\\n\\n`);' },
      source: 'ECMAScript, "Template Literals"; Python, "Formatted string literals".',
    },
  },
};

type UnfilledKind = FactsByCode['live/unfilled']['kind'];

const UNFILLED_CAUSE: Readonly<Record<UnfilledKind, string>> = {
  placeholder: 'That is a placeholder as it is written in a source, and nothing filled it in.',
  object: 'JavaScript makes this of an object that is used as a text.',
  promise:
    'JavaScript makes this of a promise that is used as a text: a function that is `async` was called without `await`.',
  coroutine:
    'Python makes this of a coroutine that is used as a text: a function that is `async` was called without `await`.',
  generator: 'Python makes this of a generator that is used as a text: nothing ran through it.',
  function: 'Python makes this of a function that is used as a text: it was named and not called.',
  missing: 'JavaScript gives `undefined` for a variable, a member or a result that is not there.',
  'not-a-number':
    'JavaScript gives `NaN` for a calculation with something that is not a number, such as `undefined` or a text.',
};
const UNFILLED_FIX: Readonly<Record<Exclude<UnfilledKind, 'placeholder'>, string>> = {
  object:
    'Write the member that is meant, such as `${user.name}` in place of `${user}`. For a list of pieces of HTML: `rows.join("")`.',
  promise: 'Write `await` before the call, in a function that is `async`.',
  coroutine: 'Write `await` before the call.',
  generator: 'Join what it yields, `"".join(rows())`, or run through it with `for` and send each piece.',
  function: 'Write the parentheses of the call: `count()`.',
  missing:
    'Look at what the value is read from: the name of the member may be another one, or the value may not be there yet.',
  'not-a-number':
    'Look at the values of the calculation: one of them is `undefined` or a text. `Number(text)` makes a number of a text.',
};

function styleCause({ style, extension, major }: FactsByCode['htmx/unknown-style']): string {
  const shown = `\`${inline(style, 40)}\``;
  if (major === 4) return `htmx 4 throws at ${shown}, and what arrived was not swapped.`;
  if (extension === 'morph')
    return `${shown} is a style of the morph extension, which is not switched on here. htmx takes \`innerHTML\` in its place: everything inside is replaced each time, and what was typed or scrolled there is lost.`;
  return `htmx has no such style, and it takes \`innerHTML\` in its place without a word in the console. So what arrives replaces everything that was there. The names are case-sensitive.`;
}

function styleFix({ attribute, extension, meant, major }: FactsByCode['htmx/unknown-style']): string {
  if (extension === 'morph')
    return major === 4
      ? 'Write `innerMorph` or `outerMorph`.'
      : 'Load `idiomorph-ext.min.js` after htmx and write `hx-ext="morph"` around the element, beside the other extension. Or write `innerHTML`.';
  return meant === undefined
    ? `Write one of htmx's own styles in \`${attribute}\`: \`beforeend\` adds at the end, \`afterbegin\` at the beginning, \`innerHTML\` replaces the content.`
    : `Write \`${meant}\` in \`${attribute}\`.`;
}

const HANDLER_CAUSE: Readonly<Record<FactsByCode['htmx/handler-never-called']['why'], string>> = {
  'value-of-1':
    'The name of the event is in the value, as htmx 1 had it. htmx 2 reads the name from the attribute alone and ignores this one.',
  'small-letters':
    'HTML makes small letters of the capital ones in the name of an attribute. htmx fires the event with capital letters and once more with hyphens, and never as it is here.',
  'no-swap':
    'Parts of a WebSocket message are swapped out of band: htmx fires `htmx:oobAfterSwap` for each part and `htmx:wsAfterMessage` at the end. The event of this handler belongs to what a request or a stream brings, and the page has neither.',
  'no-request':
    'The element sends over a WebSocket, which is not a request, so htmx fires none of the events of a request here.',
};

const COMPLAINTS: Readonly<Partial<Record<string, string>>> = {
  'htmx:targetError':
    'What `hx-target` names is not in the page, so the request was not made or its answer was not swapped.',
  'htmx:swapError': 'Something went wrong while it swapped content into the page.',
  'htmx:oobErrorNoTarget': 'A part of an answer names a target that is not in the page.',
  'htmx:partialErrorNoTarget': 'A part of an answer names a target that is not in the page.',
  'htmx:onLoadError': 'A script that runs when content is loaded failed.',
  'htmx:syntax:error': 'It could not read the value of an attribute, such as `hx-trigger`.',
  'htmx:eventFilter:error': 'The condition in brackets of an `hx-trigger` failed.',
  'htmx:evalDisallowedError':
    'The page or its policy forbids what needs `eval`: `hx-on`, conditions in `hx-trigger`, `js:` in `hx-vals`.',
  'htmx:invalidPath': 'The address of a request is not allowed or cannot be read.',
};
