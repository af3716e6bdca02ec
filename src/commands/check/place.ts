import path from 'node:path';
import { stepsBefore } from '../../course/index.ts';
import { EXIT, ok } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { PlaceName } from '../../reporters/names.ts';
import { createPlaceReporter, onePointEach, placeFiles, placeProblem } from '../../reporters/places/index.ts';
import type { Submission } from '../../reporters/places/index.ts';
import type { Reporter } from '../../reporters/index.ts';
import type { CommandContext } from '../common/context.ts';
import { wordingFor } from '../common/describe-context.ts';
import type { FolderSession } from '../common/folder/session.ts';
import type { CommonOptions } from '../common/options.ts';
import { atBreak } from '../common/output/at-break.ts';
import { shownFolder } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { writePlaceFiles } from '../common/output/place-files.ts';
import { ownManifest } from '../doctor/tutor.ts';
import { readPoints } from '../use-cases/points.ts';

export interface CheckOptions extends CommonOptions {
  readonly points?: string;
  readonly to?: string;
}

/** The result of a check for a place that grades: it is written also when the check breaks, because the place waits for it. */
export interface Place {
  /** For a run up to a step. A problem: the points cannot be read, or the place needs what is missing. */
  readonly reporter: (session: FolderSession, step: Step) => Promise<Result<Reporter>>;
  /** The check could not be done. After wrong usage nothing is written: the call itself must be corrected. */
  readonly failed: (problem: Problem) => void;
  /** The files could not be written. */
  readonly problem: () => Problem | undefined;
}

interface Call {
  readonly context: CommandContext;
  readonly options: CheckOptions;
  readonly output: Output;
}

/** An option that only the places know; undefined: none is given. */
export function optionOfPlaces(options: CheckOptions): Problem | undefined {
  const given = (['points', 'to'] as const).find((name) => options[name] !== undefined);
  if (given === undefined) return undefined;
  const message = `--${given} is for the reporters of places that grade.`;
  return { exitCode: EXIT.usage, message, next: `For example: check all --reporter gradescope --${given} …` };
}

export function openPlace(name: PlaceName, call: Call): Place {
  const { context, options } = call;
  let points: Submission['points'] = new Map();
  let problem: Problem | undefined;
  let isWritten = false;
  const write = (submission: Submission): void => {
    if (isWritten) return;
    isWritten = true;
    close();
    const written = writeOne(name, submission, call);
    if (!written.ok) problem = written.problem;
  };
  const broken = (reason: string): void => write(withoutSteps({ ...call, points, reason }));
  const close = atBreak(context, () =>
    broken(context.signal.aborted ? 'the check was interrupted' : 'a fault of the tutor itself ended the check'),
  );
  return {
    failed: (reason) => {
      if (reason.exitCode === EXIT.usage) close();
      else broken(reason.message.replace(/\.$/u, ''));
    },
    problem: () => problem,
    reporter: async (session, step) => {
      const { course } = session;
      const steps = [...stepsBefore(course, step.id), step].map(({ id }) => id);
      const read =
        options.points === undefined ? ok(onePointEach(steps)) : readPoints(options.points, course, context.cwd);
      if (!read.ok) return read;
      points = read.value;
      const possible = placeProblem(name, { env: context.env, points });
      if (!possible.ok) return possible;
      const wording = await wordingFor(session);
      return ok(createPlaceReporter({ wording, tutor: ownManifest().version, points, write }));
    },
  };
}

function withoutSteps({ context, options, points, reason }: Call & Pick<Submission, 'points' | 'reason'>): Submission {
  const folder = path.resolve(context.cwd, options.dir ?? '.');
  return {
    name: path.basename(folder),
    target: 'all',
    tutor: ownManifest().version,
    outcome: 'no-verdict',
    reason,
    seed: options.seed ?? '',
    durationMs: 0,
    checkedAt: new Date().toISOString(),
    steps: [],
    points,
  };
}

/** Into a folder where one is named; else the result itself on standard output. */
function writeOne(name: PlaceName, submission: Submission, { context, options, output }: Call): Result<undefined> {
  const files = placeFiles(name, submission, { env: context.env });
  if (options.to === undefined) {
    context.stdout.write(files[0]?.text ?? '');
    return ok(undefined);
  }
  const written = writePlaceFiles(path.resolve(context.cwd, options.to), files);
  if (!written.ok) return written;
  output.note(`Written: ${written.value.map((file) => shownFolder(context.cwd, file)).join(', ')}`);
  return ok(undefined);
}
