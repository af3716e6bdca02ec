import type { VainCode } from './swapped-in-vain.ts';
import type { FactsByCode } from '../../model/finding.ts';
import type { CodesOf, Entries, Words } from '../entry.ts';
import { inline } from '../visible.ts';
import { liveInheritanceEntries } from './live-inheritance.ts';
import type { FourCode } from './only-in-4.ts';
import { liveTargetEntries } from './live-targets.ts';
import { line } from './seen.ts';

function shadowCause({ attribute, processed, major }: FactsByCode['live/in-shadow-root']): string {
  const told =
    processed === 'yes'
      ? 'htmx was told of the element by `htmx.process`.'
      : `htmx looks at the document when it starts, and at what it swaps in itself. A shadow root is a tree of its own, and nobody told htmx of it, so \`${inline(attribute, 40)}\` does nothing.`;
  const never = 'The extensions of htmx 2 do not work in a shadow root: they get its host in place of the element.';
  return major === 2 ? `${told} ${processed === 'yes' ? never : `\`htmx.process\` would not help. ${never}`}` : told;
}

/** What the extension of an old htmx 1 does not look for. */
function listensOnceWords({
  tag,
  attribute,
  value,
  listensOnce: version = '',
}: FactsByCode['live/not-wired']): Pick<Words, 'title' | 'cause' | 'fix'> {
  const written = `\`${inline(attribute, 40)}="${inline(value, 60)}"\``;
  return {
    title: `The sse extension of htmx ${inline(version, 20)} does not listen for a \`<${inline(tag, 20)}>\` that came after the stream was opened`,
    cause: `Until htmx 1.9.9 the extension looks for \`${inline(attribute, 40)}\` once, when it opens the stream. The element with ${written} came later, so nothing listens for its events. \`htmx.process\` does not help.`,
    fix: 'Load htmx 1.9.12 with its `dist/ext/sse.js`, or htmx 2 with htmx-ext-sse: both listen for what htmx swaps in later.',
  };
}

const THINGS = { ws: 'WebSockets', sse: 'streams' } as const;
const THING = { ws: 'WebSocket', sse: 'stream' } as const;
const CAME = { ws: 'messages', sse: 'events' } as const;

/** What happens to the connections and to the content of any page as time goes on, and where its addresses lead. */
export const liveEntries: Entries<Exclude<CodesOf<'live'>, VainCode | FourCode>> = {
  ...liveTargetEntries,
  ...liveInheritanceEntries,
  'live/connections-multiply': {
    words: ({ facts }) => ({
      title: `${facts.open} ${THINGS[facts.transport]} to the same address are open at once`,
      expected: 'An element that is set up again has one connection, as before.',
      cause: `The page keeps ${facts.open} ${THINGS[facts.transport]} to \`${inline(facts.url, 80)}\` for ${elementsWords(facts)}. An element with \`${facts.attribute}\` was put into the page or processed again, which opens another connection, and nothing has closed the one before. Each message that the server sends to all its clients is handled once for each connection.`,
      fix: `Do not replace or process the element with \`${facts.attribute}\` again: put what changes inside it. Where a script has to remove it, use \`htmx.remove(element)\` or \`htmx.swap(…)\` in place of \`innerHTML\` or \`remove()\`, so that htmx closes its connection.`,
    }),
    explain: {
      title: 'Connections that stay and multiply',
      meaning:
        'A connection belongs to its element, and htmx closes it when htmx itself removes the element. A script that replaces the element by `innerHTML` tells nobody, so the old connection stays until the next message comes on it. `htmx.process` on an element whose attributes have changed sets it up anew and opens a second connection beside the first.',
      wrong: {
        language: 'html',
        text: '<script>\n  panel.innerHTML = \'<div ws-connect="/live">…</div>\';\n  htmx.process(panel);\n</script>',
      },
      right: {
        language: 'html',
        text: '<div ws-connect="/live">\n  <div id="panel">what changes</div>\n</div>',
      },
      source:
        '`htmx:beforeCleanupElement` and `maybeCloseWebSocketSource` in ws.js, sse.js; `htmx_before_cleanup` in hx-ws.js and hx-sse.js.',
    },
  },
  'live/not-wired': {
    words: ({ facts }) => ({
      title: `htmx does not know the \`<${inline(facts.tag, 20)}>\` with \`${inline(facts.attribute, 40)}\` that a script put into the page`,
      expected: `htmx has set up every element with \`${inline(facts.attribute, 40)}\`.`,
      cause: `The element came into the page after htmx had started, by a script and not by a swap of htmx. htmx reads attributes when it starts and when it swaps content itself; of other changes nobody tells it, so \`${inline(facts.attribute, 40)}${facts.value === '' ? '' : `="${inline(facts.value, 60)}"`}\` does nothing.`,
      fix: 'Call `htmx.process(element)` after the script has put the element into the page, with the element or one around it.',
      ...(facts.listensOnce === undefined ? {} : listensOnceWords(facts)),
    }),
    explain: {
      title: 'An element that htmx was not told of',
      meaning:
        'htmx does not watch the document. Content that it swaps in is set up at once; content from `innerHTML`, `append` or a template of another library is not, until `htmx.process` is called for it. The attributes are visible in the inspector and do nothing, without an error.',
      wrong: { language: 'html', text: "<script>panel.innerHTML = '<form ws-send>…</form>';</script>" },
      right: {
        language: 'html',
        text: "<script>\n  panel.innerHTML = '<form ws-send>…</form>';\n  htmx.process(panel);\n</script>",
      },
      source:
        'htmx documentation, `htmx.process()`; `processNode` in the source of htmx 2, `process` in that of htmx 4.',
    },
  },
  'live/in-shadow-root': {
    words: ({ facts }) => ({
      title: `The \`<${inline(facts.tag, 20)}>\` with \`${inline(facts.attribute, 40)}\` is in the shadow root of \`<${inline(facts.host, 40)}>\`, where it does nothing`,
      expected: `htmx has set up every element with \`${inline(facts.attribute, 40)}\`.`,
      cause: shadowCause(facts),
      fix:
        facts.major === 2
          ? `Put the element with \`${inline(facts.attribute, 40)}\` into the page itself, not into the shadow root: a \`<slot>\` shows it inside the component. Or use htmx 4, where \`htmx.process(shadowRoot)\` is enough.`
          : 'Call `htmx.process(shadowRoot)` when the shadow root has its content: in a component after `this.shadowRoot.innerHTML = …`, for `<template shadowrootmode>` in a script below it.',
    }),
    explain: {
      title: 'Attributes in a shadow root',
      meaning:
        'A shadow root is a tree of its own, which selectors of the document do not reach. htmx looks at the document, so attributes in a shadow root do nothing until `htmx.process(shadowRoot)` is called. In htmx 4 that is enough. The ws and sse extensions of htmx 2 do not work in a shadow root even then, because they get the host in place of the element.',
      wrong: {
        language: 'html',
        text: "<script>\n  this.attachShadow({ mode: 'open' });\n  this.shadowRoot.innerHTML =\n    '<div hx-sse:connect=\"/jobs\"></div>';\n</script>",
      },
      right: {
        language: 'html',
        text: "<script>\n  this.attachShadow({ mode: 'open' });\n  this.shadowRoot.innerHTML =\n    '<div hx-sse:connect=\"/jobs\"></div>';\n  htmx.process(this.shadowRoot);\n</script>",
      },
      source:
        '`process` of htmx 4.0.1; `onEvent` in ws.js and sse.js for htmx 2, with `makeEvent` of htmx 2 (`composed: true`); DOM standard, "retargeting".',
    },
  },
  'live/stream-never-ends': {
    words: ({ facts }) => ({
      title: 'The stream ends and begins again from the start, without end',
      expected: 'After the last event the page does not open the stream again.',
      cause: `The server ended the stream after ${facts.events === 1 ? 'its event' : `${facts.events} events`}. To the browser that is a lost connection, so it opened the stream again, and the same came again: ${facts.connections} times while the page was observed.${facts.added === 'yes' ? ' The page shows it once more each time.' : ' What the server does for it is done each time.'}${facts.waits === undefined ? '' : ` The page would close the stream at an event \`${inline(facts.waits, 40)}\`, and none came.`}`,
      fix: endFix(facts),
    }),
    explain: {
      title: 'A stream that never ends',
      meaning:
        'An event stream has no last event. When the server closes it, the browser waits some seconds and asks again. A stream with an end says so in an event of its own, at which the page closes it; or the server answers the next request with status 204, after which the browser gives up.',
      wrong: { language: 'html', text: '<div hx-ext="sse" sse-connect="/job/7" sse-swap="line"></div>' },
      right: {
        language: 'html',
        text: '<div hx-ext="sse" sse-connect="/job/7" sse-swap="line"\n     sse-close="done"></div>\n<!-- the last event of the stream: "event: done" and a line "data:" -->',
      },
      source:
        'HTML standard, 9.2.3 "Processing model" (a fetch that ends is reestablished, status 204 is not); `sse-close` in sse.js, `hx-sse:close` in hx-sse.js.',
    },
  },
  'live/repeated-after-reconnect': {
    words: ({ facts }) => ({
      title: `After the connection was lost, ${facts.times === 1 ? 'what came before comes' : `${facts.times} ${CAME[facts.transport]} come`} once more, and the page shows ${facts.times === 1 ? 'it' : 'them'} twice`,
      expected: 'After a lost connection the page gets what it has missed, and nothing twice.',
      cause: `The connection broke and the page opened it again, as it should. The server then began from the beginning, and htmx adds each ${facts.transport === 'ws' ? 'message' : 'event'} to what the page already shows.`,
      fix:
        facts.transport === 'sse'
          ? 'Give each event a line `id: …`, and begin after the one that the request names in the header `Last-Event-ID`. Or send what there is so far as one event that replaces the content in place of adding to it.'
          : 'Send what there is so far as one message that replaces the content (`hx-swap-oob="innerHTML"` or `"true"` in place of `beforeend`), and add only what is new.',
    }),
    explain: {
      title: 'The same content twice after a lost connection',
      meaning:
        'A page connects again after each restart of the server and each lapse of the network. To the server that is a new client. A stream can tell them apart: the browser sends the id of the last event that it got as `Last-Event-ID`. A WebSocket has nothing of the kind, so its first message has to replace what the page may have.',
      wrong: { language: 'text', text: 'data: <li>one</li>\n\ndata: <li>two</li>\n\n' },
      right: { language: 'text', text: 'id: 1\ndata: <li>one</li>\n\nid: 2\ndata: <li>two</li>\n\n' },
      source: 'HTML standard, 9.2.4 "The `Last-Event-ID` header"; RFC 6455, 7.2.3 "Recovering from Abnormal Closure".',
    },
  },
  'live/hard-coded-host': {
    words: ({ facts, severity }) => ({
      title: `The page connects to \`${inline(facts.value, 80)}\`, and was opened as \`${inline(facts.page, 60)}\``,
      expected: 'The connection goes to the host that the page came from.',
      cause:
        severity === 'warning'
          ? 'In a browser `localhost` is the computer on which that browser runs. Here the server runs on the same one, so it works; on every other computer the page connects to nothing.'
          : 'In a browser `localhost` is the computer on which that browser runs, and not the server of the page.',
      fix: pathFix(facts),
    }),
    explain: {
      title: 'localhost in an address of the page',
      meaning:
        'An address with a host goes to that host, wherever the page came from. While you write the page both are your computer; as soon as it is served under a name, `localhost` is the computer of whoever opens it. A path alone goes to the server of the page, under any name, port and scheme.',
      wrong: { language: 'html', text: '<div hx-ext="ws" ws-connect="ws://localhost:3000/live">…</div>' },
      right: { language: 'html', text: '<div hx-ext="ws" ws-connect="/live">…</div>' },
      source: 'RFC 6761, 6.3 "localhost"; URL standard, "URL parsing" with a base URL.',
    },
  },
  'live/mixed-content': {
    words: ({ facts }) => ({
      title: `The page is encrypted, and its ${THING[facts.transport]} is not`,
      expected: `An address with \`${facts.transport === 'ws' ? 'wss' : 'https'}:\`, or a path.`,
      cause: `A page that came by https opens no connection that is not encrypted: the browser blocks \`${inline(facts.value, 80)}\` before it asks the server.`,
      fix: `${pathFix(facts)} For another host, begin the address with \`${facts.transport === 'ws' ? 'wss' : 'https'}://\`.`,
    }),
    explain: {
      title: 'An unencrypted connection in an encrypted page',
      meaning:
        'Browsers block `ws:` and `http:` in a page that came by https (mixed content). It often shows only after deployment: on your own computer the page comes by http. A path takes the scheme of the page, `wss:` where that is https.',
      wrong: { language: 'html', text: '<div hx-ext="ws" ws-connect="ws://example.org/live">…</div>' },
      right: { language: 'html', text: '<div hx-ext="ws" ws-connect="/live">…</div>' },
      source: 'W3C Mixed Content, "Should fetching request be blocked as mixed content?"; WebSockets standard.',
    },
    seenAs: [
      line(
        /insecure WebSocket connection may not be initiated|operation is insecure.*WebSocket|requested an insecure (?:EventSource|resource|XMLHttpRequest)/iu,
        10,
        'The page came by https, and the connection is not encrypted.',
      ),
    ],
  },
  'live/other-origin': {
    words: ({ facts }) => ({
      title: `The ${THING[facts.transport]} is on another origin than the page, and is refused`,
      expected: 'A connection to the server of the page, or a server that allows the origin of the page.',
      cause:
        facts.mode === 'same-origin'
          ? `The page came from \`${inline(facts.origin, 60)}\` and asks \`${inline(facts.url, 80)}\`. htmx 4 requests with the mode \`same-origin\`, in which the browser sends nothing to another origin, whatever the server allows. Another port, and \`127.0.0.1\` in place of \`localhost\`, are other origins, too.`
          : facts.transport === 'sse'
            ? `The page came from \`${inline(facts.origin, 60)}\` and asks \`${inline(facts.url, 80)}\`. The answer does not allow that origin, so the browser keeps it from the page. Another port, and \`127.0.0.1\` in place of \`localhost\`, are other origins, too.`
            : `The page came from \`${inline(facts.origin, 60)}\` and asks \`${inline(facts.url, 80)}\`. With the server's own origin in the header \`Origin\` the same handshake is accepted; with that of the page it is not${facts.status === undefined ? '' : ` (status ${facts.status})`}.`,
      fix: originFix(facts),
    }),
    explain: {
      title: 'A connection to another origin',
      meaning:
        'An origin is scheme, host and port. A stream of another origin needs an answer that allows it: `Access-Control-Allow-Origin` with the origin of the page, and `Access-Control-Allow-Credentials: true`, because the sse extension of htmx 2 sends cookies. A WebSocket has no such rule in the browser; there the server looks at the header `Origin` and decides.',
      wrong: { language: 'html', text: '<div hx-ext="sse" sse-connect="http://127.0.0.1:4000/events">…</div>' },
      right: { language: 'html', text: '<div hx-ext="sse" sse-connect="/events">…</div>' },
      source: 'Fetch standard, "CORS check"; RFC 6455, 10.2 "Origin Considerations"; `createEventSource` in sse.js.',
    },
  },
};

function elementsWords({ elements }: FactsByCode['live/connections-multiply']): string {
  if (elements === 0) return 'an element that it no longer has';
  return elements === 1 ? 'one element' : `${elements} elements`;
}

function endFix({ attribute, waits }: FactsByCode['live/stream-never-ends']): string {
  const or = 'Or answer the next request for it with status 204 and no body, after which the browser gives up.';
  if (waits !== undefined)
    return `Send \`event: ${inline(waits, 40)}\` with a line \`data:\` as the last event, before the server ends the stream. ${or}`;
  if (attribute === undefined) return or.slice('Or '.length).replace(/^a/u, 'A');
  return `Write \`${attribute}="done"\` beside the attribute that connects, and send \`event: done\` with a line \`data:\` as the last event. ${or}`;
}

/** The address without scheme and host. */
function pathFix({ attribute, path }: Pick<FactsByCode['live/hard-coded-host'], 'attribute' | 'path'>): string {
  return `Write the path alone: \`${attribute}="${inline(path, 80)}"\`. The browser adds scheme, host and port of the page.`;
}

/** The origin is not named: in a check the page comes from another port than in the learner's browser. */
function originFix({ transport, attribute, url, mode }: FactsByCode['live/other-origin']): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const own = `If both are the same server, write the path alone: \`${attribute}="${inline(path, 80)}"\`.`;
  const meant = 'ORIGIN is scheme, host and port of the page, as your browser shows them.';
  const allow = `answer with \`Access-Control-Allow-Origin: ORIGIN\`, and allow the headers of htmx (\`HX-Request\` …) by \`Access-Control-Allow-Headers\``;
  if (mode === 'same-origin')
    return `${own} Otherwise write \`<meta name="htmx-config" content='{"mode":"cors"}'>\` into the \`<head>\`. The server must then ${allow}.`;
  if (mode === 'cors') return `${own} Otherwise ${allow}; ${meant}`;
  return transport === 'sse'
    ? `${own} Otherwise answer with \`Access-Control-Allow-Origin: ORIGIN\` and \`Access-Control-Allow-Credentials: true\`; ${meant}`
    : `${own} Otherwise add ORIGIN to the origins that the server of the WebSocket allows; ${meant}`;
}
