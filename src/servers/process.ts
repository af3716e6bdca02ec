import type { Launch } from '../model/backend.ts';
import { OutputRing } from './output.ts';
import type { OutputLine } from './output.ts';
import { notifyReaper } from './reaper.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why the program could not be started at all. */
  readonly failure?: string;
}

/** Milliseconds that a process may take to end after TERM before it is killed. */
const GRACE_MS = 1500;

/** Leaders of the live process groups that the tutor started, which `killAllServers` ends however the tutor ends. */
const alive = new Set<number>();

/** Ends every server immediately and synchronously, for exit handlers. Never throws. */
export function killAllServers(): void {
  for (const leader of alive) signalGroup(leader, 'SIGKILL');
  alive.clear();
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
  } catch {
    // ESRCH: it has ended already.
  }
}

/** A learner's server in its own process group, so that the children of `npm start` or a reloader end with it. */
export class ServerProcess {
  readonly output: OutputRing;
  readonly exited: Promise<Exit>;
  readonly leader: number | undefined;
  #exit: Exit | undefined;

  private constructor(output: OutputRing, leader: number | undefined, exited: Promise<Exit>) {
    this.output = output;
    this.leader = leader;
    this.exited = exited.then((exit) => {
      this.#exit = exit;
      output.end();
      if (leader !== undefined) {
        // The leader may have ended before its children did.
        if (process.platform !== 'win32') signalGroup(leader, 'SIGKILL');
        alive.delete(leader);
        notifyReaper('gone', leader);
      }
      return exit;
    });
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  static async spawn(launch: Launch, onLine?: (line: OutputLine) => void): Promise<ServerProcess> {
    const { execa } = await import('execa');
    const output = new OutputRing(onLine);
    const child = execa(launch.command, [...launch.args], {
      cwd: launch.cwd,
      env: { ...launch.env, NO_COLOR: '1' },
      shell: launch.shell,
      detached: process.platform !== 'win32',
      stdin: 'ignore',
      buffer: false,
      reject: false,
      encoding: 'utf8',
      windowsHide: true,
    });
    if (child.pid !== undefined) {
      alive.add(child.pid);
      notifyReaper('lives', child.pid);
    }
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => output.push('stdout', chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => output.push('stderr', chunk));
    const exited = child.then((result) => ({
      code: result.exitCode ?? null,
      signal: result.signal ?? null,
      ...(result.exitCode === undefined && result.signal === undefined
        ? { failure: result.shortMessage ?? 'it could not be started' }
        : {}),
    }));
    return new ServerProcess(output, child.pid, exited);
  }

  /** TERM, then KILL after a grace period, to the whole group; resolves when the process is gone. */
  async stop(): Promise<void> {
    const leader = this.leader;
    if (leader === undefined || this.#exit !== undefined) return;
    if (process.platform === 'win32') {
      const { execa } = await import('execa');
      await execa('taskkill', ['/pid', String(leader), '/T', '/F'], { reject: false });
    } else {
      signalGroup(leader, 'SIGTERM');
    }
    const timer = setTimeout(() => signalGroup(leader, 'SIGKILL'), GRACE_MS);
    await this.exited;
    clearTimeout(timer);
  }

  /** KILL immediately, like a power cut. Resolves when the process is gone. */
  async kill(): Promise<void> {
    if (this.leader === undefined || this.#exit !== undefined) return;
    signalGroup(this.leader, 'SIGKILL');
    await this.exited;
  }
}
