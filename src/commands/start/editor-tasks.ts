import { lstatSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../model/package-root.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { readFiles, underLock, writeFiles } from '../../workspace/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import type { CommandContext } from '../common/context.ts';

/** Where VS Code reads the tasks of a folder. */
export const TASKS_FILE = '.vscode/tasks.json';

const NAME = 'htmx-realtime-tutor';

/** The line at the begin of a check of `watch --reporter compact`, and that at its end. VS Code compiles both with `new RegExp`. */
export const BEGINS = String.raw`^Checking \S+\.$`;
export const ENDS = String.raw`^(?:[a-z][\w-]* (?:passed|not passed|could not be decided),|Not checked: )`;

/**
 * Two tasks: one check, and one that goes on in the background. They read findings as VS Code's `$eslint-compact` does, under a name of their own, so that
 * the problems of ESLint and those of the tutor do not replace each other.
 */
function tasksOf(self: readonly string[]): readonly object[] {
  const [command = NAME, ...before] = self;
  const matcher = { base: '$eslint-compact', owner: NAME, source: NAME };
  const task = (label: string, args: readonly string[]): object => ({
    label: `${NAME}: ${label}`,
    type: 'shell',
    command,
    args: [...before, ...args, '--reporter', 'compact'],
  });
  return [
    { ...task('check', ['check']), group: { kind: 'test', isDefault: true }, problemMatcher: matcher },
    {
      ...task('watch', ['watch']),
      isBackground: true,
      problemMatcher: { ...matcher, background: { activeOnStart: true, beginsPattern: BEGINS, endsPattern: ENDS } },
    },
  ];
}

/** The whole file. @param self the words by which the tutor is called */
export function tasksText(self: readonly string[]): string {
  return `${JSON.stringify({ version: '2.0.0', tasks: tasksOf(self) }, null, 2)}\n`;
}

/** How a task calls the tutor: by its name where a person does, else by the path of its launcher, which works in every folder. */
export function wordsFor({ self }: Pick<CommandContext, 'self'>): readonly string[] {
  if (self === NAME || self === `npx ${NAME}`) return self.split(' ');
  return ['node', path.join(packageRoot(), 'bin', `${NAME}.js`)];
}

interface Added {
  readonly workspace: Workspace;
  readonly added: 'now' | 'before';
}

/**
 * Writes the file into a folder of `start`, as a change that can be undone; `before`: it was there as it would be written. A problem (exit code 2): the
 * learner has one, which is never replaced.
 */
export function addEditorTasks(workspace: Workspace, self: readonly string[]): Result<Added> {
  const text = tasksText(self);
  return underLock(workspace.folder, (): Result<Added> => {
    const own = readFiles(workspace.folder, [TASKS_FILE]).get(TASKS_FILE)?.toString('utf8');
    if (own === text) return ok({ workspace, added: 'before' });
    // Also what cannot be read.
    if (lstatSync(path.join(workspace.folder, TASKS_FILE), { throwIfNoEntry: false }) !== undefined)
      return ownTasks(self);
    const written = writeFiles(workspace, new Map([[TASKS_FILE, Buffer.from(text)]]), 'tasks for VS Code');
    return written.ok ? ok({ workspace: written.value.workspace, added: 'now' }) : written;
  });
}

/** The lines of the tasks begin with blanks: what prints the problem leaves them as they are. */
function ownTasks(self: readonly string[]): ReturnType<typeof wrongUsage> {
  const tasks = JSON.stringify(tasksOf(self), null, 2).split('\n').slice(1, -1);
  return wrongUsage(
    `${TASKS_FILE} is yours and stays as it is.`,
    ['Add these to the list "tasks" in it:', ...tasks].join('\n'),
  );
}
