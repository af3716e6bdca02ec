import { existsSync } from 'node:fs';
import path from 'node:path';
import { portIsFree } from '../../servers/listening.ts';
import { safeLine } from '../../terminal/text.ts';
import { openBrowser } from '../common/serve/open-browser.ts';
import { serve, usablePort } from '../common/serve/serve.ts';
import { USUAL_PORT } from '../common/serve/usual-port.ts';
import type { Serving, ServingEvent } from '../common/serve/serve.ts';
import type { StartedSession } from '../common/folder/session.ts';
import type { FileChanges } from '../common/serve/file-changes.ts';

/** How often a server gets another port because another program took the first one. */
const MOST_PORT_FALLBACKS = 5;

/** How runtimes word EADDRINUSE. */
const PORT_IN_USE = /EADDRINUSE|address (?:is )?(?:already )?in use|port \d+ is (?:already )?(?:in use|taken)/iu;

export interface PageListener {
  /** The page's address, or why there is none: a few words. */
  readonly onStatus: (status: string) => void;
  readonly onOrigin: (origin: string) => void;
  /** A line that the server printed, or one by the tutor about it; safe to show. */
  readonly onLine: (line: string) => void;
}

/** The learner's server besides the checks, at one address for the whole session; started as soon as there is a file to start. */
export class PageServer {
  readonly #session: StartedSession;
  readonly #changes: FileChanges;
  readonly #listener: PageListener;
  #starting: Promise<Serving> | undefined;
  #portFallbacks = 0;
  /** The server has reported since its start that its port is in use; by now it may be free again. */
  #saysTaken = false;
  #serving: Serving | undefined;
  readonly #ending = new AbortController();

  constructor(session: StartedSession, changes: FileChanges, listener: PageListener) {
    this.#session = session;
    this.#changes = changes;
    this.#listener = listener;
  }

  /** Starts the server where there is one to start and it is not started yet. */
  async start(): Promise<void> {
    const { backend, folder } = this.#session;
    if (this.#starting !== undefined || this.#ending.signal.aborted) return;
    if (backend.origin !== undefined) return this.#listener.onStatus(`${backend.title}, which you run yourself`);
    const file = backend.serverFile;
    if (file !== undefined && !existsSync(path.join(folder, file)))
      return this.#listener.onStatus(`there is no ${file} yet`);
    this.#listener.onStatus('starts');
    this.#starting = this.#start();
    this.#serving = await this.#starting;
  }

  /** As `start`, and starts a server that has ended as well. */
  async startAgain(): Promise<void> {
    const serving = await this.#starting;
    if (serving === undefined) return this.start();
    if (serving.origin() !== undefined || serving !== this.#serving) return undefined;
    this.#listener.onStatus('starts');
    return serving.startAgain();
  }

  /** Stops a server that runs, until it is started by this or by the next check; starts one that does not. */
  async toggle(): Promise<void> {
    const serving = await this.#starting;
    if (serving?.origin() === undefined) return this.startAgain();
    if (serving !== this.#serving) return undefined;
    this.#serving = undefined;
    this.#starting = undefined;
    await serving.stop();
    return this.#listener.onStatus('stopped; x or the next save starts it again');
  }

  /** Of the learner's server; undefined: it does not answer. */
  origin(): string | undefined {
    return this.#session.backend.origin ?? this.#serving?.origin();
  }

  /** Opens the page in a browser. @returns a sentence about it. */
  async open(): Promise<string> {
    await this.start();
    const { backend, context } = this.#session;
    if (this.#starting !== undefined) await this.#starting;
    const origin = this.origin();
    if (origin === undefined) {
      return this.#starting === undefined
        ? `There is no ${backend.serverFile ?? 'server'} yet, so there is no page to open.`
        : 'Your server is not running, so there is no page to open. Saving a file starts it again.';
    }
    return (await openBrowser(`${origin}/`, context.env))
      ? `The browser shows ${origin}/ . Saving a file restarts the server.`
      : `Open ${origin}/ in your browser. Saving a file restarts the server.`;
  }

  /** Ends the server, even one that is just starting. */
  async close(): Promise<void> {
    this.#ending.abort();
    const serving = await this.#starting;
    await serving?.stop();
  }

  /** Another program has taken the port between the tutor's test and the server's start, or during a restart: the next free one is used. */
  async #leaveTakenPort(): Promise<void> {
    const serving = await this.#starting;
    const mayLeave = serving !== undefined && serving === this.#serving && this.#portFallbacks < MOST_PORT_FALLBACKS;
    if (!mayLeave || serving.origin() !== undefined) return;
    if (!this.#saysTaken && (await portIsFree(serving.port))) return;
    if (this.#ending.signal.aborted || serving !== this.#serving) return;
    this.#portFallbacks += 1;
    this.#serving = undefined;
    await serving.stop();
    if (this.#ending.signal.aborted) return;
    this.#starting = this.#start();
    this.#serving = await this.#starting;
  }

  /** What held the chapter's port may be gone by the next save, the learner's own server above all: the page goes back to its address. */
  async #returnToUsualPort(): Promise<void> {
    const serving = this.#serving;
    if (serving === undefined || serving.port === USUAL_PORT || !(await portIsFree(USUAL_PORT))) return;
    if (this.#ending.signal.aborted || serving !== this.#serving) return;
    this.#serving = undefined;
    await serving.stop();
    if (this.#ending.signal.aborted) return;
    this.#starting = this.#start();
    this.#serving = await this.#starting;
  }

  async #start(): Promise<Serving> {
    const { backend, context, folder } = this.#session;
    this.#saysTaken = false;
    const port = await usablePort(USUAL_PORT);
    const taken = port === USUAL_PORT ? '' : ` (${USUAL_PORT} is taken)`;
    return serve({
      backend,
      folder,
      loadWording: context.chapter.loadWording,
      port,
      signal: this.#ending.signal,
      changes: this.#changes,
      emit: (event) => this.#tell(event, taken),
    });
  }

  #tell(event: ServingEvent, taken: string): void {
    const { onLine, onStatus, onOrigin } = this.#listener;
    switch (event.type) {
      case 'output':
        this.#saysTaken ||= PORT_IN_USE.test(event.text);
        return onLine(safeLine(event.text));
      case 'ready':
        onOrigin(event.origin);
        return onStatus(`${event.origin}/${taken}`);
      case 'failed':
        void this.#leaveTakenPort();
        // The check reports it in full; here a line is enough.
        onLine(`(${safeLine(event.sentences[0] ?? 'it did not start')})`);
        return onStatus('did not start; the next save tries again');
      case 'ended':
        void this.#leaveTakenPort();
        return onStatus(`ended by itself, ${event.how}; the next save starts it again`);
      case 'changed':
        this.#saysTaken = false;
        void this.#returnToUsualPort();
        onLine(`(${safeLine(event.file)} was saved)`);
        return onStatus('is restarting');
      case 'unwatched':
        return undefined;
    }
  }
}
