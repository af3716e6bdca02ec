import type { Output } from '../../common/output/output.ts';
import type { Points } from '../../use-cases/points.ts';
import type { Grade } from '../record.ts';

/** A class as it is reported. */
export interface ClassReport {
  readonly grades: readonly Grade[];
  /** How far the class was checked. */
  readonly target: string;
  readonly points: Points | undefined;
  /** What a place that grades is told: the points, and one for each step where none are given. */
  readonly partPoints: Points;
  /** The tutor's version. */
  readonly tutor: string;
  /** How long it took, for people; empty: nothing was checked. */
  readonly took: string;
  readonly isQuiet: boolean;
  readonly output: Output;
  /** Absolute path of the current folder, from which the folders are named. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
