import { EXIT } from '../../model/result.ts';
import type { CommandContext } from '../shared/context.ts';
import type { CommonOptions } from '../shared/options.ts';
import { createVoice, printProblem } from '../shared/output/output.ts';
import type { Voice } from '../shared/output/output.ts';
import { openOwnSession } from '../shared/folder/session.ts';
import type { OwnSession } from '../shared/folder/session.ts';
import { runWatch } from './loop.ts';
import { createPaint } from './theme.ts';
import { createLineFace } from './line-view.ts';
import { createScreenFace } from './screen-view.ts';

export interface WatchOptions extends CommonOptions {
  readonly plain?: boolean;
  readonly poll?: boolean;
}

/** Ends with 0 when the person leaves, with 130 by Ctrl-C. */
export async function watch(context: CommandContext, options: WatchOptions): Promise<number> {
  const voice = createVoice(context, options);
  const session = openOwnSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  return watchSession(session.value, options, voice, { isNew: false });
}

/** The screen where the terminal can show it, else lines. Also where `start` leads. */
export async function watchSession(
  session: OwnSession,
  options: WatchOptions,
  voice: Voice,
  { isNew }: { readonly isNew: boolean },
): Promise<number> {
  const { context, folder } = session;
  const { terminal } = voice;
  const onScreen = canDrawScreen(context, options);
  // What is printed is read by a person or kept in a file; only a screen shows links as text that can be opened.
  const paint = createPaint(terminal, folder, onScreen ? context.env : { TERM: 'dumb' });
  const readsKeys = context.stdin.isTTY || options.plain === true;
  const face = onScreen ? createScreenFace(context, paint) : createLineFace(context, paint, voice, { readsKeys });
  const code = await runWatch(session, { options, terminal, paint, face, isNew });
  if (code === EXIT.passed) {
    voice.say('Everything is kept. To go on:');
    voice.next('watch', 'in this folder');
  }
  return code;
}

/** A terminal on both sides that can move its cursor. */
export function canDrawScreen({ interactive, env }: CommandContext, { plain }: WatchOptions): boolean {
  return interactive && plain !== true && env['TERM'] !== 'dumb';
}
