import type { Contract } from '../../model/contract.ts';

/** What this lab requires of a learner's page and server, on any backend. */
export const CONTRACT = {
  socketPath: '/ws/sign',
  streamPath: '/sse/visitors',
  target: '#sign',
  field: 'text',
  pagePath: '/',
  pageFile: 'templates/index.html',
  intervalMs: 1000,
} as const satisfies Contract;

/** The id of the element that shows how many visitors came. */
export const VISITORS = 'visitors';
