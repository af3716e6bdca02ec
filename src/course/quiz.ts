import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { InferOutput } from 'valibot';
import type { Quiz } from '../model/quiz.ts';
import type { Result } from '../model/result.ts';
import type { CourseFault } from './fault.ts';
import { readYaml } from './front-matter.ts';
import { quizSchema } from './schema.ts';

const FILE = 'quiz.yaml';

type QuizData = InferOutput<typeof quizSchema>;
type LineOf = (path: readonly (string | number)[]) => number;

/**
 * Reads the quiz of a chapter, its questions in the order in which they are asked. Every fault names its line.
 * Undefined: the chapter has none.
 * @param folder the course folder
 */
export function loadQuiz(folder: string): Result<Quiz | undefined, CourseFault[]> {
  const file = path.join(folder, FILE);
  if (!existsSync(file)) return { ok: true, value: undefined };
  const yaml = readYaml(FILE, readFileSync(file, 'utf8'), quizSchema);
  if (!yaml.ok) return yaml;
  const { data, lineOf } = yaml.value;
  const problem = [...repeated(data, lineOf), ...unanswered(data, lineOf)];
  if (problem.length > 0) return { ok: false, problem };
  const answers = data.answers.map(({ inSentence, ...answer }) => ({
    ...answer,
    inSentence: inSentence ?? answer.name,
  }));
  return { ok: true, value: { ...data, answers, review: data.review } };
}

function repeated({ answers, questions }: QuizData, lineOf: LineOf): CourseFault[] {
  return Object.entries({ answers, questions }).flatMap(([list, entries]) => {
    const ids = entries.map((entry) => entry.id);
    return [...ids.keys()]
      .filter((index) => ids.indexOf(ids[index] ?? '') !== index)
      .map((index) => ({ file: FILE, line: lineOf([list, index]), message: `the id "${ids[index]}" is used twice` }));
  });
}

/** Each question must name the better answer and explain every answer, and no other. */
function unanswered({ answers, questions }: QuizData, lineOf: LineOf): CourseFault[] {
  const ids = answers.map((answer) => answer.id);
  return questions.flatMap(({ answer, about }, index) => {
    const at = (path: readonly string[], message: string): CourseFault => ({
      file: FILE,
      line: lineOf(['questions', index, ...path]),
      message,
    });
    return [
      ...(ids.includes(answer) ? [] : [at(['answer'], `the answer "${answer}" is not one of ${ids.join(', ')}`)]),
      ...ids.filter((id) => !(id in about)).map((id) => at(['about'], `nothing is said about ${id}`)),
      ...Object.keys(about)
        .filter((id) => !ids.includes(id))
        .map((id) => at(['about', id], `"${id}" is not one of the answers ${ids.join(', ')}`)),
    ];
  });
}
