// Writes what V8 compiles of the command line while it does what most people do with it. It is valid for this version of Node alone.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How long one command may take on a busy machine. Milliseconds. */
const DEADLINE_MS = 120_000;

/** Runs a command as the launcher does, and writes the caches at its end: those of the command before are read and added to. */
const PROGRAM = `
const [start, launcher] = process.argv.splice(1, 2);
process.argv.splice(1, 0, launcher);
const { main, writeCaches } = require(start);
process.on('exit', writeCaches);
void main(process.argv.slice(2));`;

/** @param {string} dist absolute path of the folder with the built command line, which gets the caches @param {string} root of the package */
export async function writeCommandCaches(dist, root) {
  const folder = await mkdtemp(path.join(tmpdir(), 'tutor-build-'));
  const solution = path.join(folder, 'solution');
  const commands = [
    ['solution', 'challenge', '--to', solution],
    ['check', 'step-5', '--dir', solution],
    ['lesson', 'step-4', '--dir', solution],
    ['explain', 'oob/no-id'],
    ['list', '--dir', solution],
    ['status', '--dir', solution],
    ['--help'],
  ];
  try {
    for (const command of commands) await run(dist, root, command);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} dist @param {string} root @param {readonly string[]} command */
function run(dist, root, command) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const launcher = path.join(root, 'bin', 'htmx-realtime-tutor.js');
  const args = ['-e', PROGRAM, path.join(dist, 'cli-start.cjs'), launcher, ...command];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', PROGRAM, '--', ...args.slice(2)], {
      env,
      stdio: 'ignore',
      timeout: DEADLINE_MS,
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`${command.join(' ')} ended with ${code}`));
    });
  });
}
