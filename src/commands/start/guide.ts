import { pageMarkdown } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { Asker, Choice } from '../shared/output/ask.ts';
import { EmbeddedServer } from '../shared/serve/embedded-server.ts';
import { applySolution } from '../use-cases/change-folder.ts';
import type { CommonOptions } from '../shared/options.ts';
import { reportChange } from '../shared/output/change-report.ts';
import { printProblem } from '../shared/output/output.ts';
import type { Output } from '../shared/output/output.ts';
import { reopened, stepOf } from '../shared/folder/session.ts';
import type { StartedSession } from '../shared/folder/session.ts';
import { checkStep } from '../check/check.ts';
import { showHint } from '../hint/hint.ts';
import { showLesson } from '../lesson/lesson.ts';
import { stepLines } from '../list/list.ts';
import { decideSkip, goOn } from '../next/next.ts';
import { followingStep, isPassed } from '../use-cases/step-state.ts';
import { offerQuiz, QUIZ_AFTER } from '../quiz/quiz.ts';
import { showSolution } from '../solution/solution.ts';

type Action = 'check' | 'hint' | 'solution' | 'apply' | 'open' | 'lesson' | 'pages' | 'next' | 'leave';

/** Leads through the steps by a menu until the learner leaves. The server that it opens pages of ends with it. */
export async function guide(
  begun: StartedSession,
  asker: Asker,
  options: CommonOptions,
  output: Output,
  { isNew }: { readonly isNew: boolean },
): Promise<number> {
  const { context } = begun;
  const server = new EmbeddedServer(begun, output);
  let session = begun;
  let shown: string | undefined;
  try {
    if (isNew)
      await readPages(session, asker, output, {
        only: ['introduction', 'concepts'],
        last: 'Begin with the first step',
      });
    else output.lines('', ...stepLines(session, output));
    for (;;) {
      const step = stepOf(session, undefined, 'first');
      if (!step.ok) return printProblem(context, step.problem);
      if (shown !== step.value.id) {
        output.lines('');
        await showLesson(session, step.value, output);
        shown = step.value.id;
      }
      server.flush();
      output.lines('');
      const action = await asker.select(
        `${step.value.id} ${output.marks.dot} ${step.value.title}`,
        menu(session, step.value),
        isPassed(session, step.value) ? 'next' : 'check',
      );
      if (action === 'leave') break;
      // Another terminal may have changed the progress while the menu waited.
      session = reopened(session, output);
      session = await act(action, session, step.value, { asker, options, output, server });
      if (context.signal.aborted) return EXIT.interrupted;
    }
    output.say('Everything is kept. To go on:');
    output.next('start', 'in this folder, or with its name');
    return EXIT.passed;
  } finally {
    await server.stop();
  }
}

function menu(session: StartedSession, step: Step): readonly Choice<Action>[] {
  const isLast = followingStep(session.course, step) === undefined;
  return [
    { name: 'Check', value: 'check', description: 'Run the checkpoint of this step.' },
    { name: 'Hint', value: 'hint', description: 'The next hint, chosen by what failed last.' },
    { name: 'Show what changes', value: 'solution', description: 'The solution as a diff against your files.' },
    { name: 'Apply the solution', value: 'apply', description: 'Write it into your files, after a snapshot.' },
    { name: 'Open the page', value: 'open', description: 'Run your server and open the browser.' },
    { name: 'Lesson', value: 'lesson', description: 'Print the text of this step again.' },
    { name: 'Pages of the chapter', value: 'pages', description: 'Introduction, concepts, pitfalls, summary.' },
    ...(isLast ? [] : [{ name: 'Next step', value: 'next' as const }]),
    { name: 'Leave', value: 'leave', description: 'Everything is kept.' },
  ];
}

interface Desk {
  readonly asker: Asker;
  readonly options: CommonOptions;
  readonly output: Output;
  readonly server: EmbeddedServer;
}

/** One choice of the menu. @returns the session with what it changed. */
async function act(
  action: Exclude<Action, 'leave'>,
  session: StartedSession,
  step: Step,
  { asker, options, output, server }: Desk,
): Promise<StartedSession> {
  switch (action) {
    case 'check': {
      const checked = await checkStep(session, step, { ...options, reporter: 'pretty' }, output);
      if (!checked.ok) printProblem(session.context, checked.problem);
      return reopened(session, output);
    }
    case 'hint': {
      const after = await showHint(session, step, output);
      return { ...session, workspace: after.workspace ?? session.workspace };
    }
    case 'solution':
      await showSolution(session, step, output);
      return session;
    case 'apply': {
      const report = applySolution(session, step);
      if (report.ok) reportChange(output, report.value);
      else printProblem(session.context, report.problem);
      return report.ok ? { ...session, workspace: report.value.workspace } : session;
    }
    case 'open':
      await server.open();
      return session;
    case 'lesson':
      await showLesson(session, step, output);
      return session;
    case 'pages':
      await readPages(session, asker, output, { last: 'Back' });
      return session;
    case 'next':
      return goNext(session, step, asker, options, output);
  }
}

async function goNext(
  session: StartedSession,
  step: Step,
  asker: Asker,
  options: CommonOptions,
  output: Output,
): Promise<StartedSession> {
  const next = followingStep(session.course, step);
  if (next === undefined) return session;
  const decision = isPassed(session, step) ? undefined : await decideSkip(session, step, next, options, output);
  if (decision === 'stay') return session;
  const moved = goOn(session, next, decision, output);
  return typeof moved === 'number' ? session : moved;
}

interface Reading {
  /** Ids of the pages that are offered; undefined: all. */
  readonly only?: readonly string[];
  /** What the entry that ends it is called. */
  readonly last: string;
}

/** Offers the pages one after the other; Enter alone reads through them in their order. */
async function readPages(
  session: StartedSession,
  asker: Asker,
  output: Output,
  { only, last }: Reading,
): Promise<void> {
  const pages = session.course.pages.filter((page) => only === undefined || only.includes(page.id));
  let following = pages[0];
  for (;;) {
    const page = await asker.select(
      'To read',
      [...pages.map((value) => ({ name: value.title, value })), { name: last, value: undefined }],
      following,
    );
    if (page === undefined) return;
    await output.markdown(`# ${page.title}\n\n${pageMarkdown(page, session.backend)}`);
    const moment = QUIZ_AFTER[page.id];
    if (moment !== undefined) await offerQuiz(session, asker, output, moment);
    output.lines('');
    following = pages[pages.indexOf(page) + 1];
  }
}
