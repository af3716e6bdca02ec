import type { Major } from '../htmx/index.ts';
import type { Contract } from '../model/contract.ts';
import type { Code } from '../model/finding.ts';
import type { Check } from './check.ts';
import type { Family } from './families.ts';

/** What a run needs from a chapter. */
export interface CheckedChapter {
  readonly contract: Contract;
  /** The major of htmx that it teaches. */
  readonly htmx: Major;
  /** Families of codes that the chapter adds and that are fixed in the server's code. */
  readonly serverFamilies: readonly Family[];
  /** Its own codes that rest on what did not come in time although their evidence names no wait (`doubt.ts`); absent: none. */
  readonly silences?: readonly Code[];
  /** The checks, in the order in which their findings are fixed. They import all clients, so they are loaded only when something is checked. */
  loadChecks(): Promise<readonly Check[]>;
}
