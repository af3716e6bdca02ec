import { faultLine } from '../../course/index.ts';
import type { Quiz, QuizQuestion } from '../../model/quiz.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import { saveProgress } from '../../workspace/index.ts';
import { createAsker } from '../common/output/ask.ts';
import type { Asker } from '../common/output/ask.ts';
import { canAsk } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { isLab } from '../common/chapter.ts';
import { openSession, reopened } from '../common/folder/session.ts';
import type { FolderSession, Invocation } from '../common/folder/session.ts';
import { isPassed, lastStep } from '../use-cases/step-state.ts';

export interface QuizOptions extends CommonOptions {
  readonly all?: boolean;
}

/** Asks on a terminal; elsewhere it prints the situations with their answers. */
export async function quiz(context: CommandContext, options: QuizOptions): Promise<number> {
  const output = createOutput(context, options);
  const session = await openSession(context, options, output);
  if (!session.ok) return printProblem(context, session.problem, options);
  const quiz = await chapterQuiz(session.value);
  if (quiz === undefined)
    return printProblem(
      context,
      wrongUsage('This chapter has no quiz.', `htmx-realtime-tutor list shows what it has.`).problem,
      options,
    );
  if (!canAsk(context)) {
    await output.markdown(written(quiz));
    return EXIT.passed;
  }
  if (session.value.workspace === undefined)
    output.note('The tutor did not start this folder, so it cannot remember the answers.');
  const open = openQuestions(quiz, session.value);
  const asked = options.all === true || open.length === 0 ? quiz.questions : open;
  if (open.length === 0 && options.all !== true)
    output.say('You have answered every situation right. Here they are once more.');
  await askAll(session.value, { quiz, asked, asker: await createAsker(context) }, output);
  return EXIT.passed;
}

/**
 * After a page after which the quiz is offered, asks whether to start it; Enter alone skips it. Nothing is asked after any other
 * page, or when no question is open.
 */
export async function offerQuiz({ session, output }: Invocation, asker: Asker, page: string): Promise<void> {
  const quiz = await chapterQuiz(session);
  const offered = quiz?.offered[page];
  if (quiz === undefined || offered === undefined) return;
  const now =
    session.workspace === undefined ? session : reopened({ ...session, workspace: session.workspace }, output);
  const open = openQuestions(quiz, now);
  if (open.length === 0) return;
  const missed = open.filter(({ id }) => now.workspace?.progress.quiz?.[id] === 'missed');
  output.lines('');
  output.say(
    offered === 'missed' && missed.length > 0
      ? `${quiz.title} ${countOf(missed.length)} that you missed last time ${missed.length === 1 ? 'comes' : 'come'} back here.`
      : `${quiz.title} There is a short quiz of ${countOf(open.length)}.`,
  );
  const asked = offered === 'missed' && missed.length > 0 ? missed : open;
  if (await asker.confirm('Start it now? Enter skips it.', { initial: false }))
    await askAll(now, { quiz, asked, asker }, output);
  else output.next('quiz', 'at any time');
}

/** The questions that have not been answered, or not right. */
export function openQuestions({ questions }: Quiz, { workspace }: FolderSession): readonly QuizQuestion[] {
  return questions.filter(({ id }) => workspace?.progress.quiz?.[id] !== 'right');
}

/** The quiz of the chapter as shipped; an error in it is a bug of the tutor. Undefined: the chapter has none. */
export async function chapterQuiz({ chapter }: Pick<FolderSession, 'chapter'>): Promise<Quiz | undefined> {
  // The labs have none.
  if (isLab(chapter)) return undefined;
  const { loadQuiz } = await import('../../course/quiz.ts');
  const loaded = loadQuiz(chapter.courseFolder);
  if (!loaded.ok) throw new Error(`the quiz cannot be read\n${loaded.problem.map(faultLine).join('\n')}`);
  return loaded.value;
}

interface Asking {
  readonly quiz: Quiz;
  readonly asked: readonly QuizQuestion[];
  readonly asker: Asker;
}

async function askAll(begun: FolderSession, { quiz, asked, asker }: Asking, output: Output): Promise<void> {
  let session = begun;
  const missed: QuizQuestion[] = [];
  for (const [index, question] of asked.entries()) {
    const place = `${index + 1} of ${asked.length} ${output.marks.dot} ${question.title}`;
    output.lines('', output.chalk.bold(place));
    await output.markdown(question.situation);
    output.lines('');
    const answer = await asker.select<string | undefined>(quiz.question, [
      ...quiz.answers.map(({ id, name }) => ({ name, value: id })),
      { name: 'Leave', value: undefined, description: 'Your answers are kept; the rest stays open.', leaves: true },
    ]);
    if (answer === undefined) return;
    const isRight = answer === question.answer;
    if (!isRight) missed.push(question);
    output.lines('');
    await output.markdown(explained(quiz, question, isRight ? 'Yes, ' : 'Better here: '));
    session = remember(session, question, isRight, output);
  }
  output.lines('');
  output.say(`${asked.length - missed.length} of ${asked.length} right.`);
  if (missed.length === 0) return;
  const isKept = session.workspace !== undefined;
  output.say(isKept ? stillOpen(missed.length, session) : 'Those that you missed are worth a second look.');
  output.next('quiz', isKept ? 'to try these again now' : 'once more');
  if (quiz.review !== undefined) output.next(`lesson ${quiz.review.page}`, quiz.review.purpose);
}

/** What becomes of the missed ones: the end of the chapter asks them again, until it has been reached. */
function stillOpen(count: number, session: FolderSession): string {
  if (isPassed(session, lastStep(session.course))) return `${countOf(count)} ${count === 1 ? 'stays' : 'stay'} open.`;
  return `${countOf(count)} will come back at the end of the chapter.`;
}

/** Saved after each answer, so that leaving loses none. */
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

/** The reasons for the answer that fits, after `lead`, then those for and against the other ones. */
function explained({ answers }: Quiz, { answer, about }: QuizQuestion, lead: string): string {
  const nameOf = new Map(answers.map(({ id, inSentence }) => [id, inSentence]));
  const others = answers.filter(({ id }) => id !== answer);
  return [
    `**${lead}${nameOf.get(answer) ?? answer}.** ${about[answer] ?? ''}`,
    ...others.map(({ id, inSentence }) => `**And ${inSentence}?** ${about[id] ?? ''}`),
  ].join('\n\n');
}

/** The whole quiz as text, for a pipe. */
function written(quiz: Quiz): string {
  const parts = quiz.questions.map((question, index) =>
    [`## ${index + 1}. ${question.title}`, question.situation, explained(quiz, question, 'Better: ')].join('\n\n'),
  );
  return [`# ${quiz.title}`, ...parts].join('\n\n');
}

function countOf(count: number): string {
  return count === 1 ? 'One situation' : `${count} situations`;
}
