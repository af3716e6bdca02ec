import type { Way } from '../../model/facts/migrate.ts';
import type { FactsByCode } from '../../model/finding.ts';
import type { Effect } from '../../model/ledger.ts';
import type { CodesOf, Entries, Words } from '../entry.ts';
import { inline } from '../visible.ts';

const THING = { ws: 'WebSocket', sse: 'event stream' } as const;
const SOURCES = 'ws.js 2.0.4 and sse.js 2.2.4 for htmx 2; dist/ext/hx-ws.js and hx-sse.js of htmx.org 4.0.1';

type Received = FactsByCode['migrate/received'];

/** What differs when the page runs under another major of htmx. */
export const migrateEntries: Entries<CodesOf<'migrate'>> = {
  'migrate/script': {
    words: ({ facts }) => ({
      title: `\`${inline(facts.src, 60)}\` is a script of htmx ${facts.from}`,
      expected: `The same part of htmx ${facts.to}.`,
      cause: 'Core and extensions must be of one major, so all of them change together.',
      fix: `Load \`${facts.use}\` in its place${facts.digest === true ? ', and remove the `integrity` attribute of its tag' : ''}.`,
    }),
    explain: {
      title: 'Scripts of another major',
      meaning:
        'The extensions call functions inside htmx, which each major has changed. htmx 4 has its extensions in its own package; those of htmx 2 are packages of their own.',
      wrong: { language: 'html', text: '<script src="/js/htmx-ext-ws.js"></script> <!-- with htmx 4 -->' },
      right: {
        language: 'html',
        text: '<script src="/js/htmx.min.js"></script> <!-- 4.0.1 -->\n<script src="/js/hx-ws.min.js"></script> <!-- 4.0.1 -->',
      },
      source: SOURCES,
    },
  },
  'migrate/attribute': {
    words: ({ facts }) => {
      const shown = `\`${inline(facts.attribute, 40)}\``;
      return {
        title:
          facts.use === ''
            ? `htmx ${facts.to} has no attribute ${shown}`
            : `htmx ${facts.to} calls ${shown} \`${inline(facts.use, 40)}\``,
        expected: `The attributes of htmx ${facts.to}.`,
        ...attributeWords(facts, shown),
      };
    },
    explain: {
      title: 'An attribute has another name',
      meaning:
        'htmx 4 has renamed the attributes of WebSockets and streams: `hx-ws:connect`, `hx-ws:send`, `hx-sse:connect`, `hx-sse:close`. It still reads those of htmx 2, with a warning in the console, but `sse-swap` and `hx-ext` are gone. htmx 2 reads none of the new ones.',
      wrong: { language: 'html', text: '<div hx-ext="sse" sse-connect="/events" sse-swap="message"></div>' },
      right: { language: 'html', text: '<div hx-sse:connect="/events"></div>' },
      source: '`checkLegacyAttributes` in dist/ext/hx-ws.js and hx-sse.js of htmx.org 4.0.1.',
    },
  },
  'migrate/event': {
    words: ({ facts }) => ({
      title: `htmx ${facts.to} does not fire the event for which \`${inline(facts.handler, 60)}\` waits`,
      expected: `Handlers for events that htmx ${facts.to} fires.`,
      cause: `${facts.script === undefined ? 'This' : `\`${inline(facts.script, 60)}\` waits for it in line ${facts.line ?? 1}. This`} is an event of htmx ${facts.from}. No event of that name comes, so the handler never runs, and nothing reports it.`,
      fix:
        facts.use === ''
          ? `Remove the handler; htmx ${facts.to} fires nothing in its place.`
          : `Write \`${inline(facts.use, 60)}\` in place of \`${inline(facts.handler, 60)}\`. The event's \`detail\` has other members as well: look at it in the browser's console.`,
    }),
    explain: {
      title: 'A handler for an event that htmx 4 does not fire',
      meaning:
        'htmx 4 has renamed its events: words are separated by colons, and what happens comes after when it happens. `htmx:wsAfterMessage` is `htmx:ws:after:message:incoming`, `htmx:sseMessage` is `htmx:sse:after:message`, `htmx:afterSwap` is `htmx:after:swap`. A handler for an old name waits forever. The script `htmx-2-compat.js` fires the old events of the core, but not those of WebSockets and streams.',
      wrong: {
        language: 'html',
        text: "<script>\n  htmx.on('htmx:wsAfterMessage', scroll);\n</script>",
      },
      right: {
        language: 'html',
        text: "<script>\n  htmx.on('htmx:ws:after:message:incoming', scroll);\n</script>",
      },
      source: 'dist/htmx.js, dist/ext/hx-ws.js, hx-sse.js and htmx-2-compat.js of htmx.org 4.0.1.',
    },
  },
  'migrate/not-open': {
    words: ({ facts }) => ({
      title: `With htmx ${facts.to} the ${THING[facts.transport]} does not open`,
      expected: `The connection to \`${inline(facts.url, 80)}\`, as with htmx ${facts.from}.`,
      cause: `The page ran once with each: htmx ${facts.from} opened it, htmx ${facts.to} did not. Its attributes are those of htmx ${facts.from}, or a script of the page needs that version.`,
      fix: 'Rename the attributes as told here, and look at what the console said. Then compare again.',
    }),
    explain: {
      title: 'A connection that the other major does not open',
      meaning:
        'htmx 4 opens connections for the attributes of htmx 2 as well, so there the cause is a script of the page. htmx 2 does not know the attributes of htmx 4.',
      wrong: { language: 'html', text: '<div hx-ws:connect="/live">…</div> <!-- with htmx 2 -->' },
      right: { language: 'html', text: '<div hx-ext="ws" ws-connect="/live">…</div>' },
      source: SOURCES,
    },
  },
  'migrate/received': {
    words: ({ facts }) => receivedWords(facts),
    explain: {
      title: 'A message goes somewhere else',
      meaning:
        'htmx 2 swaps each top-level element of a WebSocket message by its id, and drops what has none; an event of a stream goes into the element whose `sse-swap` names it. htmx 4 swaps a message, and an event without a name, into the `hx-target` of the connecting element, by default into that element itself in place of all that is in it; only elements with `hx-swap-oob` go by their id, and a named event is not swapped.',
      wrong: { language: 'html', text: '<!-- with htmx 4 this message replaces the form: -->\n<p id="load">12 %</p>' },
      right: { language: 'html', text: '<p id="load" hx-swap-oob="true">12 %</p>' },
      source:
        '`handleMessage` in hx-ws.js, `handleSSEResponse` in hx-sse.js 4.0.1; `oobSwap` in ws.js, `swap` in sse.js.',
    },
  },
  'migrate/sent': {
    words: ({ facts }) => ({
      title: `What the form sends has other members with htmx ${facts.to}`,
      expected: `The members that the server reads: ${names(facts.removed, 'all that it reads now')}.`,
      cause: `With htmx ${facts.to} a message ${[
        facts.removed.length === 0 ? '' : `no longer has ${names(facts.removed, '')}`,
        facts.added.length === 0 ? '' : `has ${names(facts.added, '')}`,
      ]
        .filter((part) => part !== '')
        .join(' and ')}.${facts.seen === 'yes' ? ' Both were seen.' : ''}`,
      fix: `Where the server reads ${names(facts.removed, 'the message')}, read ${names(facts.added, 'what is there')} as well. A server that reads only the fields of the form needs no change.`,
    }),
    explain: {
      title: 'What is sent differs',
      meaning:
        'Both majors send the fields of the form as JSON. htmx 2 adds the headers of a request as `HEADERS`, htmx 4 as `headers`, with `HX-Source` in place of `HX-Trigger`. A field that is itself called `headers` is lost in htmx 4.',
      wrong: { language: 'text', text: '{"text": "hello", "HEADERS": {"HX-Trigger": "form"}}' },
      right: { language: 'text', text: '{"text": "hello", "headers": {"HX-Source": "form#chat"}}' },
      source: '`processWebSocketSend` in ws.js; `sendMessage` in hx-ws.js 4.0.1.',
    },
  },
  'migrate/reconnects': {
    words: ({ facts }) => ({
      title: `htmx ${facts.to} connects again after other close codes`,
      expected: 'A page that connects again, or stays closed, as the server means it.',
      cause:
        `${facts.more.length === 0 ? '' : `htmx ${facts.to} also connects again after ${facts.more.join(', ')}.`}${facts.fewer.length === 0 ? '' : ` It does not after ${facts.fewer.join(', ')}.`}`.trim(),
      fix: 'Close with 1000 to end the connection for good, and with 1012 to have the page connect again: both majors read these two alike.',
    }),
    explain: {
      title: 'Other close codes',
      meaning:
        'htmx 2 connects again after 1006, 1011, 1012 and 1013. htmx 4 does so after 1001, 1005 and 1014 as well: a server that goes away in good order, or closes without a code, gets its clients back.',
      wrong: { language: 'text', text: 'close without a code (1005), to end the connection for good' },
      right: { language: 'text', text: 'close with the code 1000' },
      source: '`onclose` in ws.js 2.0.4; `reconnectCodes` in hx-ws.js 4.0.1; RFC 6455, 7.4.1.',
    },
  },
  'migrate/hidden-tab': {
    words: ({ facts }) => ({
      title: `htmx ${facts.to} closes ${facts.transports.map((each) => `the ${THING[each]}`).join(' and ')} while the tab is hidden`,
      expected: 'What the server sends meanwhile is not needed, or comes later.',
      cause:
        'With `pauseOnBackground`, which is on by default, a tab in the background has no connection. It opens it again when the tab is shown; what the server sent meanwhile did not arrive.',
      fix: `Send the present state when a client connects, or write \`hx-config="${facts.transports.map((each) => `${each}:{pauseOnBackground:false}`).join(' ')}"\` on the element that connects. Events with ids can be sent again by \`Last-Event-ID\`.`,
    }),
    explain: {
      title: 'The hidden tab',
      meaning:
        'htmx 4 closes WebSockets and streams of a tab that nobody sees, which saves connections and battery. A chat or a log then has a gap, unless the server sends what was missed.',
      wrong: { language: 'html', text: '<!-- messages are missing afterwards -->\n<div hx-ws:connect="/live">…</div>' },
      right: {
        language: 'html',
        text: '<div hx-ws:connect="/live"\n     hx-config="ws:{pauseOnBackground:false}">…</div>',
      },
      source: '`visibilityHandler` in hx-ws.js and hx-sse.js 4.0.1.',
    },
  },
};

function names(members: readonly string[], without: string): string {
  return members.length === 0 ? without : members.map((name) => `\`${inline(name, 40)}\``).join(', ');
}

function attributeWords(
  { attribute, use, works, from, to, value }: FactsByCode['migrate/attribute'],
  shown: string,
): Pick<Words, 'cause' | 'fix'> {
  const name = attribute.replace(/^data-/u, '');
  if (name === 'hx-ext')
    return {
      cause: 'In htmx 4 an extension is on as soon as its script is loaded, so nothing reads this attribute.',
      fix: `Remove ${shown}.`,
    };
  if (name === 'sse-swap')
    return {
      cause:
        'htmx 4 swaps every event without a name into the `hx-target` of the connecting element. An event with a name is only fired in the page.',
      fix: `Remove ${shown}, let the server send the event without the line \`event: ${inline(value, 40)}\`, and name the place by \`hx-target\` beside the attribute that connects.`,
    };
  return {
    cause:
      works === 'yes'
        ? `htmx ${to} still reads ${shown}, with a warning in the console.`
        : `htmx ${to} does not read ${shown}, and does not complain about it.`,
    fix:
      use === ''
        ? `Remove ${shown}; htmx ${to} has nothing in its place.`
        : `Write \`${inline(use, 40)}\` in place of ${shown}${from === 4 ? `, with \`hx-ext="${use.startsWith('sse') ? 'sse' : 'ws'}"\` on the element or on one around it` : ''}.`,
  };
}

const DOES: Readonly<Record<Effect, string>> = {
  replaces: 'replaces',
  'replaces-content': 'replaces the content of',
  prepends: 'is added at the beginning of',
  appends: 'is added at the end of',
  'inserts-before': 'is added before',
  'inserts-after': 'is added after',
  deletes: 'deletes',
  'replaces-text': 'replaces the text of',
  morphs: 'replaces',
  'morphs-content': 'replaces the content of',
  requests: 'starts a request of',
  none: 'does nothing to',
};

/** `<p id="load">` replaces `#load`; nothing: it goes nowhere. */
function waysWords(ways: readonly Way[]): string {
  const words = ways.slice(0, 3).map(({ part, fate, target }) => {
    const what = part === '' ? 'the text' : `\`${inline(part, 60)}\``;
    return target === '' ? `${what} goes nowhere` : `${what} ${DOES[fate as Effect]} \`${inline(target, 60)}\``;
  });
  return ways.length === 0 ? 'nothing happens' : words.join('; ');
}

const TITLES: Readonly<Record<Received['change'], (what: string, to: number) => string>> = {
  lost: (what, to) => `With htmx ${to} ${what} goes nowhere`,
  wipes: (what, to) => `With htmx ${to} ${what} replaces what is in the page beside it`,
  moves: (what, to) => `With htmx ${to} ${what} goes somewhere else`,
  appears: (what, to) => `With htmx ${to} ${what} is swapped, and was not before`,
};

function receivedWords(facts: Received): Words {
  const { change, event, was, is, wipes, seen, from, to } = facts;
  const what = event === undefined ? 'a message' : `the event "${inline(event, 40)}"`;
  const gone = wipes.length === 0 ? '' : ` Gone then: ${names(wipes, '')}.`;
  return {
    title: TITLES[change](what, to),
    expected: `As with htmx ${from}: ${waysWords(was)}.`,
    cause: `With htmx ${to} ${waysWords(is)}.${gone} ${seen === 'yes' ? 'Both runs received it.' : `The run with htmx ${to} did not receive it; its source says so.`}`,
    fix: receivedFix(facts),
  };
}

function receivedFix({ event, is, was, to, change }: Received): string {
  if (to === 4 && is.some(({ fate }) => fate === 'named-event'))
    return `Send the event without the line \`event: ${inline(event ?? '', 40)}\`, and name its place by \`hx-target\` on the element that connects, or by \`hx-swap-oob\` in its data. Or let a script listen to the event "${inline(event ?? '', 40)}" of the page.`;
  if (to === 4 && event === undefined) {
    const [first] = was;
    const element = first?.part.startsWith('<') === true ? first.part : '<div id="…">';
    return change === 'appears'
      ? 'Write `hx-swap="none"` on the element that connects, if only elements with `hx-swap-oob` are to be swapped.'
      : `Write the place into the message: \`${inline(element.replace(/>$/u, ' hx-swap-oob="true">'), 80)}\`. Or wrap it: \`<hx-partial hx-target="#…">\`. And write \`hx-swap="none"\` on the element that connects, so that the rest of a message replaces nothing.`;
  }
  if (to === 4)
    return 'Write `hx-target` and `hx-swap` of the place where the event went beside the attribute that connects.';
  return event === undefined
    ? 'Give each top-level element of the message an id that the page has, and `hx-swap-oob` with the style.'
    : `Write \`sse-swap="${inline(event, 40)}"\` on the element into which the event goes.`;
}
