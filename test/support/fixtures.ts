import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { dependencyPath, packageRoot } from '../../src/model/package-root.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import type { Course, FileState } from '../../src/model/step.ts';
import { pythonWith } from './python-with.ts';
import { stepState } from './course-folder.ts';
import { fixSchema } from './fix-edits.ts';
import { RECORD_FILE, variesSchema } from './recorded.ts';

const schema = v.strictObject({
  /** One sentence: what this learner did. */
  note: v.pipe(v.string(), v.minLength(10)),
  expect: v.picklist(['pass', 'fail']),
  /** The first error's code, when it must not pass. */
  code: v.optional(v.string()),
  /** Codes of all warnings that must be there; omitted: none may be. */
  warnings: v.optional(v.array(v.string()), []),
  /** What the files are laid over; default: the solution of the step. */
  base: v.optional(v.picklist(['solution', 'start', 'nothing']), 'solution'),
  /** Paths of the base that are removed. */
  remove: v.optional(v.array(v.string()), []),
  /** Files copied from a package of node_modules: path in the folder -> `htmx-4/dist/htmx.min.js`. */
  provide: v.optional(v.record(v.string(), v.string()), {}),
  /** The check that fails first, when it must not pass. */
  check: v.optional(v.string()),
  /** A start command (`--run`) instead of the Node backend's own; `{python}` is the interpreter that has the module below. */
  run: v.optional(v.string()),
  /** A module that the start command's Python must have: without one on the machine the fixture is skipped. */
  python: v.optional(v.string()),
  /** Whose overlays `base` means, and who starts the server. */
  backend: v.optional(v.picklist(['node', 'fastapi']), 'node'),
  /** `own`: node_modules is what base and fixture hold (the default in step 1, which is about just that); `linked`: the project's own. */
  modules: v.optional(v.picklist(['own', 'linked'])),
  /** The page needs what only a browser does (module scripts, Trusted Types): looked at with the browser engine alone. */
  engine: v.optional(v.picklist(['both', 'browser']), 'both'),
  /** Why this attempt has a second try. */
  flaky: v.optional(v.pipe(v.string(), v.minLength(15))),
  /** Why the page is not as the ledger predicts: what its own script does with a message. */
  ledger: v.optional(v.pipe(v.string(), v.minLength(15))),
  /** Nearly all of its time is a long wait: it is started first, beside the others instead of in the place of one. */
  slow: v.optional(v.boolean(), false),
  /** What of the record is not the same in each run, with the reason. */
  varies: v.optional(v.array(variesSchema), []),
  /** What the fix of the first error says to write, done to the letter: the attempt passes with it. */
  fix: v.optional(fixSchema),
});

/** A learner's attempt, with the verdict that it must get. */
export interface Fixture extends v.InferOutput<typeof schema> {
  readonly step: string;
  readonly name: string;
  readonly folder: string;
}

const ROOT = path.join(packageRoot(), 'fixtures');

/** The fixtures of a step, by name. A broken fixture.yaml throws: it is the project's own. */
export function fixturesOf(step: string): readonly Fixture[] {
  return readdirSync(path.join(ROOT, step))
    .toSorted()
    .map((name) => {
      const folder = path.join(ROOT, step, name);
      const parsed = v.safeParse(schema, parse(readFileSync(path.join(folder, 'fixture.yaml'), 'utf8')));
      if (!parsed.success)
        throw new Error(
          `${folder}/fixture.yaml: ${parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}`).join('; ')}`,
        );
      const fixture = parsed.output;
      if (fixture.backend !== 'node' && fixture.run !== undefined)
        throw new Error(`${folder}/fixture.yaml: a start command of its own belongs to no backend`);
      if ((fixture.expect === 'fail') !== (fixture.code !== undefined))
        throw new Error(`${folder}/fixture.yaml: a code is only for expect: fail, which needs one`);
      if (fixture.fix !== undefined && fixture.expect !== 'fail')
        throw new Error(`${folder}/fixture.yaml: a fix is only for expect: fail`);
      if (fixture.varies.some(({ what, code }) => what === 'presence' && code === fixture.code))
        throw new Error(`${folder}/fixture.yaml: the first error is always there`);
      return { ...fixture, step, name, folder };
    });
}

let all: readonly Fixture[] | undefined;

/** Every fixture there is, read once in each worker: a dozen files of tests ask for them, and to parse them takes most of a second. */
export function allFixtures(): readonly Fixture[] {
  all ??= fixtureSteps().flatMap(fixturesOf);
  return all;
}

/** `step-4/reply-without-id`. */
export function nameOf({ step, name }: Pick<Fixture, 'step' | 'name'>): string {
  return `${step}/${name}`;
}

/**
 * One part of `of` equal ones: together they are all fixtures, and the slow ones are spread over them. Within a part neighbours by name are
 * apart, because they are alike: checked side by side, those of a stream would all wait and those of a page would all compute.
 * @param part 0-based
 */
export function partOf(fixtures: readonly Fixture[], part: number, of: number): readonly Fixture[] {
  return fixtures
    .toSorted((a, b) => Number(b.slow) - Number(a.slow) || nameOf(a).localeCompare(nameOf(b)))
    .filter((_, at) => at % of === part)
    .map((fixture) => ({ fixture, place: placeOf(nameOf(fixture)) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ fixture }) => fixture);
}

/** A number that depends on the name alone and has nothing to do with its order: FNV-1a, from 0 to 2^32 - 1. */
function placeOf(name: string): number {
  return [...name].reduce(
    (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0,
    2_166_136_261,
  );
}

/** For a quick look: of each step an attempt that fails and that every machine can check soon. */
export function oneOfEachStep(fixtures: readonly Fixture[]): readonly Fixture[] {
  const quick = fixtures.filter(
    ({ expect, backend, engine, slow, code }) =>
      expect === 'fail' &&
      backend === 'node' &&
      engine === 'both' &&
      !slow &&
      code !== 'page/hung' &&
      code !== 'page/out-of-memory',
  );
  return quick.filter((fixture, at) => quick.findIndex(({ step }) => step === fixture.step) === at);
}

/** Who starts the fixture's server. @param python path of the interpreter for servers in Python */
export function choiceOf({ backend, run, python: module }: Fixture, python: string | undefined): BackendChoice {
  if (backend === 'fastapi') return { kind: 'fastapi', ...(python === undefined ? {} : { python }) };
  return run === undefined ? { kind: 'node' } : { kind: 'command', run: runOf({ run, module }) };
}

function runOf({ run, module = '' }: { readonly run: string; readonly module: string | undefined }): string {
  return run.replaceAll('{python}', () => (module === '' ? undefined : pythonWith(module)) ?? 'python3');
}

/** Steps that have fixtures. */
export function fixtureSteps(): readonly string[] {
  return readdirSync(ROOT).toSorted();
}

export function modulesOf(fixture: Fixture): 'own' | 'linked' {
  if (fixture.backend !== 'node') return 'own';
  return fixture.modules ?? (fixture.step === 'step-1' ? 'own' : 'linked');
}

/** The folder as this learner has it. */
export function fixtureState(course: Course, fixture: Fixture): FileState {
  const state = new Map(
    fixture.base === 'nothing'
      ? []
      : [...stepState(course, fixture.step, fixture.base, fixture.backend)].filter(
          ([file]) => modulesOf(fixture) === 'own' || !file.startsWith('node_modules/'),
        ),
  );
  for (const file of fixture.remove) {
    for (const known of state.keys()) if (known === file || known.startsWith(`${file}/`)) state.delete(known);
  }
  const walk = (inner: string): void => {
    for (const entry of readdirSync(path.join(fixture.folder, inner), { withFileTypes: true })) {
      const file = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) walk(file);
      else if (file !== 'fixture.yaml' && file !== RECORD_FILE)
        state.set(file, readFileSync(path.join(fixture.folder, file)));
    }
  };
  walk('');
  for (const [file, source] of Object.entries(fixture.provide)) state.set(file, readFileSync(dependencyPath(source)));
  return state;
}
