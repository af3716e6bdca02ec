import type { Wording } from '../messages/index.ts';
import type { RunEvent } from '../model/event.ts';

export interface ReporterOptions {
  readonly out: NodeJS.WritableStream;
  /** How the chapter's findings are told. */
  readonly wording: Wording;
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Only the verdict. */
  readonly quiet: boolean;
  /** Each check of each step, and the timeline of passing steps too. */
  readonly verbose: boolean;
  /** Absolute path of the folder that file names in a report for other programs begin at; default: the learner's folder. */
  readonly root?: string | undefined;
  /** A file that the github reporter adds a summary in Markdown to. */
  readonly summaryFile?: string | undefined;
}

/** Takes every event of one run, in order. It writes at `run-finished` and at no other time. */
export type Reporter = (event: RunEvent) => void;

/** Begins the report of one run. */
export type ReporterFactory = (options: ReporterOptions) => Reporter;
