import { realpathSync } from 'node:fs';
import { stepsBefore } from '../course/index.ts';
import { findFolder } from '../commands/common/folder/find-folder.ts';
import { nothingHere } from '../commands/common/folder/nothing-here.ts';
import { openPlace, stepOf } from '../commands/common/folder/session.ts';
import type { Place } from '../commands/common/folder/session.ts';
import { withUnit } from '../commands/common/folder/unit.ts';
import { wordingFor } from '../commands/common/describe-context.ts';
import { lastStep } from '../commands/use-cases/step-state.ts';
import { PROGRAM } from '../labs/index.ts';
import type { RunEvent } from '../model/event.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Step } from '../model/step.ts';
import { runCheck } from '../run/runner.ts';
import { called } from './call.ts';
import type { Call } from './call.ts';
import { concluded, failed } from './conclude.ts';
import type { Outcome } from './outcome.ts';
import { readCheckOptions } from './options.ts';
import type { CheckOptions } from './options.ts';
import { currentFolder } from './current-folder.ts';

/**
 * Runs the checkpoint of a step on a folder, as `htmx-realtime-tutor check` does. It prints nothing and writes nothing into the folder.
 * Rejects with a TypeError for options that cannot be meant, and with what `onEvent` throws; everything else is a value.
 */
export async function check(options: CheckOptions): Promise<Outcome> {
  const given = readCheckOptions(options);
  return called(given, (call) => checkFolder(given, call));
}

async function checkFolder(given: CheckOptions, { signal, emit }: Call): Promise<Outcome> {
  const opened = await openFolder(given);
  if (!opened.ok) return failed(opened.problem);
  const { place, step } = opened.value;
  let started: Extract<RunEvent, { type: 'run-started' }> | undefined;
  const run = await runCheck({
    chapter: place.chapter,
    step,
    earlier: stepsBefore(place.course, step.id),
    folder: place.folder,
    backend: place.backend,
    pageEngine: given.browser === true ? 'browser' : 'dom',
    ...(given.seed === undefined ? {} : { seed: given.seed }),
    signal,
    emit: (event) => {
      if (event.type === 'run-started') started = event;
      emit(event);
    },
  });
  if (!run.ok) return failed(run.problem);
  if (started === undefined) throw new Error('a run has ended that never started');
  return concluded(run.value, started, await wordingFor(place));
}

/** The folder, and the step that is checked in it. */
async function openFolder(given: CheckOptions): Promise<Result<{ readonly place: Place; readonly step: Step }>> {
  const { folder: dir, step: words, backend, python, run, url } = given;
  const whereabouts = { cwd: currentFolder(), chapter: PROGRAM };
  const server = Object.entries({ backend, python, run, url }).filter(([, value]) => value !== undefined);
  const named = withUnit(whereabouts, words, { dir, readOnly: true, ...Object.fromEntries(server) });
  if (!named.ok) return named;
  const found = findFolder(whereabouts, dir);
  if (!found.ok) return found;
  const where = { folder: realpathSync(found.value), elsewhere: 'refused', warn: () => undefined } as const;
  const place = await openPlace(whereabouts, where, named.value);
  if (!place.ok) return place;
  const session = { ...place.value, context: whereabouts };
  const problem = nothingHere(session, 'check');
  if (problem !== undefined) return { ok: false, problem };
  const isAll = words?.trim().toLowerCase() === 'all';
  const step = isAll ? ok(lastStep(session.course)) : stepOf(session, words, 'last');
  return step.ok ? ok({ place: place.value, step: step.value }) : step;
}
