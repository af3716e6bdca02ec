// Speaks with the page host as the tutor does, for the build and the benchmark.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FLAGS = fileURLToPath(new URL('../src/observe/page/dom/host-flags.json', import.meta.url));

/** A running page host. Its commands, their answers and its records are those of src/observe/page/dom/protocol.ts. */
export class PageHost {
  #child;
  #ended;
  /** What resolves or rejects the answer to a command, by its number. */
  #asked = new Map();
  #lastId = 0;
  /** Bodies of records, by tab. */
  #records = new Map();
  #looks = new Set();

  /**
   * Starts one.
   * @param {string} dist absolute path of the folder with the built host
   * @param {object} options
   * @param {number} options.deadlineMs after which it is ended, whatever it does
   * @param {readonly string[]} [options.args] of the host, after the folders of packages
   */
  constructor(dist, { deadlineMs, args = [] }) {
    const { flags } = JSON.parse(readFileSync(FLAGS, 'utf8'));
    this.#child = spawn(process.execPath, [...flags, path.join(dist, 'dom-host.cjs'), '{}', ...args], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), deadlineMs);
    this.#ended = new Promise((resolve) => {
      const end = (how) => {
        clearTimeout(timer);
        for (const { reject } of this.#asked.values()) reject(new Error(`the page host ended with ${how}`));
        resolve(how);
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', (code, signal) => end(code ?? signal));
    });
    // It ends while a command is written to it: its end says why.
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#take(JSON.parse(line)));
  }

  /** Gives it a command. Resolves with the answer; rejects when that is a failure, or when the host ends before. */
  ask(command, params = {}, tab = 1) {
    const id = (this.#lastId += 1);
    this.#child.stdin.write(`${JSON.stringify({ command, id, tab, params })}\n`);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  /** What the page in a tab has done so far. */
  records(tab = 1) {
    return this.#records.get(tab) ?? [];
  }

  /** Resolves when the test holds, which is asked after each record. The host's own deadline ends it. */
  async until(test) {
    while (!test()) {
      await Promise.race([
        new Promise((resolve) => this.#looks.add(resolve)),
        this.#ended.then((how) => Promise.reject(new Error(`the page host ended with ${how}`))),
      ]);
    }
  }

  /** Ends it with its input. Rejects when it does not end by itself. */
  async end() {
    this.#child.stdin.end();
    const how = await this.#ended;
    if (how !== 0) throw new Error(`the page host ended with ${how}`);
  }

  /** Ends it at once. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #take(message) {
    if (message.type === 'record') {
      const { tab, body } = message;
      this.#records.set(tab, [...this.records(tab), body]);
      for (const look of this.#looks) look();
      this.#looks.clear();
    }
    const asked = this.#asked.get(message.id);
    if (message.type === 'reply') asked?.resolve(message.value);
    if (message.type === 'failed') asked?.reject(new Error(JSON.stringify(message.failure)));
    this.#asked.delete(message.id);
  }
}
