import { mostPoints, pointsOf } from '../points.ts';
import { reached } from '../record.ts';
import type { Grade } from '../record.ts';
import { wordsOf } from '../words.ts';
import type { ClassReport } from './class-report.ts';

/** A class as a table: the header, then a row for each folder. @param shows.change whether it has the column that compares with the last hand-in */
export function rowsOf(
  { grades, points }: Pick<ClassReport, 'grades' | 'points'>,
  shows: { readonly change: boolean },
): readonly (readonly string[])[] {
  const row = (grade: Grade): readonly string[] => {
    const { verdict, steps, change, cause } = wordsOf(grade);
    return [
      grade.name,
      verdict,
      steps,
      reached(grade) ?? '',
      ...(points === undefined ? [] : [`${pointsOf(grade, points)} of ${mostPoints(points)}`]),
      ...(shows.change ? [change] : []),
      cause,
    ];
  };
  const header = [
    'name',
    'verdict',
    'steps',
    'up to',
    ...(points === undefined ? [] : ['points']),
    ...(shows.change ? ['change'] : []),
    'cause',
  ];
  return [header, ...grades.map(row)];
}
