import { realpathSync } from 'node:fs';
import { faultLine, findStep, openCourse } from '../../../course/index.ts';
import type { Reader } from '../../../course/index.ts';
import type { Backend } from '../../../model/backend.ts';
import type { BackendChoice, Progress } from '../../../model/progress.ts';
import { wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { Course, Step } from '../../../model/step.ts';
import { keepLateSaves, lateNotice, openWorkspace } from '../../../workspace/index.ts';
import type { Workspace } from '../../../workspace/index.ts';
import { currentStep, firstStep, lastStep } from '../../use-cases/step-state.ts';
import { recogniseBackend } from '../../../servers/backends/index.ts';
import { shellPath } from '../../../model/shell.ts';
import { resolveBackend, serverOption } from '../backend/choice.ts';
import type { CommandContext } from '../context.ts';
import { folderProblem } from './folder-argument.ts';
import { findFolder, startedBelow } from './find-folder.ts';
import { nextOf, tutorsOwn } from './nothing-here.ts';
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

/** The course of the chapter as shipped; an error in it is a bug of the tutor. */
export async function chapterCourse({ chapter }: CommandContext): Promise<Course> {
  const course = await openCourse(chapter.courseFolder, chapter.compiledCourse);
  if (!course.ok) throw new Error(`the course cannot be read\n${course.problem.map(faultLine).join('\n')}`);
  return course.value;
}

export function newProgress({ chapter }: CommandContext, course: Course, backend: BackendChoice): Progress {
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

/** Finds and opens the folder. Says on standard error which one it is when it is not the current one, and what was fixed. */
export async function openSession(
  context: CommandContext,
  options: CommonOptions,
  output: Output,
): Promise<Result<FolderSession>> {
  const found = findFolder(context, options.dir);
  if (!found.ok) return found;
  const folder = realpathSync(found.value);
  if (options.dir === undefined && found.value !== context.cwd)
    output.note(`Working in ${shownFolder(context.cwd, found.value)}.`);
  const course = await chapterCourse(context);
  const fresh = (): Progress => {
    const guess = resolveBackend({}, undefined, folder);
    return newProgress(context, course, guess.ok ? guess.value.choice : { kind: 'node' });
  };
  const opened = openWorkspace(folder, { fallback: fresh, readOnly: options.readOnly === true });
  if (!opened.ok) return opened;
  for (const notice of opened.value?.notices ?? []) output.warn(notice);
  const workspace = opened.value?.workspace;
  const other = workspace?.progress.course;
  if (other !== undefined && other !== context.chapter.id)
    return wrongUsage(
      `${shownFolder(context.cwd, folder)} belongs to another chapter: ${other}.`,
      'Choose another folder with --dir.',
    );
  const backend = resolveBackend(options, workspace?.progress.backend, folder);
  if (!backend.ok) return backend;
  return { ok: true, value: { context, course, folder, workspace, ...backend.value, surface: 'commands' } };
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
export function stepOf(session: FolderSession, stepArg: string | undefined, fallback: 'first' | 'last'): Result<Step> {
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
