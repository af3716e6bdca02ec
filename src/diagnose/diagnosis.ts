import type { Major, Transport } from '../htmx/index.ts';
import type { Contract } from '../model/contract.ts';
import type { Answer } from './questions.ts';
import type { Traffic } from './traffic.ts';

/** What is said of a page. */
export interface Diagnosis {
  readonly answers: readonly Answer[];
  /** The page's own addresses and names, for the sentences. */
  readonly names: Contract;
  readonly traffic: Traffic;
  /** Of the htmx that the page is written for; absent: that is not known. */
  readonly major?: Major;
  /** Connections that the page closes while its tab is hidden; absent: that is not known. */
  readonly paused?: readonly Transport[];
}
