import type { Contract } from '../../model/contract.ts';

/** What this lab requires of a learner's page and server, on any backend. */
export const CONTRACT = {
  socketPath: '/ws/orders',
  streamPath: '/sse/prices',
  target: '#orders',
  field: 'order',
  pagePath: '/',
  pageFile: 'templates/index.html',
} as const satisfies Contract;

/** Where a price is posted: a form with the fields `name` and `price`. */
export const POST_PATH = '/prices';
/** CSS selector of the element that shows the prices. */
export const PRICES = '#prices';
/** After so long without a byte the proxy cuts a connection. Milliseconds. */
export const IDLE_MS = 3000;
