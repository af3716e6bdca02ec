import type { LiveFacts } from '../../../src/model/facts/live.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const WRITTEN = { attribute: 'ws-connect', value: 'ws://localhost:3000/live', path: '/live' } as const;
const FROM = { url: 'http://127.0.0.1:4000/events', origin: 'http://localhost:3000' } as const;

const SHADOW = { tag: 'div', host: 'live-board' } as const;
const REPLACED = { transport: 'sse', style: 'outerHTML', selector: '', via: 'main', attribute: 'sse-connect' } as const;

const PASSED = { event: 'added', attribute: 'hx-trigger', value: 'added', tag: 'ul', connector: 'section' } as const;

export const liveSamples: Samples<keyof LiveFacts> = {
  'live/connections-multiply': [
    {
      facts: { transport: 'ws', url: 'ws://localhost:3000/live', open: 5, elements: 1, attribute: 'ws-connect' },
      evidence: AT_PAGE,
    },
    {
      facts: { transport: 'sse', url: '/events', open: 2, elements: 0, attribute: 'hx-sse:connect' },
      evidence: AT_PAGE,
    },
    { facts: { transport: 'sse', url: '/events', open: 7, elements: 3, attribute: 'sse-connect' } },
  ],
  'live/not-wired': [
    { facts: { tag: 'form', attribute: 'ws-send', value: '', transport: 'ws' }, evidence: AT_PAGE },
    { facts: { tag: 'div', attribute: 'hx-sse:connect', value: '/events', transport: 'sse' } },
    { facts: { tag: 'button', attribute: 'hx-get', value: '/more' }, severity: 'warning' },
    { facts: { tag: 'p', attribute: 'sse-swap', value: 'tick', transport: 'sse', listensOnce: '1.9.9' } },
  ],
  'live/in-shadow-root': [
    {
      facts: { ...SHADOW, transport: 'ws', attribute: 'hx-ws:connect', processed: 'no', major: 4 },
      evidence: AT_PAGE,
    },
    { facts: { ...SHADOW, transport: 'sse', attribute: 'sse-connect', processed: 'no', major: 2 }, evidence: AT_PAGE },
    { facts: { ...SHADOW, transport: 'ws', attribute: 'ws-connect', processed: 'yes', major: 2 } },
  ],
  'live/stream-never-ends': [
    { facts: { connections: 2, events: 1, added: 'yes', attribute: 'sse-close' }, evidence: AT_PAGE },
    { facts: { connections: 4, events: 12, added: 'no', attribute: 'sse-close', waits: 'done' } },
    { facts: { connections: 3, events: 3, added: 'yes' } },
  ],
  'live/repeated-after-reconnect': [
    { facts: { transport: 'sse', times: 1, connections: 2 }, evidence: AT_PAGE },
    { facts: { transport: 'ws', times: 6, connections: 3 } },
  ],
  'live/listener-gone': [
    { facts: { event: 'load', style: 'outerHTML', later: 6 }, evidence: AT_PAGE },
    { facts: { event: 'load', style: 'innerHTML', later: 1, around: '#board' }, evidence: AT_PAGE },
    { facts: { event: 'message', style: 'outerHTML', later: 3, major: 4 }, evidence: AT_PAGE },
    { facts: { event: 'message', style: 'beforeend', later: 7, replaced: '#jobs', major: 4 }, evidence: AT_PAGE },
  ],
  'live/listener-emptied': [
    {
      facts: { event: 'load', target: 'p[sse-swap]', parts: ['#users'], shown: 'by-event', always: 'no' },
      evidence: AT_PAGE,
    },
    {
      facts: { event: 'message', target: '#board', parts: ['#a', '#b', '#c', '#d'], shown: 'by-page', always: 'yes' },
      evidence: AT_PAGE,
    },
    {
      facts: { event: 'load', target: 'p#load', parts: ['#a', '#b'], shown: 'by-event', always: 'no' },
      severity: 'warning',
    },
  ],
  'live/connector-replaced': [
    { facts: { ...REPLACED, outcome: 'closed', count: 1 }, evidence: AT_PAGE },
    { facts: { ...REPLACED, outcome: 'reopened', count: 14 }, evidence: AT_PAGE },
    { facts: { ...REPLACED, outcome: 'closed', count: 3, style: 'innerHTML', selector: '#board' }, evidence: AT_PAGE },
    { facts: { ...REPLACED, outcome: 'closed', count: 2, selector: '#box', via: 'out-of-band' } },
    {
      facts: { ...REPLACED, transport: 'ws', outcome: 'closed', count: 0, attribute: 'hx-ws:connect', major: 4 },
      evidence: AT_PAGE,
    },
    {
      facts: {
        ...REPLACED,
        transport: 'ws',
        outcome: 'reopened',
        count: 2,
        selector: '#box',
        via: 'partial',
        attribute: 'hx-ws:connect',
        major: 4,
      },
    },
  ],
  'live/not-inherited': [
    {
      facts: {
        ...{ transport: 'ws', role: 'connect', around: 'main', on: 'div[hx-ws:connect]' },
        attributes: [
          { name: 'hx-swap', value: 'beforeend' },
          { name: 'hx-target', value: '#log' },
        ],
      },
      evidence: AT_PAGE,
    },
    {
      facts: {
        ...{ transport: 'sse', role: 'connect', around: 'body', on: 'ul#log' },
        attributes: [{ name: 'hx-swap', value: 'beforeend' }],
      },
      severity: 'warning',
    },
    {
      facts: {
        ...{ transport: 'ws', role: 'send', around: 'main#room', on: 'form#say' },
        attributes: [{ name: 'hx-vals', value: '{"room":7}' }],
      },
      evidence: AT_PAGE,
    },
  ],
  'live/form-wiped': [
    { facts: {}, evidence: AT_PAGE },
    { facts: { id: 'results' }, evidence: AT_PAGE },
  ],
  'live/part-lost': [
    { facts: { transport: 'sse', via: 'partial', selector: '#job', ids: ['jobs'] }, evidence: AT_PAGE },
    { facts: { transport: 'ws', via: 'partial', selector: 'jobs', ids: ['jobs', 'load'] }, evidence: AT_PAGE },
    { facts: { transport: 'sse', via: 'out-of-band', selector: '#badge', ids: [] } },
    { facts: { transport: 'sse', via: 'partial', selector: '', ids: ['load'] }, evidence: AT_PAGE },
    {
      facts: {
        transport: 'sse',
        via: 'out-of-band',
        selector: '#badge',
        ids: ['bell'],
        event: 'htmx:oobErrorNoTarget',
      },
      evidence: AT_PAGE,
    },
  ],
  'live/bare-text': [
    { facts: { transport: 'sse', inside: 'tbody', child: 'tr', data: 'GET / 200' }, evidence: AT_PAGE },
    { facts: { transport: 'ws', inside: 'ul', child: 'li', data: '<ul id="log">hello</ul>' }, evidence: AT_PAGE },
  ],
  'live/unfilled': [
    { facts: { transport: 'sse', kind: 'placeholder', shown: '${count}' }, evidence: AT_PAGE },
    { facts: { transport: 'ws', kind: 'object', shown: '[object Object]' }, evidence: AT_PAGE },
    { facts: { transport: 'sse', kind: 'promise', shown: '[object Promise]' }, evidence: AT_PAGE },
    { facts: { transport: 'sse', kind: 'coroutine', shown: '<coroutine object load at 0x7f1>' }, evidence: AT_PAGE },
    { facts: { transport: 'sse', kind: 'generator', shown: '<generator object rows at 0x7f1>' }, evidence: AT_PAGE },
    { facts: { transport: 'sse', kind: 'function', shown: '<function load at 0x7f1>' }, evidence: AT_PAGE },
    { facts: { transport: 'sse', kind: 'missing', shown: 'undefined' }, evidence: AT_PAGE },
    { facts: { transport: 'sse', kind: 'not-a-number', shown: 'NaN' }, evidence: AT_PAGE },
  ],
  'live/connector-polled': [
    { facts: { transport: 'sse', path: '/panel', connections: 4, attribute: 'sse-connect' }, evidence: AT_PAGE },
    { facts: { transport: 'ws', path: '/room', connections: 3, attribute: 'hx-ws:connect' } },
  ],
  'live/target-inherited': [{ facts: { selector: '#main', from: 'body', event: 'unread' }, evidence: AT_PAGE }],
  'live/target-missing': [
    {
      facts: { transport: 'sse', selector: 'board', ids: ['board'], falls: 'dropped' },
      evidence: AT_PAGE,
    },
    { facts: { transport: 'sse', selector: '#bord', ids: ['board'], falls: 'on-connector' }, evidence: AT_PAGE },
    { facts: { transport: 'ws', selector: '#bord', ids: [], falls: 'dropped' }, evidence: AT_PAGE },
  ],
  'live/hard-coded-host': [
    { facts: { transport: 'ws', ...WRITTEN, page: 'chat.example.org' }, evidence: AT_PAGE },
    { facts: { transport: 'ws', ...WRITTEN, page: '192.168.1.7:3000' }, severity: 'warning' },
  ],
  'live/mixed-content': [
    { facts: { transport: 'ws', ...WRITTEN, value: 'ws://example.org/live' }, evidence: AT_PAGE },
    {
      facts: { transport: 'sse', attribute: 'sse-connect', value: 'http://example.org/events', path: '/events' },
    },
  ],
  'live/event-passes': [
    { facts: { ...PASSED, because: 'below', from: '#desk' }, evidence: AT_PAGE },
    { facts: { ...PASSED, because: 'below', from: '' }, evidence: AT_PAGE },
    { facts: { ...PASSED, because: 'unquoted', meant: 'closest section', from: '' }, evidence: AT_PAGE },
    { facts: { ...PASSED, attribute: 'hx-on:added', value: 'ring()', because: 'below', from: '' }, evidence: AT_PAGE },
  ],
  'live/other-origin': [
    { facts: { transport: 'sse', attribute: 'sse-connect', value: FROM.url, ...FROM }, evidence: AT_PAGE },
    { facts: { transport: 'sse', attribute: 'hx-sse:connect', value: FROM.url, ...FROM, mode: 'same-origin' } },
    { facts: { transport: 'sse', attribute: 'hx-sse:connect', value: FROM.url, ...FROM, mode: 'cors' } },
    {
      facts: {
        ...{ transport: 'ws', attribute: 'ws-connect', value: 'ws://localhost:4000/live' },
        ...{ url: 'ws://localhost:4000/live', origin: FROM.origin, status: 403 },
      },
    },
    {
      facts: {
        ...{ transport: 'ws', attribute: 'hx-ws:connect', value: 'ws://localhost:4000/live' },
        ...{ url: 'ws://localhost:4000/live', origin: FROM.origin },
      },
    },
  ],
};
