import { eventsSwapped } from './answers/events.ts';
import type { Finding } from '../model/finding.ts';
import type { Found, Judged } from './answers/judged.ts';
import { messagesSwapped } from './answers/messages.ts';
import { sends } from './answers/sending.ts';
import type { MigrationQuestion } from './migrate/questions.ts';
import { htmxComplains } from '../rules/live/complaints.ts';
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
  readonly question: Question | MigrationQuestion;
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
  const answers = (Object.keys(ANSWERS) as Question[]).map((question) => ({ question, ...ANSWERS[question](judged) }));
  const isSilent = answers.every(({ findings }) => findings.length === 0);
  const complaint = isSilent ? htmxComplains(judged.page) : undefined;
  if (complaint !== undefined)
    return answers.map((answer) => (answer.question === 'page-runs' ? { ...answer, findings: [complaint] } : answer));
  const fails = answers.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return fails ? answers.map(withoutScriptError) : answers;
}

/** Where something fails, a script that threw or that a policy forbids is a part of that, or is told when that is fixed. */
function withoutScriptError(answer: Answer): Answer {
  const isWarning = ({ code, severity }: Finding): boolean =>
    severity === 'warning' && (code === 'page/script-error' || code === 'page/csp-blocks');
  return { ...answer, findings: answer.findings.filter((finding) => !isWarning(finding)) };
}
