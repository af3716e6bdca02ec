import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Launch } from '../../src/model/backend.ts';
import { becomesFree, freePort, portIsTaken } from '../../src/servers/listening.ts';
import { ServerProcess } from '../../src/servers/process.ts';
import { startServer } from '../../src/servers/server.ts';
import type { LearnerServer } from '../../src/servers/server.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Prints a line, and listens on the first port once something listens on the second one. */
const LISTENS_AFTER = `
const net = require('node:net');
const [own, other] = process.argv.slice(2).map(Number);
console.log('started');
const listen = () => net.createServer().listen(own, 'localhost');
const look = () => net.connect(other, 'localhost').on('connect', listen).on('error', () => setTimeout(look, 5));
if (other) look(); else listen();
`;

function program(own: number, after = 0): Launch {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'main.cjs'), LISTENS_AFTER);
  const args = ['main.cjs', String(own), String(after)];
  return { command: process.execPath, args, cwd: folder, env: {}, shell: false, display: 'node main.cjs' };
}

/** Starts a server with this port of its own, and takes the one that it was given by another server that a tutor runs. */
async function startedBeside(own: number, given: number): Promise<LearnerServer | undefined> {
  const starting = startServer(program(own, given), { port: given, deadlineMs: 8000 });
  const other = await ServerProcess.spawn(program(given));
  onTestFinished(() => other.stop());
  const started = await starting;
  if (!started.ok) return undefined;
  onTestFinished(() => started.value.stop());
  return started.value;
}

test.runIf(process.platform === 'linux')('nor is any other program, once the server listens elsewhere', async () => {
  const [own, given] = [await freePort(), await freePort()];
  const other = createServer();
  onTestFinished(() => void other.close());
  const onLine = (): void => void other.listen(given, 'localhost');
  const started = await startServer(program(own, given), { port: given, deadlineMs: 8000, onLine });
  expect(started).toMatchObject({ ok: true, value: { port: own, ignoredPort: given } });
  if (started.ok) await started.value.stop();
});

test.runIf(process.platform === 'linux')(
  "another server of a tutor's on the given port is not taken for the one that was started",
  async () => {
    const [own, given] = [await freePort(), await freePort()];
    const server = await startedBeside(own, given);
    expect(server?.port).toBe(own);
    expect(server?.ignoredPort).toBe(given);
    await server?.stop();
    // What it was mistaken for goes on.
    expect(await portIsTaken(given)).toBe(true);
    expect(await becomesFree(own, 1000)).toBe(true);
  },
);
