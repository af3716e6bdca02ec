import type { Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import type { Question, StepView } from '../../terminal/watch/index.ts';
import { lastUndoable, listSnapshots } from '../../workspace/index.ts';
import type { Snapshot } from '../../workspace/index.ts';
import { advance, applySolution, ownFilesAt } from '../use-cases/change-folder.ts';
import type { ChangeReport, Skipping } from '../use-cases/change-folder.ts';
import { typedIn } from '../common/output/output.ts';
import { createRecorder } from '../common/output/recorder.ts';
import { reportChange, shortened } from '../common/output/change-report.ts';
import { listed } from '../common/output/output.ts';
import type { StartedSession } from '../common/folder/session.ts';
import { brokenStep, isPassed, stateOf } from '../use-cases/step-state.ts';
import { undoAndReport } from '../undo/undo.ts';

/** The session after a move, and what to say about it. */
export interface Moved {
  readonly session: StartedSession;
  readonly sentences: readonly string[];
  /** Files that it wrote or removed. */
  readonly files: readonly string[];
}

/** The steps as the screen shows them. */
export function stepViews(session: StartedSession): readonly StepView[] {
  return session.course.steps.map((step) => {
    const { id, title, proves } = step;
    return { id, title, proves, passed: stateOf(session, step) === 'passed' };
  });
}

export function goToNextStep(
  session: StartedSession,
  next: Step,
  skipping: Skipping | undefined,
  terminal: TerminalOptions,
): Result<Moved> {
  return moved(session, advance(session, next, skipping), `You are at ${next.id} now.`, terminal);
}

export function applyIt(session: StartedSession, step: Step, terminal: TerminalOptions): Result<Moved> {
  const report = applySolution(session, step);
  const isSame = report.ok && report.value.written.length === 0;
  const sentence = isSame
    ? 'Your files are already as the solution has them.'
    : `The solution of ${step.id} is written.`;
  return moved(session, report, sentence, terminal);
}

function moved(
  session: StartedSession,
  report: Result<ChangeReport>,
  sentence: string,
  terminal: TerminalOptions,
): Result<Moved> {
  if (!report.ok) return report;
  const { output, sentences } = createRecorder(terminal, typedIn(session));
  output.say(sentence);
  reportChange(output, report.value, session.surface);
  const { workspace, written, removed } = report.value;
  return {
    ok: true,
    value: { session: { ...session, workspace }, sentences: sentences(), files: [...written, ...removed] },
  };
}

export function undoIt(session: StartedSession, terminal: TerminalOptions): Result<Moved> {
  const { output, sentences } = createRecorder(terminal, typedIn(session));
  const files = lastChange(session)?.entries.map(({ file }) => file) ?? [];
  const undone = undoAndReport(session, undefined, output);
  return undone.ok ? { ok: true, value: { session: undone.value, sentences: sentences(), files } } : undone;
}

/** Once the step has passed, the solution gives nothing away. */
export function solutionQuestion(step: Step): Question {
  return {
    sentences: [`The solution of ${step.id} gives the whole answer away; h gives a hint instead. Show it?`],
    answers: [{ key: 'y', label: 'show it', effect: { type: 'solution' } }],
    otherwise: 'not yet',
  };
}

/** As for the solution. */
export function diffQuestion(step: Step): Question {
  return {
    sentences: [`This compares your files with the solution of ${step.id}, so it gives the answer away. Show it?`],
    answers: [{ key: 'y', label: 'show it', effect: { type: 'diff' } }],
    otherwise: 'not yet',
  };
}

export function skipQuestion(session: StartedSession, current: Step, next: Step): Question {
  const own = ownFilesAt(session, next);
  const replaced = own.length === 0 ? '' : ` The solution replaces your ${listed(own)}; u brings it back.`;
  const broken = brokenStep(session);
  const why =
    broken === undefined || !isPassed(session, current)
      ? `The checkpoint of ${current.id} has not passed yet.`
      : `${broken.id} no longer passes.`;
  return {
    sentences: [`${why} Go on to ${next.id} anyway?${replaced}`],
    answers: [
      { key: 's', label: "with the tutor's solution", effect: { type: 'next', skipping: 'solution' } },
      { key: 'k', label: 'with my files as they are', effect: { type: 'next', skipping: 'keep' } },
    ],
    otherwise: 'stay',
  };
}

/** Undefined: there is nothing to undo. */
export function undoQuestion(session: StartedSession): Question | undefined {
  const last = lastChange(session);
  if (last === undefined) return undefined;
  const files = shortened(last.entries.map(({ file }) => file));
  return {
    sentences: [`Undo change ${last.number}, ${last.reason}${files.length === 0 ? '' : ` (${listed(files)})`}?`],
    answers: [{ key: 'y', label: 'undo it', effect: { type: 'undo' } }],
    otherwise: 'leave it',
  };
}

/** The change that an undo takes back. */
function lastChange({ folder }: StartedSession): Snapshot | undefined {
  return lastUndoable(listSnapshots(folder));
}
