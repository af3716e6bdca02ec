import { jsonText } from '../../../reporters/json-text.ts';
import { mostPoints, pointsOf } from '../points.ts';
import { passedSteps, reached } from '../record.ts';
import type { ClassReport } from './class-report.ts';

/** One JSON object: docs/json.md. */
export function jsonOf({ grades, target, points, tutor }: ClassReport): readonly string[] {
  const folders = grades.map((grade) => ({
    name: grade.name,
    folder: grade.folder,
    outcome: grade.outcome,
    reason: grade.reason,
    passed: grade.outcome === 'passed',
    passedSteps: passedSteps(grade),
    reached: reached(grade) ?? null,
    points: points === undefined ? null : pointsOf(grade, points),
    before: grade.before,
    checkedAt: grade.checkedAt,
    target: grade.target,
    backend: grade.backend,
    seed: grade.seed,
    durationMs: grade.durationMs,
    steps: grade.steps,
  }));
  const report = {
    schema: 1,
    tutor,
    target,
    passed: folders.every(({ passed }) => passed),
    mostPoints: points === undefined ? null : mostPoints(points),
    folders,
  };
  return [jsonText(report)];
}
