import { findLesson, lessonMarkdown } from '../../course/index.ts';
import type { LessonTarget } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { CommandContext } from '../context.ts';
import type { CommonOptions } from '../options.ts';
import { createVoice, printProblem } from '../say.ts';
import type { Voice } from '../say.ts';
import { lessonOverlay, openSession, stepOf } from '../session.ts';
import type { Session } from '../session.ts';

export async function lesson(
  context: CommandContext,
  words: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const voice = createVoice(context, options);
  const session = openSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  const target = findTarget(session.value, words);
  if (!target.ok) return printProblem(context, target.problem);
  if (target.value.kind === 'page') await voice.markdown(`# ${target.value.page.title}\n\n${target.value.page.text}`);
  else {
    await showLesson(session.value, target.value.step, voice);
    voice.lines('');
    const named = session.value.workspace?.progress.current === target.value.step.id ? '' : ` ${target.value.step.id}`;
    voice.next(`check${named}`, 'when you think that it works');
    voice.next(`hint${named}`, 'when you are stuck');
  }
  return EXIT.passed;
}

/** Title, goal and text of a step. */
export async function showLesson(session: Session, step: Step, voice: Voice): Promise<void> {
  const text = await lessonMarkdown(session.course, step, lessonOverlay(session.backend));
  await voice.markdown(`# ${step.id} ${voice.marks.dot} ${step.title}\n\n**Goal:** ${step.goal}\n\n${text}`);
}

function findTarget(session: Session, words: string | undefined): ReturnType<typeof findLesson> {
  if (words !== undefined) return findLesson(session.course, words);
  const step = stepOf(session, undefined, 'first');
  if (!step.ok) return step;
  const target: LessonTarget = { kind: 'step', step: step.value };
  return { ok: true, value: target };
}
