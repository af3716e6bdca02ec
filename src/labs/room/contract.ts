import type { Contract } from '../../model/contract.ts';

/** What this lab requires of a learner's page and server, on any backend. */
export const CONTRACT = {
  socketPath: '/ws',
  target: '#chat-window',
  field: 'message',
  pagePath: '/',
  pageFile: 'templates/index.html',
} as const satisfies Contract;

/** So many of the last messages are sent to who joins. */
export const HISTORY = 20;
/** Characters of the longest message that the checkpoint sends. */
export const LONGEST = 8000;
/** So much is sent while a client does not read: four times what Linux buffers for it by default. Characters, of one byte each. */
export const FLOOD = 16_000_000;
