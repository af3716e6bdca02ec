import type { Readable } from 'node:stream';
import type { Launch } from '../model/backend.ts';
import {
  endFamily,
  endGroups,
  familyOf,
  hasMark,
  holdGroups,
  isOfATutor,
  MARK_OF_ALL,
  markVariables,
  newMark,
  signalGroup,
  startOf,
} from './family.ts';
import type { Mark, Member } from './family.ts';
import { listeningPorts } from './listening.ts';
import { OutputRing } from './output.ts';
import type { OutputLine } from './output.ts';
import { holdersOfPort, holdsPort } from './proc-net.ts';
import { readOutput, shownOutput } from './read-output.ts';
import { notifyReaper, startReaper } from './reaper.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why the program could not be started at all. */
  readonly failure?: string;
}

/** Milliseconds that a process may take to end after TERM before it is killed. */
const GRACE_MS = 1500;
/** What is told twice to end has had so long to end its connections by itself. Milliseconds. */
const SECOND_MS = 300;

/** What is used of a started program; execa's own type depends on each option. */
interface Child extends PromiseLike<{ readonly shortMessage?: string | undefined }> {
  readonly pid?: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  once(event: 'exit', listener: (code: number | null, signal: NodeJS.Signals | null) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** Milliseconds in which the output of a process that has ended is read to its end. A process that nobody could find may keep it open. */
const OUTPUT_MS = 500;

/** Leaders of the live process groups that the tutor started. */
const alive = new Set<number>();

let endsWithTutor = false;

/** However the tutor ends, its servers end with it: from the first of them on, so that a command without servers loads nothing of this. */
function endWithTutor(): void {
  if (endsWithTutor) return;
  endsWithTutor = true;
  process.on('exit', killAllServers);
}

/** Ends every server immediately and synchronously, with all that they started. Never throws. */
function killAllServers(): void {
  if (alive.size === 0) return;
  endGroups(alive, MARK_OF_ALL, startOf(process.pid));
  alive.clear();
}

/**
 * A learner's server in its own process group, so that the children of `npm start` or a reloader end with it; those in a session of their
 * own are found by their mark.
 */
export class ServerProcess {
  readonly output: OutputRing;
  readonly exited: Promise<Exit>;
  readonly leader: number | undefined;
  readonly #mark: Mark;
  /** When the leader started. */
  readonly #since: string;
  readonly #endsWhenToldTwice: boolean;
  #descendants: readonly Member[] = [];
  #exit: Exit | undefined;

  private constructor(
    child: Child,
    launch: Launch,
    { mark, output }: { readonly mark: Mark; readonly output: OutputRing },
  ) {
    this.output = output;
    this.leader = child.pid;
    this.#mark = mark;
    this.#since = child.pid === undefined ? '' : startOf(child.pid);
    this.#endsWhenToldTwice = launch.endsWhenToldTwice === true;
    if (child.pid !== undefined) {
      alive.add(child.pid);
      notifyReaper('lives', child.pid);
    }
    const reading = readOutput(child, output);
    this.exited = new Promise((resolve) => {
      const settle = (exit: Exit): void => {
        if (this.#exit !== undefined) return;
        this.#exit = exit;
        output.end();
        resolve(exit);
      };
      child.once('exit', (code, signal) => {
        this.#endOthers();
        reading.finish();
        // Not until its output ends: it may be kept open by a process that left the family.
        const timer = setTimeout(() => {
          child.stdout.destroy();
          child.stderr.destroy();
          settle({ code, signal });
        }, OUTPUT_MS);
        child.once('close', () => {
          clearTimeout(timer);
          settle({ code, signal });
        });
      });
      void child.then(({ shortMessage }) => {
        if (child.pid === undefined)
          settle({ code: null, signal: null, failure: shortMessage ?? 'it could not be started' });
      });
    });
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  /**
   * Who listens on this port. `own`: this program or one that it has started, or the system does not tell. `another`: a program that a tutor
   * has started apart from this one, or a stranger while this one listens elsewhere. `stranger`: it may still be ours: a container's port is held by a
   * program that the container's own service starts.
   */
  async holderOf(port: number): Promise<'own' | 'another' | 'stranger'> {
    if (process.platform !== 'linux' || this.leader === undefined) return 'own';
    // Nearly always it is the program itself; to look at every process of the machine takes longer.
    if (holdsPort(this.leader, port)) return 'own';
    const holders = holdersOfPort(port);
    if (holders.length === 0 || holders.some((pid) => hasMark(pid, this.#mark))) return 'own';
    const own = await listeningPorts(this.leader);
    if (own.includes(port)) return 'own';
    return own.length > 0 || holders.some((pid) => isOfATutor(pid)) ? 'another' : 'stranger';
  }

  static async spawn(launch: Launch, onLine?: (line: OutputLine) => void): Promise<ServerProcess> {
    const { execa } = await import('execa');
    const mark = newMark();
    // Before the server: a tutor that is killed at the next moment leaves nothing.
    startReaper();
    endWithTutor();
    const child = execa(launch.command, [...launch.args], {
      cwd: launch.cwd,
      env: { ...launch.env, ...markVariables(mark), NO_COLOR: '1' },
      shell: launch.shell,
      detached: process.platform !== 'win32',
      stdin: 'ignore',
      buffer: false,
      reject: false,
      encoding: 'utf8',
      windowsHide: true,
    });
    const output = new OutputRing(onLine === undefined ? undefined : shownOutput(onLine));
    return new ServerProcess(child, launch, { mark, output });
  }

  /** TERM, then KILL after a grace period, to the whole group and all that it started; resolves when the process is gone. */
  async stop(): Promise<void> {
    const leader = this.leader;
    if (leader === undefined || this.#exit !== undefined) return;
    this.#lookAround(leader);
    if (process.platform === 'win32') {
      const { execa } = await import('execa');
      await execa('taskkill', ['/pid', String(leader), '/T', '/F'], { reject: false });
    } else {
      // It arrives before the group goes on.
      signalGroup(leader, 'SIGTERM');
      signalGroup(leader, 'SIGCONT');
    }
    const second = setTimeout(() => {
      if (this.#endsWhenToldTwice && process.platform !== 'win32') signalGroup(leader, 'SIGINT');
    }, SECOND_MS);
    const timer = setTimeout(() => {
      this.#lookAround(leader);
      signalGroup(leader, 'SIGKILL');
    }, GRACE_MS);
    await this.exited;
    clearTimeout(second);
    clearTimeout(timer);
  }

  /** KILL immediately, like a power cut. Resolves when the process is gone. */
  async kill(): Promise<void> {
    if (this.leader === undefined || this.#exit !== undefined) return;
    this.#lookAround(this.leader);
    signalGroup(this.leader, 'SIGKILL');
    await this.exited;
  }

  /** Holds the group and notes all that it has started: once the leader has ended, nothing says whose child was one without its environment. */
  #lookAround(leader: number): void {
    holdGroups([leader]);
    const family = familyOf(new Set([leader]), this.#mark, this.#since);
    this.#descendants = [...this.#descendants, ...family];
    notifyReaper(family, leader);
  }

  /** The leader has ended; its children may be alive. */
  #endOthers(): void {
    const leader = this.leader;
    if (leader === undefined) return;
    if (process.platform !== 'win32') signalGroup(leader, 'SIGKILL');
    endFamily(this.#descendants);
    endFamily(familyOf(new Set(), this.#mark, this.#since));
    alive.delete(leader);
    notifyReaper('gone', leader);
  }
}
