import { realpathSync } from 'node:fs';
import { faultLine, findStep, onlyStep, openCourse } from '../../../course/index.ts';
import type { Reader } from '../../../course/index.ts';
import type { Backend } from '../../../model/backend.ts';
import type { BackendChoice, Progress } from '../../../model/progress.ts';
import { ok, wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { Course, Step } from '../../../model/step.ts';
import { keepLateSaves, lateNotice, openWorkspace } from '../../../workspace/index.ts';
import type { Workspace } from '../../../workspace/index.ts';
import { currentStep, firstStep, lastStep } from '../../use-cases/step-state.ts';
import { recogniseBackend } from '../../../servers/backends/index.ts';
import { shellPath } from '../../../model/shell.ts';
import { resolveBackend, serverOption } from '../backend/choice.ts';
import { isLab } from '../chapter.ts';
import type { Chapter } from '../chapter.ts';
import type { CommandContext } from '../context.ts';
import { folderProblem } from './folder-argument.ts';
import { findFolder, startedBelow } from './find-folder.ts';
import { nextOf, tutorsOwn } from './nothing-here.ts';
import { labNamed, unitIn } from './unit.ts';
import type { CommonOptions } from '../options.ts';
import { shownFolder } from '../output/output.ts';
import type { Output } from '../output/output.ts';

/** Where lessons, pages and hints are read. */
export type Surface = 'commands' | 'screen';

/**
 * Sections of a text for where it is read: on the screen and elsewhere, for a server that the tutor starts and for one that already runs, in a
 * folder that `start` prepared and in one of the learner's own.
 */
export const SURFACE_SECTIONS = {
  screen: ['screen', 'started', 'prepared'],
  screenRunning: ['screen', 'running', 'prepared'],
  started: ['commands', 'started', 'prepared'],
  running: ['commands', 'running', 'prepared'],
  ownStarted: ['commands', 'started', 'own'],
  ownRunning: ['commands', 'running', 'own'],
} as const;

/** What nearly every command needs: the course, the folder, and the folder's progress. */
export interface FolderSession {
  readonly context: CommandContext;
  /** What the folder is for: the program's chapter, or one of its labs. */
  readonly chapter: Chapter;
  readonly course: Course;
  /** Absolute path. */
  readonly folder: string;
  /** Undefined in a folder that `start` did not create. */
  readonly workspace: Workspace | undefined;
  readonly choice: BackendChoice;
  readonly backend: Backend;
  /** The backend was chosen by an option of this call. */
  readonly fromFlags: boolean;
  /** Texts name keys on the watch screen, commands elsewhere. */
  readonly surface: Surface;
}

/** A session in a folder that has a `.tutor/`. */
export interface StartedSession extends FolderSession {
  readonly workspace: Workspace;
}

/** One call of a command in a folder: its session, its options and its output. */
export interface Invocation<
  Session extends FolderSession = FolderSession,
  Options extends CommonOptions = CommonOptions,
> {
  readonly session: Session;
  readonly options: Options;
  readonly output: Output;
}

/** The course of a chapter as shipped; an error in it is a bug of the tutor. */
export async function chapterCourse({ chapter }: { readonly chapter: Chapter }): Promise<Course> {
  const course = await openCourse(chapter.courseFolder, chapter.compiledCourse);
  if (!course.ok) throw new Error(`the course cannot be read\n${course.problem.map(faultLine).join('\n')}`);
  return isLab(chapter) ? onlyStep(course.value, chapter.step) : course.value;
}

export function newProgress(chapter: Chapter, course: Course, backend: BackendChoice): Progress {
  return {
    schema: 1,
    course: chapter.id,
    backend,
    current: course.steps[0]?.id ?? '',
    startedAt: new Date().toISOString(),
    passed: {},
    hints: {},
    failing: {},
  };
}

/** What there is in a folder, whoever asks. */
export type Place = Omit<FolderSession, 'context' | 'surface'>;

/**
 * Finds and opens the folder. Says on standard error which one it is when it is not the current one, and what was fixed.
 * @param elsewhere what happens in a folder that is for something else than the lab that the call names: `read`: the lab is read all the same
 */
export async function openSession(
  context: CommandContext,
  options: CommonOptions,
  output: Output,
  elsewhere: 'refused' | 'read' = 'refused',
): Promise<Result<FolderSession>> {
  const found = findFolder(context, options.dir);
  if (!found.ok) return found;
  const folder = realpathSync(found.value);
  if (options.dir === undefined && found.value !== context.cwd)
    output.note(`Working in ${shownFolder(context.cwd, found.value)}.`);
  const place = await openPlace(context, { folder, elsewhere, warn: (notice) => output.warn(notice) }, options);
  return place.ok ? ok({ ...place.value, context, surface: 'commands' }) : place;
}

/**
 * Opens a folder that exists.
 * @param where its real path; what happens in one that is for something else; and who is told what was fixed in its progress
 */
export async function openPlace(
  { chapter: program, cwd }: Pick<CommandContext, 'chapter' | 'cwd'>,
  where: {
    readonly folder: string;
    readonly elsewhere: 'refused' | 'read';
    readonly warn: (notice: string) => void;
  },
  options: CommonOptions,
): Promise<Result<Place>> {
  const { folder, elsewhere, warn } = where;
  const named = labNamed(program, options.unit);
  const chapter = named ?? unitIn(program, folder);
  const course = await chapterCourse({ chapter });
  const fresh = (): Progress => {
    const guess = resolveBackend({}, undefined, folder);
    return newProgress(chapter, course, guess.ok ? guess.value.choice : { kind: 'node' });
  };
  const opened = openWorkspace(folder, { fallback: fresh, readOnly: options.readOnly === true });
  if (!opened.ok) return opened;
  for (const notice of opened.value?.notices ?? []) warn(notice);
  const workspace = opened.value?.workspace;
  const other = workspace?.progress.course;
  if (named !== undefined && workspace !== undefined && other !== named.id) {
    if (elsewhere === 'refused') return notStarted({ lab: named, shown: shownFolder(cwd, folder) }, options);
    return unstarted({ chapter, course, folder }, options);
  }
  if (other !== undefined && other !== chapter.id)
    return wrongUsage(
      `${shownFolder(cwd, folder)} belongs to another chapter: ${other}.`,
      'Choose another folder with --dir.',
    );
  const backend = resolveBackend(options, workspace?.progress.backend, folder);
  return backend.ok ? ok({ chapter, course, folder, workspace, ...backend.value }) : backend;
}

/** A lab that is only read where the folder is for something else: as in a folder that `start` did not make. */
function unstarted(place: Pick<Place, 'chapter' | 'course' | 'folder'>, options: CommonOptions): Result<Place> {
  const backend = resolveBackend(options, undefined, place.folder);
  return backend.ok ? ok({ ...place, workspace: undefined, ...backend.value }) : backend;
}

/** @param shown the folder where it was looked for, as it is typed */
function notStarted(
  { lab, shown }: { readonly lab: Chapter; readonly shown: string },
  { dir }: CommonOptions,
): Result<never> {
  const place = shown === '.' ? 'this folder' : shown;
  return wrongUsage(
    dir === undefined ? `${lab.id} has not been started here.` : `${place} is not a folder of ${lab.id}.`,
    `\`htmx-realtime-tutor start ${lab.id}\` creates ${lab.folder}; --dir <folder> names another one.`,
  );
}

/**
 * As `openSession`, for commands that work with a learner's files: the tutor's own folder is refused.
 * @param command as it was typed: `run`
 */
export async function openLearnersSession(
  context: CommandContext,
  options: CommonOptions,
  { output, command }: { readonly output: Output; readonly command: string },
): Promise<Result<FolderSession>> {
  const session = await openSession(context, options, output);
  if (!session.ok) return session;
  const problem = tutorsOwn(session.value, command);
  return problem === undefined ? session : { ok: false, problem };
}

/**
 * As `openSession`, for commands that write into the folder or read its progress.
 * @param command as it was typed: `next`
 */
export async function openStartedSession(
  context: CommandContext,
  options: CommonOptions,
  { output, command }: { readonly output: Output; readonly command: string },
): Promise<Result<StartedSession>> {
  const session = await openLearnersSession(context, options, { output, command });
  if (!session.ok) return session;
  const { workspace, folder } = session.value;
  if (workspace !== undefined) {
    context.atEnd(() => sayLateSaves(folder, output));
    return { ok: true, value: { ...session.value, workspace } };
  }
  return wrongUsage(
    `The tutor has not started anything in ${folder}.`,
    startedBelow(folder).length > 0
      ? nextOf(session.value, command)
      : hasServer(session.value)
        ? takeOver(session.value, options)
        : `htmx-realtime-tutor start creates a folder; --dir <folder> names one.`,
  );
}

/** What was saved into files that this command has replaced. */
function sayLateSaves(folder: string, output: Output): void {
  const kept = keepLateSaves(folder);
  for (const late of kept.ok ? kept.value : []) output.warn(lateNotice(late));
}

/** Whether there is something to check: a kind of server that the folder shows, or the one that the call names. */
function hasServer({ folder, fromFlags }: FolderSession): boolean {
  return fromFlags || recogniseBackend(folder) !== undefined;
}

/** What to type in a folder of the learner's own for what needs the tutor's notes, and what works without. */
function takeOver({ context, folder }: FolderSession, options: CommonOptions): string {
  const server = serverOption(options);
  const shown = shownFolder(context.cwd, folder);
  return [
    `\`htmx-realtime-tutor start${server} ${shellPath(shown)}\` prepares this folder for it and keeps your files as they are.`,
    `\`htmx-realtime-tutor check step-2${server}${shown === '.' ? '' : ` --dir ${shellPath(shown)}`}\` checks a step without that.`,
  ].join('\n');
}

/** Which sections and files the texts show in this session. */
export function readerOf(session: FolderSession): Reader {
  const { backend } = session;
  return { overlay: backend.overlay, sections: [...backend.sections, ...SURFACE_SECTIONS[placeOf(session)]] };
}

function placeOf({ backend, surface, workspace }: FolderSession): keyof typeof SURFACE_SECTIONS {
  if (surface === 'screen') return backend.origin === undefined ? 'screen' : 'screenRunning';
  if (workspace === undefined) return backend.origin === undefined ? 'ownStarted' : 'ownRunning';
  return backend.origin === undefined ? 'started' : 'running';
}

/** The step that was named, else the folder's current one, else the given fallback. */
export function stepOf(
  session: Place & { readonly context: Pick<CommandContext, 'cwd'> },
  stepArg: string | undefined,
  fallback: 'first' | 'last',
): Result<Step> {
  if (stepArg !== undefined) {
    const step = findStep(session.course, stepArg);
    const problem = step.ok ? undefined : folderProblem(session.context.cwd, stepArg, 'check');
    return problem === undefined ? step : { ok: false, problem };
  }
  return { ok: true, value: currentStep(session) ?? (fallback === 'first' ? firstStep : lastStep)(session.course) };
}

/** The session with the progress as it is on the disk now: another terminal may have changed it. */
export function reopened(session: StartedSession, output: Output): StartedSession {
  const opened = openWorkspace(session.folder, { fallback: () => session.workspace.progress });
  for (const notice of (opened.ok ? opened.value?.notices : undefined) ?? []) output.warn(notice);
  return opened.ok && opened.value !== undefined ? { ...session, workspace: opened.value.workspace } : session;
}
