import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Backend } from '../../src/model/backend.ts';
import type { RunEvent } from '../../src/model/event.ts';
import { Timeline } from '../../src/observe/timeline.ts';
import type { Check } from '../../src/run/check.ts';
import { failed, PASSED } from '../../src/run/check.ts';
import { runCheck } from '../../src/run/runner.ts';
import { Servers } from '../../src/run/servers.ts';
import { backendFor } from '../../src/servers/backends/index.ts';
import { temporaryFolder } from '../support/temporary.ts';

const LISTENS = "require('node:http').createServer((_, response) => response.end('hi')).listen(process.env.PORT);\n";
/** Ends as one does that opens its port twice. */
const TWICE = "console.error('OSError: [Errno 98] Address already in use');\nprocess.exit(1);\n";

interface Intruder {
  /** A backend whose ports another program takes at the moment when the server is about to start. */
  readonly backend: Backend;
  readonly launches: readonly number[];
  /** @param goesAfter how many connections the other program accepts before it ends, and then takes no more ports */
  takesPorts(goesAfter: number): void;
}

function intruder(): Intruder {
  const own = backendFor({ kind: 'command', run: 'node main.cjs' });
  const launches: number[] = [];
  let most: number | undefined;
  const take = async (port: number): Promise<void> => {
    if (most === undefined) return;
    let seen = 0;
    const goesAfter = most;
    if (goesAfter < Infinity) most = undefined;
    const other = net.createServer((socket) => {
      socket.destroy();
      seen += 1;
      if (seen === goesAfter) other.close();
    });
    onTestFinished(() => void other.close());
    other.on('error', () => undefined);
    other.listen(port, 'localhost');
    await Promise.race([once(other, 'listening'), once(other, 'error')]);
  };
  const launch: Backend['launch'] = async (folder, port) => {
    launches.push(port);
    await take(port);
    return own.launch(folder, port);
  };
  return { backend: { ...own, launch }, launches, takesPorts: (goesAfter) => void (most = goesAfter) };
}

function folderWith(server: string): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'main.cjs'), server);
  return folder;
}

function serversOf(folder: string, { backend }: Intruder): Servers {
  const servers = new Servers({
    folder,
    backend,
    url: undefined,
    signal: new AbortController().signal,
    timeline: new Timeline(),
    onPhase: () => undefined,
  });
  onTestFinished(() => servers.close());
  return servers;
}

test('a server gets its own port back although another program had it for a moment', async () => {
  const other = intruder();
  const servers = serversOf(folderWith(LISTENS), other);
  const first = await servers.get('restartable');
  other.takesPorts(6);
  const again = await servers.restart('restartable');
  expect(first.ok && again.ok && again.value.port === first.value.port).toBe(true);
  expect(servers.problem).toBeUndefined();
});

test('a server that opens its port a second time is told so, not that another program has it', async () => {
  const other = intruder();
  const started = await serversOf(folderWith(TWICE), other).get();
  expect(started).toMatchObject({
    ok: false,
    problem: { code: 'server/port-in-use', facts: { port: other.launches.at(-1), holder: 'itself' } },
  });
  expect(new Set(other.launches).size).toBe(3);
});

test('a server that no check needs any more ends before the run does; the only one that can run stays', async () => {
  const servers = serversOf(folderWith(LISTENS), intruder());
  const [shared, other] = [await servers.get(), await servers.get('vanishing-sockets')];
  await servers.done('vanishing-sockets');
  expect(shared.ok && shared.value.exit()).toBeUndefined();
  expect(other.ok && other.value.exit()).toBeDefined();
  // It opens a port of its own choice.
  const only = serversOf(folderWith(LISTENS.replace('process.env.PORT', '0')), intruder());
  const one = await only.get('vanishing-sockets');
  await only.done('vanishing-sockets');
  expect(one.ok && one.value.exit()).toBeUndefined();
});

test('a check whose ports other programs take each time is no verdict, but a problem of the machine', async () => {
  const other = intruder();
  other.takesPorts(Infinity);
  const starts: Check = {
    id: 'starts',
    title: 'It starts',
    observes: 'server',
    needs: [],
    run: async ({ servers }) => {
      const server = await servers.get();
      return server.ok ? PASSED : failed(server.problem);
    },
  };
  const events: RunEvent['type'][] = [];
  const step = { id: 'step-1', title: 'One', goal: '', proves: '', checks: ['starts'], wants: [] };
  const run = await runCheck({
    chapter: { contract: {}, htmx: 2, serverFamilies: [], loadChecks: async () => [starts] },
    step: step as unknown as Parameters<typeof runCheck>[0]['step'],
    earlier: [],
    folder: folderWith(LISTENS),
    backend: other.backend,
    pageEngine: 'dom',
    signal: new AbortController().signal,
    emit: ({ type }) => void events.push(type),
  });
  expect(run).toMatchObject({ ok: false, problem: { exitCode: 3, message: expect.stringMatching(/ports/u) } });
  expect(events).not.toContain('check-finished');
  expect(new Set(other.launches).size).toBe(3);
});
