import type { CoachEvent } from '../../../model/coach-event.ts';
import type { FolderSession } from '../folder/session.ts';
import type { FileChanges } from '../serve/file-changes.ts';
import { usablePort } from '../serve/serve.ts';
import type { ServingEvent } from '../serve/serve.ts';
import { LiveReload } from './live-reload.ts';
import { openCoach } from './open-coach.ts';
import type { OpenedCoach } from './open-coach.ts';
import type { PageWire } from './page-wire.ts';

export interface FrontOptions {
  readonly session: FolderSession;
  /** Where the page should be; where that is taken, the next free port. */
  readonly wanted: number;
  readonly changes: FileChanges;
  /** Pages load again when a file of theirs is saved. */
  readonly reloads: boolean;
  readonly tell: (event: CoachEvent) => void;
}

/** Another program may take a port between a look at it and its use. */
const TRIES = 5;

/** What the browser sees of the learner's server: a proxy at one address, with a coach and live reload, while servers come and go behind it. */
export class CoachFront {
  readonly #options: FrontOptions;
  readonly #reload: LiveReload;
  readonly #stopListening: () => void;
  #coach: OpenedCoach | undefined;
  /** Where the server listens. */
  #origin: string | undefined;
  #isOver = false;
  /** One opening or closing at a time. */
  #queue: Promise<void> = Promise.resolve();
  reloads: boolean;

  constructor(options: FrontOptions) {
    this.#options = options;
    this.reloads = options.reloads;
    this.#reload = new LiveReload({
      hasServed: (name) => this.#coach?.hasServed(name) === true,
      reload: (file) => {
        if (this.reloads) this.#coach?.reload(file);
      },
    });
    this.#stopListening = options.changes.listen({
      onSettled: (_, changed, all) => {
        if (changed !== undefined) this.#reload.changed(all);
      },
    });
  }

  /** Where the browser finds the page; undefined: nothing is open. */
  get port(): number | undefined {
    return this.#coach?.port;
  }

  /** What keys do to the connections of the pages; undefined: nothing is open. */
  get wire(): PageWire | undefined {
    return this.#coach?.wire;
  }

  /** Of the page, without a slash at the end. */
  get address(): string | undefined {
    return this.port === undefined ? undefined : `http://localhost:${this.port}`;
  }

  /** Opens the proxy, unless it is open. @param avoid a port that the server opens whatever it is given */
  open(avoid?: number): Promise<void> {
    this.#queue = this.#queue.then(() => this.#open(avoid));
    return this.#queue;
  }

  /** Gives its port up; `open` opens it again. */
  leave(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      const coach = this.#coach;
      this.#coach = undefined;
      await coach?.close();
    });
    return this.#queue;
  }

  /** Ends everything. Idempotent. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#stopListening();
    await this.leave();
  }

  /** Something has happened to the server. */
  serving(event: ServingEvent): void {
    if (event.type === 'output' || event.type === 'unwatched') return;
    if (event.type !== 'ready') return this.down(event.type === 'changed' || event.type === 'restarting');
    this.#origin = event.origin;
    this.#coach?.serverChanged('up');
    this.#reload.ready();
  }

  /** The server was stopped. @param starts it is started again at once */
  down(starts = false): void {
    this.#origin = undefined;
    this.#coach?.serverChanged('down');
    if (starts) this.#reload.starts();
  }
  async #open(avoid: number | undefined): Promise<void> {
    const { session, wanted, tell } = this.#options;
    for (let tried = 0; tried < TRIES && this.#coach === undefined && !this.#isOver; tried += 1) {
      const port = await usablePort(wanted);
      this.#coach = await openCoach({
        session,
        port: port === avoid ? await usablePort(port + 1) : port,
        server: () => (this.#origin === undefined ? undefined : Number(new URL(this.#origin).port)),
        tell,
      });
    }
  }
}
