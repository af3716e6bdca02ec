// Speaks with the page host as the tutor does, for the build and the benchmark.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FLAGS = fileURLToPath(new URL('../src/observe/page/dom/host-flags.json', import.meta.url));

/**
 * Starts a page host, sends it these commands one after the other, each when the one before is answered, and ends it.
 * @param {string} dist absolute path of the folder with the built host
 * @param {readonly { readonly command: string, readonly params?: object }[]} commands as in src/observe/page/dom/protocol.ts, for one tab
 * @param {object} options
 * @param {number} options.deadlineMs until all of them are answered
 * @param {readonly string[]} [options.args] of the host, after the folders of packages
 * @returns {Promise<readonly unknown[]>} the answers; rejects when one of them is a failure, or the host does not end by itself afterwards
 */
export async function askPageHost(dist, commands, { deadlineMs, args = [] }) {
  const { flags } = JSON.parse(await readFile(FLAGS, 'utf8'));
  const child = spawn(process.execPath, [...flags, path.join(dist, 'dom-host.cjs'), '{}', ...args], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  const rest = [...commands];
  const answers = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    if (message.type === 'failed') child.kill('SIGKILL');
    if (message.type === 'reply') answers.push(message.value);
    if (message.type !== 'ready' && message.type !== 'reply') continue;
    const next = rest.shift();
    // It ends with its input.
    if (next === undefined) child.stdin.end();
    else child.stdin.write(`${JSON.stringify({ id: rest.length, tab: 1, params: {}, ...next })}\n`);
  }
  const how = await ended;
  clearTimeout(timer);
  if (how !== 0) throw new Error(`the page host ended with ${how}`);
  return answers;
}
