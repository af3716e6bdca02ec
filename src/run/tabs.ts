import { PAGE_EVENTS } from '../htmx/events.ts';
import { PageLedger } from '../htmx/page-ledger.ts';
import type { Finding } from '../model/finding.ts';
import type { PageDriver, PageEngine, PageFailure, PageRecord, PageView } from '../model/page.ts';
import type { PageCrash, PageFull } from '../model/page-stop.ts';
import type { Problem, Result } from '../model/result.ts';
import { unanswered } from '../rules/http/failure.ts';
import { isStop, pageStopped } from '../rules/observed-page.ts';
import type { Timeline } from '../observe/timeline.ts';
import type { LearnerServer } from '../servers/server.ts';
import { DEADLINE } from './deadlines.ts';
import { failed } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { recordPage } from './page-timeline.ts';
import type { ServerKind, Servers } from './servers.ts';
import type { Sources } from './sources.ts';

/** What the DOM engine does not do for a page. `isLax`: it lets happen what a browser prevents, so that success proves nothing either. */
export interface NotRun {
  readonly what: string;
  readonly isLax: boolean;
}

export interface TabsOptions {
  readonly engine: PageEngine['name'];
  /** Opens a page engine; the run closes it. A problem: this machine has none of the kind. */
  readonly openEngine: (name: PageEngine['name']) => Promise<Result<PageEngine>>;
  readonly servers: Servers;
  readonly sources: Sources;
  /** Path of the page. */
  readonly pagePath: string;
  /** CSS selectors of the elements whose text matters. */
  readonly watched: readonly string[];
  readonly timeline: Timeline;
  /** Receives the duration of a part of the run, in milliseconds. */
  readonly onPhase: (name: string, ms: number) => void;
}

/** The page of one run, in as many tabs as its checks use; each is opened on first use. */
export class Tabs {
  readonly #options: TabsOptions;
  readonly #tabs = new Map<string, Promise<Result<PageDriver, Outcome>>>();
  readonly #opened: PageDriver[] = [];
  #notOpened: PageFailure | undefined;
  #engine: Promise<Result<PageEngine>> | undefined;
  #browser: Promise<Result<PageEngine>> | undefined;
  #engineProblem: Problem | undefined;
  #notRun: NotRun | undefined;

  constructor(options: TabsOptions) {
    this.#options = options;
  }

  /** Why the requested engine cannot be opened: then nothing of the page was observed. */
  get engineProblem(): Problem | undefined {
    return this.#engineProblem;
  }

  /** What the page uses that its engine does not run, when no browser was available instead; undefined: nothing. */
  get notRun(): NotRun | undefined {
    return this.#notRun;
  }

  /** How the process of a page ended, or was ended for what it used; undefined: it did not. All tabs of a page engine end with it. */
  get crash(): PageCrash | PageFull | undefined {
    const failures = [this.#notOpened, ...this.#opened.map(({ failure }) => failure)];
    return failures.find((failure) => failure?.reason === 'out-of-memory' || failure?.reason === 'engine-died');
  }

  /** Loads the page engine, which takes longest of all: called while the server starts. */
  async preload(): Promise<void> {
    await this.#openEngine();
  }

  /**
   * The page in a tab of its own. A problem: the outcome of a check that needs the tab.
   * @param name `tab 1` @param via origin of a proxy in front of the server; undefined: none
   */
  open(name: string, from: ServerKind = 'shared', via?: string): Promise<Result<PageDriver, Outcome>> {
    const known = this.#tabs.get(name);
    if (known !== undefined) return known;
    const opened = this.#open(name, from, via);
    this.#tabs.set(name, opened);
    return opened;
  }

  /** Closes the tabs that are open. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#opened.splice(0).map((tab) => tab.close()));
  }

  async #openEngine(): Promise<Result<PageEngine>> {
    this.#engine ??= this.#options.openEngine(this.#options.engine);
    const engine = await this.#engine;
    if (!engine.ok) this.#engineProblem = engine.problem;
    return engine;
  }

  async #open(client: string, from: ServerKind, via: string | undefined): Promise<Result<PageDriver, Outcome>> {
    const { servers, timeline, openEngine } = this.#options;
    const [server, engine] = await Promise.all([servers.get(from), this.#openEngine()]);
    if (!server.ok) return { ok: false, problem: failed(server.problem) };
    if (!engine.ok) return { ok: false, problem: { skipped: engine.problem.message } };
    const place = { server: server.value, origin: via ?? server.value.origin };
    const opened = await this.#openIn(engine.value, place, client);
    const gap = opened.ok ? gapOf(opened.value) : undefined;
    if (!opened.ok || gap === undefined) return opened;
    // A browser runs what the DOM engine does not (module scripts, import maps, Trusted Types); without a browser, the page is not judged by it.
    this.#browser ??= openEngine('browser');
    const browser = await this.#browser;
    if (!browser.ok) {
      this.#notRun = gap;
      return opened;
    }
    timeline.record(
      { kind: 'tab', label: client },
      'note',
      'console',
      `${gap.what}; the page is opened in ${browser.value.version} instead`,
    );
    return this.#openIn(browser.value, place, client);
  }

  async #openIn(
    engine: PageEngine,
    { server, origin }: { readonly server: LearnerServer; readonly origin: string },
    client: string,
  ): Promise<Result<PageDriver, Outcome>> {
    const { timeline, onPhase, pagePath, sources, watched } = this.#options;
    const before = performance.now();
    const tab = { kind: 'tab', label: client, ...this.#options.servers.talkingTo(server) } as const;
    const ledger = new PageLedger();
    const onRecord = (record: PageRecord): void => recordPage(timeline, tab, ledger, record);
    const opened = await engine.open(new URL(pagePath, origin).href, {
      client,
      deadlineMs: DEADLINE.load,
      onRecord,
      watched,
      events: PAGE_EVENTS,
    });
    onPhase(`open ${client}`, Math.round(performance.now() - before));
    if (!opened.ok) this.#notOpened = opened.problem;
    if (!opened.ok) return { ok: false, problem: failed(whyNotOpened(opened.problem, pagePath, sources)) };
    this.#opened.push(opened.value);
    return opened;
  }
}

function whyNotOpened(failure: PageFailure, path: string, sources: Sources): Finding {
  const severity = 'error';
  const did = { kind: 'page' } as const;
  if (isStop(failure)) {
    const where = sources.find('page', /<script/iu);
    return pageStopped(failure, { did, where });
  }
  if (failure.reason === 'not-html')
    return { code: 'page/not-html', severity, facts: { contentType: failure.contentType }, evidence: { did } };
  return unanswered({ kind: 'http', path }, failure.failure, {});
}

/** What the page needs and the DOM engine does not run; other gaps (a frame, a scroll) do not affect the outcome. */
function gapOf(tab: PageView): NotRun | undefined {
  const gap = tab.records.find(
    (record) => record.type === 'engine-gap' && /module scripts|import maps|Trusted Types/u.test(record.what),
  );
  return gap?.type === 'engine-gap' ? { what: gap.what, isLax: gap.what.includes('Trusted Types') } : undefined;
}
