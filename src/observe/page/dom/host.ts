import jsdomPackage from 'jsdom/package.json' with { type: 'json' };
import type { PageFailure } from '../../../model/page.ts';
import type { FindSubstitute, PackageFolders } from '../substitute.ts';
import { openHeaders } from './credentials.ts';
import { submitForms } from './forms.ts';
import { guardNetwork, type GuardedNetwork } from './network-guard.ts';
import { noteSocketFailures } from './sockets.ts';
import { DomTab } from './tab.ts';
import { openChannel } from './host-channel.ts';
import { giveUpPowers } from './host-powers.ts';
import { lockRealm } from './host-realm.ts';
import type { FromHost, HostCommands, HostRequest, ToHost } from './protocol.ts';

/** A page's failure, carried by a rejected promise to the reply. */
class Failed extends Error {
  readonly failure: PageFailure;

  constructor(failure: PageFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** The pages of this process. */
class Host {
  readonly #network: GuardedNetwork;
  readonly #addHeaders = openHeaders();
  readonly #failures = noteSocketFailures();
  readonly #tabs = new Map<number, DomTab>();
  readonly #options: HostOptions;
  readonly #tell: (message: FromHost) => void;
  readonly #memory = process.memoryUsage.rss.bind(process.memoryUsage);

  constructor(
    options: HostOptions,
    { tell, pipes }: { readonly tell: (message: FromHost) => void; readonly pipes: readonly object[] },
  ) {
    this.#options = options;
    this.#network = guardNetwork(pipes);
    this.#tell = tell;
    submitForms();
  }

  /** The classes of the system's handles that the process uses. */
  get handles(): readonly object[] {
    return this.#network.handles;
  }

  /** The reply to a message of the parent; it never rejects. */
  async reply(message: ToHost): Promise<FromHost> {
    if (message.command === 'ping') return { type: 'pong', memory: this.#memory() };
    try {
      return { type: 'reply', id: message.id, value: await this.#answer(message) };
    } catch (error) {
      const failure: PageFailure =
        error instanceof Failed
          ? error.failure
          : { reason: 'engine-died', error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      return { type: 'failed', id: message.id, failure };
    }
  }

  /** Errors thrown in callbacks of a page (a listener of a socket, a stream) belong to the page, and must not end the host. */
  rejected(reason: unknown, promise: Promise<unknown>): void {
    for (const tab of this.#tabs.values()) if (tab.rejected(reason, promise)) return;
  }

  async #answer(request: HostRequest): Promise<unknown> {
    if (request.command === 'open') return this.#open(request.tab, request.params);
    const tab = this.#tabs.get(request.tab);
    if (tab === undefined) throw new Failed({ reason: 'engine-died', error: 'the page is closed' });
    switch (request.command) {
      case 'snapshot':
        return tab.snapshot();
      case 'send':
        return tab.send(request.params.text, request.params.field);
      case 'untilText':
        return tab.untilText(request.params.selector, request.params.text, request.params.deadlineMs);
      case 'count':
        return tab.count(request.params.selector);
      case 'click':
        return tab.click(request.params.selector);
      case 'fixRandom':
        tab.fixRandom(request.params.value);
        return null;
      case 'cookies':
        return tab.cookies(request.params.url);
      case 'close':
        this.#tabs.delete(request.tab);
        tab.close();
        return null;
    }
  }

  async #open(number: number, params: HostCommands['open']['params']): Promise<DomTab['document']> {
    if (params.credentials !== undefined) this.#addHeaders(params.credentials);
    const tab = await DomTab.open({
      ...params,
      ...this.#options,
      write: (at, body) => this.#tell({ type: 'record', tab: number, at, body }),
      failures: this.#failures,
      allowHost: (hostname) => void this.#network.reachable.add(hostname.replace(/^\[|\]$/g, '')),
      onTab: (opened) => void this.#tabs.set(number, opened),
    });
    if (tab instanceof DomTab) return tab.document;
    this.#tabs.delete(number);
    throw new Failed(tab);
  }
}

export interface HostOptions {
  readonly substitute: FindSubstitute;
  readonly packages: PackageFolders;
}

/**
 * The page host: a child process that runs pages in jsdom, so that a page with an endless loop or excessive memory use ends this
 * process and not the tutor. Call once; it answers its parent from then on.
 */
export function runHost(options: HostOptions): void {
  const tell = openChannel((message) => void host.reply(message).then(tell));
  const pipes = [process.stdin, process.stdout];
  const host = new Host(options, { tell, pipes });
  giveUpPowers();
  // Ctrl-C reaches every process of the terminal; the parent decides when this process ends.
  process.on('SIGINT', () => undefined);
  process.on('uncaughtException', (error) => host.rejected(error, Promise.resolve()));
  process.on('unhandledRejection', (reason, promise) => host.rejected(reason, promise));
  tell({ type: 'ready', version: jsdomPackage.version });
  // No command is read before: the tutor need not wait for it.
  lockRealm(host.handles);
}
