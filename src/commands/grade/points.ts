import type { Points } from '../use-cases/points.ts';
import { passedSteps } from './record.ts';
import type { Grade } from './record.ts';

/** The points of the steps that have passed. */
export function pointsOf(grade: Pick<Grade, 'steps'>, points: Points): number {
  return passedSteps(grade).reduce((sum, step) => sum + (points.get(step) ?? 0), 0);
}

/** All that can be had. */
export function mostPoints(points: Points): number {
  return [...points.values()].reduce((sum, each) => sum + each, 0);
}
