import type { Wording } from '../messages/index.ts';
import type { RunEvent } from '../model/event.ts';

export interface ReporterOptions {
  readonly out: NodeJS.WritableStream;
  /** How the chapter's findings are worded. */
  readonly wording: Wording;
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Only the verdict. */
  readonly quiet: boolean;
  /** Each check of each step, and the timeline of passing steps too. */
  readonly verbose: boolean;
  /** Absolute path of the folder that file names in a report for other programs are relative to; default: the learner's folder. */
  readonly root?: string | undefined;
  /** A file to which the github reporter appends a summary in Markdown. */
  readonly summaryFile?: string | undefined;
}

/** Receives every event of one run, in order. It writes only at `run-finished`. */
export type Reporter = (event: RunEvent) => void;

/** Starts the report of one run. */
export type ReporterFactory = (options: ReporterOptions) => Reporter;
