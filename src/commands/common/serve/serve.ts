import { describe, receivedText } from '../../../messages/index.ts';
import type { Wording } from '../../../messages/index.ts';
import { describeContext } from '../describe-context.ts';
import type { Backend } from '../../../model/backend.ts';
import type { Finding } from '../../../model/finding.ts';
import { ownLinesFilter } from '../../../servers/own-lines.ts';
import { freePort, portIsFree } from '../../../servers/listening.ts';
import { startServer } from '../../../servers/server.ts';
import type { LearnerServer } from '../../../servers/server.ts';
import type { FileChanges } from './file-changes.ts';

const START_DEADLINE_MS = 15_000;
const PORTS_TRIED = 20;

export type ServingEvent =
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'ready'; readonly origin: string; readonly again: boolean }
  | FailedStart
  /** It ended by itself; the next save starts it again. */
  | { readonly type: 'ended'; readonly how: string }
  | { readonly type: 'changed'; readonly file: string }
  /** It is started again because the person asked for it. */
  | { readonly type: 'restarting' }
  | { readonly type: 'unwatched'; readonly reason: string };

/** The server did not start; the next save tries again. */
interface FailedStart {
  readonly type: 'failed';
  readonly sentences: readonly string[];
  /** What it wanted to listen on, where another program does. */
  readonly takenPort?: number;
  /** The file that its command names and that is not in the folder. */
  readonly missingFile?: string;
}

export interface Serving {
  readonly port: number;
  /** Its origin; undefined while it does not answer. */
  origin(): string | undefined;
  /** Starts it where it has ended; otherwise nothing happens. */
  startAgain(): Promise<void>;
  /** Stops it, where it runs, and starts it. */
  restart(): Promise<void>;
  /** Ends the server, its children and the watching. Idempotent. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly backend: Backend;
  /** Absolute path. */
  readonly folder: string;
  /** The context of the sentences about why a server does not start. */
  readonly loadWording: () => Promise<Wording>;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly emit: (event: ServingEvent) => void;
  /** The source of changes to the folder's files. */
  readonly changes: FileChanges;
}

/** The wanted port, or the next free one. */
export async function usablePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + PORTS_TRIED && port < 65_536; port++) if (await portIsFree(port)) return port;
  return freePort();
}

/** Runs the learner's server and starts it again on every save. Resolves when the first start has succeeded or failed. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const server = new ServedFolder(options);
  await server.begin();
  return server;
}

class ServedFolder implements Serving {
  readonly port: number;
  readonly #options: ServeOptions;
  #server: LearnerServer | undefined;
  #isStopping = false;
  #isFirst = true;
  /** One start or stop at a time. */
  #queue: Promise<void> = Promise.resolve();
  #stopListening: () => void = () => undefined;

  constructor(options: ServeOptions) {
    this.#options = options;
    this.port = options.port;
  }

  async begin(): Promise<void> {
    const { changes, emit } = this.#options;
    this.#queue = this.#start();
    this.#stopListening = changes.listen({
      onSettled: (_, file) => {
        if (file !== undefined) void this.#again({ type: 'changed', file });
      },
      onError: (reason) => emit({ type: 'unwatched', reason }),
    });
    await this.#queue;
  }

  origin(): string | undefined {
    return this.#server?.origin;
  }

  startAgain(): Promise<void> {
    this.#queue = this.#queue.then(() => (this.#isStopping || this.#server !== undefined ? undefined : this.#start()));
    return this.#queue;
  }

  restart(): Promise<void> {
    return this.#again({ type: 'restarting' });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopListening();
    await this.#queue;
    await this.#end();
  }

  #again(why: ServingEvent): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.#isStopping) return;
      this.#options.emit(why);
      await this.#end();
      await this.#start();
    });
    return this.#queue;
  }

  async #start(): Promise<void> {
    const { backend, folder, port, signal, emit } = this.#options;
    const launch = await backend.launch(folder, port);
    if (!launch.ok) return this.#fail(launch.problem);
    // A traceback is dozens of lines of libraries and one or two of the learner's.
    const shows = ownLinesFilter(folder);
    const onLine = ({ text }: { readonly text: string }): void => {
      if (shows(text)) emit({ type: 'output', text });
    };
    const started = await startServer(launch.value, { port, deadlineMs: START_DEADLINE_MS, signal, onLine });
    if (!started.ok) {
      return signal.aborted ? undefined : this.#fail(started.problem);
    }
    const server = started.value;
    this.#server = server;
    emit({ type: 'ready', origin: server.origin, again: !this.#isFirst });
    this.#isFirst = false;
    void server.exited.then((exit) => {
      if (this.#server !== server) return;
      this.#server = undefined;
      emit({
        type: 'ended',
        how: exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`,
      });
    });
  }

  async #end(): Promise<void> {
    const old = this.#server;
    this.#server = undefined;
    await old?.stop();
  }

  async #fail(finding: Finding): Promise<void> {
    const taken = finding.code === 'server/port-in-use' ? { takenPort: finding.facts.port } : {};
    const missing = finding.code === 'server/no-entry-file' ? { missingFile: finding.facts.expected } : {};
    this.#options.emit({ type: 'failed', sentences: await this.#sentencesOf(finding), ...taken, ...missing });
  }

  /** Why a server does not start, in a few sentences. */
  async #sentencesOf(finding: Finding): Promise<readonly string[]> {
    const { backend, folder, loadWording } = this.#options;
    const words = describe(finding, describeContext(await loadWording(), backend, folder));
    const places = words.where.map(({ file, line }) => (line === undefined ? file : `${file}:${line}`));
    const { title, received, cause, fix } = words;
    return [title, receivedText(received), cause, fix, ...places].filter((sentence) => sentence !== '');
  }
}
