import { array, assert, constantFrom, integer, noBias, oneof, property, record, tuple } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type * as FileSystem from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { advance, applySolution, resetTo, scaffold } from '../../src/commands/use-cases/change-folder.ts';
import type { CourseFolder } from '../../src/commands/use-cases/course-folder.ts';
import { followingStep } from '../../src/commands/use-cases/step-state.ts';
import type { Result } from '../../src/model/result.ts';
import { stepById } from '../../src/course/index.ts';
import { backendFor } from '../../src/servers/backends/index.ts';
import { createWorkspace, listSnapshots, openWorkspace, saveProgress, undo } from '../../src/workspace/index.ts';
import type { Workspace } from '../../src/workspace/index.ts';
import { realCourse } from '../support/course-folder.ts';
import { Killed, withFaults } from '../support/failing-fs.ts';
import type { Fault } from '../support/failing-fs.ts';
import { must, PROGRESS } from '../support/workspace.ts';

/** The system's own, beside the one that the tutor gets here. */
const fs = createRequire(import.meta.url)('node:fs') as typeof FileSystem;

// Files share a worker's modules: these are loaded anew with the file system below, and once more for whoever comes next.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('node:fs');
  vi.resetModules();
});

vi.mock('node:fs', async (importActual) => {
  const { failingFs } = await import('../support/failing-fs.ts');
  const real = failingFs(await importActual<typeof FileSystem>());
  return { ...real, default: real };
});

/** Sequences. The whole is three thousand: `FAULT_SEQUENCES=3000`. */
const SEQUENCES = Number(process.env['FAULT_SEQUENCES'] ?? 60);
const SEED = Number(process.env['FAULT_SEED'] ?? 20_261_129);

const whole = realCourse();
/** Without the twenty files of the package `ws`: all that is copied here is copied twice for each command. */
const course = {
  ...whole,
  steps: whole.steps.map((each) => ({ ...each, provides: each.provides.filter(({ from }) => from !== 'ws') })),
};
const steps = course.steps.map(({ id }) => id);
const FILES = ['main.js', 'templates/index.html', 'package.json', 'notes.txt'] as const;
const choice = { kind: 'node' } as const;

/** How a learner's editor saves: into the file, by renaming another one over it, or into the one that it opened before the command. */
type Save = 'in place' | 'renaming' | 'opened before';

/** A fault at an instant of a command, in thousandths of its writes. */
type Timed = readonly [
  instant: number,
  what: 'kill' | 'kill halfway' | `${'EIO' | 'ENOSPC' | 'EACCES'}${'' | ' from here on'}` | readonly [Save, number],
];

type Action =
  | { readonly kind: 'edit'; readonly file: number; readonly by: Exclude<Save, 'opened before'> | 'deleting' }
  | { readonly kind: 'solution' | 'reset'; readonly step: number }
  | { readonly kind: 'next'; readonly skipping: 'solution' | 'keep' }
  | { readonly kind: 'undo' | 'passed' };

const file = integer({ min: 0, max: FILES.length - 1 });
const step = integer({ min: 0, max: steps.length - 1 });
const action: Arbitrary<Action> = oneof(
  record({
    kind: constantFrom('edit' as const),
    file,
    by: constantFrom('in place' as const, 'renaming' as const, 'deleting' as const),
  }),
  record({ kind: constantFrom('solution' as const, 'reset' as const), step }),
  record({ kind: constantFrom('next' as const), skipping: constantFrom('solution' as const, 'keep' as const) }),
  record({ kind: constantFrom('undo' as const) }),
  record({ kind: constantFrom('undo' as const, 'passed' as const) }),
);
const timed: Arbitrary<Timed> = tuple(
  // Any instant as often as any other, and some after the end.
  noBias(integer({ min: 0, max: 1099 })),
  oneof(
    constantFrom('kill' as const, 'kill halfway' as const),
    tuple(constantFrom('EIO', 'ENOSPC', 'EACCES'), constantFrom('', ' from here on')).map(
      ([code, lasting]) => `${code}${lasting}` as const,
    ),
    tuple(constantFrom('in place' as const, 'renaming' as const, 'opened before' as const), file),
  ),
);

/** A learner's folder, and all that its learner wrote. */
class Desk {
  readonly folder: string;
  /** What the learner wrote and did not overwrite or delete. */
  readonly #texts = new Set<string>();
  readonly #replaced = new Set<number>();
  #saves = 0;

  constructor(template: string) {
    this.folder = path.join(path.dirname(template), 'desk');
    copyFolder(template, this.folder);
  }

  /** The texts that are in no file below the folder. */
  get lost(): readonly string[] {
    if (this.#texts.size === 0) return [];
    const kept = new Set(Object.values(textsBelow(this.folder)));
    return [...this.#texts].filter((text) => !kept.has(text));
  }

  edit(name: string, by: 'in place' | 'renaming' | 'deleting'): void {
    const target = path.join(this.folder, name);
    this.#texts.delete(textOf(target) ?? '');
    if (by !== 'in place' && fs.existsSync(target)) this.#replaced.add(fs.statSync(target).ino);
    if (by === 'deleting') return fs.rmSync(target, { force: true });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const written = by === 'renaming' ? `${target}~` : target;
    fs.writeFileSync(written, this.#next(name));
    if (by === 'renaming') fs.renameSync(written, target);
  }

  /** @returns what saves into the file that is there now, wherever it is then, and closes it */
  open(name: string): () => void {
    const target = path.join(this.folder, name);
    if (!fs.existsSync(target)) return () => undefined;
    const handle = fs.openSync(target, 'r+');
    return () => {
      // Replaced or deleted by the learner: what is written into it is lost without any tutor.
      if (this.#replaced.has(fs.fstatSync(handle).ino)) return fs.closeSync(handle);
      this.#texts.delete(fs.readFileSync(handle, 'utf8'));
      fs.ftruncateSync(handle);
      fs.writeSync(handle, this.#next(name), 0);
      fs.closeSync(handle);
    };
  }

  #next(name: string): string {
    this.#saves += 1;
    const text = `the learner's save ${this.#saves} of ${name}\n`.repeat(1 + (this.#saves % 3));
    this.#texts.add(text);
    return text;
  }
}

function copyFolder(from: string, to: string): void {
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(from, to, { recursive: true });
}

function textOf(target: string): string | undefined {
  return fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : undefined;
}

/** Path -> text of each file. */
function textsBelow(folder: string): Readonly<Record<string, string>> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(files.map((each) => [path.relative(folder, each), fs.readFileSync(each, 'utf8')]));
}

/** All that a learner has in the folder: the files, the step, what can be undone. */
function stateOfFolder(folder: string): string {
  const { workspace } = must(openWorkspace(folder, { fallback: () => PROGRESS })) ?? {};
  const files = Object.entries(textsBelow(folder)).filter(
    ([name]) => !name.startsWith('.tutor') && !name.endsWith('.tmp'),
  );
  const history = listSnapshots(folder).map(({ reason, undone }) => ({ reason, undone }));
  return JSON.stringify({ files, progress: workspace?.progress, history }, undefined, 1);
}

function placeOf(folder: string): CourseFolder {
  const workspace = must(openWorkspace(folder, { fallback: () => PROGRESS }))?.workspace;
  if (workspace === undefined) throw new Error('the folder has no .tutor');
  return { course, folder, workspace, choice, backend: backendFor(choice) };
}

/** As the command of this name does it. */
function carryOut(folder: string, action: Action): Result<unknown> {
  const place = placeOf(folder);
  const current = stepById(course, place.workspace.progress.current);
  if (action.kind === 'solution') return applySolution(place, stepById(course, steps[action.step] ?? ''));
  if (action.kind === 'reset') return resetTo(place, stepById(course, steps[action.step] ?? ''));
  if (action.kind === 'undo') return undo(place.workspace);
  if (action.kind === 'next') return advance(place, followingStep(course, current) ?? current, action.skipping);
  const { progress } = place.workspace;
  return saveProgress(place.workspace, { ...progress, passed: { ...progress.passed, [progress.current]: { at: AT } } });
}

const AT = '2026-01-02T04:00:00.000Z';
const SAYS: Readonly<Record<string, string>> = {
  EIO: 'the disk reports an error',
  ENOSPC: 'the disk is full',
  EACCES: 'permission denied',
};

/** What a command says that the system said. */
function reasonIn(message: string): string | undefined {
  return /: ([^.]*)\.(?: The next command .*)?$/u.exec(message)?.[1];
}

/** One command with its faults: what holds at its end, whatever happens. */
function command(desk: Desk, action: Action, times: readonly Timed[]): void {
  const kinds = times.map(([, what]) => (typeof what === 'string' ? (what.split(' ')[0] ?? '') : 'save'));
  const before = stateOfFolder(desk.folder);
  // A system that refuses to remove a file leaves it there.
  const leftBefore = unfinished(desk.folder);
  const twin = `${desk.folder}-twin`;
  copyFolder(desk.folder, twin);
  const calls = withFaults(new Map(), () => must(carryOut(twin, action)));
  const after = stateOfFolder(twin);
  const faults = new Map<number, Fault[]>();
  const later: (() => void)[] = [];
  for (const [instant, what] of times) {
    const at = Math.floor((instant * calls) / 1000);
    const open = Array.isArray(what) && what[0] === 'opened before' ? desk.open(FILES[what[1]] ?? '') : undefined;
    if (open !== undefined && at >= calls) later.push(open);
    else faults.set(at, [...(faults.get(at) ?? []), faultOf(desk, what, open)]);
  }
  let isKilled = false;
  withFaults(faults, () => {
    try {
      const result = carryOut(desk.folder, action);
      if (!result.ok && !kinds.includes('save'))
        expect(kinds.map((kind) => SAYS[kind])).toContain(reasonIn(result.problem.message));
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      isKilled = true;
    }
  });
  for (const save of later) save();
  expect(desk.lost, 'as the command left it').toEqual([]);
  const opened = stateOfFolder(desk.folder);
  expect(desk.lost, 'as the next command finds it').toEqual([]);
  if (!kinds.includes('save')) expect([before, after]).toContain(opened);
  if (isKilled && kinds.every((kind) => kind === 'kill'))
    expect(unfinished(desk.folder).filter((each) => !leftBefore.includes(each))).toEqual([]);
}

function faultOf(desk: Desk, what: Timed[1], open: (() => void) | undefined): Fault {
  if (open !== undefined) return { kind: 'meanwhile', act: open };
  if (typeof what !== 'string') {
    const [how, number] = what;
    return { kind: 'meanwhile', act: () => how !== 'opened before' && desk.edit(FILES[number] ?? '', how) };
  }
  if (what === 'kill' || what === 'kill halfway') return { kind: 'kill', halfway: what === 'kill halfway' };
  const [code] = what.split(' ') as ['EIO' | 'ENOSPC' | 'EACCES'];
  return { kind: 'refuse', code, lasting: what.endsWith('on') };
}

function unfinished(folder: string): readonly string[] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(?:tmp|partial)$|\.tutor\/(?:lock|change)$/.test(name));
}

let template = '';
beforeAll(() => {
  template = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tutor-sequences-')), 'template');
  const workspace: Workspace = must(createWorkspace(template, { ...PROGRESS, current: steps[0] ?? '' }));
  must(scaffold({ ...placeOf(workspace.folder) }));
  template = workspace.folder;
});
afterAll(() => fs.rmSync(path.dirname(template), { recursive: true, force: true }));

test(`${SEQUENCES} sequences of edits, commands, faults and saves at random instants lose no byte and end as begun or as done`, () => {
  const run = property(
    array(tuple(action, array(timed, { maxLength: 2 })), { minLength: 1, maxLength: 6 }),
    (actions) => {
      const desk = new Desk(template);
      for (const [each, times] of actions) {
        if (each.kind === 'edit') desk.edit(FILES[each.file] ?? '', each.by);
        else command(desk, each, times);
      }
    },
  );
  // The test command has its limit on a busy machine, too.
  const limit = SEQUENCES > 100 ? {} : { interruptAfterTimeLimit: 6000 };
  assert(run, { numRuns: SEQUENCES, seed: SEED, ...limit });
});
