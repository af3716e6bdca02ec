import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../model/package-root.ts';
import type { QuizQuestion } from '../model/quiz.ts';
import type { Result } from '../model/result.ts';
import type { CourseFault } from './fault.ts';
import { readYaml } from './front-matter.ts';
import { quizSchema } from './schema.ts';

const FILE = 'quiz.yaml';

/**
 * Reads the quiz of the chapter, in the order in which it is asked. Every fault names its line.
 * @param folder default: the `steps/` of the tutor's own package.
 */
export function loadQuiz(folder?: string): Result<readonly QuizQuestion[], CourseFault[]> {
  const file = path.join(folder ?? path.join(packageRoot(), 'steps'), FILE);
  if (!existsSync(file)) return { ok: false, problem: [{ file: FILE, line: 1, message: 'the file is missing' }] };
  const yaml = readYaml(FILE, readFileSync(file, 'utf8'), quizSchema);
  if (!yaml.ok) return yaml;
  const { data, lineOf } = yaml.value;
  const ids = data.questions.map(({ id }) => id);
  const repeated = [...ids.keys()].filter((index) => ids.indexOf(ids[index] ?? '') !== index);
  if (repeated.length > 0) {
    const problem = repeated.map((index) => ({
      file: FILE,
      line: lineOf(['questions', index]),
      message: `the id "${ids[index]}" is there twice`,
    }));
    return { ok: false, problem };
  }
  const questions = data.questions.map(({ websocket, sse, ...question }): QuizQuestion => ({
    ...question,
    about: { websocket, sse },
  }));
  return { ok: true, value: questions };
}
