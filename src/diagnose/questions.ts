import { eventsSwapped } from './answers/events.ts';
import type { Found, Judged } from './answers/judged.ts';
import { messagesSwapped } from './answers/messages.ts';
import { sends } from './answers/sending.ts';
import { connects, runs, starts } from './answers/setup.ts';

/** What is asked of a page, in the order in which it is reported. */
export const QUESTIONS = {
  'page-runs': 'the page goes on running',
  'htmx-starts': 'htmx and its extensions start',
  connects: 'its connections open',
  'form-sends': 'the form sends what is typed',
  'messages-swapped': 'the messages of its WebSocket are swapped',
  'events-swapped': 'the events of its stream are swapped',
} as const;

export type Question = keyof typeof QUESTIONS;

export interface Answer extends Found {
  readonly question: Question;
}

const ANSWERS: { readonly [Q in Question]: (judged: Judged) => Found } = {
  'page-runs': runs,
  'htmx-starts': starts,
  connects,
  'form-sends': sends,
  'messages-swapped': messagesSwapped,
  'events-swapped': eventsSwapped,
};

/** What is wrong with a page, by what the page itself declares. Pure. */
export function judge(judged: Judged): readonly Answer[] {
  return (Object.keys(ANSWERS) as Question[]).map((question) => ({ question, ...ANSWERS[question](judged) }));
}
