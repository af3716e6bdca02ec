import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Flow } from '../../src/observe/proxy/flow.ts';

/** Two ends of a connection on this machine. */
async function connection(): Promise<readonly [Socket, Socket]> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  return [near, far];
}

test('many writes to a side that does not read wait for it once, and all of them arrive', async () => {
  const [to, reader] = await connection();
  const [from] = await connection();
  const flow = new Flow();
  const chunk = Buffer.alloc(256 * 1024, 'x');
  for (let count = 0; count < 40; count += 1) flow.pass(chunk, from, to);
  expect(to.listenerCount('drain')).toBe(1);
  expect(from.isPaused()).toBe(true);
  let arrived = 0;
  reader.on('data', (bytes: Buffer) => {
    arrived += bytes.length;
    if (arrived === 40 * chunk.length) reader.emit('all');
  });
  await Promise.all([once(reader, 'all'), once(to, 'drain')]);
  expect(from.isPaused()).toBe(false);
  for (const socket of [to, reader, from]) socket.destroy();
});
