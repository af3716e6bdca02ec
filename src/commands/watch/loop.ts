import { EXIT } from '../../model/result.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { initialState, update } from '../../terminal/watch/index.ts';
import type { Theme, WatchEffect, WatchEvent, WatchState } from '../../terminal/watch/index.ts';
import { currentStep } from '../use-cases/step-state.ts';
import type { StartedSession } from '../shared/folder/session.ts';
import { watchFolder } from '../shared/serve/watch-folder.ts';
import type { WatchOptions } from './options.ts';
import { Checker } from './checker.ts';
import { EffectHandler } from './effect-handler.ts';
import { stepViews } from './folder-changes.ts';
import type { View } from './view.ts';
import { PageServer } from './page-server.ts';
import { FileChanges } from '../shared/serve/file-changes.ts';

/** How often the sign turns that a check runs, in milliseconds. */
const TURN_MS = 100;

export interface LoopOptions {
  readonly options: WatchOptions;
  readonly terminal: TerminalOptions;
  readonly theme: Theme;
  readonly view: View;
  /** What is read first: in a new folder the pages before the first step. A check begins in any case. */
  readonly begin: 'pages' | 'lesson' | 'check';
}

/** Watches, checks and answers keys until the person leaves (0) or interrupts (130). Nothing of it is left running. */
export async function runWatch(session: StartedSession, loop: LoopOptions): Promise<number> {
  const { options, terminal, theme, view } = loop;
  const { context, folder } = session;
  const views = stepViews(session);
  let state: WatchState = initialState(
    views,
    Math.max(
      0,
      views.findIndex(({ id }) => id === currentStep(session)?.id),
    ),
  );
  let finish: (code: number) => void = () => undefined;
  const finished = new Promise<number>((resolve) => (finish = resolve));

  const dispatch = (event: WatchEvent): void => {
    const change = update(state, event);
    state = change.state;
    view.show(state, event);
    change.effects.forEach(perform);
  };
  const perform = (effect: WatchEffect): void => {
    if (effect.type === 'leave') finish(EXIT.passed);
    // In raw mode Ctrl-C is a key; the command line answers it as the signal that it stands for.
    else if (effect.type === 'interrupt') process.emit('SIGINT', 'SIGINT');
    else if (effect.type === 'suspend' || effect.type === 'redraw') view.perform(effect.type);
    else void handler.perform(effect);
  };

  const fileChanges = new FileChanges(folder);
  const checker = new Checker({ browser: options.browser === true, signal: context.signal });
  const page = new PageServer(session, fileChanges, {
    onStatus: (status) => dispatch({ type: 'server-status', status }),
    onLine: (line) => dispatch({ type: 'server-line', line }),
  });
  const handler = new EffectHandler({
    session,
    terminal,
    theme,
    checker,
    page,
    state: () => state,
    dispatch,
    changed: (files) => fileChanges.changed(files),
  });

  const onAbort = (): void => finish(EXIT.interrupted);
  context.signal.addEventListener('abort', onAbort, { once: true });
  const turning = setInterval(() => {
    if (state.run.phase === 'running') dispatch({ type: 'tick' });
  }, TURN_MS);
  try {
    view.open((key, viewport) => dispatch({ type: 'key', key, viewport }));
    view.show(state, { type: 'tick' });
    if (loop.begin === 'pages') perform({ type: 'page', follows: undefined, beginning: true });
    if (loop.begin === 'lesson') perform({ type: 'lesson' });
    fileChanges.listen({
      onSave: () => checker.cancel(),
      onSettled: (file) => dispatch({ type: 'saved', file }),
      onError: (reason) =>
        dispatch({
          type: 'notice',
          sentences: [
            `Saves cannot be seen: ${reason}. r checks by hand; leave and use watch --poll to look for them.`,
          ],
        }),
    });
    await fileChanges.start(watchFolder(folder, { poll: options.poll === true }));
    if (!context.signal.aborted) perform({ type: 'check' });
    return context.signal.aborted ? EXIT.interrupted : await finished;
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    clearInterval(turning);
    view.close();
    await Promise.allSettled([fileChanges.close(), checker.close(), page.close()]);
  }
}
