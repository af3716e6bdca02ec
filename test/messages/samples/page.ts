import type { LoadFailure } from '../../../src/model/page.ts';
import type { PageFacts } from '../../../src/model/facts/page.ts';
import { AT_PAGE, AT_STREAM, IN_SERVER } from './sample.ts';
import type { pageFormSamples } from './page-form.ts';
import { requestSamples } from './page-requests.ts';
import type { Samples } from './sample.ts';

const GET = { did: { kind: 'http', path: '/' } } as const;
const TYPED = { ...AT_PAGE, did: { kind: 'page', typed: 'hello' }, waitedMs: 2000 } as const;

const FAILURES: readonly LoadFailure[] = [
  { reason: 'type', contentType: 'text/plain', nosniff: 'yes' },
  { reason: 'type', contentType: '', nosniff: 'yes' },
  { reason: 'type', contentType: 'image/png', nosniff: 'no' },
  { reason: 'policy', directive: "script-src 'none'" },
  { reason: 'policy', directive: '' },
  { reason: 'integrity' },
  { reason: 'other-host' },
  { reason: 'endless', excess: { of: 'time', most: 8000 } },
  { reason: 'error', error: 'connect ECONNREFUSED' },
  { reason: 'error', error: '' },
];

export const pageSamples: Samples<Exclude<keyof PageFacts, keyof typeof pageFormSamples>> = {
  'page/htmx-complains': [
    { severity: 'warning', facts: { event: 'htmx:targetError', times: 1, element: 'button#more' }, evidence: AT_PAGE },
    { severity: 'warning', facts: { event: 'htmx:swapError', times: 7, element: 'div[hx-get]' }, evidence: AT_PAGE },
  ],
  'page/field-replaced': [{ facts: { name: 'user' }, evidence: AT_PAGE }],
  ...requestSamples,
  'page/reloads-itself': [
    { facts: { seconds: 5, url: '' }, evidence: GET },
    { facts: { seconds: 1, url: '/chat' }, evidence: GET },
    { facts: { seconds: 0, url: 'https://example.org/' }, evidence: GET },
  ],
  'page/nested-too-deep': [
    { facts: { in: 'page', most: 512 }, evidence: GET },
    { facts: { in: 'message', most: 512 } },
    { facts: { in: 'event', most: 512 } },
  ],
  'page/not-served': [
    { facts: { status: 404, error: '' }, evidence: GET },
    { facts: { status: 500, error: '' }, evidence: GET },
    { facts: { status: 500, error: '', unseen: true }, evidence: GET },
    { facts: { status: 200, error: '', empty: true }, evidence: GET },
    { facts: { status: 403, error: '' }, evidence: GET },
    { facts: { status: 500, error: 'TemplateNotFound: index.html' }, evidence: { ...GET, ...IN_SERVER } },
    { facts: { status: 0, error: 'ReferenceError: readfile is not defined' }, evidence: { ...GET, ...IN_SERVER } },
    { facts: { status: 404, error: '', page: { wanted: 'templates/index.html' } }, evidence: GET },
    {
      facts: {
        status: 500,
        error: 'Error: ENOENT',
        page: { wanted: 'templates/index.html', near: 'templates/page.html' },
      },
      evidence: { ...GET, ...IN_SERVER },
    },
    {
      facts: { status: 404, error: '', page: { wanted: 'templates/index.html', near: 'template/index.html' } },
      evidence: GET,
    },
  ],
  'page/not-html': [
    { facts: { contentType: '' }, evidence: GET },
    { facts: { contentType: 'application/json' }, evidence: GET },
    { facts: { contentType: 'text/plain' }, evidence: GET },
    { facts: { contentType: 'image/png' }, evidence: GET },
    { facts: { contentType: '' }, evidence: { ...GET, received: 'hello' } },
  ],
  'page/script-missing': [
    { facts: { src: '/static/htmx.min.js?v=2', status: 404, contentType: 'text/html' }, evidence: AT_PAGE },
    {
      facts: {
        src: '/static/ws.js',
        status: 0,
        contentType: '',
        failure: { reason: 'error', error: 'socket hang up' },
        error: 'ReferenceError: json is not defined',
      },
      evidence: AT_PAGE,
    },
    { facts: { src: '/static/htmx.js', status: 404, contentType: '', usual: 'htmx.min.js' }, evidence: AT_PAGE },
    {
      facts: { src: '/static/ws.js', status: 404, contentType: '', unserved: 'static/ws.js' },
      evidence: AT_PAGE,
    },
    {
      facts: { src: '/scripts/ws.js', status: 404, contentType: '', elsewhere: 'static/ws.js' },
      evidence: AT_PAGE,
    },
    { facts: { src: '/static/ws.js', status: 500, contentType: 'text/plain' }, evidence: AT_PAGE },
    { facts: { src: '/ws.js', status: 200, contentType: 'text/html' }, evidence: AT_PAGE },
    { facts: { src: '/ws.js', status: 0, contentType: '' }, evidence: AT_PAGE },
    ...FAILURES.map((failure) => ({
      facts: { src: '/ws.js', status: 0, contentType: '', failure },
      evidence: AT_PAGE,
    })),
    ...['https://unpkg.com/htmx.org/dist/ext/ws.js', 'https://unpkg.com/htmx.org@4.0.1/dist/ext/ws.js'].map((src) => ({
      facts: {
        ...{ src, status: 0, contentType: '', copy: 'ws.js', lackedBy: 4 },
        failure: { reason: 'other-host' } as const,
      },
      evidence: AT_PAGE,
    })),
  ],
  'page/script-error': [
    { facts: { message: 'TypeError: x is null', file: 'chat.js', line: 3 }, evidence: AT_PAGE },
    { facts: { message: 'TypeError: x is null', file: '', line: 0 }, evidence: AT_PAGE },
    { facts: { message: 'n.has is no function', file: '/htmx.js', line: 1, by: 'filter' }, evidence: AT_PAGE },
    { facts: { message: 'x is null', file: '/htmx.js', line: 1, by: 'htmx' }, evidence: AT_PAGE },
  ],
  'page/hung': [
    { facts: { reason: 'hung', during: 'script', ms: 5000 }, evidence: AT_PAGE },
    { facts: { reason: 'hung', during: 'load', ms: 25_000 }, evidence: AT_PAGE },
    { facts: { reason: 'hung', during: 'answer', ms: 6000 }, evidence: AT_PAGE },
    { facts: { reason: 'hung', during: 'use', ms: 8000 }, evidence: AT_PAGE },
    { facts: { reason: 'hung', during: 'use', ms: 8000, perSecond: 3400 }, evidence: AT_PAGE },
  ],
  'page/out-of-memory': [
    { facts: { reason: 'out-of-memory', megabytes: 768 }, evidence: AT_PAGE },
    { facts: { reason: 'out-of-memory' }, evidence: AT_PAGE },
  ],
  'page/crashed': [
    { facts: { reason: 'engine-died', error: 'RangeError: Invalid string length' }, evidence: AT_PAGE },
    { facts: { reason: 'engine-died', exit: { kind: 'signal', signal: 'SIGSEGV' }, error: '' }, evidence: AT_PAGE },
  ],
  'page/cdn-script': [
    { facts: { url: 'https://unpkg.com/htmx.org@2', file: 'htmx.min.js' }, evidence: AT_PAGE, severity: 'warning' },
    { facts: { url: 'https://unpkg.com/htmx-ext-ws@2', file: 'ws.js' }, evidence: AT_PAGE, severity: 'warning' },
    { facts: { url: 'https://unpkg.com/htmx-ext-sse@2', file: 'sse.js' }, evidence: AT_PAGE, severity: 'warning' },
    {
      facts: { url: 'https://unpkg.com/htmx.org@4.0.1', file: 'htmx.min.js', major: 4 },
      evidence: AT_PAGE,
      severity: 'warning',
    },
  ],
  'page/csp-blocks': [
    { facts: { directive: "connect-src 'none'", blocks: 'connection' }, evidence: AT_PAGE },
    { facts: { directive: "script-src 'none'", blocks: 'script' }, evidence: AT_PAGE },
    { facts: { directive: "script-src 'self'", blocks: 'inline' }, evidence: AT_PAGE },
    { facts: { directive: "script-src 'self'", blocks: 'handler' }, evidence: AT_PAGE },
    { facts: { directive: "script-src 'self'", blocks: 'eval' }, evidence: AT_PAGE },
    {
      facts: { directive: "This document requires 'TrustedHTML' assignment.", blocks: 'trusted-types' },
      evidence: AT_PAGE,
    },
  ],
  'page/script-blocked': [
    { facts: { src: '/static/htmx.min.js', by: 'integrity', digest: 'sha384-abc' }, evidence: AT_PAGE },
    { facts: { src: '/static/htmx.min.js', by: 'integrity', digest: undefined }, evidence: AT_PAGE },
    { facts: { src: '/static/ws.js', by: 'type', contentType: 'text/plain' }, evidence: AT_PAGE },
  ],
  'page/tag-not-closed': [
    { facts: { tag: 'script', written: 'self-closing', swallowed: ['script', 'body'] }, evidence: AT_PAGE },
    { facts: { tag: 'script', written: 'self-closing', swallowed: [] }, evidence: AT_PAGE },
    { facts: { tag: 'title', written: 'open', swallowed: ['script'] }, evidence: AT_PAGE },
    { facts: { tag: '!--', written: 'open', swallowed: ['form'] }, evidence: AT_PAGE },
  ],
  'page/quote-not-closed': [
    { facts: { tag: 'div', attribute: 'hx-ext', value: 'ws ws-connect=' }, evidence: AT_PAGE },
    { facts: { tag: 'script', attribute: 'src', value: '/a.js></script>\n<script src=' }, evidence: AT_PAGE },
  ],
  'page/button-does-nothing': [
    { facts: { because: 'type' }, evidence: TYPED, severity: 'warning' },
    { facts: { because: 'outside' }, evidence: TYPED, severity: 'warning' },
  ],
  'page/id-twice': [
    { facts: { id: 'log', times: 2 }, evidence: AT_PAGE, severity: 'warning' },
    { facts: { id: 'log', times: 3 }, evidence: AT_PAGE, severity: 'warning' },
  ],
  'page/sse-trigger-misspelt': [
    { facts: { trigger: 'sse-message', event: 'message', tag: 'div' }, evidence: AT_PAGE },
    { facts: { trigger: 'SSE:tick', event: 'tick', tag: 'p', request: 'hx-get' }, evidence: AT_PAGE },
  ],
  'page/sse-trigger-without-request': [{ facts: { event: 'message', tag: 'div' }, evidence: AT_PAGE }],
  'page/too-many-streams': [
    { facts: { streams: 7, open: 6 }, evidence: AT_PAGE },
    { facts: { streams: 9, open: 6 }, evidence: AT_PAGE, severity: 'warning' },
  ],
  'page/ws-connect-missing': [
    { facts: {}, evidence: AT_PAGE },
    { facts: { inside: 'template' }, evidence: AT_PAGE },
    { facts: { inside: 'noscript' }, evidence: AT_PAGE },
  ],
  'page/ws-bad-url': [
    { facts: { value: '', resolved: '' }, evidence: AT_PAGE },
    { facts: { value: 'ws:localhost:8000/ws', resolved: 'ws://localhost:8000/ws' }, evidence: AT_PAGE },
    { facts: { value: '//ws', resolved: 'ws://localhost:8000//ws' }, evidence: AT_PAGE },
    { facts: { value: 'localhost:8000/ws', resolved: 'localhost:8000/ws' }, evidence: AT_PAGE },
    { facts: { value: 'wss://localhost:8000/ws', resolved: 'wss://localhost:8000/ws' }, evidence: AT_PAGE },
    { facts: { value: 'http://localhost:8000/ws', resolved: 'ws://localhost:8000/ws' }, evidence: AT_PAGE },
    { facts: { value: '/chat', resolved: 'ws://localhost:8000/chat' }, evidence: AT_PAGE },
    { facts: { value: 'ws://localhost:9000/ws', resolved: 'ws://localhost:9000/ws' }, evidence: AT_PAGE },
    { facts: { value: 'ws', resolved: '' }, evidence: AT_PAGE },
    {
      facts: { value: '/ws>\n    <div id=', resolved: 'ws://localhost:8000/ws%3E%20%20%20%3Cdiv%20id=' },
      evidence: AT_PAGE,
    },
  ],
  'page/query-refused': [
    {
      facts: { transport: 'ws', path: '/live', query: '?room=lobby', compared: 'request.url' },
      evidence: { did: { kind: 'page' }, where: [{ file: 'server.txt', line: 31 }] },
    },
    { facts: { transport: 'sse', path: '/ticks', query: '?from=1', compared: '' }, evidence: AT_PAGE },
  ],
  'page/ws-not-open': [
    { facts: { url: 'ws://localhost:8000/ws', code: undefined }, evidence: TYPED },
    { facts: { url: 'ws://localhost:8000/ws', code: 1006 }, evidence: AT_PAGE },
    { facts: { url: 'ws://localhost:8000/ws', code: 1006, offers: ['chat.v1'] }, evidence: AT_PAGE },
  ],
  'page/ws-two-connections': [
    { facts: { sockets: 2, elements: 1 }, evidence: AT_PAGE },
    { facts: { sockets: 3, elements: 3 }, evidence: AT_PAGE },
  ],
  'page/ws-send-outside': [
    { facts: {}, evidence: TYPED },
    { facts: { by: 'reply' }, evidence: TYPED },
  ],
  'page/ws-send-missing': [
    { facts: { navigated: 'http://localhost/?message=hello', by: 'reply' }, evidence: TYPED },
    { facts: { navigated: undefined }, evidence: TYPED },
    { facts: { navigated: undefined, by: 'answer' }, evidence: TYPED },
    { facts: { navigated: 'http://localhost:8000/?message=hello' }, evidence: TYPED },
  ],
  'page/ws-send-on-wrapper': [
    { facts: { tag: 'div' }, evidence: TYPED },
    { facts: { tag: 'div', inside: 'field' }, evidence: TYPED },
  ],
  'page/validation-bypassed': [{ facts: { tag: 'button' }, evidence: TYPED }],
  'page/input-without-name': [
    { facts: { frame: '{"HEADERS":{}}' }, evidence: TYPED },
    { facts: { frame: '{}', by: 'reply' }, evidence: TYPED },
  ],
  'page/input-other-name': [
    { facts: { name: 'text', reads: 'message' }, evidence: TYPED },
    { facts: { name: 'headers', reads: 'HEADERS' }, evidence: TYPED },
    { facts: { name: 'text', reads: 'body', beta: 'yes' }, evidence: TYPED },
    { facts: { name: 'text' }, evidence: TYPED },
  ],
  'page/ws-send-twice': [{ facts: { frames: 2 }, evidence: TYPED }],
  'page/form-replaced': [{ facts: { sockets: 3 }, evidence: TYPED }],
  'page/navigates': [
    { facts: { url: 'http://localhost:8000/?message=hello' }, evidence: TYPED },
    { facts: { url: 'http://localhost:8000/?message=hello', by: 'script' }, evidence: TYPED },
  ],
  'page/sse-connect-missing': [
    { facts: { inside: 'template' }, evidence: AT_PAGE },
    { facts: {}, evidence: AT_PAGE },
    { facts: { by: 'hx-get' }, evidence: AT_PAGE },
  ],
  'page/sse-bad-url': [
    { facts: { url: '', failure: undefined }, evidence: AT_PAGE },
    { facts: { url: 'http://127.0.0.1:8000/counter', failure: { reason: 'status', status: 404 } }, evidence: AT_PAGE },
    { facts: { url: '/counter', failure: { reason: 'cors', said: 'no header' } }, evidence: AT_PAGE },
    { facts: { url: '/counter', failure: { reason: 'policy', directive: "connect-src 'none'" } }, evidence: AT_PAGE },
    { facts: { url: '/counter', failure: { reason: 'other-host' } }, evidence: AT_PAGE },
    { facts: { url: '/counter', failure: { reason: 'error', error: 'net::ERR_FAILED' } }, evidence: AT_PAGE },
    { facts: { url: '/counter', failure: undefined }, evidence: AT_PAGE },
    {
      facts: { url: 'http://localhost:8000/counter%20sse-swap=', failure: { reason: 'status', status: 404 } },
      evidence: AT_PAGE,
    },
    {
      facts: { url: 'http://localhost:8000/counter%3E%0A%3Cp%20class=', failure: { reason: 'status', status: 404 } },
      evidence: AT_PAGE,
    },
  ],
  'page/sse-swap-names-a-style': [
    { facts: { value: 'innerHTML', event: 'message' }, evidence: AT_PAGE },
    { facts: { value: 'innerHTML', event: 'tick' }, evidence: AT_PAGE },
  ],
  'page/sse-event-mismatch': [
    { facts: { value: '', events: ['tick'] }, evidence: AT_PAGE },
    { facts: { value: '', events: ['tick'], unnamed: true }, evidence: AT_STREAM },
    { facts: { value: '', events: ['tick'], unnamed: true, into: '#tick' }, evidence: AT_STREAM },
    { facts: { value: 'Tick', events: ['tick'] }, evidence: AT_PAGE },
    { facts: { value: 'tick tock', events: ['tick', 'tock'] }, evidence: AT_PAGE },
    { facts: { value: 'counter', events: [] }, evidence: { ...AT_PAGE, ...AT_STREAM } },
  ],
  'page/sse-swap-missing': [{ facts: { event: 'message' }, evidence: AT_PAGE }],
  'page/sse-outside': [{ facts: { tag: 'p' }, evidence: AT_PAGE }],
  'page/sse-two-connections': [{ facts: { streams: 2 }, evidence: AT_PAGE }],
};
