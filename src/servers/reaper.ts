import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Ends what is still alive when its standard input ends, that is, when the tutor is gone, however it ended: a KILL leaves no time for
 * handlers. Lines are `+PID` and `-PID`, leaders of process groups.
 */
const PROGRAM = `
const alive = new Set();
let rest = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) line[0] === '+' ? alive.add(Number(line.slice(1))) : alive.delete(Number(line.slice(1)));
}).on('end', () => {
  for (const leader of alive) {
    try { process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL'); } catch {}
  }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

let input: Writable | undefined;

/** Tells the reaper that a process group is alive or gone. The reaper is started together with the first one. */
export function notifyReaper(change: 'lives' | 'gone', leader: number): void {
  input ??= start();
  input.write(`${change === 'lives' ? '+' : '-'}${leader}\n`);
}

/** One for the whole process: it must know every group. It never keeps the tutor from ending. */
function start(): Writable {
  const child = spawn(process.execPath, ['--eval', PROGRAM], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
    // A preload or an inspector for the tutor is not for the reaper.
    env: { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: '' },
  });
  child.unref();
  // Without the reaper a safety net is missing, but the command works.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child.stdin;
}
