import { describe } from '../../../messages/index.ts';
import type { Backend } from '../../../model/backend.ts';
import type { Finding } from '../../../model/finding.ts';
import { ownLinesFilter } from '../../../servers/own-lines.ts';
import { freePort, portIsFree, startServer } from '../../../servers/server.ts';
import type { LearnerServer } from '../../../servers/server.ts';
import { watchFolder } from './watch-folder.ts';
import type { FolderWatch } from './watch-folder.ts';

/** The port of the chapter's addresses. */
export const USUAL_PORT = 8000;
const START_DEADLINE_MS = 15_000;
/** An editor writes a file in several moves; the restart waits until they are over. */
const SETTLE_MS = 80;
const PORTS_TRIED = 20;

export type ServingEvent =
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'ready'; readonly origin: string; readonly again: boolean }
  /** It did not start; the next save tries again. */
  | { readonly type: 'failed'; readonly sentences: readonly string[] }
  /** It ended by itself; the next save starts it again. */
  | { readonly type: 'ended'; readonly how: string }
  | { readonly type: 'changed'; readonly file: string }
  | { readonly type: 'unwatched'; readonly reason: string };

export interface Serving {
  readonly port: number;
  /** Where it answers; undefined while it does not. */
  origin(): string | undefined;
  /** Ends the server, its children and the watching. Idempotent. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly backend: Backend;
  /** Absolute path. */
  readonly folder: string;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly emit: (event: ServingEvent) => void;
  /** How it hears of saves; watches the folder itself when left out. */
  readonly watch?: FolderWatch;
}

/** The wanted port, or the next free one. */
export async function usablePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + PORTS_TRIED && port < 65_536; port++) if (await portIsFree(port)) return port;
  return freePort();
}

/** Runs the learner's server and starts it again on every save. Resolves when the first start has succeeded or failed. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { backend, folder, port, signal, emit } = options;
  let server: LearnerServer | undefined;
  let isStopping = false;
  let isFirst = true;

  const start = async (): Promise<void> => {
    const launch = await backend.launch(folder, port);
    if (!launch.ok) return emit({ type: 'failed', sentences: sentencesOf(launch.problem) });
    // A traceback is dozens of lines of libraries and one or two of the learner's.
    const shows = ownLinesFilter(folder);
    const onLine = ({ text }: { readonly text: string }): void => {
      if (shows(text)) emit({ type: 'output', text });
    };
    const started = await startServer(launch.value, { port, deadlineMs: START_DEADLINE_MS, signal, onLine });
    if (!started.ok) {
      if (!signal.aborted) emit({ type: 'failed', sentences: sentencesOf(started.problem) });
      return;
    }
    const own = started.value;
    server = own;
    emit({ type: 'ready', origin: own.origin, again: !isFirst });
    isFirst = false;
    void own.exited.then((exit) => {
      if (server !== own) return;
      server = undefined;
      emit({
        type: 'ended',
        how: exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`,
      });
    });
  };
  const end = async (): Promise<void> => {
    const old = server;
    server = undefined;
    await old?.stop();
  };

  // One start or stop at a time; saves that come meanwhile are one restart.
  let queue: Promise<void> = start();
  let timer: NodeJS.Timeout | undefined;
  const restart = (file: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      queue = queue.then(async () => {
        if (isStopping) return;
        emit({ type: 'changed', file });
        await end();
        await start();
      });
    }, SETTLE_MS);
  };
  const watcher = await (options.watch ?? watchFolder(folder))({
    onSave: restart,
    onError: (reason) => emit({ type: 'unwatched', reason }),
  });
  await queue;
  return {
    port,
    origin: () => server?.origin,
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      await watcher.close();
      await queue;
      await end();
    },
  };
}

/** A server that does not start, in a few sentences. */
function sentencesOf(finding: Finding): readonly string[] {
  const { title, received, cause, fix, where } = describe(finding);
  const places = where.map(({ file, line }) => (line === undefined ? file : `${file}:${line}`));
  return [title, received, cause, fix, ...places].filter((sentence) => sentence !== '');
}
