import { fork, type ChildProcess } from 'node:child_process';
import type { ProcessEnd } from '../../../model/observed.ts';
import type { PageFailure } from '../../../model/page.ts';
import type { Result } from '../../../model/result.ts';
import { startDeadline } from '../../../model/waiting.ts';
import type { FromHost, HostCommands, ToHost } from './protocol.ts';
import type { RecordBody } from '../record-body.ts';
import host from './host-flags.json' with { type: 'json' };

export type Reply<C extends keyof HostCommands> = Result<HostCommands[C]['value'], PageFailure>;

interface Pending {
  resolve(reply: Result<unknown, PageFailure>): void;
}

// A page that blocks its host for this long has an endless loop: 5 unanswered heartbeats, one a second. They are counted in
// turns of our own event loop, so that a sleeping computer or a busy tutor does not look like a hung page.
const heartbeatMs = 1000;
const unansweredLooks = 5;
const startMs = 30_000;

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

/** Whether a message has the form of one of the host's: the process that sends it runs strangers' scripts. */
function isFromHost(message: unknown): message is FromHost {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  const fields = new Map<string, unknown>(Object.entries(message));
  const has = (name: string, type: string): boolean => typeof fields.get(name) === type && fields.get(name) !== null;
  switch (message.type) {
    case 'pong':
      return true;
    case 'ready':
      return has('version', 'string');
    case 'reply':
      return has('id', 'number');
    case 'failed':
      return has('id', 'number') && has('failure', 'object');
    case 'record':
      return has('tab', 'number') && has('at', 'number') && has('body', 'object');
    default:
      return false;
  }
}

/** The child process with jsdom, from the tutor's side: commands and their answers, records, and how it ended. */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<
    number,
    { record(at: number, body: RecordBody): void; failed(failure: PageFailure): void }
  >();
  readonly #exited: Promise<void>;
  #stderr = '';
  #lastId = 0;
  #unanswered = 0;
  #heartbeat: NodeJS.Timeout | undefined;
  #dead: PageFailure | undefined;
  #version = '';
  readonly #ready: Promise<void>;
  #setReady = (): void => undefined;

  /**
   * Starts loading jsdom at once. @param file absolute path of the built host @param options `https`: pages are loaded over it, so
   * the additional certificates that this machine trusts are read, which more than doubles the start
   */
  constructor(file: string, { https }: { readonly https: boolean }) {
    this.#ready = new Promise((resolve) => (this.#setReady = resolve));
    this.#child = fork(file, [], {
      env: environment(https),
      // jsdom is not a sandbox: a page finds a constructor of this process's realm behind one of its objects, and could make code with
      // it, which one of these options prevents. The page's own realm goes on making code, as a browser's does.
      execArgv: [...host.flags],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'json',
    });
    this.#child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-8192)));
    this.#child.on('message', (message: unknown) => {
      if (isFromHost(message)) this.#receive(message);
    });
    this.#exited = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#end({ reason: 'engine-died', error: error.message });
        if (this.#child.pid === undefined) resolve();
      });
      // `close`, not `exit`: its last message decides why it ended.
      this.#child.on('close', (code, signal) => {
        this.#end(this.#reason(code, signal));
        resolve();
      });
    });
    // Nothing here keeps the tutor running by itself.
    this.#child.unref();
    this.#child.channel?.unref();
    (this.#child.stderr as { unref?(): void } | null)?.unref?.();
  }

  /** Waits until jsdom is loaded, for `startMs` at most; if the process ends, the wait ends. */
  async ready(): Promise<void> {
    const cancel = startDeadline(startMs, () =>
      this.#kill({ reason: 'engine-died', error: `the page engine did not start within ${startMs} ms` }),
    );
    await this.#ready;
    cancel();
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
    if (this.#heartbeat === undefined) {
      this.#heartbeat = setInterval(() => this.#look(), heartbeatMs);
      this.#heartbeat.unref();
    }
  }

  forget(tab: number): void {
    this.#listeners.delete(tab);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    this.#unanswered = 0;
  }

  /**
   * Sends a command and waits for its answer. A host that has not answered within `deadlineMs` counts as hung and is killed.
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
      const cancel = startDeadline(deadlineMs, () =>
        this.#kill({ reason: 'hung', during: 'answer', ms: Math.round(deadlineMs) }),
      );
      this.#pending.set(id, {
        resolve: (reply) => {
          cancel();
          this.#pending.delete(id);
          resolve(reply as Reply<C>);
        },
      });
      const message = { command, id, tab, params } as ToHost;
      this.#child.send(message, (error) => {
        if (error !== null) this.#end({ reason: 'engine-died', error: error.message });
      });
    });
  }

  /** Ends the process and waits until it has exited. */
  async close(): Promise<void> {
    this.#end({ reason: 'engine-died', error: 'the page engine is closed' });
    this.#child.ref();
    // Its end is known when this has ended, too: with nothing else to wait for, the tutor would exit before.
    (this.#child.stderr as { ref?(): void } | null)?.ref?.();
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #receive(message: FromHost): void {
    this.#unanswered = 0;
    if (message.type === 'record') this.#listeners.get(message.tab)?.record(message.at, message.body);
    if (message.type === 'ready') {
      this.#version = message.version;
      this.#setReady();
    }
    if (message.type === 'reply') this.#pending.get(message.id)?.resolve({ ok: true, value: message.value });
    if (message.type === 'failed') this.#pending.get(message.id)?.resolve({ ok: false, problem: message.failure });
  }

  #look(): void {
    if (this.#dead !== undefined || this.#version === '' || !this.#child.connected) return;
    this.#unanswered += 1;
    if (this.#unanswered > unansweredLooks) {
      this.#kill({ reason: 'hung', during: 'script', ms: unansweredLooks * heartbeatMs });
      return;
    }
    this.#child.send({ command: 'ping' } satisfies ToHost, () => undefined);
  }

  #kill(failure: PageFailure): void {
    this.#end(failure);
    this.#child.kill('SIGKILL');
  }

  #end(failure: PageFailure): void {
    if (this.#dead !== undefined) return;
    this.#dead = failure;
    this.#setReady();
    clearInterval(this.#heartbeat);
    for (const pending of [...this.#pending.values()]) pending.resolve({ ok: false, problem: failure });
    for (const listener of [...this.#listeners.values()]) listener.failed(failure);
  }

  #reason(code: number | null, signal: NodeJS.Signals | null): PageFailure {
    if (/heap out of memory|allocation failed/i.test(this.#stderr))
      return { reason: 'out-of-memory', megabytes: host.memoryMegabytes };
    const said = this.#stderr.trim().split('\n');
    const last = said.findLast((line) => /^\w*Error\b/.test(line)) ?? said.at(-1) ?? '';
    const exit: ProcessEnd = signal === null ? { kind: 'code', code } : { kind: 'signal', signal };
    return { reason: 'engine-died', exit, error: last };
  }
}
