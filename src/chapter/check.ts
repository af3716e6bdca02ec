import type { Check } from '../run/check.ts';

/** Every check of the chapter, in the order in which their findings are fixed. `steps/` defines which step has which. */
export const CHECK_IDS = [
  'env-runtime',
  'env-manifest',
  'env-dependencies',
  'server-starts',
  'ws-handshake',
  'ws-echo',
  'ws-order',
  'ws-two-clients',
  'ws-vanishing-client',
  'page-served',
  'page-scripts',
  'page-htmx',
  'page-connects',
  'page-sends',
  'page-stays',
  'chat-shows',
  'chat-appends',
  'chat-escapes',
  'chat-text-intact',
  'chat-two-tabs',
  'chat-reconnects',
  'sse-response',
  'sse-framing',
  'sse-first-event',
  'sse-rate',
  'sse-counts',
  'sse-two-clients',
  'sse-vanishing-client',
  'sse-real-client',
  'page-stream',
  'counter-ticks',
  'counter-with-chat',
  'time-present',
  'time-moves',
  'time-right',
  'time-in-page',
] as const;

export type CheckId = (typeof CHECK_IDS)[number];

/** `start`: it starts the server. `chat`: it types a message into the page and observes what happens to it. */
export type CheckTag = 'start' | 'chat';

/** A check of this chapter. An id that is not in the list above does not compile, wherever it is used. */
export type ChapterCheck<Id extends CheckId = CheckId> = Check<CheckId, CheckTag> & { readonly id: Id };

/** What a step may want of the learner's work (`wants` in its front matter), for the checks that are the same in several steps. */
export const WANTS = ['server', 'page', 'json'] as const;

export type Want = (typeof WANTS)[number];
