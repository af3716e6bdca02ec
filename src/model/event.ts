import type { ServerLanguage } from './backend.ts';
import type { CheckResult, RunResult } from './check.ts';
import type { BackendChoice } from './progress.ts';

/** The events of a run. Reporters render these and know nothing else; the union is closed. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly folder: string;
      /** Its name on a screen: `Python with FastAPI`. */
      readonly backend: string;
      readonly backendKind: BackendChoice['kind'];
      /** The language of the learner's server. */
      readonly language: ServerLanguage;
      /** Origin of a server that the run does not start. Absent: the run starts it. */
      readonly origin?: string;
      readonly target: string;
      readonly seed: string;
      readonly steps: readonly {
        readonly id: string;
        readonly title: string;
        /** What its checkpoint proves, one sentence. */
        readonly proves: string;
        readonly checks: readonly { readonly id: string; readonly title: string }[];
      }[];
    }
  | {
      readonly type: 'check-started';
      readonly step: string;
      readonly id: string;
      readonly title: string;
      /** What it waits for where nothing comes: `an event of /sse/counter`. */
      readonly waitsFor?: string;
    }
  | { readonly type: 'check-finished'; readonly step: string; readonly result: CheckResult }
  /** The results of these checks are in doubt because of the machine's load: they run again, and are started and finished again. */
  | {
      readonly type: 'checks-repeated';
      readonly ids: readonly string[];
      readonly stalledMs: number;
      readonly pageEnded?: true;
    }
  | { readonly type: 'run-finished'; readonly result: RunResult };
