import { execa } from 'execa';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHAPTER } from '../../src/chapter/index.ts';
import { runCommandLine } from '../../src/command-line.ts';
import { listSnapshots, openWorkspace, undo, writeFiles } from '../../src/workspace/index.ts';
import type { Workspace } from '../../src/workspace/index.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { freshWorkspace, must, PROGRESS } from '../support/workspace.ts';

// An editor opens a file before the tutor moves it aside, and writes when the tutor has compared it: nothing can see that while it happens.

const EDITOR = path.join(import.meta.dirname, 'late-editor.mjs');

interface Editor {
  /** Writes into the file that it has opened, wherever that is now. */
  save(): Promise<void>;
}

async function editorOf(file: string, text: string): Promise<Editor> {
  const child = execa(process.execPath, [EDITOR, file, text], { buffer: false });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    async save() {
      child.stdin.end('\n');
      await child;
    },
  };
}

const fileOf = ({ folder }: Workspace): string => path.join(folder, 'main.js');
const textOf = (space: Workspace): string => readFileSync(fileOf(space), 'utf8');
const change = (text: string): Map<string, Buffer> => new Map([['main.js', Buffer.from(text)]]);
const opened = ({ folder }: Workspace): readonly string[] =>
  must(openWorkspace(folder, { fallback: () => PROGRESS }))?.notices ?? [];

function notice(during: number, number: number): string {
  return `main.js was saved at the moment at which change ${during} replaced it, so the folder does not have that save. It is change ${number} now: \`htmx-realtime-tutor undo ${number}\` brings it back.`;
}

test('a save into a file that was replaced is told by the next command, once, and can be had back', async () => {
  const space = freshWorkspace();
  writeFileSync(fileOf(space), 'mine');
  const [first, second] = [await editorOf(fileOf(space), 'late'), await editorOf(fileOf(space), 'later')];
  must(writeFiles(space, change('solution'), 'solution of step-3'));
  expect(opened(space)).toEqual([]);
  await first.save();
  expect(opened(space)).toEqual([notice(1, 2)]);
  expect(opened(space)).toEqual([]);
  expect(listSnapshots(space.folder)[1]).toMatchObject({
    reason: 'replacement of a save of main.js during change 1',
    undone: false,
  });
  // The same file once more, wherever it is by now.
  await second.save();
  expect(opened(space)).toEqual([notice(2, 3)]);
  expect(textOf(space)).toBe('solution');
  must(undo(space, 2));
  expect(textOf(space)).toBe('late');
  must(undo(space, 3));
  expect(textOf(space)).toBe('later');
});

test('an undo without a number takes back the change, not the save that came too late', async () => {
  const space = freshWorkspace();
  writeFileSync(fileOf(space), 'mine');
  const editor = await editorOf(fileOf(space), 'late');
  must(writeFiles(space, change('solution'), 'solution of step-3'));
  await editor.save();
  expect(opened(space)).toEqual([notice(1, 2)]);
  expect(must(undo(space))?.undone.number).toBe(1);
  expect(textOf(space)).toBe('mine');
  expect(must(undo(space))).toBeUndefined();
  must(undo(space, 2));
  expect(textOf(space)).toBe('late');
});

test('a save into a file of a change that was taken back is found as well', async () => {
  const space = freshWorkspace();
  writeFileSync(fileOf(space), 'mine');
  must(writeFiles(space, change('solution'), 'solution of step-3'));
  const editor = await editorOf(fileOf(space), 'late');
  // As a kill leaves it just before the end.
  writeFileSync(path.join(space.folder, '.tutor/change'), '1\n');
  expect(opened(space)).toEqual([expect.stringContaining('(solution of step-3) was interrupted. It was taken back')]);
  expect([textOf(space), listSnapshots(space.folder)]).toEqual(['mine', []]);
  await editor.save();
  expect(opened(space)).toEqual([notice(1, 2)]);
  must(undo(space, 2));
  expect(textOf(space)).toBe('late');
});

/** Runs a command in this process. @param beforeWrite called before each piece of standard output */
async function commandOf(
  args: readonly string[],
  { folder, beforeWrite = () => undefined }: { readonly folder: string; readonly beforeWrite?: () => void },
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const stdout = {
    columns: 500,
    write: (text: string) => {
      beforeWrite();
      return (said.out += text).length > 0;
    },
  };
  const stderr = { columns: 500, write: (text: string) => (said.err += text).length > 0 };
  const code = await runCommandLine([...args, '--dir', folder], {
    chapter: CHAPTER,
    cwd: folder,
    env: {},
    stdin: process.stdin,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    interactive: false,
    signal: new AbortController().signal,
    self: 'htmx-realtime-tutor',
  });
  return { code, out: said.out.replaceAll('\n', ' '), err: said.err.replaceAll('\n', ' ') };
}

test('a command that replaces a file says so itself when the save comes before its end', async () => {
  const space = freshWorkspace();
  writeFileSync(fileOf(space), 'mine');
  const handle = openSync(fileOf(space), 'r+');
  // The files are replaced before the command prints its first line.
  const beforeWrite = (): void => {
    if (textOf(space) !== 'mine') writeSync(handle, 'late', 0);
  };
  const { folder } = space;
  const { code, err } = await commandOf(['solution', 'step-3', '--apply'], { folder, beforeWrite });
  closeSync(handle);
  expect([code, err]).toEqual([0, `${notice(1, 2)} `]);
});

test('a save into a file that assets replaced is in the file that it kept, and is said where it comes before the end', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'static/htmx.min.js');
  mkdirSync(path.dirname(file));
  writeFileSync(file, 'mine');
  const handle = openSync(file, 'r+');
  const editor = await editorOf(file, 'even later');
  let wrote = 0;
  const beforeWrite = (): void => {
    if (readFileSync(file, 'utf8') !== 'mine') wrote = writeSync(handle, 'late', 0);
  };
  const copied = await commandOf(['assets', 'htmx.min.js'], { folder, beforeWrite });
  closeSync(handle);
  expect([copied.code, copied.err, wrote]).toEqual([0, '', 4]);
  expect(copied.out).toContain('The static/htmx.min.js that was there is static/htmx.min.js.old now.');
  expect(copied.out).toContain('static/htmx.min.js was saved at that moment; that save is in static/htmx.min.js.old.');
  expect(readFileSync(`${file}.old`, 'utf8')).toBe('late');
  // The editor writes when the command has ended, and the next copy leaves both alone.
  await editor.save();
  writeFileSync(file, 'another');
  const again = await commandOf(['assets', 'htmx.min.js'], { folder });
  expect(again.out).not.toContain('at that moment');
  expect([readFileSync(`${file}.old`, 'utf8'), readFileSync(`${file}.old-2`, 'utf8')]).toEqual([
    'even later',
    'another',
  ]);
});
