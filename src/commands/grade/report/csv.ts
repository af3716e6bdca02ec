import { csvLine } from '../csv.ts';
import { pointsOf } from '../points.ts';
import { firstError, passedSteps, reached } from '../record.ts';
import type { Grade } from '../record.ts';
import { wordsOf } from '../words.ts';
import type { ClassReport } from './class-report.ts';

/** A line for each folder, with a column for each step: 1 where it passed. For a spreadsheet or a gradebook. */
export function csvOf({ grades, points }: ClassReport): readonly string[] {
  const steps = [...new Set(grades.flatMap((grade) => grade.steps.map(({ step }) => step)))];
  const line = (grade: Grade): string => {
    const passed = passedSteps(grade);
    return csvLine([
      grade.name,
      grade.folder,
      grade.outcome,
      passed.length,
      grade.steps.length,
      reached(grade) ?? '',
      points === undefined ? '' : pointsOf(grade, points),
      firstError(grade)?.code ?? '',
      grade.reason,
      wordsOf(grade).change.replace(/^(?=[+-])/u, 'steps: '),
      grade.checkedAt,
      ...steps.map((step) => (passed.includes(step) ? 1 : 0)),
    ]);
  };
  const header = [
    'name',
    'folder',
    'outcome',
    'passed',
    'of',
    'reached',
    'points',
    'code',
    'reason',
    'change',
    'checked',
  ];
  return [csvLine([...header, ...steps]), ...grades.map(line)];
}
