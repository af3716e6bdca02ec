import { openQuoteCause, withoutQuote } from './open-quote.ts';
import type { StreamFailure } from '../../model/stream-failure.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { CodesOf, Entries } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { streamFailureWords } from './stream-failure.ts';
import { line } from './seen.ts';
import { inertCause, inertFix } from './page-connection.ts';

function element(names: Names): string {
  return `<div hx-ext="sse" sse-connect="${names.stream}" sse-swap="message">Waiting…</div>`;
}
/** The same in an example. */
function elementLines(names: Names): string {
  return element(names).replace(' sse-swap', '\n     sse-swap');
}
const REGISTER = 'htmx-ext-sse 2, sse.js, `registerSSE`.';
const NAMES = `${REGISTER.slice(0, -1)}; HTML standard, 9.2.6: an event without a name is called message.`;

type ConnectionCode = Extract<CodesOf<'page'>, `page/sse-${string}`> | 'page/too-many-streams';

/** Which stream the page opens, and which of its events an element waits for. */
export const streamConnectionEntries: Entries<ConnectionCode> = {
  'page/sse-connect-missing': {
    words: ({ facts }, { names }) => ({
      title: 'The page does not open the event stream',
      expected: `An element with \`sse-connect="${names.stream}"\`.`,
      cause:
        facts.inside !== undefined
          ? inertCause(facts.inside)
          : facts.by === undefined
            ? `No element of the page has \`sse-connect\`, so the sse extension has no address to connect to, and the page made no request to \`${names.stream}\`.`
            : `\`${facts.by}\` requests \`${names.stream}\` like a page: htmx swaps the answer when it is complete, and the answer of a stream has no end. Only \`sse-connect\` opens it as a stream.`,
      fix:
        facts.inside !== undefined
          ? inertFix(facts.inside)
          : facts.by === undefined
            ? `Write \`${element(names)}\` where its events should appear.`
            : `Replace \`${facts.by}\` and the \`hx-trigger\` beside it: \`${element(names)}\`.`,
    }),
    explain: (names) => ({
      title: 'Nothing opens the stream',
      meaning:
        '`sse-connect` names the address of the stream, and the sse extension makes an EventSource for it. `sse-swap` alone only says which events an element waits for.',
      wrong: { language: 'html', text: '<div hx-ext="sse" sse-swap="message">Waiting…</div>' },
      right: { language: 'html', text: elementLines(names) },
      source: 'htmx-ext-sse 2, sse.js, `ensureEventSourceOnElement`.',
    }),
    seenAs: [line(/htmx:noSSESourceError/u, 7, 'If nothing in the page has `sse-connect`, no stream is opened.')],
  },
  'page/sse-bad-url': {
    words: ({ facts }, { names }) => ({
      title: facts.url === '' ? 'sse-connect has no address' : `The page's stream does not come from ${names.stream}`,
      expected: `A stream from \`${names.stream}\` on the server that serves the page.`,
      cause:
        facts.url === ''
          ? 'An empty `sse-connect` counts as none, so no stream was opened.'
          : /^(?:connect|swap):/u.test(facts.url)
            ? `\`${inline(/^\w+:/u.exec(facts.url)?.[0] ?? '')}\` belongs into the \`hx-sse\` attribute of htmx 1. In \`sse-connect\` it is taken for the scheme of an address, like \`http:\`.`
            : streamAddressCause(facts, names),
      fix: `${withoutQuote(facts.url) === undefined ? 'Write' : 'Close the quote after the path:'} \`sse-connect="${names.stream}"\`. To a path the browser adds scheme, host and port of the page.`,
    }),
    explain: (names) => ({
      title: 'The wrong address for the stream',
      meaning:
        'The address in `sse-connect` is resolved like that of a link. A path that begins with a slash goes to the server of the page. Another host or port, even `127.0.0.1` instead of `localhost`, is another origin: the server must then allow it with CORS headers, and because the sse extension sends credentials, `*` is refused.',
      wrong: {
        language: 'html',
        text: '<div hx-ext="sse" sse-connect="http://127.0.0.1:8000/counter"\n     sse-swap="message"></div>',
      },
      right: { language: 'html', text: elementLines(names) },
      source: 'htmx-ext-sse 2, sse.js, `createEventSource` (`withCredentials: true`); HTML standard, 9.2.2.',
    }),
    seenAs: [
      line(
        /failed to construct 'EventSource'|insecure EventSource/iu,
        9,
        'The browser does not accept the address of the stream.',
      ),
      line(
        /blocked by CORS policy|cross-origin request blocked|due to access control checks|not allowed by Access-Control-Allow-Origin/iu,
        7,
        'The address has another host or port than the page, so it is another origin; a path such as `/sse` would be the same.',
      ),
    ],
  },
  'page/sse-swap-names-a-style': {
    words: ({ facts }) => ({
      title: `sse-swap="${inline(facts.value)}" names a swap style instead of an event`,
      expected: `\`sse-swap="${inline(facts.event)}"\`.`,
      cause: `\`sse-swap\` says for which events the element waits. With this value it waits for events called "${inline(facts.value)}"; the server sends "${inline(facts.event)}"${facts.event === 'message' ? ', the name of every event without a name of its own' : ''}, so each one arrives and is swapped nowhere.`,
      fix: `Write \`sse-swap="${inline(facts.event)}"\`. The style goes into \`hx-swap\`; its default, \`innerHTML\`, is right for a number that changes.`,
    }),
    explain: (names) => ({
      title: 'A swap style in sse-swap',
      meaning:
        'The sse extension passes the value of `sse-swap` to the EventSource as the name of an event to listen to. An event that is sent without a line `event: …` has the name `message`. `hx-swap` says how its data is swapped, as everywhere in htmx. A name that never arrives is not an error, so nothing is reported.',
      wrong: { language: 'html', text: `<div hx-ext="sse" sse-connect="${names.stream}" sse-swap="innerHTML"></div>` },
      right: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}" sse-swap="message"\n     hx-swap="innerHTML"></div>`,
      },
      source: NAMES,
    }),
    seenAs: [
      line(
        /sse-swap="(?:innerHTML|outerHTML|beforeend|afterbegin|beforebegin|afterend|none)"/u,
        9,
        '`sse-swap` names an event; the style belongs into `hx-swap`.',
      ),
    ],
  },
  'page/sse-event-mismatch': {
    words: ({ facts }) => ({
      title:
        facts.unnamed === true
          ? 'The events have a name, and htmx 4 swaps only those without one'
          : facts.value.trim() === ''
            ? 'sse-swap is empty'
            : `The page waits for "${inline(facts.value)}", and no event has that name`,
      expected:
        facts.unnamed === true
          ? 'Events without a line `event: …`.'
          : `An \`sse-swap\` with the name of the server's events: ${eventList(facts.events)}.`,
      cause:
        facts.unnamed === true
          ? `The server names its events: ${eventList(facts.events)}. htmx 4 swaps the data of an event without a name; one with a name is only fired as a DOM event on the element.`
          : mismatchBecause(facts.value, facts.events),
      fix: facts.unnamed === true ? unnamedFix(facts) : mismatchFix(facts),
    }),
    explain: (names) => ({
      title: 'The names of the events do not match',
      meaning:
        'An event reaches only elements that listen to its exact name; case matters. The server sets the name in a line `event: tick`; without that line it is `message`. Separate several names in `sse-swap` by commas.',
      wrong: {
        language: 'html',
        text: `<!-- event: tick -->\n<div hx-ext="sse" sse-connect="${names.stream}" sse-swap="Tick"></div>`,
      },
      right: {
        language: 'html',
        text: `<!-- event: tick -->\n<div hx-ext="sse" sse-connect="${names.stream}" sse-swap="tick"></div>`,
      },
      source: NAMES,
    }),
    seenAs: [
      line(
        /^event: ?(?!message\b)\S/u,
        5,
        'An event with a name is swapped only where `sse-swap` has exactly this name.',
      ),
    ],
  },
  'page/sse-swap-missing': {
    words: ({ facts }) => ({
      title: 'The stream is open, but no element waits for its events',
      expected: `\`sse-swap="${inline(facts.event)}"\` on the element that shows the events.`,
      cause:
        'The element with `sse-connect` opens the stream. What arrives is swapped only into elements with `sse-swap`, and the page has none.',
      fix: `Add \`sse-swap="${inline(facts.event)}"\` to the element with \`sse-connect\`, or to one inside it.`,
    }),
    explain: (names) => ({
      title: 'sse-swap is missing',
      meaning:
        'Connecting and showing are two things: `sse-connect` makes the EventSource, `sse-swap` listens to one event name and swaps its data. Both may be on the same element. Without a listener the browser receives every event and does nothing with it.',
      wrong: { language: 'html', text: `<div hx-ext="sse" sse-connect="${names.stream}">Waiting…</div>` },
      right: { language: 'html', text: elementLines(names) },
      source: REGISTER,
    }),
    seenAs: [
      line(/\bsse-connect="[^"]*"(?!.*\bsse-swap)/u, 4, 'An element that connects swaps nothing without `sse-swap`.'),
    ],
  },
  'page/sse-outside': {
    words: ({ facts }) => ({
      title: `The <${inline(facts.tag)}> with sse-swap is outside the element with sse-connect`,
      expected: '`sse-swap` on the element with `sse-connect`, or on one inside it.',
      cause:
        'The sse extension looks for the stream on the element itself and then on its ancestors. It found none there, so it listens to nothing, and it does not report that.',
      fix: `Move the \`<${inline(facts.tag)}>\` into the element with \`sse-connect\`, or write both attributes on the same element.`,
    }),
    explain: (names) => ({
      title: 'sse-swap outside sse-connect',
      meaning:
        'An EventSource belongs to the element with `sse-connect`, and only that element and what is inside it can listen to it.',
      wrong: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}"></div>\n<p hx-ext="sse" sse-swap="message">Waiting…</p>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}">\n  <p sse-swap="message">Waiting…</p>\n</div>`,
      },
      source: `${REGISTER.slice(0, -1)}, \`getClosestMatch\`.`,
    }),
    seenAs: [
      line(
        /htmx:noSSESourceError/u,
        9,
        'htmx looked for an element with `sse-connect` around this one, and found none.',
      ),
    ],
  },
  'page/sse-trigger-misspelt': {
    words: ({ facts }) => ({
      title: `hx-trigger="${inline(facts.trigger)}" waits for an event of the page, not of the stream`,
      expected:
        facts.request === undefined
          ? `\`sse-swap="${inline(facts.event)}"\` on the element that shows the events.`
          : `\`hx-trigger="sse:${inline(facts.event)}"\`, with a colon and in small letters.`,
      cause: `Only a trigger that begins with \`sse:\` waits for an event of the stream. htmx takes \`${inline(facts.trigger)}\` for the name of an event in the page, and nothing fires one. It reports no error.`,
      fix:
        facts.request === undefined
          ? `Write \`sse-swap="${inline(facts.event)}"\` in place of \`hx-trigger="${inline(facts.trigger)}"\`: it swaps the data of the event into the <${inline(facts.tag)}>. With \`hx-trigger="sse:${inline(facts.event)}"\` the event would only start a request.`
          : `Write \`hx-trigger="sse:${inline(facts.event)}"\` to make the request in \`${facts.request}\` at each event. To show the data of the event itself, write \`sse-swap="${inline(facts.event)}"\` in place of both attributes.`,
    }),
    explain: (names) => ({
      title: 'hx-trigger with a misspelt sse:',
      meaning:
        'In `hx-trigger`, `sse:name` is an event of the stream; every other word is an event of the page, such as `click`. `sse-message`, `SSE:message` and `sse: message` are such words, and no event of that name comes.',
      wrong: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}">\n  <p hx-trigger="sse-message">Waiting…</p>\n</div>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}">\n  <p sse-swap="message">Waiting…</p>\n</div>`,
      },
      source: REGISTER,
    }),
    seenAs: [
      line(
        /hx-trigger="(?:sse[-_.]|SSE:|sse:\s)/u,
        9,
        'A trigger for an event of the stream is spelt `sse:name`, with a colon.',
      ),
    ],
  },
  'page/sse-trigger-without-request': {
    words: ({ facts }) => ({
      title: `hx-trigger="sse:${inline(facts.event)}" starts a request, and the <${inline(facts.tag)}> makes none`,
      expected: `\`sse-swap="${inline(facts.event)}"\` on the element that shows the events.`,
      cause:
        'With `hx-trigger="sse:…"` an event only gives the signal for the request of the element, as a click does for a button; the data of the event is not used. The element has no `hx-get` or similar, so nothing is requested and nothing is swapped.',
      fix: `Write \`sse-swap="${inline(facts.event)}"\` in place of \`hx-trigger\`: it swaps the data of the event into the element, or where its \`hx-target\` leads.`,
    }),
    explain: (names) => ({
      title: 'hx-trigger without a request',
      meaning:
        '`sse-swap` swaps the data of an event. `hx-trigger="sse:name"` makes the request in `hx-get` when the event arrives, and swaps the answer of that request; the event is only the trigger. Without an attribute that names a request it does nothing, and nothing reports it.',
      wrong: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}">\n  <p hx-trigger="sse:message">Waiting…</p>\n</div>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}">\n  <p sse-swap="message">Waiting…</p>\n</div>`,
      },
      source: REGISTER,
    }),
    seenAs: [line(/hx-trigger="sse:/u, 6, '`hx-trigger` only starts a request, and needs `hx-get` beside it.')],
  },
  'page/too-many-streams': {
    words: ({ facts }) => ({
      title: `The page opens ${facts.streams} streams, and only ${facts.open} of them open`,
      expected: 'One stream for the whole page.',
      cause: `A browser keeps at most six connections to a server that speaks HTTP/1.1, and each stream holds one for as long as it is open. The other ${facts.streams - facts.open === 1 ? 'stream waits' : `${facts.streams - facts.open} streams wait`} for a free connection, without an error, and so does every later request of the page.`,
      fix: 'Open one stream for all: one element with `sse-connect`, and inside it an element with `sse-swap="…"` for each event name. The server tells the events apart by lines `event: …`.',
    }),
    explain: (names) => ({
      title: 'More streams than connections',
      meaning:
        'The limit of six holds for all tabs together, and for streams and other requests alike; WebSockets do not count. HTTP/2 has no such limit, but needs https in browsers. One stream can carry events of any number of names.',
      wrong: {
        language: 'html',
        text: `<b sse-connect="${names.stream}?for=1" sse-swap="message"></b>\n<!-- … seven of them -->`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}">\n  <b sse-swap="news"></b>\n  <b sse-swap="weather"></b>\n</div>`,
      },
      source: 'HTML standard, 9.2.7 "Authoring notes"; RFC 9112, 9.4 "Concurrency".',
    }),
    seenAs: [
      line(
        /waiting for available socket/iu,
        9,
        'A browser opens six connections to a server; streams that stay open use them up.',
      ),
    ],
  },
  'page/sse-two-connections': {
    words: ({ facts }) => ({
      title: `The page opens ${facts.streams} streams`,
      expected: 'One stream for the whole page.',
      cause:
        'Each element with `sse-connect` opens a stream of its own, and an element that is swapped in again opens another one. On HTTP/1.1 a browser allows six connections to a server, and each stream holds one of them.',
      fix: 'Keep one element with `sse-connect`, put those with `sse-swap` inside it, and make sure that no reply or event contains the element with `sse-connect` again.',
    }),
    explain: (names) => ({
      title: 'More than one stream',
      meaning:
        'Two streams are two connections, each with events of its own. It works, but with six of them, in all tabs together, the browser waits for a free connection, and the page seems to hang.',
      wrong: {
        language: 'html',
        text: `<b hx-ext="sse" sse-connect="${names.stream}" sse-swap="message"></b>\n<i hx-ext="sse" sse-connect="${names.stream}" sse-swap="message"></i>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="sse" sse-connect="${names.stream}">\n  <b sse-swap="message"></b>\n  <i sse-swap="message"></i>\n</div>`,
      },
      source:
        'htmx-ext-sse 2, sse.js, `ensureEventSource`; HTML standard, 9.2.7 "Authoring notes", on the limit of connections.',
    }),
    seenAs: [
      line(
        /ERR_INSUFFICIENT_RESOURCES/u,
        7,
        'The page holds too many connections open; more than one stream is a frequent reason.',
      ),
    ],
  },
};

function eventList(events: readonly string[]): string {
  return events.length === 0
    ? '`message`'
    : events
        .slice(0, 5)
        .map((event) => `\`${inline(event, 40)}\``)
        .join(', ');
}

function mismatchBecause(value: string, events: readonly string[]): string {
  const arrived =
    events.length === 0
      ? 'An event without a line `event: …` is called `message`.'
      : `The server's events are called ${eventList(events)}.`;
  if (value.trim() === '') return `${arrived} An empty \`sse-swap\` waits for none of them.`;
  const names = value.split(',').map((name) => name.trim());
  const near = events.find((event) => names.some((name) => name.toLowerCase() === event.toLowerCase()));
  if (near !== undefined) return `${arrived} Case matters, so "${inline(value)}" is another name.`;
  const spaced = value.trim().split(/\s+/u);
  if (spaced.length > 1 && events.some((event) => spaced.includes(event)))
    return `${arrived} Without a comma "${inline(value)}" is one name with a space in it.`;
  return `${arrived} The element listens to another name, so what arrives is swapped nowhere, and nothing reports it.`;
}

function unnamedFix({ events, into }: FindingOf<'page/sse-event-mismatch'>['facts']): string {
  const remove = `Remove the line \`event: ${inline(events[0] ?? '', 40)}\` from what the server sends`;
  if (into === undefined) return `${remove}.`;
  return `${remove}, and let the data say where it goes: \`<hx-partial hx-target="${inline(into, 40)}" hx-swap="innerHTML">…</hx-partial>\`.`;
}

function mismatchFix({ value, events }: FindingOf<'page/sse-event-mismatch'>['facts']): string {
  const [event = 'message'] = events;
  const spaced = value.trim().split(/\s+/u);
  if (spaced.length > 1 && events.some((each) => spaced.includes(each)))
    return `Write commas between the names: \`sse-swap="${inline(spaced.join(',').replaceAll(/,+/gu, ','), 60)}"\`.`;
  const named =
    event === 'message'
      ? ''
      : `, or send the events without the line \`event: ${inline(event, 40)}\` and write \`sse-swap="message"\``;
  return `Write \`sse-swap="${inline(event, 40)}"\`${named}.`;
}

/** @param failure undefined: no stream was opened at all */
function failureWords(failure: StreamFailure | undefined): string {
  const clause = failure === undefined ? 'the page opened no stream' : streamFailureWords(failure);
  return `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}.`;
}

function streamAddressCause({ url, failure }: FindingOf<'page/sse-bad-url'>['facts'], names: Names): string {
  const after = withoutQuote(url);
  if (after !== undefined) return openQuoteCause('sse-connect', after);
  return `The stream is at \`${names.stream}\`, and the page requests \`${inline(url)}\`. ${failureWords(failure)}`;
}
