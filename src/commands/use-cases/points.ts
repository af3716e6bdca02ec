import path from 'node:path';
import { textOf } from '../../files/regular.ts';
import { findStep } from '../../course/index.ts';
import { environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Course } from '../../model/step.ts';

/** Points by the name of a step. */
export type Points = ReadonlyMap<string, number>;

/**
 * `step-2=1,step-4=3`, or the name of a file with such lines (`step-2,1` as well). Steps are named as everywhere.
 * @param text as it was typed
 */
export function readPoints(text: string, course: Course, cwd: string): Result<Points> {
  const isInline = text.includes('=');
  const source = isInline ? text : textOf(path.resolve(cwd, text));
  if (source === undefined) return environmentProblem(`The file of points ${text} cannot be read.`);
  const parts = isInline ? source.split(',') : source.split(/\r?\n/u);
  const points = new Map<string, number>();
  for (const part of parts.map((each) => each.trim())) {
    if (part === '' || part.startsWith('#') || /^step\s*[,;]\s*points$/iu.test(part)) continue;
    const at = Math.max(...['=', ',', ';', ':'].map((sign) => part.lastIndexOf(sign)));
    const [words, number] = [part.slice(0, Math.max(0, at)).trim(), part.slice(at + 1).trim()];
    if (words === '' || !/^\d+(?:\.\d+)?$/u.test(number))
      return wrongUsage(`"${part}" gives no step its points.`, 'For example: --points step-2=1,step-4=3');
    const step = findStep(course, words);
    if (!step.ok) return step;
    points.set(step.value.id, Number(number));
  }
  if (points.size === 0) return wrongUsage(`${text} has no points.`, 'For example: --points step-2=1,step-4=3');
  return ok(points);
}
