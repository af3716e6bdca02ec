import type { RunEvent } from '../../model/event.ts';
import type { PageEngine } from '../../model/page.ts';
import type { Problem, Result } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { stepsBefore, stepsUpTo } from '../../course/index.ts';
import { openEngine } from '../../run/engine.ts';
import { runCheck } from '../../run/runner.ts';
import type { StartedSession } from '../common/folder/session.ts';

/** A page engine keeps some memory of every page that it has shown; after this many checks a fresh one replaces it. */
const RUNS_OF_AN_ENGINE = 60;
/** Cancelled checks that may still be stopping their servers; a new one waits for the rest. */
const MOST_ENDING = 2;

export interface CheckerOptions {
  /** With the browser, no DOM engine is kept open. */
  readonly browser: boolean;
  readonly signal: AbortSignal;
}

export interface CheckListener {
  readonly onEvent: (event: RunEvent) => void;
  readonly onProblem: (problem: Problem) => void;
}

/** Runs one check at a time, on a page engine that stays open between them. A new check cancels the one before. */
export class Checker {
  readonly #options: CheckerOptions;
  readonly #ending = new Set<Promise<unknown>>();
  #running: AbortController | undefined;
  #engine: Promise<Result<PageEngine>> | undefined;
  #runs = 0;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /**
   * Starts a check and returns at once. Later events of the cancelled one are ignored.
   * @param prepared resolves when the check may begin: with true, where its servers need a port to themselves
   */
  start(session: StartedSession, step: Step, listener: CheckListener, prepared: Promise<boolean>): void {
    this.cancel();
    const own = new AbortController();
    this.#running = own;
    const before = [...this.#ending];
    const mayBegin = prepared.then(async (alone) => {
      if (alone) await Promise.allSettled(before);
    });
    const run = mayBegin.then(async () => this.#run(session, step, listener, own.signal));
    this.#ending.add(run);
    void run.finally(() => this.#ending.delete(run));
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  /** Cancels, and waits until every check has cleaned up. */
  async close(): Promise<void> {
    this.cancel();
    await Promise.allSettled(this.#ending);
    const engine = await this.#engine;
    if (engine?.ok === true) await engine.value.close();
  }

  async #run(session: StartedSession, step: Step, listener: CheckListener, cancelled: AbortSignal): Promise<void> {
    // Cancelled ones must not wait as well: several that wait only for each other would never end.
    while (!cancelled.aborted && this.#ending.size > MOST_ENDING) await Promise.race(this.#ending);
    if (cancelled.aborted || this.#options.signal.aborted) return;
    const engine = await this.#engineFor(session, step);
    if (cancelled.aborted) return;
    if (engine?.ok === false) return listener.onProblem(engine.problem);
    const run = await runCheck({
      chapter: session.chapter,
      step,
      earlier: stepsBefore(session.course, step.id),
      folder: session.folder,
      backend: session.backend,
      pageEngine: this.#options.browser ? 'browser' : 'dom',
      ...(engine === undefined ? {} : { engine: engine.value }),
      signal: cancelled,
      emit: (event) => {
        if (!cancelled.aborted) listener.onEvent(event);
      },
    });
    if (cancelled.aborted) return;
    if (!run.ok) listener.onProblem(run.problem);
  }

  /** The engine of all checks, from the first step that opens a page. */
  async #engineFor(session: StartedSession, step: Step): Promise<Result<PageEngine> | undefined> {
    const all = await session.chapter.loadChecks();
    const opensPage = stepsUpTo(session.course, step.id).some(({ checks }) =>
      all.some(({ id, observes }) => observes === 'page' && checks.includes(id)),
    );
    if (!opensPage) return undefined;
    const worn = this.#engine;
    this.#runs += 1;
    if (worn !== undefined && this.#runs % RUNS_OF_AN_ENGINE === 0) {
      this.#engine = undefined;
      const closing = worn.then(async (engine) => (engine.ok ? engine.value.close() : undefined));
      this.#ending.add(closing);
      void closing.finally(() => this.#ending.delete(closing));
    }
    this.#engine ??= openEngine(this.#options.browser ? 'browser' : 'dom', session.backend);
    const engine = await this.#engine;
    // A browser that is missing now may be installed by the next check.
    if (!engine.ok) this.#engine = undefined;
    return engine;
  }
}
