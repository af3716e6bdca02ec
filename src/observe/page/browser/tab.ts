import type { Browser, BrowserContext, Page } from 'playwright-core';
import type {
  Clicked,
  OpenOptions,
  PageDriver,
  PageFailure,
  PageSnapshot,
  PageView,
  SendOutcome,
} from '../../../model/page.ts';
import type { Cookie } from '../../../model/credentials.ts';
import type { Result } from '../../../model/result.ts';
import { withinDeadline } from '../../../model/waiting.ts';
import type { PageAgent } from '../injected/agent.ts';
import type { TextSeen } from '../injected/text-wait.ts';
import { NOTHING_DONE } from '../sending.ts';
import { NO_SNAPSHOT, withAnswers } from '../snapshot.ts';
import type { FindSubstitute } from '../substitute.ts';
import type { Reach } from '../web-rules/hosts.ts';
import { TabLog } from '../tab-log.ts';
import { watchOptions } from '../watch-options.ts';
import { useCredentials } from './credentials.ts';
import { AGENT_KEY, epochNow, firstLine, loadPage } from './load.ts';
import { BrowserNetwork } from './network.ts';
import { typeLikeAPerson } from './typing.ts';

// The time that a page may take to answer, in addition to the wait that was requested; after that it counts as hung.
const answerMs = 15_000;
/** What the browser itself answers comes at once, unless a page floods it. Milliseconds. */
const ASIDE_MS = 3000;

/**
 * Opens a page in its own context: it shares no cookies, cache or storage with another tab.
 * @param options.isReplay every host is a server of the tutor's own, whose certificate nobody has signed
 */
export async function openBrowserTab(
  browser: Browser,
  url: string,
  options: OpenOptions & {
    readonly substitute: FindSubstitute;
    readonly instead: FindSubstitute;
    readonly reach: Reach;
    readonly isReplay: boolean;
  },
): Promise<Result<PageDriver, PageFailure>> {
  const context = await browser.newContext({ serviceWorkers: 'block', ignoreHTTPSErrors: options.isReplay });
  if (options.credentials !== undefined) await useCredentials(context, options.credentials);
  const log = new TabLog(options.onRecord);
  const emit = (body: Parameters<TabLog['add']>[1]): void => log.add(epochNow(), body);
  const { substitute, instead, reach } = options;
  const network = new BrowserNetwork(url, { emit, substitute, instead, reach });
  const { client, deadlineMs } = options;
  const { credentials } = options;
  const opened = await loadPage(context, { url, deadlineMs, watch: watchOptions(options), log, network, credentials });
  if ('reason' in opened) {
    await closeContext(context);
    return { ok: false, problem: opened };
  }
  return { ok: true, value: new BrowserTab({ ...opened, context, log, network, client }) };
}

class BrowserTab implements PageDriver {
  readonly client: string;
  readonly document: PageView['document'];
  readonly #page: Page;
  readonly #context: BrowserContext;
  readonly #log: TabLog;
  readonly #network: BrowserNetwork;
  #lastSnapshot: PageSnapshot | undefined;

  constructor(parts: {
    readonly client: string;
    readonly document: PageView['document'];
    readonly page: Page;
    readonly context: BrowserContext;
    readonly log: TabLog;
    readonly network: BrowserNetwork;
  }) {
    this.client = parts.client;
    this.document = parts.document;
    this.#page = parts.page;
    this.#context = parts.context;
    this.#log = parts.log;
    this.#network = parts.network;
  }

  get records(): TabLog['records'] {
    return this.#log.records;
  }

  get failure(): PageFailure | undefined {
    return this.#log.failure;
  }

  async snapshot(): Promise<PageSnapshot> {
    const taken = await this.#call(answerMs, 'snapshot');
    if (taken !== undefined) this.#lastSnapshot = withAnswers(taken, this.#network.answers);
    return this.#lastSnapshot ?? NO_SNAPSHOT;
  }

  async send(text: string, { field }: { readonly field?: string } = {}): Promise<SendOutcome> {
    const outcome = await this.#ask(answerMs, async () => {
      const agent = await this.#page.evaluateHandle((key) => Reflect.get(window, key) as PageAgent, AGENT_KEY);
      return typeLikeAPerson(this.#page, agent, { text, field });
    });
    return outcome ?? NOTHING_DONE;
  }

  until(...wait: Parameters<PageView['until']>): ReturnType<PageView['until']> {
    return this.#log.until(...wait);
  }

  async untilText(selector: string, text: string, deadlineMs: number): ReturnType<PageView['untilText']> {
    const started = performance.now();
    const seen = await this.#call(deadlineMs + answerMs, 'untilText', selector, text, deadlineMs);
    const missed: TextSeen = { met: false, text: '', html: '' };
    return { ...(seen ?? missed), waitedMs: performance.now() - started };
  }

  async count(selector: string): Promise<number> {
    return (await this.#call(answerMs, 'count', selector)) ?? 0;
  }

  async click(selector: string): Promise<Clicked> {
    return (await this.#call(answerMs, 'click', selector)) ?? 'missing';
  }

  async cookies(url?: string): Promise<readonly Cookie[]> {
    const asked = this.#context.cookies(url).catch(() => []);
    const known = (await withinDeadline(asked, ASIDE_MS))?.value ?? [];
    return known.map(({ name, value }) => ({ name, value }));
  }

  async fixRandom(value: number | undefined): Promise<void> {
    await this.#call(answerMs, 'fixRandom', value);
  }

  async close(): Promise<void> {
    this.#log.close();
    await closeContext(this.#context);
  }

  /** Calls the agent in the tab's current document. */
  #call<M extends 'snapshot' | 'untilText' | 'count' | 'click' | 'fixRandom'>(
    deadlineMs: number,
    method: M,
    ...values: Parameters<PageAgent[M]>
  ): Promise<Awaited<ReturnType<PageAgent[M]>> | undefined> {
    const asked = { key: AGENT_KEY, method, values };
    return this.#ask(deadlineMs, () =>
      this.#page.evaluate(({ key, method, values }) => Reflect.get(window, key)[method](...values), asked),
    );
  }

  /** Asks the page; undefined when it has failed, as does a page that has not answered for `deadlineMs`. */
  async #ask<T>(deadlineMs: number, question: () => Promise<T>): Promise<T | undefined> {
    if (this.#log.failure !== undefined) return undefined;
    const answer = question().catch((error: unknown) => {
      this.#log.fail({ reason: 'engine-died', error: firstLine(error) });
      return undefined;
    });
    const answered = await withinDeadline(answer, deadlineMs);
    if (answered === undefined) this.#log.fail({ reason: 'hung', during: 'answer', ms: Math.round(deadlineMs) });
    return answered?.value;
  }
}

async function closeContext(context: BrowserContext): Promise<void> {
  await withinDeadline(
    context.close().catch(() => undefined),
    ASIDE_MS,
  );
}
