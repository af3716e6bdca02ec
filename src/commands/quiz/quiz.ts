import { faultLine, loadQuiz } from '../../course/index.ts';
import { QUIZ_ANSWERS } from '../../model/quiz.ts';
import type { QuizAnswer, QuizQuestion } from '../../model/quiz.ts';
import { EXIT } from '../../model/result.ts';
import { saveProgress } from '../../workspace/index.ts';
import { createAsker } from '../shared/output/ask.ts';
import type { Asker } from '../shared/output/ask.ts';
import { canAsk } from '../shared/context.ts';
import type { CommandContext } from '../shared/context.ts';
import type { CommonOptions } from '../shared/options.ts';
import { createOutput, printProblem } from '../shared/output/output.ts';
import type { Output } from '../shared/output/output.ts';
import { openSession, reopened } from '../shared/folder/session.ts';
import type { FolderSession } from '../shared/folder/session.ts';

export interface QuizOptions extends CommonOptions {
  readonly all?: boolean;
}

/** Asks on a terminal; elsewhere it prints the situations with their answers. */
export async function quiz(context: CommandContext, options: QuizOptions): Promise<number> {
  const output = createOutput(context, options);
  const session = openSession(context, options, output);
  if (!session.ok) return printProblem(context, session.problem);
  const questions = shippedQuiz();
  if (!canAsk(context)) {
    await output.markdown(written(questions));
    return EXIT.passed;
  }
  if (session.value.workspace === undefined)
    output.note('The tutor did not start this folder, so it cannot remember the answers.');
  const open = openQuestions(questions, session.value);
  const asked = options.all === true || open.length === 0 ? questions : open;
  if (open.length === 0 && options.all !== true)
    output.say('Every situation was answered as the chapter sees it. Here they are once more.');
  await askAll(session.value, asked, await createAsker(context), output);
  return EXIT.passed;
}

/** At which place of the chapter the quiz is offered. */
export type QuizMoment = 'concepts' | 'end';

/** Which pages are these places. */
export const QUIZ_AFTER: Readonly<Record<string, QuizMoment>> = { concepts: 'concepts', summary: 'end' };

/** Asks whether the quiz may begin; Enter alone goes on without it. Nothing is asked when nothing is open. */
export async function offerQuiz(
  session: FolderSession,
  asker: Asker,
  output: Output,
  moment: QuizMoment,
): Promise<void> {
  const now =
    session.workspace === undefined ? session : reopened({ ...session, workspace: session.workspace }, output);
  const open = openQuestions(shippedQuiz(), now);
  if (open.length === 0) return;
  const missed = open.filter(({ id }) => now.workspace?.progress.quiz?.[id] === 'missed');
  output.lines('');
  output.say(
    moment === 'end' && missed.length > 0
      ? `WebSocket or server-sent events? ${countOf(missed.length)} answered otherwise last time ${missed.length === 1 ? 'comes' : 'come'} back here.`
      : `WebSocket or server-sent events? There is a short quiz of ${countOf(open.length)}.`,
  );
  const asked = moment === 'end' && missed.length > 0 ? missed : open;
  if (await asker.confirm('Choose now? Enter goes on without it.', { initial: false }))
    await askAll(now, asked, asker, output);
  else output.next('quiz', 'at any time');
}

/** The questions that have not been answered, or not as the chapter sees it. */
export function openQuestions(
  questions: readonly QuizQuestion[],
  { workspace }: FolderSession,
): readonly QuizQuestion[] {
  return questions.filter(({ id }) => workspace?.progress.quiz?.[id] !== 'right');
}

/** The quiz as it is shipped; a fault in it is the tutor's own. */
export function shippedQuiz(): readonly QuizQuestion[] {
  const loaded = loadQuiz();
  if (!loaded.ok) throw new Error(`the quiz cannot be read\n${loaded.problem.map(faultLine).join('\n')}`);
  return loaded.value;
}

async function askAll(
  begun: FolderSession,
  questions: readonly QuizQuestion[],
  asker: Asker,
  output: Output,
): Promise<void> {
  let session = begun;
  const missed: QuizQuestion[] = [];
  for (const [index, question] of questions.entries()) {
    const place = `${index + 1} of ${questions.length} ${output.marks.dot} ${question.title}`;
    output.lines('', output.chalk.bold(place));
    await output.markdown(question.situation);
    output.lines('');
    const answer = await asker.select<QuizAnswer | 'leave'>('What fits better?', [
      { name: QUIZ_ANSWERS.websocket, value: 'websocket' },
      { name: QUIZ_ANSWERS.sse, value: 'sse' },
      { name: 'Leave', value: 'leave', description: 'What was answered is kept; the rest stays open.' },
    ]);
    if (answer === 'leave') return;
    const isRight = answer === question.answer;
    if (!isRight) missed.push(question);
    output.lines('');
    await output.markdown(explained(question, isRight));
    session = remember(session, question, isRight, output);
  }
  output.lines('');
  output.say(`${questions.length - missed.length} of ${questions.length} as the chapter sees it.`);
  if (missed.length === 0) return;
  const isKept = session.workspace !== undefined;
  output.say(
    isKept
      ? `${countOf(missed.length)} will come back at the end of the chapter.`
      : 'A second look is worth it where it was otherwise.',
  );
  output.next('quiz', isKept ? 'to have them back now' : 'once more');
  output.next('lesson concepts', 'the two side by side');
}

/** Written down after each answer, so that leaving loses none. */
function remember(session: FolderSession, { id }: QuizQuestion, isRight: boolean, output: Output): FolderSession {
  if (session.workspace === undefined) return session;
  // A watch in another terminal may have written its own while the question waited.
  const { workspace } = reopened({ ...session, workspace: session.workspace }, output);
  const { progress } = workspace;
  const saved = saveProgress(workspace, {
    ...progress,
    quiz: { ...progress.quiz, [id]: isRight ? 'right' : 'missed' },
  });
  if (!saved.ok) output.warn(saved.problem.message);
  return saved.ok ? { ...session, workspace: saved.value } : session;
}

function explained({ answer, about }: QuizQuestion, isRight: boolean): string {
  const other = otherThan(answer);
  return [
    isRight
      ? `**Yes, ${inSentence(answer)}.** ${about[answer]}`
      : `**Better here: ${inSentence(answer)}.** ${about[answer]}`,
    `**And ${inSentence(other)}?** ${about[other]}`,
  ].join('\n\n');
}

/** All of it to read, for a pipe. */
function written(questions: readonly QuizQuestion[]): string {
  const parts = questions.map((question, index) => {
    const { title, situation, answer, about } = question;
    const other = otherThan(answer);
    return [
      `## ${index + 1}. ${title}`,
      situation,
      `**Better: ${inSentence(answer)}.** ${about[answer]}`,
      `**And ${inSentence(other)}?** ${about[other]}`,
    ].join('\n\n');
  });
  return ['# WebSocket or server-sent events?', ...parts].join('\n\n');
}

function otherThan(answer: QuizAnswer): QuizAnswer {
  return answer === 'websocket' ? 'sse' : 'websocket';
}

function inSentence(answer: QuizAnswer): string {
  return answer === 'sse' ? 'server-sent events' : QUIZ_ANSWERS[answer];
}

function countOf(count: number): string {
  return count === 1 ? 'One situation' : `${count} situations`;
}
