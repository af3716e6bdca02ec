import { changeSentence } from '../change-words.ts';
import { escapeControls, wrap } from '../text.ts';
import { coachLines } from '../coach.ts';
import { checkLines } from './draw-checks.ts';
import { statusLine } from './draw-head.ts';
import { KEYS, LAST_KEYS } from './update-keys.ts';
import type { ScreenTheme } from './theme.ts';
import { foldStyled } from './styled.ts';
import type { Question, WatchEvent, WatchState } from './state.ts';

/**
 * What an event adds, as lines to print: the same as the screen shows, for those who cannot use a
 * screen that changes. Pure. @param after the state after the event
 */
export function renderAsLines(
  event: WatchEvent,
  after: WatchState,
  width: number,
  theme: ScreenTheme,
): readonly string[] {
  const said = (sentences: readonly string[]): readonly string[] =>
    sentences.flatMap((sentence) => wrap(escapeControls(sentence), width));
  switch (event.type) {
    case 'saved':
      return event.file === undefined ? [] : said(['', `${changeSentence(event.file)}.`]);
    case 'run':
      return runLines(event, after, width, theme);
    case 'run-stopped':
      return said([event.reason]);
    case 'text':
      // Code is left as it is, because people copy it.
      return ['', ...event.text.document(width).map((line) => line.trimEnd()), '', ...said([textKeys(after)])];
    case 'question':
      return ['', ...said([...event.question.sentences, answersOf(event.question)])];
    case 'notice':
      return said(event.sentences);
    case 'server-status':
      return said([`Your server: ${event.status}`]);
    case 'server-line':
      return foldStyled(event.line, width - 9).map((line) => `${theme.chalk.dim(`server ${theme.marks.bar}`)} ${line}`);
    case 'coach':
      return coachLines(event.event, { theme, width, describe: theme.describe });
    case 'live-reload':
      return said([
        event.on
          ? 'Your page loads again when you save a template, or a script or style of it.'
          : 'Your page does not load again by itself from now on.',
      ]);
    case 'saving':
    case 'line-asked':
    case 'page-address':
    case 'steps':
    case 'text-replaced':
    case 'text-closed':
    case 'key':
    case 'tick':
      return [];
  }
}

function runLines(
  { event }: Extract<WatchEvent, { type: 'run' }>,
  after: WatchState,
  width: number,
  theme: ScreenTheme,
): readonly string[] {
  if (event.type === 'run-started') return ['', ...wrap(`Checking ${event.target}.`, width)];
  if (event.type === 'checks-repeated')
    return wrap(
      event.pageEnded
        ? 'The process in which the page ran ended by itself: what it showed is checked once more.'
        : 'The machine is busy: what depends on time is checked once more.',
      width,
    );
  if (event.type !== 'run-finished') return [];
  return [
    ...checkLines(after, width, theme, 'whole').flatMap((line) => foldStyled(line, width)),
    '',
    statusLine(after, width, theme),
    ...wrap(`Keys, each followed by Enter: ${keyList()}`, width),
  ];
}

/** All keys in one sentence. */
function keyList(): string {
  return [...KEYS, ...LAST_KEYS].map(({ key, brief }) => `${key} ${brief}`).join(', ');
}

function answersOf({ answers, otherwise }: Question): string {
  return `${answers.map(({ key, label }) => `${key}: ${label}`).join(', ')}, Enter: ${otherwise}.`;
}

function textKeys({ text }: WatchState): string {
  if (text?.after !== undefined) return 'Enter goes on.';
  if (text?.kind === 'solution') return 'a and Enter applies it.';
  if (text?.kind === 'hint') return 'h and Enter gives the next hint.';
  if (text?.kind === 'last-hint') return 's and Enter shows the solution.';
  return text?.kind === 'page' ? 'p and Enter gives the next page.' : '';
}
