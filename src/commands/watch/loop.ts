import path from 'node:path';
import { EXIT } from '../../model/result.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { initialState, TICK_MS, update } from '../../terminal/watch/index.ts';
import type { ScreenTheme, WatchEffect, WatchEvent, WatchState } from '../../terminal/watch/index.ts';
import { isAsGiven } from '../use-cases/next-hint.ts';
import { currentStep } from '../use-cases/step-state.ts';
import type { StartedSession } from '../common/folder/session.ts';
import { watchFolder } from '../common/serve/watch-folder.ts';
import type { WatchOptions } from './options.ts';
import { Checker } from './checker.ts';
import { editShown } from './edit.ts';
import { EffectHandler } from './effect-handler.ts';
import { stepViews } from './folder-changes.ts';
import type { View } from './view.ts';
import { PageServer } from './page-server.ts';
import type { PageListener } from './page-listener.ts';
import { FileChanges } from '../common/serve/file-changes.ts';

export interface LoopOptions {
  readonly options: WatchOptions;
  readonly terminal: TerminalOptions;
  readonly theme: ScreenTheme;
  /** False: lines are printed, and nothing is redrawn. */
  readonly onScreen: boolean;
  readonly view: View;
  /** What is shown first: in a new folder the pages before the first step. A check starts in any case. */
  readonly begin: 'pages' | 'lesson' | 'check';
  /** Called with the address of the learner's server whenever it is ready: `http://localhost:8001`. */
  readonly onOrigin: (origin: string) => void;
}

/** Watches, checks and answers keys until the person leaves (0) or interrupts (130). Nothing is left running. */
export async function runWatch(session: StartedSession, options: LoopOptions): Promise<number> {
  const { context } = session;
  const loop = new WatchLoop(session, options);
  const onAbort = (): void => loop.finish(EXIT.interrupted);
  context.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await loop.open();
    return context.signal.aborted ? EXIT.interrupted : await loop.finished;
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    await loop.close();
  }
}

/** Passes events to the state, the state to the view, and effects to their handlers. */
class WatchLoop {
  readonly #session: StartedSession;
  readonly #options: LoopOptions;
  readonly #changes: FileChanges;
  readonly #checker: Checker;
  readonly #page: PageServer;
  readonly #handler: EffectHandler;
  #state: WatchState;
  #spinnerTimer: NodeJS.Timeout | undefined;
  #finish: (code: number) => void = () => undefined;
  /** The exit code, when the person leaves. */
  readonly finished = new Promise<number>((resolve) => (this.#finish = resolve));

  constructor(session: StartedSession, options: LoopOptions) {
    const { context, folder } = session;
    this.#session = session;
    this.#options = options;
    const steps = stepViews(session);
    const current = steps.findIndex(({ id }) => id === currentStep(session)?.id);
    const step = currentStep(session);
    const reloads = options.options.reload !== false;
    const begun = initialState(steps, Math.max(0, current), path.basename(folder));
    this.#state = {
      ...begun,
      browser: { ...begun.browser, reloads, watched: watchedOf(session, options.options) },
      isUntouched: step !== undefined && isAsGiven(session, step),
    };
    this.#changes = new FileChanges(folder);
    this.#checker = new Checker({ browser: options.options.browser === true, signal: context.signal });
    const listener: PageListener = {
      onStatus: (status) => this.#dispatch({ type: 'server-status', status }),
      onAddress: (address) => {
        options.onOrigin(address);
        this.#dispatch({ type: 'page-address', address });
      },
      onCoach: (event) => this.#dispatch({ type: 'coach', event }),
      onLine: (line) => this.#dispatch({ type: 'server-line', line }),
    };
    this.#page = new PageServer(
      session,
      { changes: this.#changes, listener },
      { coached: options.options.coach !== false && session.chapter.coached !== 'no', reloads },
    );
    this.#handler = new EffectHandler({
      session,
      terminal: options.terminal,
      theme: options.theme,
      onScreen: options.onScreen,
      checker: this.#checker,
      page: this.#page,
      state: () => this.#state,
      dispatch: (event) => this.#dispatch(event),
      changed: (files) => this.#changes.changed(files),
    });
  }

  /** Shows the view, watches the folder and begins the first check. */
  async open(): Promise<void> {
    const { view, begin, options } = this.#options;
    const { context, folder } = this.#session;
    this.#spinnerTimer = setInterval(() => {
      if (this.#state.run.phase === 'running') this.#dispatch({ type: 'tick' });
    }, TICK_MS);
    view.open((key, viewport) => this.#dispatch({ type: 'key', key, viewport }));
    view.show(this.#state, { type: 'tick' });
    if (begin === 'pages') this.#perform({ type: 'page', follows: undefined, beginning: true });
    if (begin === 'lesson') this.#perform({ type: 'lesson' });
    this.#changes.listen({
      onSave: () => {
        this.#checker.cancel();
        this.#dispatch({ type: 'saving' });
      },
      onSettled: (file) => this.#dispatch({ type: 'saved', file }),
      onError: (reason) => this.#dispatch({ type: 'notice', sentences: [unseen(reason)] }),
    });
    await this.#changes.start(watchFolder(folder, { poll: options.poll === true }));
    if (!context.signal.aborted) this.#perform({ type: 'check' });
  }

  finish(code: number): void {
    this.#finish(code);
  }

  /** Restores the terminal, and ends everything that was started. */
  async close(): Promise<void> {
    clearInterval(this.#spinnerTimer);
    this.#options.view.close();
    await Promise.allSettled([this.#changes.close(), this.#checker.close(), this.#page.close()]);
  }

  #dispatch(event: WatchEvent): void {
    const change = update(this.#state, event);
    this.#state = change.state;
    this.#options.view.show(this.#state, event);
    for (const effect of change.effects) this.#perform(effect);
  }

  async #edit(): Promise<void> {
    const { theme, view, options } = this.#options;
    const { context, folder } = this.#session;
    const say = (sentence: string): void => this.#dispatch({ type: 'notice', sentences: [sentence] });
    await editShown(this.#state, { context, folder, theme, view, say, editor: options.editor });
  }

  #perform(effect: WatchEffect): void {
    if (effect.type === 'leave') this.#finish(EXIT.passed);
    // In raw mode Ctrl-C is a key; the command line answers it as that signal.
    else if (effect.type === 'interrupt') process.emit('SIGINT', 'SIGINT');
    else if (effect.type === 'edit') void this.#edit();
    else if (effect.type === 'suspend' || effect.type === 'redraw') this.#options.view.perform(effect.type);
    else void this.#handler.perform(effect);
  }
}

function unseen(reason: string): string {
  return `Saves cannot be seen: ${reason}. r checks by hand; leave and use watch --poll to look for them.`;
}

/** Whether the person's own browser is watched, or why not. */
function watchedOf({ backend, chapter }: StartedSession, { coach }: WatchOptions): WatchState['browser']['watched'] {
  if (backend.origin !== undefined) return 'own-server';
  if (chapter.coached === 'no') return 'own-origin';
  return coach === false ? 'turned-off' : 'yes';
}
