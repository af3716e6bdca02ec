import type { Contract } from '../model/contract.ts';

/** What this chapter requires of a learner's page and server, on any backend. */
export const CONTRACT = {
  socketPath: '/ws',
  streamPath: '/sse/counter',
  target: '#chat-window',
  field: 'message',
  pagePath: '/',
  pageFile: 'templates/index.html',
  intervalMs: 1000,
} as const satisfies Required<Contract>;
