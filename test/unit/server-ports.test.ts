import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, portIsFree } from '../../src/servers/listening.ts';

/** A server on the loopback interface and its port; closed when the test is over. */
async function listener(host: string): Promise<{ readonly server: net.Server; readonly port: number }> {
  const server = net.createServer();
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

test('a free port is below those of outgoing connections, and no two are the same', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  expect(new Set(ports).size).toBe(ports.length);
  for (const port of ports) expect(port).toSatisfy((each: number) => each >= 20_000 && each < 32_768);
});

test('a port in use is not free, on either address family', async () => {
  const { port } = await listener('127.0.0.1');
  expect(await portIsFree(port)).toBe(false);
});

test('a port that is the local end of a connection accepts no clients and is not free', async () => {
  const { server, port } = await listener('127.0.0.1');
  const client = net.connect({ port, host: '127.0.0.1' });
  onTestFinished(() => void client.destroy());
  await Promise.all([once(client, 'connect'), once(server, 'connection')]);
  expect(await portIsFree(client.localPort ?? 0)).toBe(false);
});
