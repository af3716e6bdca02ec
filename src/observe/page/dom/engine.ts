import path from 'node:path';
import { packageRoot } from '../../../model/package-root.ts';
import type { OpenOptions, PageDriver, PageEngine, PageFailure, PageSnapshot, PageView } from '../../../model/page.ts';
import type { Cookie } from '../../../model/credentials.ts';
import type { Result } from '../../../model/result.ts';
import { HostProcess, type HostGuard } from './host-process.ts';
import { watchOptions } from '../watch-options.ts';
import { NOTHING_DONE } from '../sending.ts';
import { NO_SNAPSHOT } from '../snapshot.ts';
import { TabLog } from '../tab-log.ts';

// The time that a page may take to answer, in addition to the wait that was requested; after that it counts as hung.
const answerMs = 6000;

/**
 * The page engine on jsdom. Its process starts loading at once, so that it is ready when the learner's server is; a tab that is
 * opened after a page has ended the process gets a new one.
 * @param options.https pages come over https, so certificates matter @param options.guard asked each time that a process is started
 */
export function openDomEngine(
  options: { readonly https?: boolean; readonly guard?: () => HostGuard } = {},
): Promise<PageEngine> {
  const { https = false, guard } = options;
  const hostFile = path.join(packageRoot(), 'dist', 'dom-host.cjs');
  return Promise.resolve(new DomEngine(() => new HostProcess(hostFile, { https, guard: guard?.() })));
}

class DomEngine implements PageEngine {
  readonly name = 'dom';
  readonly #start: () => HostProcess;
  readonly #hosts: HostProcess[] = [];
  #lastTab = 0;
  #closed = false;

  constructor(start: () => HostProcess) {
    this.#start = start;
    this.#hosts.push(start());
  }

  get version(): string {
    return `jsdom ${this.#hosts.at(-1)?.version ?? ''}`.trim();
  }

  get pid(): number | undefined {
    return this.#hosts.at(-1)?.pid;
  }

  async open(url: string, options: OpenOptions): Promise<Result<PageDriver, PageFailure>> {
    const { client, deadlineMs } = options;
    if (this.#closed) return { ok: false, problem: { reason: 'engine-died', error: 'the page engine is closed' } };
    const host = this.#host();
    const tab = (this.#lastTab += 1);
    const log = new TabLog(options.onRecord);
    host.listen(tab, { record: (at, body) => log.add(at, body), failed: (failure) => log.fail(failure) });
    await host.ready();
    // The host enforces the deadline itself unless a script of the page prevents it.
    const opened = await host.ask(
      'open',
      tab,
      {
        url,
        deadlineMs,
        watch: watchOptions(options),
        ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      },
      deadlineMs + 1000,
    );
    if (opened.ok) return { ok: true, value: new DomEngineTab({ host, tab, log, client, document: opened.value }) };
    host.forget(tab);
    return opened;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#hosts.map((host) => host.close()));
  }

  #host(): HostProcess {
    const last = this.#hosts.at(-1);
    if (last !== undefined && last.dead === undefined) return last;
    const host = this.#start();
    this.#hosts.push(host);
    return host;
  }
}

class DomEngineTab implements PageDriver {
  readonly client: string;
  readonly document: PageView['document'];
  readonly #host: HostProcess;
  readonly #tab: number;
  readonly #log: TabLog;
  #lastSnapshot: PageSnapshot | undefined;

  constructor(parts: {
    readonly host: HostProcess;
    readonly tab: number;
    readonly log: TabLog;
    readonly client: string;
    readonly document: PageView['document'];
  }) {
    this.client = parts.client;
    this.document = parts.document;
    this.#host = parts.host;
    this.#tab = parts.tab;
    this.#log = parts.log;
  }

  get records(): TabLog['records'] {
    return this.#log.records;
  }

  get failure(): PageFailure | undefined {
    return this.#log.failure;
  }

  async snapshot(): Promise<PageSnapshot> {
    const reply = await this.#host.ask('snapshot', this.#tab, {}, answerMs);
    if (reply.ok) this.#lastSnapshot = reply.value;
    else this.#log.fail(reply.problem);
    return this.#lastSnapshot ?? NO_SNAPSHOT;
  }

  async send(text: string, options: { readonly field?: string } = {}): ReturnType<PageDriver['send']> {
    const reply = await this.#host.ask('send', this.#tab, { text, ...options }, answerMs);
    if (reply.ok) return reply.value;
    this.#log.fail(reply.problem);
    return NOTHING_DONE;
  }

  until(...wait: Parameters<PageDriver['until']>): ReturnType<PageDriver['until']> {
    return this.#log.until(...wait);
  }

  async untilText(selector: string, text: string, deadlineMs: number): ReturnType<PageDriver['untilText']> {
    const started = performance.now();
    const reply = await this.#host.ask('untilText', this.#tab, { selector, text, deadlineMs }, deadlineMs + answerMs);
    const waitedMs = performance.now() - started;
    if (reply.ok) return { ...reply.value, waitedMs };
    this.#log.fail(reply.problem);
    return { met: false, waitedMs, text: '', html: '' };
  }

  async count(selector: string): Promise<number> {
    const reply = await this.#host.ask('count', this.#tab, { selector }, answerMs);
    if (reply.ok) return reply.value;
    this.#log.fail(reply.problem);
    return 0;
  }

  async click(selector: string): ReturnType<PageDriver['click']> {
    const reply = await this.#host.ask('click', this.#tab, { selector }, answerMs);
    if (reply.ok) return reply.value;
    this.#log.fail(reply.problem);
    return 'missing';
  }

  async cookies(url?: string): Promise<readonly Cookie[]> {
    const reply = await this.#host.ask('cookies', this.#tab, url === undefined ? {} : { url }, answerMs);
    return reply.ok ? reply.value : [];
  }

  async fixRandom(value: number | undefined): Promise<void> {
    const reply = await this.#host.ask('fixRandom', this.#tab, value === undefined ? {} : { value }, answerMs);
    if (!reply.ok) this.#log.fail(reply.problem);
  }

  async close(): Promise<void> {
    this.#log.close();
    await this.#host.ask('close', this.#tab, {}, answerMs);
    this.#host.forget(this.#tab);
  }
}
