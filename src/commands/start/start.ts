import path from 'node:path';
import { backendFor, isSameChoice, recogniseBackend, SCAFFOLDED } from '../../servers/backends/index.ts';
import { shellPath } from '../../model/shell.ts';
import type { BackendChoice } from '../../model/progress.ts';
import { EXIT, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { createWorkspace, guarded, inspectFolder, listSnapshots, saveProgress } from '../../workspace/index.ts';
import { createAsker } from '../common/output/ask.ts';
import type { Asker } from '../common/output/ask.ts';
import { namesBackend, resolveBackend, serverOption } from '../common/backend/choice.ts';
import { isLab } from '../common/chapter.ts';
import type { Chapter } from '../common/chapter.ts';
import { isCalledByPath } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import { scaffold } from '../use-cases/change-folder.ts';
import { prepareBackend } from '../common/backend/prepare.ts';
import type { CoachOptions, CommonOptions } from '../common/options.ts';
import { reportChange } from '../common/output/change-report.ts';
import { createOutput, listed, printProblem, shownFolder } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { isOurs, startedBelow } from '../common/folder/find-folder.ts';
import { isStartedFor, labNamed, withUnit } from '../common/folder/unit.ts';
import { newProgress, openStartedSession, chapterCourse, stepOf } from '../common/folder/session.ts';
import { firstStep, followingStep } from '../use-cases/step-state.ts';
import type { StartedSession } from '../common/folder/session.ts';
import { addEditorTasks, TASKS_FILE, wordsFor } from './editor-tasks.ts';
import { showLesson } from '../lesson/lesson.ts';
import { progressLines } from '../list/list.ts';

export interface StartCommandOptions extends CommonOptions, CoachOptions {
  readonly yes?: boolean;
  /** The command of the person's editor, for the screen. */
  readonly editor?: string;
  /** Writes tasks for VS Code into the folder. */
  readonly vscode?: boolean;
  /** Leads through the steps by lines instead of a screen that is redrawn. */
  readonly plain?: boolean;
}

/**
 * Begins or resumes the chapter, or a lab. Asks only on a terminal and without `--yes`; otherwise prints the lesson and ends.
 * @param words a folder, or the name of a lab
 */
export async function start(
  context: CommandContext,
  words: string | undefined,
  given: StartCommandOptions,
): Promise<number> {
  const unit = withUnit(context, words, given, 'folders');
  if (!unit.ok) return printProblem(context, unit.problem, given);
  const options = unit.value;
  const chapter = labNamed(context.chapter, words) ?? context.chapter;
  const dir = isLab(chapter) ? undefined : words;
  const asks = context.interactive && options.yes !== true;
  // A tutor that is called by a path from here is not found by it in the new folder: then its commands name the folder instead.
  const leadsIn = !asks && !isCalledByPath(context);
  const { dir: _dir, ...others } = options;
  const named = dir ?? options.dir;
  // The folder remembers the server.
  const output = createOutput(context, leadsIn || named === undefined ? others : { ...others, dir: named }, '');
  if (dir !== undefined && options.dir !== undefined && dir !== options.dir) {
    return printProblem(
      context,
      wrongUsage(`Two folders are named: ${dir} and ${options.dir}.`, 'Name one.').problem,
      options,
    );
  }
  const asker = asks ? await createAsker(context) : undefined;
  const opened = await openOrCreate({ context, chapter, options, output, asker }, dir ?? options.dir);
  if (!opened.ok) return printProblem(context, opened.problem, options);
  const { isNew } = opened.value;
  const withTasks = options.vscode === true ? tasksAdded(opened.value.session, output) : ok(opened.value.session);
  if (!withTasks.ok) return printProblem(context, withTasks.problem, options);
  const session = withTasks.value;
  if (asker !== undefined) {
    const { canDrawScreen, watchSession } = await import('../watch/watch.ts');
    const drawn = canDrawScreen(context, options);
    // A screen shows the steps at its top, and the lesson by a key.
    if (!drawn && !isNew) output.lines('', ...progressLines(session, output), '');
    return watchSession({ session, options, output }, beginOf(session, isNew, drawn));
  }
  const current = stepOf(session, undefined, 'first');
  if (!current.ok) return printProblem(context, current.problem, options);
  if (!isNew) output.lines(...progressLines(session, output));
  if (options.quiet !== true) {
    output.lines('');
    await showLesson(session, current.value, output);
  }
  output.lines('', 'Now:');
  if (leadsIn && session.folder !== context.cwd)
    output.lines(`  cd ${shellPath(shownFolder(context.cwd, session.folder))}`);
  output.next('check', `the checkpoint of ${current.value.id}`);
  if (followingStep(session.course, current.value) !== undefined)
    output.next('next', 'the next step, when it has passed');
  return EXIT.passed;
}

/** The tasks for VS Code, in a folder that is ready. */
function tasksAdded(session: StartedSession, output: Output): Result<StartedSession> {
  const tasks = addEditorTasks(session.workspace, wordsFor(session.context));
  if (!tasks.ok) return tasks;
  output.say(
    tasks.value.added === 'now'
      ? `Written: ${TASKS_FILE}. In VS Code, "Tasks: Run Task" starts a check, or one on every save.`
      : `${TASKS_FILE} has the tasks already.`,
  );
  return ok({ ...session, workspace: tasks.value.workspace });
}

/** What the screen opens with. A lab has no pages to read first. */
function beginOf({ course }: StartedSession, isNew: boolean, drawn: boolean): 'pages' | 'lesson' | 'check' {
  if (isNew) return course.opening.length > 0 ? 'pages' : 'lesson';
  return drawn ? 'check' : 'lesson';
}

interface OpenedSession {
  readonly session: StartedSession;
  readonly isNew: boolean;
}

/** One call of `start`, before there is a folder. */
interface Starting {
  readonly context: CommandContext;
  /** The chapter or the lab that is started. */
  readonly chapter: Chapter;
  readonly options: StartCommandOptions;
  readonly output: Output;
  /** Undefined: nothing may be asked. */
  readonly asker: Asker | undefined;
}

async function openOrCreate(call: Starting, dir: string | undefined): Promise<Result<OpenedSession>> {
  const { context, output, asker } = call;
  const shown = await chooseFolder(call, dir);
  const folder = path.resolve(context.cwd, shown);
  const found = inspectFolder(folder);
  if (!found.ok) return found;
  switch (found.value.kind) {
    case 'file':
      return wrongUsage(`${shown} is a file, or is below one.`, `Name a folder: htmx-realtime-tutor start <folder>`);
    case 'ours':
      return resume(call, folder);
    case 'foreign': {
      const entries = nameSome(found.value.entries);
      const place = shown === '.' ? 'This folder' : `The folder ${shown}`;
      if (asker === undefined) {
        return wrongUsage(
          `${place} is not empty: it has ${entries}.`,
          call.options.yes === true
            ? insteadOfYes(call.options, shown)
            : `Name a new or an empty folder: htmx-realtime-tutor start <folder>. On a terminal, the tutor asks whether to use this one.`,
        );
      }
      output.say(
        `${place} is not empty: it has ${entries}. Files that are there stay as they are; what is missing is added.`,
      );
      if (!(await asker.confirm('Use this folder?', { initial: false })))
        return wrongUsage('Nothing was written.', `Name another folder: htmx-realtime-tutor start <folder>`);
      break;
    }
    case 'missing':
    case 'empty':
  }
  return make(call, folder);
}

/** What to type where `--yes` would put files beside those of somebody. @param shown the folder as it was typed */
function insteadOfYes(options: StartCommandOptions, shown: string): string {
  const server = serverOption(options);
  const asking = `htmx-realtime-tutor start${server} ${shellPath(shown)}`;
  const checking = `htmx-realtime-tutor check${server}${shown === '.' ? '' : ` --dir ${shellPath(shown)}`}`;
  const width = Math.max(asking.length, checking.length) + 2;
  return [
    '`--yes` does not take a folder with other files. Name a new or an empty one, or type, on a terminal:',
    `  ${asking.padEnd(width)}asks whether to use this folder`,
    `  ${checking.padEnd(width)}checks it as it is`,
  ].join('\n');
}

/**
 * The named folder; else the current one, when the tutor started it; else the one below that the tutor started, so that the same command leads
 * back to it. Of several, and where none is, after a question: the one that was used last, or the usual one. A script gets the usual one.
 */
async function chooseFolder({ context, chapter, asker }: Starting, dir: string | undefined): Promise<string> {
  if (dir !== undefined) return dir;
  // Without a name, whatever the folder is for goes on.
  if (isLab(chapter) ? isStartedFor(context.chapter, chapter, context.cwd) : isOurs(context.cwd)) return '.';
  const usual = chapter.folder;
  if (asker === undefined || isLab(chapter)) return usual;
  const found = guarded('The folder cannot be read', () =>
    startedBelow(context.cwd).filter((name) => isStartedFor(context.chapter, chapter, path.join(context.cwd, name))),
  );
  const started = found.ok ? found.value : [];
  const [last] = started;
  if (last !== undefined && started.length === 1) return last;
  return asker.text('Folder to work in:', {
    initial: last ?? usual,
    check: (answer) => (answer.trim() === '' ? 'Name a folder.' : undefined),
  });
}

async function resume({ context, options, output }: Starting, folder: string): Promise<Result<OpenedSession>> {
  const opened = await openStartedSession(context, { ...options, dir: folder }, { output, command: 'start' });
  if (!opened.ok) return opened;
  const shown = shownFolder(context.cwd, folder);
  output.say(`Continuing in ${shown === '.' ? 'this folder' : shown}.`);
  const completed = completeScaffold(opened.value, output);
  if (!completed.ok) return completed;
  const session = await preparedAgain(completed.value, output);
  const { workspace, choice } = session;
  if (isSameChoice(choice, workspace.progress.backend)) return { ok: true, value: { session, isNew: false } };
  // Another interpreter is not another backend.
  const isOther = session.backend.title !== backendFor(workspace.progress.backend).title;
  const saved = saveProgress(workspace, { ...workspace.progress, backend: choice });
  if (!saved.ok) return saved;
  if (isOther) output.say(`The folder's backend is ${session.backend.title} from now on.`);
  return { ok: true, value: { session: { ...session, workspace: saved.value }, isNew: false } };
}

/** The first `start` in this folder was interrupted before it had written its files: the first change of every folder is theirs. */
function completeScaffold(session: StartedSession, output: Output): Result<StartedSession> {
  const changes = guarded('The snapshots cannot be read', () => listSnapshots(session.folder));
  if (!changes.ok) return changes;
  if (changes.value.length > 0) return { ok: true, value: session };
  const report = scaffold(session);
  if (!report.ok) return report;
  if (report.value.written.length > 0) output.say('The first start did not write all of its files; this one has.');
  return { ok: true, value: { ...session, workspace: report.value.workspace } };
}

/** A missing virtual environment is created again. Without one, the lessons can be read anyway. */
async function preparedAgain(session: StartedSession, output: Output): Promise<StartedSession> {
  const { context, course, folder, choice, backend, fromFlags } = session;
  const prepared = await prepareBackend({ context, course, folder, chosen: { choice, backend, fromFlags }, output });
  if (!prepared.ok) {
    printProblem(context, prepared.problem, { dir: folder });
    return session;
  }
  if (prepared.value.made) output.say(prepared.value.note);
  return { ...session, choice: prepared.value.choice, backend: prepared.value.backend };
}

async function make(
  { context, chapter, options, output, asker }: Starting,
  folder: string,
): Promise<Result<OpenedSession>> {
  const course = await chapterCourse({ chapter });
  const chosen = resolveBackend(options, await askBackend({ context, options, asker }, folder), folder);
  if (!chosen.ok) return chosen;
  // What may fail because a runtime or the network is missing comes first, while nothing else has been written.
  const prepared = await prepareBackend({ context, course, folder, chosen: chosen.value, output });
  if (!prepared.ok) return prepared;
  const { backend, choice, note, undo } = prepared.value;
  const workspace = createWorkspace(folder, newProgress(chapter, course, choice));
  if (!workspace.ok) {
    undo();
    return workspace;
  }
  const session: StartedSession = {
    context,
    chapter,
    course,
    folder: workspace.value.folder,
    workspace: workspace.value,
    choice,
    backend,
    fromFlags: chosen.value.fromFlags,
    surface: 'commands',
  };
  const report = scaffold(session);
  if (!report.ok) return report;
  output.say(
    `The folder ${shownFolder(context.cwd, folder)} is ready for ${firstStep(course).id}. Backend: ${session.backend.title}.`,
  );
  if (note !== '') output.say(note);
  reportChange(output, report.value);
  return { ok: true, value: { session: { ...session, workspace: report.value.workspace }, isNew: true } };
}

/** Undefined: by the options, or the default. A question with one answer is not asked. */
async function askBackend(
  { context, options, asker }: Pick<Starting, 'context' | 'options' | 'asker'>,
  folder: string,
): Promise<BackendChoice | undefined> {
  const choices = SCAFFOLDED.map(({ kind, title }) => ({ name: title, value: { kind } }));
  if (asker === undefined || namesBackend(options) || choices.length < 2) return choices[0]?.value;
  const there = recogniseBackend(path.resolve(context.cwd, folder))?.kind;
  return asker.select('Backend:', choices, choices.find(({ value }) => value.kind === there)?.value);
}

function nameSome(entries: readonly string[]): string {
  return entries.length > 3 ? `${entries.slice(0, 3).join(', ')} and ${entries.length - 3} more` : listed(entries);
}
