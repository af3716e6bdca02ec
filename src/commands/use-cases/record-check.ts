import { findingsOf, isUndecided } from '../../model/check.ts';
import type { RunResult, StepResult } from '../../model/check.ts';
import type { BackendChoice, Progress } from '../../model/progress.ts';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isSameChoice } from '../../servers/backends/index.ts';
import { saveProgress } from '../../workspace/index.ts';
import type { Workspace } from '../../workspace/index.ts';

/** What was checked: the server of this choice, in this folder. */
export interface CheckedFolder<W extends Workspace | undefined = Workspace | undefined> {
  readonly workspace: W;
  readonly choice: BackendChoice;
  /** The choice was made by an option of the call. */
  readonly fromFlags: boolean;
}

/** Records the result of a run in the folder's progress, where there is one and the folder's own server was checked. */
export function recordCheck<W extends Workspace | undefined>(
  { workspace, choice, fromFlags }: CheckedFolder<W>,
  result: RunResult,
): Result<W | Workspace> {
  // A server that an option named need not be the one in this folder.
  if (workspace === undefined || (fromFlags && !isSameChoice(choice, workspace.progress.backend))) return ok(workspace);
  return saveProgress(workspace, progressAfter(workspace.progress, result));
}

/** A passed step is stored with the time of its first pass; what fails now chooses the next hint. */
function progressAfter(progress: Progress, result: RunResult, now: Date = new Date()): Progress {
  const passed = { ...progress.passed };
  const failing = { ...progress.failing };
  for (const step of result.steps) {
    if (step.passed) {
      passed[step.step] = { at: passed[step.step]?.at ?? now.toISOString(), ...partOf(step) };
      delete failing[step.step];
    } else if (!step.checks.some(({ status }) => status === 'unknown')) {
      const codes = findingsOf({ steps: [step] }, 'error').map(({ finding }) => finding.code);
      failing[step.step] = [...new Set(codes)];
    }
  }
  // The requested step may fail because of an earlier one.
  const target = result.steps.find((step) => step.step === result.target);
  if (!result.passed && !isUndecided(result) && (target === undefined || (failing[result.target]?.length ?? 0) === 0)) {
    failing[result.target] = [...new Set(result.steps.flatMap((step) => failing[step.step] ?? []))];
  }
  return { ...progress, passed, failing };
}

/** What a pass rests on when some checks could not run, such as those of a manifest with `--run`. */
function partOf({ checks }: StepResult): { readonly only?: readonly string[] } {
  const ran = checks.filter(({ status }) => status === 'pass' || status === 'warn');
  return checks.some(({ status }) => status === 'skip') ? { only: ran.map(({ id }) => id) } : {};
}
