import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import type { OpenOptions, PageDriver, PageFailure, PageSnapshot, SendOutcome } from '../../../model/page.ts';
import type { Result } from '../../../model/result.ts';
import { BrowserNetwork } from './network.ts';
import { typeLikeAPerson } from './typing.ts';
import { isHtml, notHtml } from '../document-rules.ts';
import { instrumentSource } from '../injected/instrument.ts';
import type { PageAgent } from '../injected/agent.ts';
import type { OpenedDocument, RecordBody, TextSeen } from '../injected/protocol.ts';
import { TabLog } from '../tab-log.ts';

/** The property of `window` that holds the tutor's agent. */
export const agentKey = '__pageAgent';
const binding = '__pageRecord';
// What a page may take for an answer beside the wait that it was asked for; beyond it the page is hung.
const answerMs = 15_000;

// A CDN's script is answered from the tutor's own copy, which may be another patch version: its digest cannot count.
const withoutForeignDigests = `new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) {
    if (node.localName === 'script' && node.integrity && new URL(node.src, document.baseURI).hostname !== location.hostname) node.removeAttribute('integrity');
  }
}).observe(document, { subtree: true, childList: true });`;

/** Opens a page in a context of its own: no cookies, cache or storage of another tab. */
export async function openBrowserTab(
  browser: Browser,
  url: string,
  options: OpenOptions,
): Promise<Result<PageDriver, PageFailure>> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const log = new TabLog(options.onRecord);
  const network = new BrowserNetwork(url, (body) => log.add(now(), body));
  const opened = await load(context, {
    url,
    deadlineMs: options.deadlineMs,
    watched: options.watched ?? [],
    log,
    network,
  });
  if ('reason' in opened) {
    await closeContext(context);
    return { ok: false, problem: opened };
  }
  return { ok: true, value: new BrowserTab({ ...opened, context, log, network, client: options.client }) };
}

async function load(
  context: BrowserContext,
  tab: {
    readonly url: string;
    readonly deadlineMs: number;
    readonly watched: readonly string[];
    readonly log: TabLog;
    readonly network: BrowserNetwork;
  },
): Promise<{ readonly page: Page; readonly document: OpenedDocument } | PageFailure> {
  const { log, network } = tab;
  await context.exposeBinding(binding, (_source, at: number, body: RecordBody) => log.add(at, network.complete(body)));
  await context.addInitScript({
    content: `${withoutForeignDigests}\n${instrumentSource(binding, agentKey, tab.watched)}`,
  });
  const page = await context.newPage();
  context.on('page', (popup) => {
    log.add(now(), { type: 'navigated', url: popup.url() });
    void popup.close().catch(() => undefined);
  });
  page.on(
    'dialog',
    (dialog) => void (dialog.type() === 'confirm' ? dialog.accept() : dialog.dismiss()).catch(() => undefined),
  );
  page.on('crash', () =>
    log.fail({ reason: 'out-of-memory', message: 'the page crashed, as it does when it has no memory left' }),
  );
  page.on('close', () => log.fail({ reason: 'engine-died', message: 'the page is closed' }));
  page.on('console', (message) => {
    // The page's own messages come from the page; these are the browser's. A resource that failed has a record already.
    if (
      message.args().length > 0 ||
      message.text() === '' ||
      message.text().startsWith('Failed to load resource') ||
      network.isOwnDoing(message.text())
    )
      return;
    const level = message.type() === 'warning' ? 'warn' : message.type();
    if (level === 'error' || level === 'warn' || level === 'info')
      log.add(now(), { type: 'console', level, text: message.text() });
  });
  await network.watch(page);
  let response: Response | null;
  try {
    response = await page.goto(tab.url, { waitUntil: 'load', timeout: tab.deadlineMs });
  } catch (error) {
    return describe(error, tab.deadlineMs);
  }
  if (response === null) return { reason: 'unreachable', message: 'the browser showed no answer' };
  const headers = await response.allHeaders();
  const html = await response.text();
  if (response.status() < 400 && !isHtml(headers['content-type'] ?? '', html))
    return notHtml(headers['content-type'] ?? '');
  return { page, document: { status: response.status(), headers, html } };
}

class BrowserTab implements PageDriver {
  readonly client: string;
  readonly document: OpenedDocument;
  readonly #page: Page;
  readonly #context: BrowserContext;
  readonly #log: TabLog;
  readonly #network: BrowserNetwork;
  #lastSnapshot: PageSnapshot | undefined;

  constructor(parts: {
    readonly client: string;
    readonly document: OpenedDocument;
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
    const taken = await this.#ask(answerMs, () =>
      this.#page.evaluate((key) => (Reflect.get(window, key) as PageAgent).snapshot(), agentKey),
    );
    if (taken !== undefined) {
      const scripts = taken.scripts.map((script) => {
        const { status, contentType } = this.#network.answers.get(script.src) ?? {};
        return {
          ...script,
          ...(status === undefined ? {} : { status }),
          ...(contentType === undefined ? {} : { contentType }),
        };
      });
      this.#lastSnapshot = { ...taken, scripts };
    }
    return this.#lastSnapshot ?? { url: '', htmx: undefined, scripts: [], elements: [], watched: {} };
  }

  async send(text: string, { field }: { readonly field?: string } = {}): Promise<SendOutcome> {
    const outcome = await this.#ask(answerMs, () => typeLikeAPerson(this.#page, { agentKey, text, field }));
    return outcome ?? { input: undefined, action: 'nothing: the page answers no longer', heldByValidation: false };
  }

  until(...wait: Parameters<PageDriver['until']>): ReturnType<PageDriver['until']> {
    return this.#log.until(...wait);
  }

  async untilText(selector: string, text: string, deadlineMs: number): ReturnType<PageDriver['untilText']> {
    const started = performance.now();
    const wait = { key: agentKey, selector, text, deadlineMs };
    const seen = await this.#ask(deadlineMs + answerMs, () =>
      this.#page.evaluate(
        (asked) =>
          (Reflect.get(window, asked.key) as PageAgent).untilText(asked.selector, asked.text, asked.deadlineMs),
        wait,
      ),
    );
    const missed: TextSeen = { met: false, text: '', html: '' };
    return { ...(seen ?? missed), waitedMs: performance.now() - started };
  }

  async count(selector: string): Promise<number> {
    const asked = { key: agentKey, selector };
    return (
      (await this.#ask(answerMs, () =>
        this.#page.evaluate((given) => (Reflect.get(window, given.key) as PageAgent).count(given.selector), asked),
      )) ?? 0
    );
  }

  async fixRandom(value: number | undefined): Promise<void> {
    const asked = { key: agentKey, value };
    await this.#ask(answerMs, () =>
      this.#page.evaluate((given) => (Reflect.get(window, given.key) as PageAgent).fixRandom(given.value), asked),
    );
  }

  async close(): Promise<void> {
    this.#log.close();
    await closeContext(this.#context);
  }

  /** Asks the page; undefined when it has failed, which a page does that has not answered for `deadlineMs`. */
  async #ask<T>(deadlineMs: number, question: () => Promise<T>): Promise<T | undefined> {
    if (this.#log.failure !== undefined) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        this.#log.fail({ reason: 'hung', message: `the page did not answer for ${deadlineMs} ms` });
        resolve(undefined);
      }, deadlineMs);
    });
    const answer = question().catch((error: unknown) => {
      this.#log.fail({ reason: 'engine-died', message: firstLine(error) });
      return undefined;
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function describe(error: unknown, deadlineMs: number): PageFailure {
  if (error instanceof Error && error.name === 'TimeoutError')
    return { reason: 'hung', message: `the page did not finish loading within ${deadlineMs} ms` };
  const message = firstLine(error);
  if (message.includes('Page crashed'))
    return { reason: 'out-of-memory', message: 'the page crashed, as it does when it has no memory left' };
  if (message.includes('Download is starting')) return notHtml('a type that a browser downloads');
  if (message.includes('net::')) return { reason: 'unreachable', message: /net::\w+/.exec(message)?.[0] ?? message };
  return { reason: 'engine-died', message };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

async function closeContext(context: BrowserContext): Promise<void> {
  await context.close().catch(() => undefined);
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
