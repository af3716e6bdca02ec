import type { Contract } from '../../model/contract.ts';

/** What this lab requires of a learner's page and server, on any backend. */
export const CONTRACT = {
  streamPath: '/sse/notes',
  target: '#notes',
  field: 'text',
  pagePath: '/',
  pageFile: 'templates/index.html',
} as const satisfies Contract;

/** Where a note is posted: a form with the field `text`, and the field `urgent` for an urgent one. */
export const POST_PATH = '/notes';
/** What the field `urgent` contains, as a ticked checkbox sends it. */
export const URGENT = 'on';
