import type { FactsByCode } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inline } from '../visible.ts';
import { idList } from './id-list.ts';
import { selectorHint } from './out-of-band.ts';

type TargetCode =
  | 'live/bare-text'
  | 'live/connector-polled'
  | 'live/connector-replaced'
  | 'live/form-wiped'
  | 'live/listener-emptied'
  | 'live/listener-gone'
  | 'live/part-lost'
  | 'live/target-inherited'
  | 'live/target-missing';

/** Targets that are not there, or not for long. */
export const liveTargetEntries: Entries<TargetCode> = {
  'live/bare-text': {
    words: ({ facts }) => ({
      title: `What arrives is text without an element, and it goes into \`<${inline(facts.inside, 20)}>\``,
      expected: `${childHtml(facts)} in each ${facts.transport === 'ws' ? 'message' : 'event'}.`,
      cause: `The ${facts.transport === 'ws' ? 'message' : 'event'} has \`${inline(facts.data, 60)}\`, with no tag in it${facts.transport === 'ws' ? ' beside the outermost one' : ''}. The children of \`<${inline(facts.inside, 20)}>\` are \`<${inline(facts.child, 20)}>\` elements: the texts get no ${CHILD_NAMES[facts.child] ?? 'element'} of their own, so one runs into the next. If the server fills in a template, it sent the value in its place.`,
      fix: `Send ${childHtml(facts)}. If that is in a template, check that it is the template which is sent, and that its variables have names which your framework does not use itself.`,
    }),
    explain: {
      title: 'Text where rows or items belong',
      meaning:
        'Tables, lists and choices show their children: rows, items, options. Text directly inside is none of them. A table shows it in an odd place, a choice not at all, and a list runs its texts together. htmx inserts what arrives as it is.',
      wrong: { language: 'text', text: 'event: line\ndata: GET / 200\n\n' },
      right: { language: 'text', text: 'event: line\ndata: <tr><td>GET /</td><td>200</td></tr>\n\n' },
      source: 'HTML standard, 4.9 "Tabular data", 4.4.5 "The ol element", 4.10.7 "The select element".',
    },
  },
  'live/listener-gone': {
    words: ({ facts }) => ({
      title:
        facts.replaced === undefined
          ? `The first event \`${inline(facts.event, 40)}\` takes away the element that shows it, and later ones are lost`
          : `The target of a stream, \`${inline(facts.replaced, 60)}\`, was replaced, and the events after that are lost`,
      expected: `Each event \`${inline(facts.event, 40)}\` shows in the page.`,
      cause: goneCause(facts),
      fix:
        facts.replaced !== undefined
          ? `Write \`hx-swap="${inline(facts.style, 40)} target:${inline(facts.replaced, 60)}"\` on the element that connects: htmx looks for that target with each event. Or replace only what is inside the target.`
          : facts.major === 4
            ? `Let the target stay: write \`hx-swap="innerHTML"\`, or \`beforeend\` to add to what it has.`
            : `Let the element stay: ${facts.around === undefined ? 'write `hx-swap="innerHTML"`, or `beforeend` to add to what it has' : `put it beside the target, not inside`}. Or give the HTML of each event an element that waits for the next one, with the same \`sse-swap\`, \`hx-swap\` and \`hx-target\`.`,
    }),
    explain: {
      title: 'An event that takes its own listener away',
      meaning:
        'An element that waits for events stops when it leaves the page. With `hx-swap="outerHTML"` the first event replaces it. That is right for an event that comes once, such as the end of a job. For events that go on, the element must stay, or each event must bring a new one that waits. htmx 4 looks for the target of a stream once, so there the target itself must stay. A target in the swap, `hx-swap="innerHTML target:#load"`, is looked for with each event.',
      wrong: {
        language: 'html',
        text: '<div hx-ext="sse" sse-connect="/jobs">\n  <p sse-swap="load" hx-swap="outerHTML"></p>\n</div>',
      },
      right: { language: 'html', text: '<div hx-ext="sse" sse-connect="/jobs">\n  <p sse-swap="load"></p>\n</div>' },
      source:
        '`registerSSE` in sse.js (the listener is removed when `bodyContains` is false); `handleSSEResponse` in hx-sse.js.',
    },
  },
  'live/listener-emptied': {
    words: ({ facts }) => ({
      title: `An event \`${inline(facts.event, 40)}\` with nothing but out-of-band parts empties \`${inline(facts.target, 60)}\``,
      expected: `An event for ${partsList(facts.parts)} that leaves \`${inline(facts.target, 60)}\` as it is.`,
      cause: `htmx takes the parts with \`hx-swap-oob\` out of the event and swaps them into ${partsList(facts.parts)}. What remains of the event is its content, here nothing, and htmx swaps that into \`${inline(facts.target, 60)}\`. ${SHOWN[facts.shown]} was removed.`,
      fix:
        facts.always === 'yes'
          ? `Write \`hx-swap="none"\` on the element that waits for \`${inline(facts.event, 40)}\`: htmx then swaps the out-of-band parts alone.`
          : `Send it as an event with a name of its own, and add an element to the page that waits for this name and swaps nothing else: \`<i hidden sse-swap="…" hx-swap="none"></i>\`. Or send the content of \`${inline(facts.target, 60)}\` with each event.`,
    }),
    explain: {
      title: 'Out-of-band parts without content',
      meaning:
        'The sse extension swaps each event into the element that waits for it. Out-of-band parts are taken out of the event first and go where they say. Where nothing else was in the event, the element gets empty content, because `innerHTML` is the default. With `hx-swap="none"` the out-of-band parts are still swapped, and the element stays as it is. htmx 4 does not swap such an empty rest.',
      wrong: {
        language: 'html',
        text: '<p sse-swap="load">12 %</p>\n<b id="users"></b>\n\n<!-- event: load -->\n<b id="users" hx-swap-oob="true">3</b>',
      },
      right: {
        language: 'html',
        text: '<p sse-swap="load">12 %</p>\n<i hidden sse-swap="users" hx-swap="none"></i>\n<b id="users"></b>\n\n<!-- event: users -->\n<b id="users" hx-swap-oob="true">3</b>',
      },
      source: '`swap` in sse.js; `swap` and `swapWithStyle` of htmx 2.0.11.',
    },
  },
  'live/connector-replaced': {
    words: ({ facts }) => ({
      title: replacedTitle(facts),
      expected: `The element with \`${facts.attribute}\` stays in the page while ${CAME[facts.transport].several} come.`,
      cause: replacedCause(facts),
      fix: replacedFix(facts),
    }),
    explain: {
      title: 'What comes on a connection replaces the element that connects',
      meaning:
        'A connection belongs to the element with `sse-connect` or `ws-connect` (htmx 4: `hx-sse:connect`, `hx-ws:connect`), and htmx closes it when it removes this element. With `outerHTML` on the element itself, or a target around it, the first event does that. If the new content connects again, each event costs another connection, and what the server sends meanwhile is lost. Only a last event may take the element away.',
      wrong: {
        language: 'html',
        text: '<div hx-ext="sse" sse-connect="/jobs"\n     sse-swap="load" hx-swap="outerHTML">…</div>',
      },
      right: {
        language: 'html',
        text: '<div hx-ext="sse" sse-connect="/jobs">\n  <div sse-swap="load">…</div>\n</div>',
      },
      source: '`htmx:beforeCleanupElement` in sse.js; `htmx_before_cleanup` in hx-sse.js and hx-ws.js of htmx 4.0.1.',
    },
  },
  'live/connector-polled': {
    words: ({ facts }) => ({
      title: `The answers of \`${inline(facts.path, 60)}\` replace the element that connects, again and again`,
      expected: `The element with \`${facts.attribute}\` stays in the page, with one connection.`,
      cause: `The page asks for \`${inline(facts.path, 60)}\` again and again, and each answer brings a new element with \`${facts.attribute}\`. htmx closes the connection with the old element, and the new one opens another: ${facts.connections} so far. What the old one had shown is gone, and what the server sends meanwhile is lost.`,
      fix: `Ask only for what changes: put \`hx-get\` on an element inside or beside the one with \`${facts.attribute}\`, and let its answer be that part alone.`,
    }),
    explain: {
      title: 'A connection in a part that is loaded again',
      meaning:
        'A connection belongs to its element. A part of the page that is loaded every few seconds, with the element that connects inside it, begins a new connection each time. Everything that came on the one before goes with it.',
      wrong: {
        language: 'html',
        text: '<section hx-get="/panel" hx-trigger="every 2s"\n         hx-swap="outerHTML">\n  <ul sse-connect="/alerts" sse-swap="alert"></ul>\n</section>',
      },
      right: {
        language: 'html',
        text: '<section>\n  <p hx-get="/status" hx-trigger="every 2s"></p>\n  <ul sse-connect="/alerts" sse-swap="alert"></ul>\n</section>',
      },
      source: '`htmx:beforeCleanupElement` in ws.js and sse.js; `htmx_before_cleanup` in hx-ws.js and hx-sse.js.',
    },
  },
  'live/target-inherited': {
    words: ({ facts }) => ({
      title: `The event \`${inline(facts.event, 40)}\` goes to \`${inline(facts.selector, 60)}\`, not to the element that waits for it`,
      expected: `The element with \`sse-swap\` shows the event itself.`,
      cause: `The element has no \`hx-target\`, so it inherits the one of \`<${inline(facts.from, 60)}>\`, \`hx-target="${inline(facts.selector, 60)}"\`, which is there for requests. What arrives replaces what is in that place.`,
      fix: 'Write `hx-target="this"` on the element with `sse-swap`, or on the element that connects.',
    }),
    explain: {
      title: 'A target that is inherited',
      meaning:
        'In htmx 2 an element inherits `hx-target`, `hx-swap` and other attributes from the elements around it. An `hx-target` on `<body>` for links and forms also applies to an element that waits for events, which then shows nothing.',
      wrong: {
        language: 'html',
        text: '<body hx-boost="true" hx-target="#main">\n  <div hx-ext="sse" sse-connect="/events">\n    <b sse-swap="unread"></b>\n  </div>',
      },
      right: {
        language: 'html',
        text: '<body hx-boost="true" hx-target="#main">\n  <div hx-ext="sse" sse-connect="/events" hx-target="this">\n    <b sse-swap="unread" hx-target="this"></b>\n  </div>',
      },
      source: 'htmx 2, `getTarget`, `getClosestAttributeValue`; htmx-ext-sse 2, sse.js, `swap`.',
    },
  },
  'live/form-wiped': {
    words: ({ facts }) => ({
      title: 'A message replaces the form that sends',
      expected: 'The form stays in the page while messages come.',
      cause:
        'htmx 4 swaps a message without a target into the element with `hx-ws:connect`, in the place of all that it contains. The form was inside, so after this message nobody can send.',
      fix:
        facts.id !== undefined
          ? `Add \`hx-swap-oob="true"\` to the element with \`id="${inline(facts.id, 60)}"\` in the message: in htmx 4 an id alone does not say where it goes.`
          : 'Say where messages go, on the element with `hx-ws:connect`: `hx-target="#messages" hx-swap="beforeend"`, with an element that has this id. Or send `<hx-partial hx-target="#messages" hx-swap="beforeend">…</hx-partial>`.',
    }),
    explain: {
      title: 'A message in the place of the form',
      meaning:
        'In htmx 2 a message goes only where its own ids say. In htmx 4 the connecting element is the target of all that names no other, with `innerHTML`. A form inside it is gone with the first message.',
      wrong: {
        language: 'html',
        text: '<div hx-ws:connect="/room">\n  <ul id="messages"></ul>\n  <form hx-ws:send>…</form>\n</div>',
      },
      right: {
        language: 'html',
        text: '<div hx-ws:connect="/room" hx-target="#messages" hx-swap="beforeend">\n  <ul id="messages"></ul>\n  <form hx-ws:send>…</form>\n</div>',
      },
      source: '`handleMessage` in hx-ws.js of htmx 4.0.1.',
    },
  },
  'live/part-lost': {
    words: ({ facts }) => ({
      title:
        facts.selector === ''
          ? `${partName(facts)} names no target`
          : `${partName(facts)} targets \`${inline(facts.selector, 60)}\`, and nothing in the page matches it`,
      expected: `A target that is in the page, for each part of ${facts.transport === 'ws' ? 'a message' : 'an event'}.`,
      cause:
        facts.selector === ''
          ? `htmx 4 reads the target of a \`<hx-partial>\` from its \`hx-target\`, or from its id. This one has neither, so htmx dropped it without an event and without a line in the console. ${idList(facts.ids)}`
          : `${lostSilently(facts)} ${selectorHint(facts.selector, facts.ids)}${idList(facts.ids)}`,
      fix: partFix(facts),
    }),
    explain: {
      title: 'A part of a message for an element that does not exist',
      meaning:
        'A message or an event may have parts that name their own targets: an element with an id and `hx-swap-oob`, or in htmx 4 `<hx-partial hx-target="#jobs">`. htmx looks for each target when the message comes. It drops a part whose target is not there, and htmx 4 says nothing; the other parts are swapped.',
      wrong: {
        language: 'html',
        text: '<hx-partial hx-target="jobs" hx-swap="beforeend">\n  <li>done</li>\n</hx-partial>',
      },
      right: {
        language: 'html',
        text: '<hx-partial hx-target="#jobs" hx-swap="beforeend">\n  <li>done</li>\n</hx-partial>',
      },
      source: '`#processPartials`, `#createOOBTask` and `#insertContent` of htmx 4.0.1.',
    },
  },
  'live/target-missing': {
    words: ({ facts }) => ({
      title: `\`hx-target\` names \`${inline(facts.selector, 60)}\`, and nothing in the page matches it`,
      expected: 'An `hx-target` that names an element of the page.',
      cause: `${missingCause(facts)} ${selectorHint(facts.selector, facts.ids)}${idList(facts.ids)}`,
      fix: 'Write the selector of an element that is in the page when the connection opens, an id with its `#`. Without `hx-target` the element itself is the target.',
    }),
    explain: {
      title: 'hx-target for an element that does not exist',
      meaning:
        'The sse extension of htmx 2 swaps an event where `hx-target` says, on the element that waits or on one around it; the WebSocket extension of htmx 2 does not read it. htmx 4 uses the `hx-target` of the connecting element for both: a message without a target is dropped where nothing matches, and the events of a stream go into the connecting element instead.',
      wrong: { language: 'html', text: '<p sse-swap="load" hx-target="board"></p>\n<div id="board"></div>' },
      right: { language: 'html', text: '<p sse-swap="load" hx-target="#board"></p>\n<div id="board"></div>' },
      source:
        '`swap` in sse.js with `getTarget` of htmx 2; `handleMessage` in hx-ws.js and `#createRequestContext` of htmx 4.',
    },
  },
};

const SHOWN = {
  'by-event': 'What an earlier event had brought there',
  'by-page': 'What the page had there',
} as const;

function partsList(parts: readonly string[]): string {
  const shown = parts.slice(0, 3).map((part) => `\`${inline(part, 60)}\``);
  const more = parts.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const CAME = {
  ws: { one: 'message', several: 'messages', connection: 'WebSocket' },
  sse: { one: 'event', several: 'events', connection: 'stream' },
} as const;

type Replaced = FactsByCode['live/connector-replaced'];

function replacedTitle({ transport, outcome, attribute }: Replaced): string {
  const { one, connection } = CAME[transport];
  return outcome === 'closed'
    ? `${transport === 'ws' ? 'A message' : 'An event'} replaces the element with \`${attribute}\`, so its ${connection} is closed`
    : `Each ${one} replaces the element with \`${attribute}\`, so its ${connection} is opened again each time`;
}

function replacedCause({ transport, outcome, count, style, selector, via, attribute }: Replaced): string {
  const { one, several, connection } = CAME[transport];
  const what = via === 'main' ? `The ${one}` : `A part of the ${one}`;
  const place =
    selector === ''
      ? `${what} was swapped over the element with \`${attribute}\` (\`${inline(style, 40)}\`).`
      : `${what} was swapped into \`${inline(selector, 60)}\` (\`${inline(style, 40)}\`), which removed the element with \`${attribute}\`.`;
  const closes = `htmx closes the ${connection} of an element that it removes.`;
  if (outcome === 'reopened')
    return `${place} ${closes} What came connects again, so the page has opened ${count} by now, and what the server sends between two of them is lost.`;
  if (count === 0) return `${place} ${closes} The page neither sends nor receives any more.`;
  const heard = count === 1 ? `one more such ${one}` : `${count} more such ${several}`;
  return `${place} ${closes} A client of the tutor's own that stayed connected got ${heard}, and the page got none.`;
}

function replacedFix({ transport, selector, via, attribute, major }: Replaced): string {
  const { several } = CAME[transport];
  if (via === 'out-of-band')
    return `Give that part the id of an element inside the one with \`${attribute}\`, or write \`hx-swap-oob="innerHTML"\` on it.`;
  if (via === 'partial' || selector !== '')
    return `Name a target inside the element with \`${attribute}\`. Where the target is that element itself, write \`hx-swap="innerHTML"\`.`;
  return major === 4
    ? `Write \`hx-swap="innerHTML"\` or \`hx-swap="beforeend"\` on the element with \`${attribute}\`, or name an element inside it with \`hx-target\`.`
    : `Write \`hx-swap="innerHTML"\`, or show the ${several} in an element inside: \`<div ${attribute}="…"><div sse-swap="…"></div></div>\`.`;
}

function goneCause({ style, later, around, replaced, major }: FactsByCode['live/listener-gone']): string {
  if (replaced !== undefined)
    return `htmx 4 looks for the target of a stream once, when it asks for the stream. A request or a script of the page then put another element in its place. ${later === 1 ? 'One event' : `${later} events`} came after that, and htmx swapped ${later === 1 ? 'it' : 'them'} into the old element, which is not in the page any longer.`;
  const more = later === 1 ? 'One more came' : `${later} more came`;
  if (major === 4)
    return `htmx 4 looks for the target of a stream once, when it asks for the stream. \`hx-swap="${inline(style, 40)}"\` put the first event in the place of that element. ${more}, and htmx swapped ${later === 1 ? 'it' : 'them'} into the old element, which is not in the page any longer.`;
  return around === undefined
    ? `\`hx-swap="${inline(style, 40)}"\` put the data of the event in the place of the element that waits for it, and what came does not wait for events. ${more}, and nothing in the page took ${later === 1 ? 'it' : 'them'}.`
    : `The event went into \`${inline(around, 60)}\`, and the element that waits for it was inside and was replaced. ${more}, and nothing in the page took ${later === 1 ? 'it' : 'them'}.`;
}

const CHILD_NAMES: Readonly<Record<string, string>> = { tr: 'row', td: 'cell', li: 'item', option: 'option' };

/** `<tr><td>…</td></tr>` */
function childHtml({ child }: FactsByCode['live/bare-text']): string {
  return child === 'tr' ? '`<tr><td>…</td></tr>`' : `\`<${inline(child, 20)}>…</${inline(child, 20)}>\``;
}

function partFix({ via, selector }: FactsByCode['live/part-lost']): string {
  if (selector === '') return 'Write the selector of an element of the page on it: `<hx-partial hx-target="#…">`.';
  const write =
    via === 'partial'
      ? 'Write the selector of an element of the page in `hx-target` of the `<hx-partial>`, an id with its `#`'
      : 'Give the part the id of an element of the page';
  return `${write}. Or add an element that matches \`${inline(selector, 60)}\` to the page. Where the server sends the same to several pages and this one does not show it, nothing has to change.`;
}

function lostSilently({ selector, event }: FactsByCode['live/part-lost']): string {
  const looked = `looked for \`${inline(selector, 60)}\`, found nothing, and dropped the part`;
  return event === undefined
    ? `htmx 4 ${looked} without an event and without a line in the console.`
    : `htmx ${looked}. The console has \`${inline(event, 40)}\`, without the selector.`;
}

function partName({ via, transport }: FactsByCode['live/part-lost']): string {
  if (via === 'partial') return 'An `<hx-partial>`';
  return transport === 'ws' ? 'A part of a message' : 'A part of an event';
}

function missingCause({ transport, falls }: FactsByCode['live/target-missing']): string {
  if (falls === 'on-connector')
    return 'htmx 4 looks for it once, when it asks for the stream. It found nothing, so it swaps the events into the element that connects, and does not say so.';
  return transport === 'ws'
    ? 'htmx 4 swaps a message without a target of its own where `hx-target` of the connecting element says. It found nothing there and dropped the message.'
    : 'htmx swaps the event where `hx-target` says, on the element that waits for it or on one around it. It found nothing there and dropped the event.';
}
