import type { MigrateFacts, Way } from '../../../src/model/facts/migrate.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const UP = { from: 2, to: 4 } as const;
const DOWN = { from: 4, to: 2 } as const;
const LOAD: Way = { part: '<p id="load">', fate: 'replaces', target: '#load' };
const CONTENT: Way = { part: '<p id="load">', fate: 'replaces-content', target: '#room' };

export const migrateSamples: Samples<keyof MigrateFacts> = {
  'migrate/script': [
    {
      facts: { ...UP, src: '/js/htmx.min.js', use: 'htmx.org@4.0.1/dist/htmx.min.js', digest: true },
      severity: 'warning',
    },
    { facts: { ...DOWN, src: '/js/hx-ws.js', use: 'htmx-ext-ws@2.0.4/ws.js' }, severity: 'warning' },
  ],
  'migrate/attribute': [
    {
      facts: { ...UP, attribute: 'ws-connect', value: '/live', use: 'hx-ws:connect', works: 'yes' },
      evidence: AT_PAGE,
    },
    { facts: { ...UP, attribute: 'sse-swap', value: 'score', use: '', works: 'no' }, evidence: AT_PAGE },
    { facts: { ...UP, attribute: 'hx-ext', value: 'ws', use: '', works: 'no' }, evidence: AT_PAGE },
    { facts: { ...DOWN, attribute: 'hx-ws:connect', value: '/live', use: 'ws-connect', works: 'no' } },
  ],
  'migrate/event': [
    { facts: { ...UP, handler: 'htmx:wsAfterMessage', use: 'htmx:ws:after:message:incoming' }, evidence: AT_PAGE },
    { facts: { ...UP, handler: 'hx-on::after-swap', use: 'hx-on::after:swap' }, evidence: AT_PAGE },
    { facts: { ...UP, handler: 'htmx:oobErrorNoTarget', use: '' }, severity: 'warning' },
    { facts: { ...UP, handler: 'htmx:wsOpen', use: 'htmx:ws:after:connection', script: '/static/app.js', line: 12 } },
  ],
  'migrate/not-open': [
    { facts: { ...DOWN, transport: 'ws', url: 'ws://localhost:3000/live' }, evidence: AT_PAGE },
    { facts: { ...UP, transport: 'sse', url: '/events' } },
  ],
  'migrate/received': [
    { facts: { ...UP, change: 'wipes', was: [LOAD], is: [CONTENT], wipes: ['form#chat', 'p#load'], seen: 'yes' } },
    {
      facts: {
        ...{ ...UP, change: 'lost', event: 'score', was: [{ part: '', fate: 'replaces-content', target: '#score' }] },
        ...{ is: [{ part: '', fate: 'named-event', target: '' }], wipes: [], seen: 'yes' },
      },
    },
    { facts: { ...UP, change: 'moves', was: [LOAD], is: [CONTENT], wipes: [], seen: 'no' } },
    {
      facts: {
        ...{ ...UP, change: 'moves', event: 'message', was: [CONTENT], is: [LOAD] },
        ...{ wipes: [], seen: 'yes' },
      },
    },
    {
      facts: {
        ...{ ...UP, change: 'appears', was: [{ part: '<li>', fate: 'no-id', target: '' }], is: [CONTENT] },
        ...{ wipes: [], seen: 'yes' },
      },
      severity: 'warning',
    },
    {
      facts: {
        ...{ ...DOWN, change: 'lost', was: [{ part: '<li>', fate: 'appends', target: '#jobs' }] },
        ...{ is: [{ part: '<li>', fate: 'no-id', target: '' }], wipes: [], seen: 'no' },
      },
    },
    { facts: { ...DOWN, change: 'lost', event: 'message', was: [CONTENT], is: [], wipes: [], seen: 'no' } },
  ],
  'migrate/sent': [
    { facts: { ...UP, removed: ['HEADERS'], added: ['headers'], seen: 'yes' }, severity: 'warning' },
    { facts: { ...DOWN, removed: ['headers'], added: ['HEADERS'], seen: 'no' }, severity: 'warning' },
  ],
  'migrate/reconnects': [
    { facts: { ...UP, more: [1001, 1005, 1014], fewer: [] }, severity: 'warning' },
    { facts: { ...DOWN, more: [], fewer: [1001, 1005, 1014] }, severity: 'warning' },
  ],
  'migrate/hidden-tab': [
    { facts: { ...UP, transports: ['ws', 'sse'] }, severity: 'warning' },
    { facts: { ...UP, transports: ['sse'] }, severity: 'warning' },
  ],
};
