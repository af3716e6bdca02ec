import type { Contract } from '../../model/contract.ts';

/** What this lab requires of a learner's page and server, on any backend. */
export const CONTRACT = {
  socketPath: '/ws/board',
  streamPath: '/sse/oven',
  target: '#cards',
  field: 'card',
  pagePath: '/',
  pageFile: 'templates/index.html',
  intervalMs: 500,
} as const satisfies Contract;

/** The id of the element that shows how far the oven is. */
export const BAR = 'oven';
