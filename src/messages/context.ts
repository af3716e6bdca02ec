import type { ServerLanguage } from '../model/backend.ts';
import type { Contract } from '../model/contract.ts';
import type { Catalogue } from './entry.ts';

/** Which codes there are, and what is expected of a page and its server: the same for every finding of a program. */
export interface Wording {
  readonly catalogue: Catalogue;
  readonly contract: Contract;
}

/** Whose server it is: what a run or a backend knows, and no finding carries. */
export interface ServerContext {
  readonly language: ServerLanguage;
  /** Where the server answers that somebody else runs: `http://pi.local:8000`. Absent: where `run` serves the folder. */
  readonly origin?: string | undefined;
}

/** All that the sentences about a finding need beside the finding. */
export interface DescribeContext extends Wording, ServerContext {}
