import type { QuizOptions } from './quiz.ts';
import type { Register } from '../common/context.ts';
import { withExamples, withFolder } from '../common/options.ts';

export const registerQuiz: Register = (program, context) => {
  const command = program
    .command('quiz')
    .description('choose what fits better in real situations')
    .option('--all', 'also ask what you have answered right')
    .action(async (options: QuizOptions) => {
      const { quiz } = await import('./quiz.ts');
      context.finish(await quiz(context, options));
    });
  withExamples(withFolder(command), [
    ['quiz', 'the situations that are still open, and those that you missed'],
    ['quiz --all', 'all of them once more'],
  ]);
};
