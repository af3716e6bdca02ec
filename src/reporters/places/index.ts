import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { PlaceName } from '../names.ts';
import { check50Files } from './check50.ts';
import { classroom50Files, classroom50Problem } from './classroom50.ts';
import { gradescopeFiles } from './gradescope.ts';
import type { PlaceFile, Surroundings } from './place.ts';
import type { Submission } from './submission.ts';
import { vplFiles } from './vpl.ts';

export { createPlaceReporter } from './reporter.ts';
export type { PlaceFile, Surroundings } from './place.ts';
export { onePointEach } from './submission.ts';
export type { Submission } from './submission.ts';

// A new place is a file, a line here and its name in names.ts.
const PLACES: Readonly<Record<PlaceName, (submission: Submission, about: Surroundings) => readonly PlaceFile[]>> = {
  gradescope: gradescopeFiles,
  classroom50: classroom50Files,
  vpl: vplFiles,
  check50: check50Files,
};

/** The files of a submission as a place wants them. The first one is the result itself. */
export function placeFiles(name: PlaceName, submission: Submission, about: Surroundings): readonly PlaceFile[] {
  return PLACES[name](submission, about);
}

/** A problem: the place needs what is missing. It is known before anything is checked. */
export function placeProblem(name: PlaceName, about: Surroundings & Pick<Submission, 'points'>): Result<undefined> {
  return name === 'classroom50' ? classroom50Problem(about) : ok(undefined);
}
