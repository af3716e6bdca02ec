import type { Step } from '../../model/step.ts';
import { openWorkspace } from '../../workspace/index.ts';
import type { Chapter } from '../common/chapter.ts';
import type { CommandContext } from '../common/context.ts';
import type { Output } from '../common/output/output.ts';
import { chapterCourse, newProgress } from '../common/folder/session.ts';
import { labFolders } from '../common/folder/unit.ts';
import { firstStep, stateOf } from '../use-cases/step-state.ts';

/** A lab, and how far the folder near by is that was started for it. */
export interface ListedLab {
  readonly step: Step;
  readonly state: ReturnType<typeof stateOf>;
  /** Ids of the checks that passed, where others of the lab were skipped; absent: all did, or it has not passed. */
  readonly only?: readonly string[] | undefined;
}

/** The labs in the order in which they are taught. */
export function labsOf(context: CommandContext): Promise<readonly ListedLab[]> {
  const folderOf = labFolders(context);
  return Promise.all((context.chapter.labs ?? []).map((lab) => listedLab(lab, folderOf(lab))));
}

async function listedLab(lab: Chapter, folder: string | undefined): Promise<ListedLab> {
  const course = await chapterCourse({ chapter: lab });
  const step = firstStep(course);
  if (folder === undefined) return { step, state: 'open' };
  const fallback = (): ReturnType<typeof newProgress> => newProgress(lab, course, { kind: 'node' });
  const opened = openWorkspace(folder, { fallback, readOnly: true });
  const workspace = opened.ok ? opened.value?.workspace : undefined;
  return { step, state: stateOf({ workspace }, step), only: workspace?.progress.passed[step.id]?.only };
}

/** A heading and a line for each lab; nothing where there are none. */
export function labLines(labs: readonly ListedLab[], { chalk, marks }: Output): readonly string[] {
  if (labs.length === 0) return [];
  const width = Math.max(...labs.map(({ step }) => step.id.length));
  const signs = { passed: chalk.green(marks.pass), current: chalk.cyan(marks.current), open: chalk.dim(marks.open) };
  const lines = labs.map(({ step, state }) => `${signs[state]} ${step.id.padEnd(width)}  ${step.title}`);
  return [chalk.bold('Labs'), ...lines];
}
