import { HEAD } from './site.ts';
import type { App } from './site.ts';

const CORE_2 = '<script src="/js/htmx2.js"></script>';

/** Applications that work, written in as many ways as htmx allows. */
export const RIGHT: Readonly<Record<string, App>> = {
  'ticker-2': {
    body: '<body hx-ext="ws"><main ws-connect="live"><table><tbody id="quotes"></tbody></table></main></body>',
    messages: ['<tbody id="quotes" hx-swap-oob="beforeend"><tr><td>ACME</td></tr></tbody>'],
  },
  'heartbeat-beside-html': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>', 'ping'],
    warnings: ['oob/plain-text'],
  },
  'ask-and-answer': {
    body: '<body><div data-hx-ext="ws" data-ws-connect="live"><ol id="answers"></ol><form data-ws-send><textarea name="q"></textarea><button>Ask</button></form></div></body>',
    answer: () => '<ol id="answers" hx-swap-oob="beforeend"><li>yes</li></ol>',
    send: 'is it Raining42?',
  },
  'items-without-bullets': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="notes"></ul></body>',
    messages: ['<li id="notes" hx-swap-oob="beforeend">milk</li>'],
    warnings: ['oob/item-stripped'],
  },
  'build-log-2': {
    body: '<body><pre hx-ext="sse" sse-connect="feed" sse-swap="line" hx-swap="beforeend"></pre></body>',
    events: ['event: line\ndata: <span>compiling</span>\n\n'],
  },
  'unnamed-events-2': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: <b>on</b>\n\n'],
  },
  'events-that-nobody-needs': {
    body: '<body hx-ext="sse"><div sse-connect="feed"><i sse-swap="score"></i></div></body>',
    events: ['event: keepalive\ndata: .\n\n', 'event: score\ndata: 3:1\n\n'],
  },
  'event-triggers-request': {
    body: '<body hx-ext="sse" sse-connect="feed"><div hx-get="inbox" hx-trigger="sse:mail"></div></body>',
    events: ['event: mail\ndata: x\n\n'],
    paths: { '/inbox': '<p>one letter</p>' },
  },
  'form-posts-and-stream-shows': {
    body: '<body hx-ext="sse"><form hx-post="say" hx-swap="none"><input name="words"><button>Say</button></form><div sse-connect="feed" sse-swap="said"></div></body>',
    events: ['event: said\ndata: <p>hi</p>\n\n'],
    paths: { '/say': 'ok' },
    send: 'hello Zebra7',
  },
  'connects-later': {
    body: '<body hx-ext="sse"><div hx-get="panel" hx-trigger="load"></div></body>',
    paths: { '/panel': '<div sse-connect="feed" sse-swap="message"></div>' },
    events: ['data: now\n\n'],
  },
  'only-the-extension-is-on': { body: '<body hx-ext="sse,ws"><p>nothing live on this page</p></body>' },
  'own-script-reads-json': {
    body: '<body hx-ext="ws" ws-connect="live"><b id="n"></b><script>document.body.addEventListener("htmx:wsBeforeMessage", (e) => { e.preventDefault(); document.getElementById("n").textContent = JSON.parse(e.detail.message).n; });</script></body>',
    messages: ['{"n": 1}', '{"n": 2}'],
  },
  'no-htmx': {
    head: '',
    body: '<body><b id="n"></b><script>new WebSocket(location.href.replace("http", "ws") + "live").onmessage = (e) => { n.textContent = e.data; };</script></body>',
    messages: ['1', '2'],
  },
  'extension-of-1': {
    head: HEAD[1],
    body: '<body hx-ext="ws"><div ws-connect="live"><p id="load">?</p></div></body>',
    messages: ['<p id="load">12 %</p>'],
  },
  'stream-of-1': {
    head: HEAD[1],
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="score"></div></body>',
    events: ['event: score\ndata: 3:1\n\n'],
  },
  'extension-makes-html-of-json': {
    body: `<body hx-ext="ws,rows"><div ws-connect="live"><ul id="jobs"></ul></div><script>htmx.defineExtension("rows", { transformResponse: (text) => '<ul id="jobs" hx-swap-oob="beforeend"><li>' + JSON.parse(text).name + "</li></ul>" });</script></body>`,
    messages: ['{"name": "build"}'],
  },
  'search-while-somebody-types': {
    body: '<body hx-ext="ws" ws-connect="live"><form ws-send hx-trigger="submit, input from:find input"><input name="q"></form><ul id="hits"></ul></body>',
    answer: () => '<ul id="hits"><li>one</li></ul>',
    send: 'Zebra42',
  },
  'sign-of-life-and-a-form-that-posts': {
    body: '<body hx-ext="ws" ws-connect="live"><i ws-send hx-trigger="every 80ms"></i><p id="load">?</p><form hx-post="say" hx-swap="none"><input name="words"><button>Say</button></form></body>',
    messages: ['<p id="load">12 %</p>'],
    paths: { '/say': 'ok' },
    send: 'hello Zebra7',
  },
  'refreshed-each-quarter-of-an-hour': {
    head: `${HEAD[2]}<meta http-equiv="refresh" content="900">`,
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="score"></div></body>',
    events: ['event: score\ndata: 3:1\n\n'],
    warnings: ['page/reloads-itself'],
  },
  'ticker-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live" hx-target="#quotes" hx-swap="beforeend"><ul id="quotes"></ul></div></body>',
    messages: ['<li>ACME</li>'],
  },
  'stream-of-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed"></div></body>',
    events: ['data: <p>3:1</p>\n\n'],
  },
};

/** Applications that are broken, each in one way, with the code of the cause. */
export const WRONG: Readonly<Record<string, App>> = {
  'row-without-id': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"></ul></body>',
    messages: ['<li>done</li>'],
    wrong: 'oob/no-id',
  },
  'id-that-is-gone': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"></ul></body>',
    messages: ['<div id="job-list" hx-swap-oob="beforeend"><p>done</p></div>'],
    wrong: 'oob/no-such-target',
  },
  'html-in-json': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: [JSON.stringify({ html: '<p id="load">12 %</p>' })],
    wrong: 'oob/json-text',
  },
  'whole-document': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<!doctype html><html><head><title>x</title></head><body><main><p>12 %</p></main></body></html>'],
    wrong: 'oob/whole-page',
  },
  'only-text': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['12 %'],
    wrong: 'oob/plain-text',
  },
  'template-around-rows': {
    body: '<body hx-ext="ws" ws-connect="live"><table><tbody id="quotes"></tbody></table></body>',
    messages: ['<template><tr id="acme"><td>1</td></tr></template>'],
    wrong: 'oob/template',
  },
  'modifier-in-oob': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"></ul></body>',
    messages: ['<ul id="jobs" hx-swap-oob="beforeend scroll:bottom"><li>done</li></ul>'],
    wrong: 'oob/modifier',
  },
  'selector-that-does-not-parse': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"></ul></body>',
    messages: ['<ul hx-swap-oob="beforeend:#7days"><li>done</li></ul>'],
    wrong: 'oob/invalid-selector',
  },
  'other-event-name': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="update"></div></body>',
    events: ['event: score\ndata: 3:1\n\n'],
    wrong: 'page/sse-event-mismatch',
  },
  'style-for-event-name': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="beforeend"></div></body>',
    events: ['event: score\ndata: 3:1\n\n'],
    wrong: 'page/sse-swap-names-a-style',
  },
  'nothing-waits': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><p id="load"></p></div></body>',
    events: ['event: load\ndata: 12 %\n\n'],
    wrong: 'page/sse-swap-missing',
  },
  'waits-outside': {
    body: '<body hx-ext="sse"><div sse-connect="feed"></div><p sse-swap="load"></p></body>',
    events: ['event: load\ndata: 12 %\n\n'],
    wrong: 'page/sse-outside',
  },
  'stream-of-another-type': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: 1\n\n'],
    streamType: 'text/plain',
    wrong: 'sse/wrong-content-type',
  },
  'no-extension-script': {
    head: CORE_2,
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'htmx/extension-script-missing',
  },
  'extension-not-switched-on': {
    body: '<body><div ws-connect="live"><p id="load">?</p></div></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'htmx/extension-not-enabled',
  },
  'script-that-is-not-there': {
    head: `${CORE_2}<script src="/js/ext/ws.js"></script>`,
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    wrong: 'page/script-missing',
  },
  'no-socket-there': {
    body: '<body hx-ext="ws" ws-connect="socket"><p id="load">?</p></body>',
    wrong: 'ws/no-route',
  },
  'attributes-of-4-on-2': {
    body: '<body hx-ext="ws"><div hx-ws:connect="live"><p id="load">?</p></div></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'htmx/other-version-syntax',
  },
  'sends-outside': {
    body: '<body hx-ext="ws"><div ws-connect="live"><ol id="answers"></ol></div><form ws-send><input name="q"><button>Ask</button></form></body>',
    send: 'is it Raining42?',
    wrong: 'page/ws-send-outside',
  },
  'port-of-another-server': {
    body: '<body hx-ext="ws" ws-connect="ws://localhost:9/live"><p id="load">?</p></body>',
    wrong: 'page/ws-bad-url',
  },
  'address-that-nobody-filled-in': {
    body: '<body hx-ext="ws" ws-connect="/rooms/{{ room.id }}/live"><p id="load">?</p></body>',
    wrong: 'page/ws-bad-url',
  },
  'query-that-is-compared': {
    body: '<body hx-ext="ws" ws-connect="live?room=7"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
    knowsNoQuery: true,
    wrong: 'page/query-refused',
  },
  'events-that-never-end': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: <b>12 %</b>\n'],
    wrong: 'sse/no-blank-line',
  },
  'lines-without-a-prefix': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: <div>\n<b>12 %</b>\n</div>\n\n'],
    wrong: 'sse/multiline-without-prefix',
  },
  'prefix-twice': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: data: <b>12 %</b>\n\n'],
    wrong: 'sse/doubled-prefix',
  },
  'json-that-the-page-shows': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: {"load": 12}\n\n'],
    wrong: 'sse/json-data',
  },
  'event-triggers-nothing': {
    body: '<body hx-ext="sse" sse-connect="feed"><div hx-trigger="sse:mail" hx-swap="beforeend" hx-target="#box"></div><div id="box"></div></body>',
    events: ['event: mail\ndata: <p>one letter</p>\n\n'],
    wrong: 'page/sse-trigger-without-request',
  },
  'loads-itself-again': {
    head: `${HEAD[2]}<meta http-equiv="refresh" content="30">`,
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'page/reloads-itself',
  },
  'connects-in-noscript': {
    body: '<body hx-ext="ws"><noscript><div ws-connect="live"><p id="load">?</p></div></noscript></body>',
    wrong: 'page/ws-connect-missing',
  },
  'field-without-a-name': {
    body: '<body hx-ext="ws" ws-connect="live"><ol id="answers"></ol><form ws-send><input id="q"><button>Ask</button></form></body>',
    answer: () => '<ol id="answers" hx-swap-oob="beforeend"><li>what?</li></ol>',
    send: 'is it Raining42?',
    wrong: 'page/input-without-name',
  },
  'template-with-the-id': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<template id="load"><p>12 %</p></template>'],
    wrong: 'oob/template',
  },
  'room-comes-again-with-each-message': {
    body: '<body hx-ext="ws"><main id="room" ws-connect="live"><p>?</p></main></body>',
    messages: ['<main id="room" ws-connect="live"><p>12 %</p></main>'],
    wrong: 'page/form-replaced',
  },
  'room-is-gone-with-the-first-message': {
    body: '<body hx-ext="ws"><main id="room" ws-connect="live"><p>?</p></main></body>',
    messages: ['<main id="room"><p>12 %</p></main>'],
    wrong: 'oob/replaces-connector',
  },
  'policy-blocks-the-script-that-reads': {
    head: `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">${HEAD[2]}`,
    body: '<body hx-ext="ws" ws-connect="live"><b id="n"></b><script>document.body.addEventListener("htmx:wsBeforeMessage", (e) => { e.preventDefault(); n.textContent = JSON.parse(e.detail.message).n; });</script></body>',
    messages: ['{"n": 1}'],
    wrong: 'page/csp-blocks',
  },
  'named-event-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed"></div></body>',
    events: ['event: score\ndata: <p>3:1</p>\n\n'],
    wrong: 'page/sse-event-mismatch',
  },
  'target-is-gone-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"><ul id="jobs"></ul></div></body>',
    messages: ['<div id="job-list" hx-swap-oob="beforeend"><p>done</p></div>'],
    wrong: 'oob/no-such-target',
  },
};
