import { CHAPTER } from '../../src/chapter/index.ts';
import { labOf } from './course-folder.ts';
import { stepById, stepsBefore } from '../../src/course/index.ts';
import { backendFor } from '../../src/servers/backends/index.ts';
import { findingsOf as foundIn, isUndecided } from '../../src/model/check.ts';
import { ledgerLines } from '../../src/messages/index.ts';
import type { CheckResult, RunResult } from '../../src/model/check.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import type { Course } from '../../src/model/step.ts';
import { runCheck } from '../../src/run/runner.ts';
import type { ServerSource } from '../../src/run/servers.ts';
import { inTurn } from './turns.ts';

export interface CheckFolderOptions {
  readonly course: Course;
  readonly folder: string;
  readonly step: string;
  readonly engine?: PageEngine;
  readonly choice?: BackendChoice;
  readonly seed?: string;
  readonly known?: ReadonlyMap<string, CheckResult>;
  readonly codesBefore?: ReadonlyMap<string, readonly string[]>;
  readonly servers?: ServerSource;
  readonly emit?: (event: RunEvent) => void;
  /** It waits for a minute of the clock, or for a deadline, and computes for a second: it takes no turn from others. */
  readonly waits?: boolean;
}

/** So often a folder is checked of which the machine's load lets the tutor say nothing. */
const MOST_TRIES = 3;

/**
 * Checks a folder as `check` does, in this process, when the machine has time for it; and again, as a person would, where the tutor says that
 * it cannot decide on a machine that is so busy.
 */
export async function checkFolder(options: CheckFolderOptions): Promise<RunResult> {
  for (let count = 1; ; count += 1) {
    const result = await (options.waits === true ? checkNow(options) : inTurn(() => checkNow(options)));
    if (!isUndecided(result) || count === MOST_TRIES) return result;
  }
}

async function checkNow(options: CheckFolderOptions): Promise<RunResult> {
  const choice = options.choice ?? { kind: 'node' };
  const backend = backendFor(choice);
  const result = await runCheck({
    chapter: labOf(options.step) ?? CHAPTER,
    step: stepById(options.course, options.step),
    earlier: stepsBefore(options.course, options.step),
    folder: options.folder,
    backend,
    pageEngine: 'dom',
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    ...(options.known === undefined ? {} : { known: options.known }),
    ...(options.codesBefore === undefined ? {} : { codesBefore: options.codesBefore }),
    ...(options.servers === undefined ? {} : { servers: options.servers }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    signal: new AbortController().signal,
    emit: options.emit ?? (() => undefined),
  });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** Findings of a run in the order of the checks. */
export function findingsOf(result: RunResult, severity: Finding['severity']): readonly Finding[] {
  return foundIn(result, severity).map(({ finding }) => finding);
}

/** What a failed expectation needs to be understood: the findings and the timeline. */
export function story(result: RunResult): string {
  const checks = result.steps
    .flatMap((step) => step.checks)
    .map(
      (check) =>
        `${check.status} ${check.id} ${check.durationMs} ms ${check.skipped ?? ''} ${JSON.stringify(check.findings)}`,
    );
  const timeline = result.steps
    .flatMap((step) => step.timeline)
    .map(({ ms, client, direction, kind, data, ledger }) => {
      const text = ledger === undefined ? data : ledgerLines(ledger).join(' | ');
      return `${ms} ${client.label} ${direction} ${kind} ${text}`;
    });
  return [...checks, ...timeline.slice(-80)].join('\n');
}
