import type { QuizOptions } from './quiz.ts';
import type { Register } from '../shared/context.ts';
import { withExamples, withFolder } from '../shared/options.ts';

export const registerQuiz: Register = (program, context) => {
  const command = program
    .command('quiz')
    .description('choose in real situations what fits better')
    .option('--all', 'ask also what was answered right before')
    .action(async (options: QuizOptions) => {
      const { quiz } = await import('./quiz.ts');
      context.finish(await quiz(context, options));
    });
  withExamples(withFolder(command), [
    ['quiz', 'the situations that are still open, and those that were missed'],
    ['quiz --all', 'all of them once more'],
  ]);
};
