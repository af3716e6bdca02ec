import type { Backend } from '../model/backend.ts';
import type { CheckResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import type { PageEngine } from '../model/page.ts';
import type { Step } from '../model/step.ts';
import type { Machine } from '../observe/machine-clock.ts';
import type { CheckedChapter } from './chapter.ts';
import type { CodesByCheck } from './doubt.ts';
import type { ServerSource } from './servers.ts';

/** What is checked, with what, and who is told. */
export interface RunOptions {
  readonly chapter: CheckedChapter;
  /** The requested step. */
  readonly step: Step;
  /** The steps before it, whose checks run as well. */
  readonly earlier: readonly Step[];
  readonly folder: string;
  readonly backend: Backend;
  readonly pageEngine: 'dom' | 'browser';
  /** An engine that is already open and stays open, so that several runs in one process share it. */
  readonly engine?: PageEngine;
  /** Default: the run starts its servers itself, and stops them all. Several runs over one folder may share one. */
  readonly servers?: ServerSource;
  /**
   * Known results by check, used without running the check: from another run over the same folder, for the checks that do not depend on what
   * differs between the two (the page engine).
   */
  readonly known?: ReadonlyMap<string, CheckResult>;
  /**
   * The codes, by check, that an earlier run over the same files found. A check that finds the same is not in doubt on a busy machine, as if it
   * had run again.
   */
  readonly codesBefore?: CodesByCheck;
  /** What the machine gives the tutor and others meanwhile; without it, the tutor's own clock tells. */
  readonly machine?: Machine;
  readonly seed?: string;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}
