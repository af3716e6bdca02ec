import { stepsUpTo } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Page, Step } from '../../model/step.ts';
import { saveProgress } from '../../workspace/index.ts';
import { createAsker } from '../common/output/ask.ts';
import type { Asker, Choice } from '../common/output/ask.ts';
import type { ReadOptions } from '../common/output/reading.ts';
import { printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import type { FolderSession, Invocation, StartedSession } from '../common/folder/session.ts';
import type { ListedLab } from './labs.ts';
import { checkStep } from '../check/check.ts';
import { readLesson } from '../lesson/lesson.ts';
import { decideSkip, goOn } from '../next/next.ts';
import { currentStep, isPassed, stateOf } from '../use-cases/step-state.ts';
import { revealSolution } from '../solution/solution.ts';
import { exitCodeOf } from '../use-cases/exit-code.ts';

type Picked =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'lab'; readonly lab: Step }
  | { readonly kind: 'leave' };

type Action = 'lesson' | 'check' | 'solution' | 'go' | 'back';

/** A step or page, the current step first, then what to do with it. @returns the exit code of what was done. */
export async function chooseFromList(
  call: Invocation<FolderSession, ReadOptions>,
  labs: readonly ListedLab[],
): Promise<number> {
  const { session, output } = call;
  const asker = await createAsker(session.context);
  for (;;) {
    const choices = entries(session, labs, output);
    const current = choices.find(({ value }) => value.kind === 'step' && value.step === currentStep(session));
    const picked = await asker.select<Picked>('Step or page (q leaves)', choices, current?.value);
    if (picked.kind === 'leave') return EXIT.passed;
    if (picked.kind === 'lab') {
      const { id } = picked.lab;
      output.next(`start ${id}`, 'begins it in a folder of its own, or goes on there');
      output.next(`lesson ${id}`, 'its text');
      return EXIT.passed;
    }
    if (picked.kind === 'page') return readLesson(call, picked);
    const { step } = picked;
    const action = await asker.select<Action>(`${step.id} ${output.marks.dot} ${step.title}`, actions(session, step));
    switch (action) {
      case 'lesson':
        return readLesson(call, picked);
      case 'check': {
        const checked = await checkStep(call, step, 'pretty');
        if (!checked.ok) return printProblem(session.context, checked.problem, call.options);
        return exitCodeOf(checked.value);
      }
      case 'solution':
        return revealSolution(call, step);
      case 'go':
        return goThere(call, step, asker);
      case 'back':
        output.lines('');
    }
  }
}

function entries(session: FolderSession, labs: readonly ListedLab[], { marks }: Output): readonly Choice<Picked>[] {
  const { steps, pages } = session.course;
  const others = labs.filter(({ step }) => !steps.some(({ id }) => id === step.id));
  const width = Math.max(...[...steps, ...others.map(({ step }) => step), ...pages].map(({ id }) => id.length));
  const signs = { passed: marks.pass, current: marks.current, open: marks.open };
  return [
    ...steps.map((step) => ({
      // The name comes first: typing its first letters goes to it.
      name: `${step.id.padEnd(width)}  ${signs[stateOf(session, step)]} ${step.title}`,
      value: { kind: 'step' as const, step },
      description: step.goal,
    })),
    ...others.map(({ step, state }) => ({
      name: `${step.id.padEnd(width)}  ${signs[state]} ${step.title}`,
      value: { kind: 'lab' as const, lab: step },
      description: `A lab. ${step.goal}`,
    })),
    ...pages.map((page) => ({
      name: `${page.id.padEnd(width)}    ${page.title}`,
      value: { kind: 'page' as const, page },
      description: 'A page to read.',
    })),
    { name: 'leave', value: { kind: 'leave' as const }, description: 'Nothing is changed.', leaves: true },
  ];
}

function actions(session: FolderSession, step: Step): readonly Choice<Action>[] {
  const canGo = session.workspace !== undefined && session.workspace.progress.current !== step.id;
  return [
    { name: 'Read the lesson', value: 'lesson' },
    { name: 'Check it', value: 'check', description: 'Run its checkpoint and those before it.' },
    { name: 'See the solution', value: 'solution', description: 'What it changes in your files, and why.' },
    ...(canGo ? [{ name: 'Go there', value: 'go' as const, description: 'It becomes the current step.' }] : []),
    { name: 'Back to the list', value: 'back', leaves: true },
  ];
}

/** An earlier step leaves all files alone; a later one gets the files that it starts with, as with `next`. */
async function goThere(
  { session, options, output }: Invocation<FolderSession, ReadOptions>,
  step: Step,
  asker: Asker,
): Promise<number> {
  const { workspace, course } = session;
  if (workspace === undefined) throw new Error('a move in a folder that has no progress');
  const own: Invocation<StartedSession, ReadOptions> = { session: { ...session, workspace }, options, output };
  const before = stepsUpTo(course, step.id).slice(0, -1);
  if (!before.some(({ id }) => id === workspace.progress.current)) {
    const saved = saveProgress(workspace, { ...workspace.progress, current: step.id });
    if (!saved.ok) return printProblem(session.context, saved.problem, options);
    output.say(`You are at ${step.id} (${step.title}) now. Your files are unchanged.`);
    output.next('lesson', 'its text');
    output.next('reset', 'go back to its start, after a snapshot of your files');
    return EXIT.passed;
  }
  const open = before.findLast((each) => !isPassed(session, each));
  const decision = open === undefined ? undefined : await decideSkip(own, open, step);
  if (decision === 'stay') return EXIT.passed;
  const moved = goOn(own, step, decision === 'passed' ? undefined : decision);
  if (typeof moved === 'number') return moved;
  if (!(await asker.confirm('Read its lesson now?', { initial: true }))) {
    output.next('lesson', 'at any time');
    return EXIT.passed;
  }
  return readLesson({ ...own, session: moved }, { kind: 'step', step });
}
