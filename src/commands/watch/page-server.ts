import { existsSync } from 'node:fs';
import path from 'node:path';
import { freePort, portIsFree } from '../../servers/listening.ts';
import { changeSentence } from '../../terminal/change-words.ts';
import { safeLine } from '../../terminal/text.ts';
import { openBrowser } from '../common/serve/open-browser.ts';
import { CoachFront } from '../common/coach/front.ts';
import { addressStatus } from './page-listener.ts';
import type { PageListener } from './page-listener.ts';
import { serve, usablePort } from '../common/serve/serve.ts';
import { USUAL_PORT } from '../common/serve/usual-port.ts';
import type { Serving, ServingEvent } from '../common/serve/serve.ts';
import type { StartedSession } from '../common/folder/session.ts';
import type { FileChanges } from '../common/serve/file-changes.ts';
import { wordingFor } from '../common/describe-context.ts';

/** How often a server gets another port because another program took the first one. */
const MOST_PORT_FALLBACKS = 5;

/** How runtimes word EADDRINUSE. */
const PORT_IN_USE = /EADDRINUSE|address (?:is )?(?:already )?in use|port \d+ is (?:already )?(?:in use|taken)/iu;

function isMissing(folder: string, file: string | undefined): file is string {
  return file !== undefined && !existsSync(path.join(folder, file));
}

/** The learner's server besides the checks, at one address for the whole session; started as soon as there is a file to start. */
export class PageServer {
  readonly #session: StartedSession;
  readonly #changes: FileChanges;
  readonly #listener: PageListener;
  /** What the browser sees; undefined: it sees the server itself. */
  readonly front: CoachFront | undefined;
  #starting: Promise<Serving> | undefined;
  /** The port that the server was given last. */
  #port: Promise<number> | undefined;
  #portFallbacks = 0;
  /** The server has reported since its start that its port is in use; by now it may be free again. */
  #saysTaken = false;
  /** The port that the server opens whatever it is given, as far as known. A check's server opens the same one. */
  #fixedPort: number | undefined;
  #isChecking = false;
  #serving: Serving | undefined;
  readonly #ending = new AbortController();

  /** @param browser whether the person's own browser is watched, and its pages load again when a file of theirs is saved */
  constructor(
    session: StartedSession,
    { changes, listener }: { readonly changes: FileChanges; readonly listener: PageListener },
    browser: { readonly coached: boolean; readonly reloads: boolean },
  ) {
    this.#session = session;
    this.#changes = changes;
    this.#listener = listener;
    if (!browser.coached || session.backend.origin !== undefined) return;
    const tell = listener.onCoach;
    this.front = new CoachFront({ session, wanted: USUAL_PORT, changes, reloads: browser.reloads, tell });
  }

  /**
   * A check begins: starts the server beside it, also one that has ended where `again`. A server with a port of its own choice
   * is stopped instead, because the check needs that port.
   * @returns whether the check's servers need a port to themselves; then nothing of ours listens on it any more
   */
  async beforeCheck(again: boolean): Promise<boolean> {
    this.#isChecking = true;
    if (this.#fixedPort === undefined) {
      void (again ? this.startAgain() : this.start());
      return false;
    }
    await this.#stop(this.#waitsForPort());
    if (this.front?.port === this.#fixedPort) await this.front?.leave();
    return true;
  }

  /** The check has ended, and has found that the server opens this port whatever it is given; undefined: none. */
  async afterCheck(fixedPort: number | undefined): Promise<void> {
    this.#isChecking = false;
    const hasWaited = this.#fixedPort !== undefined || fixedPort !== undefined;
    this.#fixedPort = fixedPort;
    if (hasWaited) await this.startAgain();
  }

  /**
   * A server of the check could not open this port. @returns whether it may have been the server beside it or one of the
   * check before, so that the check is worth repeating now that the port is known
   */
  needsPort(port: number): boolean {
    const isNew = this.#fixedPort !== port;
    this.#fixedPort = port;
    return isNew;
  }

  /** Starts the server where there is one to start and it is not started yet. */
  async start(): Promise<void> {
    const { backend, folder } = this.#session;
    if (this.#starting !== undefined || this.#ending.signal.aborted) return;
    if (this.#isChecking && this.#fixedPort !== undefined) return this.#listener.onStatus(this.#waitsForPort());
    if (backend.origin !== undefined) return this.#listener.onStatus(`${backend.title}, which you run yourself`);
    if (isMissing(folder, backend.serverFile))
      return this.#listener.onStatus(`${backend.serverFile} does not exist yet`);
    this.#listener.onStatus('starts');
    return this.#begin();
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
    return this.#stop('stopped; x or a save starts it again');
  }

  async #stop(status: string): Promise<void> {
    // At once, so that a save that is being reported does not restart it.
    const known = this.#serving;
    const stopping = known?.stop();
    const serving = known ?? (await this.#starting);
    this.#serving = undefined;
    this.#starting = undefined;
    this.front?.down();
    await (stopping ?? serving?.stop());
    this.#listener.onStatus(status);
  }

  #waitsForPort(): string {
    return `waits while the check uses port ${this.#fixedPort ?? ''}`;
  }

  /** Of the page: of the learner's server, or of what is in front of it; undefined: the server does not answer. */
  origin(): string | undefined {
    const origin = this.#session.backend.origin ?? this.#serving?.origin();
    return origin === undefined ? undefined : (this.front?.address ?? origin);
  }

  /** As `origin`; of a server that does not run yet, where it is going to listen. */
  async expectedOrigin(): Promise<string> {
    return this.origin() ?? this.front?.address ?? `http://localhost:${await (this.#port ?? usablePort(USUAL_PORT))}`;
  }

  /** Opens the page in a browser. @returns a sentence about it. */
  async open(): Promise<string> {
    await this.start();
    const { backend, context, folder } = this.#session;
    if (this.#starting !== undefined) await this.#starting;
    const origin = this.origin();
    if (origin === undefined) {
      return isMissing(folder, backend.serverFile)
        ? `${backend.serverFile} does not exist yet, so no page can be opened.`
        : 'Your server is not running, so no page can be opened. Saving a file starts it again.';
    }
    return (await openBrowser(`${origin}/`, context.env))
      ? `The browser shows ${origin}/ . Saving a file restarts the server.`
      : `Open ${origin}/ in your browser. Saving a file restarts the server.`;
  }

  /** Ends the server, even one that is just starting. */
  async close(): Promise<void> {
    this.#ending.abort();
    // First, so that its connections do not hold the server up.
    await this.front?.close();
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
    await this.#move(serving);
  }

  /** What held the chapter's port may be gone by the next save, the learner's own server above all: the page goes back to its address. */
  async #returnToUsualPort(): Promise<void> {
    const serving = this.#serving;
    const port = this.front?.port ?? serving?.port;
    if (serving === undefined || port === USUAL_PORT || !(await portIsFree(USUAL_PORT))) return;
    if (this.#ending.signal.aborted || serving !== this.#serving) return;
    if (this.front === undefined) return this.#move(serving);
    if (this.#fixedPort === USUAL_PORT) return;
    await this.front.leave();
    await this.#openFront();
  }

  /** Only what is in front of the server has an address that a person opens, so what it says waits for it. */
  async #openFront(): Promise<void> {
    await this.front?.open(this.#fixedPort ?? this.#ownPort());
    this.#sayReady();
  }

  /** The server opens the port at which the proxy is, whatever it is given: the proxy moves to another one. */
  async #giveWay(serving: Serving | undefined): Promise<void> {
    await this.front?.leave();
    await serving?.startAgain();
    await this.#openFront();
  }

  /** The port that the server has opened in place of the one that it was given. */
  #ownPort(): number | undefined {
    const origin = this.#serving?.origin();
    const port = origin === undefined ? undefined : Number(new URL(origin).port);
    return port === this.#serving?.port ? undefined : port;
  }

  /** Stops the server and starts it on the port that is usable now. */
  async #move(serving: Serving): Promise<void> {
    this.#serving = undefined;
    await serving.stop();
    if (!this.#ending.signal.aborted) await this.#begin();
  }

  async #begin(): Promise<void> {
    this.front?.down(true);
    this.#starting = this.#start();
    this.#serving = await this.#starting;
    if (this.front !== undefined && this.front.port === undefined) await this.#openFront();
    else this.#sayReady();
  }

  async #start(): Promise<Serving> {
    const { backend, folder } = this.#session;
    this.#saysTaken = false;
    this.#port = usablePort(USUAL_PORT);
    const port = this.front === undefined ? await this.#port : await freePort();
    return serve({
      backend,
      folder,
      loadWording: () => wordingFor(this.#session),
      port,
      signal: this.#ending.signal,
      changes: this.#changes,
      emit: (event) => this.#tell(event, port),
    });
  }

  /** Says where the page is, if it is anywhere. */
  #sayReady(): void {
    const address = this.#session.backend.origin === undefined ? this.origin() : undefined;
    if (address === undefined) return;
    this.#listener.onAddress(address);
    this.#listener.onStatus(addressStatus(address, this.#serving?.origin() ?? address, this.#ownPort()));
  }

  #tell(event: ServingEvent, port: number): void {
    const { onLine, onStatus } = this.#listener;
    this.front?.serving(event);
    switch (event.type) {
      case 'output':
        this.#saysTaken ||= PORT_IN_USE.test(event.text);
        return onLine(safeLine(event.text));
      case 'ready':
        // At the first start `#begin` says it, once it has the server.
        return this.#sayReady();
      case 'failed':
        if (event.takenPort !== undefined && event.takenPort === this.front?.port)
          return void this.#giveWay(this.#serving);
        if (this.#isChecking && event.takenPort !== undefined && event.takenPort !== port) {
          this.#fixedPort = event.takenPort;
          return onStatus(this.#waitsForPort());
        }
        void this.#leaveTakenPort();
        if (event.missingFile !== undefined) return onStatus(`${safeLine(event.missingFile)} does not exist yet`);
        // The check reports it in full; here a line is enough.
        onLine(`(${safeLine(event.sentences[0] ?? 'it did not start')})`);
        return onStatus('did not start; save to try again');
      case 'ended':
        void this.#leaveTakenPort();
        return onStatus(`ended by itself, ${event.how}; save to start it again`);
      case 'changed':
        this.#saysTaken = false;
        void this.#returnToUsualPort();
        onLine(`(${changeSentence(safeLine(event.file))})`);
        return onStatus('is restarting');
      case 'restarting':
        return onStatus('is restarting');
      case 'unwatched':
        return undefined;
    }
  }
}
