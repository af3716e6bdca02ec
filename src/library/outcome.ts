import type { RunResult } from '../model/check.ts';
import type { FindingReport } from '../model/finding-report.ts';

/** `undecided`: nothing is known to be wrong, but this machine was too busy to decide some check. */
export type Verdict = 'passed' | 'not-passed' | 'undecided';

/** A finding with its sentences, and where it was made. */
export interface ReportedFinding extends FindingReport {
  /** `step-4`; `page` for a page that is diagnosed. */
  readonly step: string;
  /** Id of the check: `chat-appends`. */
  readonly check: string;
}

/** Why there is no verdict. */
export interface Problem {
  /**
   * `usage`: what was asked for cannot be, such as a folder that does not exist or has no server. `environment`: this machine lacks something, or a page
   * cannot be reached. `aborted`: by the signal.
   */
  readonly kind: 'usage' | 'environment' | 'aborted';
  /** One sentence: the fact. */
  readonly message: string;
  /** What to do next, in the words of the command line. */
  readonly next?: string;
}

export type Outcome =
  | {
      readonly ok: true;
      readonly verdict: Verdict;
      /** In the order of the checks; the first error is the cause of the others. */
      readonly findings: readonly ReportedFinding[];
      /** Steps, checks, timeline: as in the event `run-finished`. */
      readonly result: RunResult;
    }
  | { readonly ok: false; readonly problem: Problem };
