import type { CoachEvent } from '../../model/coach-event.ts';
import { freePort } from '../../servers/listening.ts';
import { CoachFront } from '../common/coach/front.ts';
import type { PageWire } from '../common/coach/page-wire.ts';
import { wordingFor } from '../common/describe-context.ts';
import type { FolderSession } from '../common/folder/session.ts';
import type { FileChanges } from '../common/serve/file-changes.ts';
import { serve, usablePort } from '../common/serve/serve.ts';
import type { Serving, ServingEvent } from '../common/serve/serve.ts';

/** `address`: of the page, without a slash at the end. `behind`: of the server, where a proxy is in front of it. */
export type PageEvent =
  | Exclude<ServingEvent, { readonly type: 'ready' }>
  | {
      readonly type: 'ready';
      readonly again: boolean;
      readonly address: string;
      readonly behind: string | undefined;
      /** The page loads again when a file of it is saved. */
      readonly reloads: boolean;
    }
  | { readonly type: 'coach'; readonly event: CoachEvent }
  /** The page is not at the wanted port: another program has it, or the server itself, whatever port it is given. */
  | {
      readonly type: 'other-port';
      readonly wanted: number;
      readonly port: number;
      readonly holder: 'stranger' | 'server';
    };

export interface ServedPageOptions {
  readonly session: FolderSession;
  /** Where the page should be. */
  readonly wanted: number;
  readonly coached: boolean;
  /** Pages load again when a file of theirs is saved. */
  readonly reloads: boolean;
  readonly changes: FileChanges;
  readonly signal: AbortSignal;
  readonly emit: (event: PageEvent) => void;
}

export interface ServedPage {
  /** What keys do to the connections of the pages; undefined: nothing is in front of the server. */
  readonly wire: PageWire | undefined;
  /** Stops the server, where it runs, and starts it. */
  restart(): Promise<void>;
  /** Ends everything. */
  stop(): Promise<void>;
}

/** Runs the learner's server, and a coach in front of it where that is asked for. Resolves when the first start has succeeded or failed. */
export async function servePage(options: ServedPageOptions): Promise<ServedPage> {
  const page = new CoachedPage(options);
  await page.begin();
  return page;
}

class CoachedPage implements ServedPage {
  readonly #options: ServedPageOptions;
  readonly #front: CoachFront | undefined;
  #serving: Serving | undefined;
  /** Where the server listens, as far as it has said so. */
  #origin: string | undefined;
  #isOpening: boolean;
  /** What is to be told once the coach is there. */
  readonly #waiting: ServingEvent[] = [];

  constructor(options: ServedPageOptions) {
    const { session, wanted, changes, emit, coached, reloads } = options;
    this.#options = options;
    this.#isOpening = coached;
    const tell = (event: CoachEvent): void => emit({ type: 'coach', event });
    this.#front = coached ? new CoachFront({ session, wanted, changes, reloads, tell }) : undefined;
  }

  async begin(): Promise<void> {
    const { session, wanted, coached, changes, signal } = this.#options;
    const port = coached ? await freePort() : await usablePort(wanted);
    if (!coached) this.#tellPort(port);
    this.#serving = await serve({
      backend: session.backend,
      folder: session.folder,
      loadWording: () => wordingFor(session),
      port,
      signal,
      changes,
      emit: (event) => this.#take(event),
    });
    if (coached) await this.#openFront();
  }

  get wire(): PageWire | undefined {
    return this.#front?.wire;
  }

  async restart(): Promise<void> {
    await this.#serving?.restart();
  }

  async stop(): Promise<void> {
    // First, so that its connections do not hold the server up.
    await this.#front?.close();
    await this.#serving?.stop();
  }

  #take(event: ServingEvent): void {
    if (event.type === 'ready') this.#origin = event.origin;
    if (event.type === 'ended' || event.type === 'failed' || isRestart(event)) this.#origin = undefined;
    this.#front?.serving(event);
    if (this.#isOpening && event.type === 'ready') return void this.#waiting.push(event);
    if (event.type === 'failed' && event.takenPort !== undefined && event.takenPort === this.#front?.port)
      return void this.#giveWay();
    this.#tell(event);
  }

  #tell(event: ServingEvent): void {
    const { emit } = this.#options;
    if (event.type !== 'ready') return emit(event);
    const { again, origin } = event;
    const address = this.#front?.address;
    const behind = address === undefined ? undefined : origin;
    const reloads = behind !== undefined && this.#options.reloads;
    emit({ type: 'ready', again, address: address ?? origin, behind, reloads });
  }

  /** The server opens the port at which the proxy is, whatever it is given: the proxy moves to another one. */
  async #giveWay(): Promise<void> {
    this.#isOpening = true;
    await this.#front?.leave();
    await this.#serving?.startAgain();
    await this.#openFront();
  }

  async #openFront(): Promise<void> {
    await this.#front?.open();
    if (this.#front?.port !== undefined) this.#tellPort(this.#front.port);
    this.#isOpening = false;
    for (const event of this.#waiting.splice(0)) this.#tell(event);
  }

  #tellPort(port: number): void {
    const { wanted, emit } = this.#options;
    if (port === wanted) return;
    const isServers = this.#origin !== undefined && Number(new URL(this.#origin).port) === wanted;
    emit({ type: 'other-port', wanted, port, holder: isServers ? 'server' : 'stranger' });
  }
}

function isRestart({ type }: ServingEvent): boolean {
  return type === 'changed' || type === 'restarting';
}
