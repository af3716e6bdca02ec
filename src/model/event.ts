import type { ServerLanguage } from './backend.ts';
import type { CheckResult, RunResult } from './check.ts';
import type { BackendChoice } from './progress.ts';

/** What a run says while it goes on. Reporters render these and know nothing else; the union is closed. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly folder: string;
      /** What it is called on a screen: `Python with FastAPI`. */
      readonly backend: string;
      readonly backendKind: BackendChoice['kind'];
      /** What the learner's server is written in. */
      readonly language: ServerLanguage;
      /** Where the server answers that somebody else runs. Absent: the run starts it. */
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
  | { readonly type: 'check-started'; readonly step: string; readonly id: string; readonly title: string }
  | { readonly type: 'check-finished'; readonly step: string; readonly result: CheckResult }
  | { readonly type: 'run-finished'; readonly result: RunResult };
