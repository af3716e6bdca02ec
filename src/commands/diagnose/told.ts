import type { Diagnosis } from '../../diagnose/index.ts';

/** What came of the visit, and what is said beside the report. */
export interface Told {
  readonly diagnosis: Diagnosis;
  readonly overview: string;
}
