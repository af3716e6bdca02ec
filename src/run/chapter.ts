import type { Contract } from '../model/contract.ts';
import type { Check } from './check.ts';
import type { Family } from './families.ts';

/** What a run needs of a chapter. */
export interface CheckedChapter {
  readonly contract: Contract;
  /** Families of codes that the chapter adds and whose fix is in the server's code. */
  readonly serverFamilies: readonly Family[];
  /** The checks, in the order in which what they find is fixed. They bring all clients with them, so they are loaded when something is checked. */
  loadChecks(): Promise<readonly Check[]>;
}
