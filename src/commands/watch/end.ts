import { pageMarkdown } from '../../course/index.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { memoizeByWidth } from '../../terminal/watch/index.ts';
import type { TextView } from '../../terminal/watch/index.ts';
import { createRecorder } from '../common/output/recorder.ts';
import { typedIn } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { provedBy } from '../common/proved-by.ts';
import { isLab } from '../common/chapter.ts';
import { readerOf } from '../common/folder/session.ts';
import type { StartedSession } from '../common/folder/session.ts';
import { openQuestions, chapterQuiz } from '../quiz/quiz.ts';

/** The end of the chapter: what was built, the time it took, what each step proved, where to go from here. */
export async function endText(session: StartedSession, terminal: TerminalOptions): Promise<TextView> {
  const recorder = createRecorder(terminal, typedIn(session));
  await showEnd(session, recorder.output);
  return {
    kind: 'end',
    title: isLab(session.chapter) ? 'The end of the lab' : 'The end of the chapter',
    document: memoizeByWidth(recorder.document()),
  };
}

/** Prints what `endText` shows. */
export async function showEnd(session: StartedSession, output: Output): Promise<void> {
  const { course, workspace, folder } = session;
  const { passed, startedAt } = workspace.progress;
  const times = Object.values(passed).map(({ at }) => Date.parse(at));
  const last = Math.max(...times, Date.parse(startedAt));
  const missing = course.steps.filter((step) => passed[step.id] === undefined);
  const { checkTitles } = await session.chapter.loadWording();
  const quiz = await chapterQuiz(session);
  const page = course.pages.find(({ id }) => id === course.outlook);
  const parts = [
    `# ${course.title}`,
    `${course.built === undefined ? '' : `${course.built} `}It is in \`${folder}\` and works without the tutor.`,
    `${isLab(session.chapter) ? 'It' : 'From the first step to the last it'} took **${spanText(last - Date.parse(startedAt))}**.`,
    ...(missing.length === 0 ? [] : [`Not passed yet: ${missing.map(({ id }) => id).join(', ')}.`]),
    isLab(session.chapter) ? '## What it proved' : '## What each step proved',
    course.steps
      .filter((step) => passed[step.id] !== undefined)
      .map((step) => `- **${step.id}, ${step.title}.** ${provedBy(step, passed[step.id]?.only, checkTitles)}`)
      .join('\n'),
    ...(quiz === undefined || openQuestions(quiz, session).length === 0
      ? []
      : [
          `## ${quiz.title}`,
          '`htmx-realtime-tutor quiz` asks what you have not tried yet, and again what you missed.',
        ]),
    ...(page === undefined
      ? []
      : [`## ${page.title}`, pageMarkdown(page, readerOf(session)).replaceAll(/^#/gmu, '##')]),
  ];
  await output.markdown(parts.join('\n\n'));
}

/** `48 seconds`, `25 minutes`, `3 hours and 5 minutes`, `2 days`. */
export function spanText(milliseconds: number): string {
  const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'}`;
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return count(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return count(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return count(Math.round(hours / 24), 'day');
  return minutes % 60 === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} and ${count(minutes % 60, 'minute')}`;
}
