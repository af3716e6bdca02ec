import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { backendFor } from '../../../servers/backends/index.ts';
import { solutionState } from '../../../course/index.ts';
import type { Prepared } from '../../../model/backend.ts';
import type { Result } from '../../../model/result.ts';
import type { Course } from '../../../model/step.ts';
import { startSpinner } from '../../../terminal/spinner.ts';
import { guarded } from '../../../workspace/index.ts';
import type { ChosenBackend } from './choice.ts';
import type { CommandContext } from '../context.ts';
import type { Output } from '../output/output.ts';
import { firstStep } from '../../use-cases/step-state.ts';

export interface PreparedBackend extends Prepared, Pick<ChosenBackend, 'backend'> {}

export interface PrepareBackendOptions {
  readonly context: CommandContext;
  readonly course: Course;
  /** Absolute path; it need not exist. */
  readonly folder: string;
  readonly chosen: ChosenBackend;
  readonly output: Output;
}

/**
 * Creates what the backend needs besides files, with progress on standard error. A failure leaves the folder as it
 * was, and removes it when it was not there before.
 */
export async function prepareBackend(options: PrepareBackendOptions): Promise<Result<PreparedBackend>> {
  const { context, course, folder, chosen, output } = options;
  const { backend, choice } = chosen;
  if (backend.prepare === undefined)
    return { ok: true, value: { backend, choice, note: '', made: false, undo: () => undefined } };
  const first = guarded(`The folder ${folder} cannot be created`, () => mkdirSync(folder, { recursive: true }));
  if (!first.ok) return first;
  const restore = (): void => removeEmpty(folder, first.value);

  const spinner = startSpinner(`Preparing ${backend.title}`, { stream: context.stderr, ...output.terminal });
  let stage: string | undefined;
  const prepared = await backend
    .prepare(folder, {
      files: solutionState(course, firstStep(course).id, backend.overlay),
      signal: context.signal,
      progress: (now, detail) => {
        spinner.update(detail === undefined ? now : `${now} (${detail})`);
        if (now !== stage && !context.stderr.isTTY) output.note(`${now}…`);
        stage = now;
      },
    })
    .finally(() => spinner.stop());
  if (!prepared.ok) {
    restore();
    return prepared;
  }
  const undo = (): void => {
    prepared.value.undo();
    restore();
  };
  return { ok: true, value: { ...prepared.value, undo, backend: backendFor(prepared.value.choice) } };
}

/** Removes the folder and the parents that were created for it, as far as they are empty. */
function removeEmpty(folder: string, firstMade: string | undefined): void {
  if (firstMade === undefined) return;
  for (let each = folder; each.length >= firstMade.length; each = path.dirname(each)) {
    if (!existsSync(each) || readdirSync(each).length > 0) return;
    rmdirSync(each);
  }
}
