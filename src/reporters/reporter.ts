import type { RunEvent } from '../model/event.ts';

export interface ReporterOptions {
  readonly out: NodeJS.WritableStream;
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Only the verdict. */
  readonly quiet: boolean;
  /** Each check of each step, and the timeline of passing steps too. */
  readonly verbose: boolean;
}

/** Takes every event of one run, in order. It writes at `run-finished` and at no other time. */
export type Reporter = (event: RunEvent) => void;

/** Begins the report of one run. */
export type ReporterFactory = (options: ReporterOptions) => Reporter;
