import type { Command } from 'commander';
import { nearestOf } from '../../course/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { SHELLS, wordTree } from './tree.ts';
import type { Shell, WordTree } from './tree.ts';
import { zshScript } from './zsh.ts';
import { firstStep } from '../use-cases/step-state.ts';
import type { Step } from '../../model/step.ts';
import type { CommandContext } from '../common/context.ts';
import { chapterCourse } from '../common/folder/session.ts';
import { printProblem } from '../common/output/output.ts';

const SCRIPTS: Readonly<Record<Shell, (tree: WordTree) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Prints the script for a shell. @param program with all commands: the words are taken from it. */
export async function completion(context: CommandContext, program: Command, name: string): Promise<number> {
  // `$SHELL` is a path, and may be given as it is.
  const shell = name.trim().toLowerCase().split('/').at(-1) ?? '';
  const known = SHELLS.find((each) => each === shell);
  if (known === undefined) {
    const near = nearestOf(shell, SHELLS);
    const guess = near === undefined ? '' : `The nearest is ${near}. `;
    return printProblem(
      context,
      wrongUsage(`"${name}" is not a shell with completion.`, `${guess}Available: ${SHELLS.join(', ')}.`).problem,
      {},
    );
  }
  context.stdout.write(
    SCRIPTS[known](
      wordTree(
        program,
        { course: await chapterCourse(context), labs: await labSteps(context) },
        await context.chapter.loadWording(),
      ),
    ),
  );
  return EXIT.passed;
}

async function labSteps({ chapter: { labs = [] } }: CommandContext): Promise<readonly Step[]> {
  const courses = await Promise.all(labs.map((chapter) => chapterCourse({ chapter })));
  return courses.map(firstStep);
}
