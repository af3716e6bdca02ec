import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { dependencyPath, packageRoot } from '../../src/model/package-root.ts';
import type { Course, FileState } from '../../src/model/step.ts';
import { stepState } from './course-folder.ts';

const schema = v.strictObject({
  /** One sentence: what this learner did. */
  note: v.pipe(v.string(), v.minLength(10)),
  expect: v.picklist(['pass', 'fail']),
  /** The first error's code, when it must not pass. */
  code: v.optional(v.string()),
  /** Codes of all warnings that must be there; left out: none may be. */
  warnings: v.optional(v.array(v.string()), []),
  /** What the files are laid over; default: the solution of the step. */
  base: v.optional(v.picklist(['solution', 'start', 'nothing']), 'solution'),
  /** Paths of the base that are taken away. */
  remove: v.optional(v.array(v.string()), []),
  /** Files copied from a package of node_modules: path in the folder -> `htmx-4/dist/htmx.min.js`. */
  provide: v.optional(v.record(v.string(), v.string()), {}),
  /** The check that fails first, when it must not pass. */
  check: v.optional(v.string()),
  /** A start command (`--run`) instead of the Node backend's own. */
  run: v.optional(v.string()),
  /** Whose overlays `base` means, and who starts the server. */
  backend: v.optional(v.picklist(['node', 'fastapi']), 'node'),
  /** `own`: node_modules is what base and fixture hold (the default in step 1, which is about just that); `linked`: the project's own. */
  modules: v.optional(v.picklist(['own', 'linked'])),
  /** The page needs what only a browser does (module scripts): looked at with the browser engine alone. */
  engine: v.optional(v.picklist(['both', 'browser']), 'both'),
  /** Most of its time is a long wait: it is begun first, so that nobody waits for it at the end. */
  slow: v.optional(v.boolean(), false),
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
        throw new Error(`${folder}/fixture.yaml: a code goes with expect: fail, and only with it`);
      return { ...fixture, step, name, folder };
    });
}

/** The fixtures of all steps whose server is Python. They need an interpreter that a machine may lack. */
export function fastapiFixtures(): readonly Fixture[] {
  return fixtureSteps().flatMap((step) => fixturesOf(step).filter(({ backend }) => backend === 'fastapi'));
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
      else if (file !== 'fixture.yaml') state.set(file, readFileSync(path.join(fixture.folder, file)));
    }
  };
  walk('');
  for (const [file, source] of Object.entries(fixture.provide)) state.set(file, readFileSync(dependencyPath(source)));
  return state;
}
