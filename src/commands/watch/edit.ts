import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { findingsOf } from '../../terminal/watch/index.ts';
import type { ScreenTheme, WatchState } from '../../terminal/watch/index.ts';
import { editorCall } from '../common/editor/editor.ts';
import { runInTerminal, startDetached } from '../common/editor/run-editor.ts';
import type { CommandContext } from '../common/context.ts';
import type { View } from './view.ts';

export interface EditOptions {
  readonly context: Pick<CommandContext, 'env' | 'signal' | 'stdin'>;
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  /** `--editor`. */
  readonly editor: string | undefined;
  readonly theme: ScreenTheme;
  readonly view: View;
  readonly say: (sentence: string) => void;
}

/** Opens file and line of the finding on the screen in the person's editor. It says why it cannot. */
export async function editShown(state: WatchState, options: EditOptions): Promise<void> {
  const { context, folder, theme, view, say } = options;
  const finding = shownFinding(state);
  if (finding === undefined) return say('The last check has no finding to open.');
  const [place] = theme.describe(finding).where;
  if (place === undefined) return say('This finding names no line of a file.');
  const file = path.join(folder, place.file);
  if (!existsSync(file)) return say(`${place.file} does not exist.`);
  const call = editorCall({ ...place, file }, { option: options.editor, env: context.env });
  if (!call.ok) return say(`${call.problem}.`);
  if (call.value === undefined) return say('No editor is known: set VISUAL or EDITOR, or start with --editor.');
  const { name, inTerminal } = call.value;
  if (!inTerminal) {
    const failure = await startDetached(call.value, { cwd: folder, onEnd: say });
    return say(failure ?? `${name} opens ${place.file}${place.line === undefined ? '' : `, line ${place.line}`}.`);
  }
  if (!context.stdin.isTTY) return say(`${name} needs a terminal.`);
  const { signal } = context;
  const editor = call.value;
  const failure = await view.lend(() => runInTerminal(editor, { cwd: folder, signal }));
  if (failure !== undefined) say(failure);
}

/** In the panel of what happens in the browser its cause, elsewhere what the check found first. */
function shownFinding({ text, browser, run }: WatchState): Finding | undefined {
  if (text?.kind === 'browser' && browser.cause !== undefined) return browser.cause.finding;
  return findingsOf(run, 'error')[0] ?? findingsOf(run, 'warning')[0];
}
