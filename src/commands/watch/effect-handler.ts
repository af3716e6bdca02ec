import { findingsOf as allFindings } from '../../model/check.ts';
import type { CheckResult, RunResult } from '../../model/check.ts';
import type { Code } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { findingsOf } from '../../terminal/watch/index.ts';
import type { ScreenTheme, TextView, WatchEffect, WatchEvent, WatchState } from '../../terminal/watch/index.ts';
import type { Skipping } from '../use-cases/change-folder.ts';
import { typedIn } from '../common/output/output.ts';
import { createRecorder } from '../common/output/recorder.ts';
import { reopened } from '../common/folder/session.ts';
import { endsWhere, currentStep, failsNow, firstStep, followingStep, isPassed } from '../use-cases/step-state.ts';
import type { StartedSession } from '../common/folder/session.ts';
import { recordCheck } from '../use-cases/record-check.ts';
import { showHint } from '../hint/hint.ts';
import { AddressedTextMaker } from './addressed-text.ts';
import type { AddressedText } from './addressed-text.ts';
import { BrowserKeys } from './browser-keys.ts';
import type { Checker, CheckListener } from './checker.ts';
import { endText } from './end.ts';
import {
  applyIt,
  diffQuestion,
  goToNextStep,
  skipQuestion,
  solutionQuestion,
  stepViews,
  undoIt,
  undoQuestion,
} from './folder-changes.ts';
import type { Moved } from './folder-changes.ts';
import type { PageServer } from './page-server.ts';
import {
  diffText,
  explanationText,
  keysText,
  lessonText,
  pageText,
  serverText,
  solutionText,
  timelineText,
} from './texts.ts';
import type { OfTerminal } from './view.ts';
import { wordingFor } from '../common/describe-context.ts';

export interface EffectHandlerOptions {
  readonly session: StartedSession;
  readonly terminal: TerminalOptions;
  readonly theme: ScreenTheme;
  /** False: lines are printed, and nothing is redrawn. */
  readonly onScreen: boolean;
  readonly checker: Checker;
  readonly page: PageServer;
  /** The screen as it is now. */
  readonly state: () => WatchState;
  readonly dispatch: (event: WatchEvent) => void;
  /** The tutor has written these files; a check must follow. */
  readonly changed: (files: readonly string[]) => void;
}

/** The effects that belong to the terminal, not to the course. */
export type HandledEffect = Exclude<WatchEffect, { readonly type: OfTerminal }>;

/** Does what the keys ask for: wires course, folder and checks to the screen. */
export class EffectHandler {
  readonly #options: EffectHandlerOptions;
  #session: StartedSession;
  #lastResult: RunResult | undefined;
  readonly #browser: BrowserKeys;
  readonly #addressed: AddressedTextMaker;

  constructor(options: EffectHandlerOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#browser = new BrowserKeys(options);
    this.#addressed = new AddressedTextMaker(options.page);
  }

  /** The current step. */
  get step(): Step {
    return currentStep(this.#session) ?? firstStep(this.#session.course);
  }

  /** Resolves when it is done or, for a check, started. */
  async perform(effect: HandledEffect): Promise<void> {
    const { terminal, theme, page, dispatch, state } = this.#options;
    switch (effect.type) {
      case 'check':
        return this.#check(effect.again === true);
      case 'lesson':
        return this.#readLesson(this.step);
      case 'replace-text':
        return this.#replaceText();
      case 'hint':
        return this.#hint();
      case 'ask-solution':
        return isPassed(this.#session, this.step)
          ? this.perform({ type: 'solution' })
          : dispatch({ type: 'question', question: solutionQuestion(this.step) });
      case 'solution':
        return this.#read(solutionText(this.#reopened(), this.step, terminal));
      case 'apply':
        return this.#move(applyIt(this.#reopened(), this.step, terminal));
      case 'ask-diff':
        return isPassed(this.#session, this.step)
          ? this.perform({ type: 'diff' })
          : dispatch({ type: 'question', question: diffQuestion(this.step) });
      case 'diff':
        return this.#read(diffText(this.#reopened(), this.step, terminal));
      case 'timeline':
        return dispatch({ type: 'text', text: timelineText(this.#lastResult, theme) });
      case 'server-output':
        return dispatch({ type: 'text', text: serverText(state().server.lines) });
      case 'toggle-server':
        return page.toggle();
      case 'keys':
        return dispatch({ type: 'text', text: keysText(theme, this.#options.onScreen) });
      case 'explain':
        return this.#explain(effect.code);
      case 'browser':
      case 'toggle-reload':
      case 'wire-key':
      case 'wire-line':
        return this.#browser.perform(effect);
      case 'page':
        return this.#page(effect.follows, effect.beginning === true ? 'beginning' : 'browsing');
      case 'open':
        return dispatch({ type: 'notice', sentences: [await page.open()] });
      case 'next':
        return this.#next(effect.skipping);
      case 'ask-undo': {
        const question = undoQuestion(this.#session);
        if (question === undefined) dispatch({ type: 'notice', sentences: ['Nothing is left to undo.'] });
        else dispatch({ type: 'question', question });
        return;
      }
      case 'undo':
        return this.#move(undoIt(this.#reopened(), terminal));
      case 'end':
        return this.#read(endText(this.#reopened(), terminal));
    }
  }

  #check(again: boolean): void {
    const { checker, dispatch, page } = this.#options;
    const prepared = page.beforeCheck(again);
    const listener: CheckListener = {
      onEvent: (event) => {
        // The server beside the check, or one of a cancelled check, listens there: nothing is wrong with the answer.
        if (event.type === 'check-finished' && takenPorts(event.result).some((port) => page.needsPort(port)))
          return this.#check(again);
        // Saved before the screen says so, so that whoever reads the folder then finds it.
        if (event.type === 'run-finished') this.#record(event.result);
        dispatch({ type: 'run', event });
        if (event.type !== 'run-finished') return undefined;
        void page.afterCheck(fixedPort(event.result));
        // Earlier steps may have passed as well.
        return this.#tellSteps();
      },
      onProblem: ({ message, next }) => {
        dispatch({ type: 'run-stopped', reason: next === undefined ? message : `${message} ${next}` });
        void page.afterCheck(undefined);
      },
    };
    checker.start(this.#reopened(), this.step, listener, prepared);
  }

  #record(result: RunResult): void {
    this.#lastResult = result;
    const session = this.#reopened();
    const recorded = recordCheck(session, result);
    if (recorded.ok) this.#session = { ...session, workspace: recorded.value };
    else this.#options.dispatch({ type: 'notice', sentences: [recorded.problem.message] });
  }

  async #hint(): Promise<void> {
    const { terminal, dispatch } = this.#options;
    const { output, document } = createRecorder(terminal, typedIn(this.#session));
    const step = this.step;
    const { session, isLast } = await showHint(this.#reopened(), step, output);
    this.#session = { ...this.#session, workspace: session.workspace ?? this.#session.workspace };
    const text = { title: `Hint for ${step.id}`, document: document() };
    dispatch({ type: 'text', text: { kind: isLast ? 'last-hint' : 'hint', ...text } });
  }

  async #explain(code: Code | undefined): Promise<void> {
    const { dispatch, state, terminal } = this.#options;
    const [first] = findingsOf(state().run, 'error');
    const finding = first ?? findingsOf(state().run, 'warning')[0];
    const { language } = this.#session.backend;
    const wording = { ...(await wordingFor(this.#session)), typed: typedIn(this.#session) };
    const explained = code ?? finding?.code;
    const text =
      explained === undefined ? undefined : await explanationText(explained, { wording, language }, terminal);
    if (text === undefined) dispatch({ type: 'notice', sentences: ['The last check has no finding to explain.'] });
    else dispatch({ type: 'text', text });
  }

  async #page(follows: string | undefined, why: 'beginning' | 'browsing'): Promise<void> {
    const { terminal } = this.#options;
    const { course } = this.#session;
    const ids = why === 'beginning' ? course.opening : course.pages.map(({ id }) => id);
    // A lab has no pages: its lesson is all that is read.
    if (ids.length === 0) return this.perform({ type: 'lesson' });
    const at = follows === undefined ? 0 : (ids.indexOf(follows) + 1) % ids.length;
    const id = ids[at] ?? '';
    const following: WatchEffect =
      at + 1 < ids.length ? { type: 'page', follows: id, beginning: true } : { type: 'lesson' };
    const after = why === 'browsing' ? {} : { after: following };
    return this.#readWithAddress(async (origin) => ({
      ...(await pageText(this.#session, id, { terminal, origin })),
      ...after,
    }));
  }

  async #next(skipping: Skipping | undefined): Promise<void> {
    const { dispatch, terminal } = this.#options;
    const session = this.#reopened();
    const current = this.step;
    const next = followingStep(session.course, current);
    if (next === undefined) {
      if (isPassed(session, current)) return this.perform({ type: 'end' });
      return dispatch({
        type: 'notice',
        sentences: [`${current.id} ${endsWhere(session.chapter)}; its checkpoint has not passed yet.`],
      });
    }
    if (skipping === undefined && (!isPassed(session, current) || failsNow(session, current)))
      return dispatch({ type: 'question', question: skipQuestion(session, current, next) });
    const moved = goToNextStep(session, next, skipping, terminal);
    this.#move(moved);
    if (moved.ok) await this.#readLesson(next);
  }

  /** Adopts the result of a move; a new check follows. */
  #move(moved: Result<Moved>): void {
    const { dispatch, changed } = this.#options;
    if (!moved.ok) {
      const { message, next } = moved.problem;
      return dispatch({ type: 'notice', sentences: next === undefined ? [message] : [message, next] });
    }
    this.#session = moved.value.session;
    this.#tellSteps();
    dispatch({ type: 'text-closed' });
    dispatch({ type: 'notice', sentences: moved.value.sentences });
    changed(moved.value.files);
  }

  #readLesson(step: Step): Promise<void> {
    const { terminal } = this.#options;
    return this.#readWithAddress((origin) => lessonText(this.#reopened(), step, { terminal, origin }));
  }

  async #readWithAddress(make: AddressedText): Promise<void> {
    return this.#read(this.#addressed.make(make));
  }

  /** The server has got another address than the one that was expected. */
  async #replaceText(): Promise<void> {
    const text = await this.#addressed.again();
    if (text !== undefined) this.#options.dispatch({ type: 'text-replaced', text });
  }

  async #read(text: Promise<TextView>): Promise<void> {
    this.#options.dispatch({ type: 'text', text: await text });
  }

  /** Another terminal may have moved on meanwhile. */
  #reopened(): StartedSession {
    const { output, sentences } = createRecorder(this.#options.terminal, typedIn(this.#session));
    const before = this.#session.workspace.progress;
    this.#session = reopened(this.#session, output);
    if (this.#session.workspace.progress.current !== before.current) this.#tellSteps();
    if (sentences().length > 0) this.#options.dispatch({ type: 'notice', sentences: sentences() });
    return this.#session;
  }

  #tellSteps(): void {
    const steps = stepViews(this.#session);
    const current = steps.findIndex(({ id }) => id === this.step.id);
    this.#options.dispatch({ type: 'steps', steps, current });
  }
}

/** The ports that the check's servers found taken by another program. */
function takenPorts({ findings }: CheckResult): readonly number[] {
  return findings.flatMap(({ code, facts }) =>
    code === 'server/port-in-use' && facts.holder !== 'itself' ? [facts.port] : [],
  );
}

/** The port that the server opens whatever it is given, where the run has met it. */
function fixedPort(result: RunResult): number | undefined {
  for (const { finding } of allFindings(result)) {
    if (finding.code === 'server/ignores-port') return finding.facts.listens;
    if (finding.code === 'server/port-in-use') return finding.facts.port;
  }
  return undefined;
}
