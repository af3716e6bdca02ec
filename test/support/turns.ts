import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { machineTimes } from '../../src/observe/machine-clock.ts';

// A check starts up to four servers and opens up to five tabs. The workers of a test run together would start more of them than two processors can serve, and
// test how a machine behaves that is swamped; there are tests for that. So checks take turns across all workers.

/** So many checks always run at once: they wait for most of their time. */
const LEAST = 3;
const MOST = 8;
/** One more begins while this share of the processors' time is unused. */
const IDLE_ENOUGH = 0.12;
const SAMPLE_MS = 400;
/** Where the workers find who gives the turns. */
const VARIABLE = 'TUTOR_TEST_TURNS';

/** Gives turns to the workers of this run, as many as the machine can serve. @returns what ends it */
export async function serveTurns(): Promise<() => Promise<void>> {
  const waiting = new Set<Socket>();
  const running = new Set<Socket>();
  let spare = 0;
  const serve = (): void => {
    for (const socket of waiting) {
      if (running.size >= LEAST && (spare < 1 || running.size >= MOST)) return;
      if (running.size >= LEAST) spare -= 1;
      waiting.delete(socket);
      running.add(socket);
      socket.write('.');
    }
  };
  const server = createServer((socket) => {
    waiting.add(socket);
    // A worker that was killed gives its turn back, too.
    socket
      .on('error', () => undefined)
      .on('close', () => {
        waiting.delete(socket);
        running.delete(socket);
        serve();
      });
    socket.resume();
    serve();
  });
  let before = machineTimes();
  const sampling = setInterval(() => {
    const now = machineTimes();
    // What one more makes of the machine shows in the next sample.
    spare = now.idle - before.idle > IDLE_ENOUGH * (now.total - before.total) ? 1 : 0;
    before = now;
    serve();
  }, SAMPLE_MS);
  sampling.unref();
  // A port, because the file of a socket would remain after tests that are killed.
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  process.env[VARIABLE] = String((server.address() as AddressInfo).port);
  return async () => {
    clearInterval(sampling);
    for (const socket of [...waiting, ...running]) socket.destroy();
    server.close();
    await once(server, 'close');
  };
}

/** Runs what keeps the machine busy when it has its turn; at once where nobody gives turns. */
export async function inTurn<T>(body: () => Promise<T>): Promise<T> {
  const port = process.env[VARIABLE];
  if (port === undefined) return body();
  const socket = createConnection(Number(port), '127.0.0.1');
  await once(socket, 'data');
  try {
    return await body();
  } finally {
    socket.destroy();
  }
}
