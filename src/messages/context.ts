import type { ServerLanguage } from '../model/backend.ts';
import type { Contract } from '../model/contract.ts';
import type { Catalogue } from './entry.ts';

/** Which codes exist, and what is expected of a page and its server: the same for every finding of a program. */
export interface Wording {
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  /** What holds when a check passes, by the id of the check. */
  readonly checkTitles: Readonly<Record<string, string>>;
  /** `omitted`: what the chapter's original says is no help, since the person works with the chapter alone. */
  readonly original?: 'omitted' | undefined;
  /** A text with the tutor's commands as they work where it is read; absent: they are called by the tutor's plain name. */
  readonly typed?: (text: string) => string;
}

/** Facts about the server that a run or a backend knows and no finding contains. */
export interface ServerContext {
  readonly language: ServerLanguage;
  /** Where the learner's server can be reached: `http://localhost:8001`. Absent: where `run` serves the folder. */
  readonly origin?: string | undefined;
}

/** Everything that the sentences about a finding need in addition to the finding. */
export interface DescribeContext extends Wording, ServerContext {}
