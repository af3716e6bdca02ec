import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { ProcessEnd } from '../../../model/observed.ts';
import type { PageFailure } from '../../../model/page.ts';
import type { Result } from '../../../model/result.ts';
import { runDelay } from '../../../files/run-delay.ts';
import { startProcessDeadline } from './host-delay.ts';
import { hostFlags } from './host-flags.ts';
import { memoryByPs, memoryNow } from './host-memory.ts';
import { readAnswer, readMessage } from './host-messages.ts';
import { readLines } from './host-output.ts';
import type { HostCommands, ToHost } from './protocol.ts';
import type { RecordBody } from '../record-body.ts';
import { substituteFolders } from '../substitute.ts';
import host from './host-flags.json' with { type: 'json' };

export type Reply<C extends keyof HostCommands> = Result<HostCommands[C]['value'], PageFailure>;

// A page that blocks its host for this long has an endless loop: 5 unanswered heartbeats, one a second. They are counted in
// turns of our own event loop, so that a sleeping computer or a busy tutor does not look like a hung page; and a heartbeat counts
// only as far as the host had a processor, so that neither do other programs that take all of them.
const heartbeatMs = 1000;
const unansweredLooks = 5;
const startMs = 30_000;
/** How often the system is asked what the page's process uses, where asking costs nothing. */
const memoryMs = 100;

/** What ends the process of a page that keeps it busy when the tutor itself is killed. */
export interface HostGuard {
  /** Variables by which it is found. */
  readonly variables: Readonly<Record<string, string>>;
  started(pid: number): void;
  ended(pid: number): void;
}

/** What the page's process inherits: a page that got at it would find no key or token of this machine there. */
const INHERITED = /^(?:TZ|LANG|LC_\w+|TMPDIR|TEMP|TMP|SystemRoot|windir)$/iu;

function environment(https: boolean): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => INHERITED.test(name));
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  return {
    ...Object.fromEntries(own),
    ...(https && certificates !== undefined ? { NODE_EXTRA_CA_CERTS: certificates } : {}),
  };
}

/** The child process with jsdom, from the tutor's side: commands and their answers, records, and how it ended. */
export class HostProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #pending = new Map<number, (reply: Result<unknown, PageFailure>) => void>();
  readonly #listeners = new Map<
    number,
    { record(at: number, body: RecordBody): void; failed(failure: PageFailure): void }
  >();
  readonly #exited: Promise<void>;
  #stderr = '';
  #lastId = 0;
  /** Heartbeats since its last message, without the share of each in which it was ready to run and others had the processors. */
  #unanswered = 0;
  /** Its run delay at the last heartbeat, in milliseconds. */
  #delay = 0;
  /** Bytes that the process used when it was last weighed. */
  #memory = 0;
  #timers: readonly NodeJS.Timeout[] = [];
  #dead: PageFailure | undefined;
  #version = '';
  readonly #ready: Promise<void>;
  #setReady = (): void => undefined;

  /**
   * Starts loading jsdom at once. @param file absolute path of the built host @param options `https`: pages are loaded over it, so
   * the additional certificates that this machine trusts are read, which more than doubles the start
   */
  constructor(file: string, { https, guard }: { readonly https: boolean; readonly guard?: HostGuard | undefined }) {
    this.#ready = new Promise((resolve) => (this.#setReady = resolve));
    const packages = substituteFolders();
    // jsdom is not a sandbox: a page finds constructors of this process's realm behind its objects. The options prevent that they make code,
    // and take from the process what it could do with it. The page's own realm goes on making code, as a browser's does.
    const flags = hostFlags(file, Object.values(packages));
    this.#child = spawn(process.execPath, [...flags, file, JSON.stringify(packages)], {
      env: { ...environment(https), ...guard?.variables },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const { pid } = this.#child;
    if (pid !== undefined) guard?.started(pid);
    this.#child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-8192)));
    readLines(this.#child.stdout, {
      take: (line) => this.#receive(line),
      tooMuch: () => this.#kill({ reason: 'out-of-memory', megabytes: host.memoryMegabytes }),
    });
    // It ends while a command is written to it: `close` says why.
    this.#child.stdin.on('error', () => undefined);
    this.#exited = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#end({ reason: 'engine-died', error: error.message });
        if (this.#child.pid === undefined) resolve();
      });
      // `close`, not `exit`: its last message decides why it ended.
      this.#child.on('close', (code, signal) => {
        this.#end(this.#reason(code, signal));
        if (pid !== undefined) guard?.ended(pid);
        resolve();
      });
    });
    // Nothing here keeps the tutor running by itself.
    this.#child.unref();
    for (const pipe of this.#child.stdio) if (pipe instanceof Socket) pipe.unref();
  }

  /** Waits until jsdom is loaded, for `startMs` at most; if the process ends, the wait ends. */
  async ready(): Promise<void> {
    const cancel = startProcessDeadline(
      startMs,
      () => this.#runDelay(),
      () => this.#kill({ reason: 'engine-died', error: `the page engine did not start within ${startMs} ms` }),
    );
    await this.#ready;
    cancel();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Why it is no longer running. */
  get dead(): PageFailure | undefined {
    return this.#dead;
  }

  /** jsdom's version; '' before the host is ready. */
  get version(): string {
    return this.#version;
  }

  listen(
    tab: number,
    listener: { record(at: number, body: RecordBody): void; failed(failure: PageFailure): void },
  ): void {
    this.#listeners.set(tab, listener);
    if (this.#timers.length > 0) return;
    this.#timers = [
      setInterval(() => this.#look(), heartbeatMs).unref(),
      ...(process.platform === 'linux' ? [setInterval(() => this.#weighNow(), memoryMs).unref()] : []),
    ];
  }

  forget(tab: number): void {
    this.#listeners.delete(tab);
    if (this.#listeners.size > 0) return;
    this.#stopTimers();
    this.#unanswered = 0;
  }

  /**
   * Sends a command and waits for its answer. A host that has had a processor for `deadlineMs` and not answered counts as hung and is killed.
   * While an answer is awaited, the process counts as busy: the tutor does not exit before.
   */
  ask<C extends keyof HostCommands>(
    command: C,
    tab: number,
    params: HostCommands[C]['params'],
    deadlineMs: number,
  ): Promise<Reply<C>> {
    if (this.#dead !== undefined) return Promise.resolve({ ok: false, problem: this.#dead });
    const id = (this.#lastId += 1);
    return new Promise((resolve) => {
      const cancel = startProcessDeadline(
        deadlineMs,
        () => this.#runDelay(),
        () => this.#kill({ reason: 'hung', during: 'answer', ms: Math.round(deadlineMs) }),
      );
      this.#pending.set(id, (reply) => {
        cancel();
        this.#pending.delete(id);
        if (!reply.ok) return resolve(reply);
        const value = readAnswer(command, reply.value);
        if (value !== undefined) return resolve({ ok: true, value });
        const problem = { reason: 'engine-died', error: `the answer to "${command}" has an unknown form` } as const;
        this.#kill(problem);
        resolve({ ok: false, problem });
      });
      this.#send({ command, id, tab, params } as ToHost);
    });
  }

  /** Ends the process and waits until it has exited. */
  async close(): Promise<void> {
    this.#end({ reason: 'engine-died', error: 'the page engine is closed' });
    this.#child.ref();
    // Its end is known when these have ended, too: with nothing else to wait for, the tutor would exit before.
    for (const pipe of this.#child.stdio) if (pipe instanceof Socket) pipe.ref();
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #send(message: ToHost): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #receive(line: string): void {
    const message = readMessage(line);
    if (message === undefined || this.#dead !== undefined) return;
    this.#unanswered = 0;
    if (message.type === 'record') this.#listeners.get(message.tab)?.record(message.at, message.body);
    if (message.type === 'ready') {
      this.#version = message.version;
      this.#setReady();
    }
    if (message.type === 'pong') this.#weigh(message.memory);
    if (message.type === 'reply') this.#pending.get(message.id)?.({ ok: true, value: message.value });
    if (message.type === 'failed') this.#pending.get(message.id)?.({ ok: false, problem: message.failure });
  }

  #look(): void {
    if (this.#dead !== undefined || this.#version === '') return;
    const delay = this.#runDelay();
    this.#unanswered += Math.max(0, 1 - (delay - this.#delay) / heartbeatMs);
    this.#delay = delay;
    if (this.#unanswered > unansweredLooks) {
      // With a full heap V8 collects garbage for seconds before it gives up.
      const isFull = this.#memory > host.heapMegabytes * 1024 * 1024;
      this.#kill(
        isFull
          ? { reason: 'out-of-memory', megabytes: host.heapMegabytes }
          : { reason: 'hung', during: 'script', ms: unansweredLooks * heartbeatMs },
      );
      return;
    }
    this.#send({ command: 'ping' });
    // A page that is too busy to answer does not say how much it uses, either.
    const { pid } = this.#child;
    if (this.#unanswered > 1 && process.platform === 'darwin' && pid !== undefined)
      memoryByPs(pid, (bytes) => this.#weigh(bytes));
  }

  #runDelay(): number {
    return runDelay(this.#child.pid ?? 0);
  }

  #weighNow(): void {
    const { pid } = this.#child;
    if (this.#dead === undefined && pid !== undefined) this.#weigh(memoryNow(pid));
  }

  #weigh(bytes: number | undefined): void {
    this.#memory = bytes ?? this.#memory;
    if (this.#memory > host.memoryMegabytes * 1024 * 1024)
      this.#kill({ reason: 'out-of-memory', megabytes: host.memoryMegabytes });
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  #kill(failure: PageFailure): void {
    this.#end(failure);
    this.#child.kill('SIGKILL');
  }

  #end(failure: PageFailure): void {
    if (this.#dead !== undefined) return;
    this.#dead = failure;
    this.#setReady();
    this.#stopTimers();
    for (const resolve of [...this.#pending.values()]) resolve({ ok: false, problem: failure });
    for (const listener of [...this.#listeners.values()]) listener.failed(failure);
  }

  #reason(code: number | null, signal: NodeJS.Signals | null): PageFailure {
    if (/heap out of memory|allocation failed/i.test(this.#stderr))
      return { reason: 'out-of-memory', megabytes: host.heapMegabytes };
    const said = this.#stderr.trim().split('\n');
    const last = said.findLast((line) => /^\w*Error\b/.test(line)) ?? said.at(-1) ?? '';
    const exit: ProcessEnd = signal === null ? { kind: 'code', code } : { kind: 'signal', signal };
    return { reason: 'engine-died', exit, error: last.slice(0, 500) };
  }
}
