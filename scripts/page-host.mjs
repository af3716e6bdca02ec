// Speaks with the page host as the tutor does, for the build and the benchmark.
import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FLAGS = fileURLToPath(new URL('../src/observe/page/dom/host-flags.json', import.meta.url));

/**
 * Starts a page host, sends it these commands one after the other, each when the one before is answered, and ends it.
 * @param {string} dist absolute path of the folder with the built host
 * @param {readonly { readonly command: string, readonly params?: object }[]} commands as in src/observe/page/dom/protocol.ts, for one tab
 * @param {object} options
 * @param {number} options.deadlineMs until all of them are answered
 * @param {readonly string[]} [options.args] of the host
 * @returns {Promise<readonly unknown[]>} the answers; rejects when one of them is a failure, or the host ends before the last
 */
export async function askPageHost(dist, commands, { deadlineMs, args = [] }) {
  const { flags } = JSON.parse(await readFile(FLAGS, 'utf8'));
  const child = fork(path.join(dist, 'dom-host.cjs'), [...args], { env: {}, execArgv: flags, serialization: 'json' });
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const answers = [];
  try {
    await new Promise((resolve, reject) => {
      const rest = [...commands];
      child.on('message', (/** @type {{ type: string, value?: unknown, failure?: unknown }} */ message) => {
        if (message.type === 'failed') reject(new Error(`the page host failed: ${JSON.stringify(message.failure)}`));
        if (message.type === 'reply') answers.push(message.value);
        if (message.type !== 'ready' && message.type !== 'reply') return;
        const next = rest.shift();
        if (next === undefined) resolve(undefined);
        else child.send({ id: rest.length, tab: 1, params: {}, ...next });
      });
      child.once('error', reject);
      // Where the last command ends the host, that is its answer.
      child.once('close', (code) =>
        code === 0 && rest.length === 0 ? resolve(undefined) : reject(new Error(`the page host ended with ${code}`)),
      );
    });
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
    await ended;
  }
  return answers;
}
