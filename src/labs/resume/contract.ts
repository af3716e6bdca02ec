import type { Contract } from '../../model/contract.ts';

/** What this lab requires of a learner's page and server, on any backend. */
export const CONTRACT = {
  streamPath: '/sse/parts',
  target: '#parts',
  pagePath: '/',
  pageFile: 'templates/index.html',
  intervalMs: 250,
} as const satisfies Contract;

/** The number of the last part. */
export const LAST = 12;
