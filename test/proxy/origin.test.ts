import { once } from 'node:events';
import http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { openProxy, type Proxy } from '../../src/observe/proxy/proxy.ts';

// A server that looks at the origin of the page must see its own, as it does without the proxy.

interface Seen {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

interface Ports {
  readonly server: number;
  readonly proxy: number;
}

/** Opens a WebSocket from a page of this origin through the proxy, to a server that accepts what it says. */
async function shakeHands(
  accepts: (seen: Seen, ports: Ports) => boolean,
  from: (ports: Ports) => Seen,
): Promise<{
  readonly seen: readonly Seen[];
  readonly ports: Ports;
  readonly outcome: string;
  readonly proxy: Proxy;
  readonly again: () => Promise<unknown>;
}> {
  const seen: Seen[] = [];
  const server = http.createServer();
  let ports: Ports = { server: 0, proxy: 0 };
  const sockets = new WebSocketServer({
    server,
    verifyClient: ({ req: { headers } }: { readonly req: http.IncomingMessage }) => {
      seen.push({ host: headers.host, origin: headers.origin });
      return accepts({ host: headers.host, origin: headers.origin }, ports);
    },
  });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${String(data)}`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const proxy = await openProxy({ port: 0, server: () => port, onWire: () => undefined });
  if (proxy === undefined) throw new Error('no proxy');
  ports = { server: port, proxy: proxy.port };
  const { host = '', origin = '' } = from(ports);
  const connect = (): WebSocket =>
    new WebSocket(`ws://127.0.0.1:${proxy.port}/ws`, { origin, headers: { Host: host } });
  const client = connect();
  onTestFinished(async () => {
    client.terminate();
    for (const each of sockets.clients) each.terminate();
    await proxy.close();
    server.close();
  });
  const outcome = await new Promise<string>((resolve) => {
    client.once('open', () => client.send('hello'));
    client.once('message', (data) => resolve(String(data)));
    client.once('error', (error) => resolve(error.message));
  });
  return { seen, ports, outcome, proxy, again: () => once(connect(), 'error') };
}

const ownPage = ({ proxy }: Ports): Seen => ({ host: `localhost:${proxy}`, origin: `http://localhost:${proxy}` });

test('a server that compares the origin with its own port accepts its page', async () => {
  const { seen, ports, outcome } = await shakeHands(
    ({ origin }, { server }) => origin === `http://localhost:${server}`,
    ownPage,
  );
  expect(outcome).toBe('echo hello');
  // What it sees without the proxy.
  expect(seen).toEqual([{ host: `localhost:${ports.server}`, origin: `http://localhost:${ports.server}` }]);
});

test('a server that compares the origin with Host accepts its page', async () => {
  const { seen, outcome } = await shakeHands(({ host, origin }) => origin === `http://${host}`, ownPage);
  expect(outcome).toBe('echo hello');
  expect(seen).toHaveLength(1);
});

test('a server that allows only the address that the browser shows gets it at the second try', async () => {
  const { seen, ports, outcome } = await shakeHands(
    ({ origin }, { proxy }) => origin === `http://localhost:${proxy}`,
    ownPage,
  );
  expect(outcome).toBe('echo hello');
  expect(seen.map(({ origin }) => origin)).toEqual([
    `http://localhost:${ports.server}`,
    `http://localhost:${ports.proxy}`,
  ]);
});

test('a server that refuses its page is seen to do so, and gets the same handshake once from then on', async () => {
  const { seen, ports, outcome, proxy, again } = await shakeHands(() => false, ownPage);
  expect(outcome).toBe('Unexpected server response: 401');
  expect(seen).toHaveLength(2);
  await again();
  await again();
  expect(seen.slice(2).map(({ origin }) => origin)).toEqual([1, 2].map(() => `http://localhost:${ports.server}`));
  // It may be another server.
  proxy.serverChanged();
  await again();
  expect(seen).toHaveLength(6);
});

test.each<[string, (ports: Ports) => Seen]>([
  ['a foreign page', ({ proxy }) => ({ host: `localhost:${proxy}`, origin: 'http://evil.example' })],
  ['a page at another name', ({ proxy }) => ({ host: `localhost:${proxy}`, origin: `http://127.0.0.1:${proxy}` })],
  ['another host', ({ proxy }) => ({ host: `evil.example:${proxy}`, origin: `http://evil.example:${proxy}` })],
])('the handshake of %s is as it came', async (_, from) => {
  const { seen, ports, outcome } = await shakeHands(() => false, from);
  expect(outcome).toBe('Unexpected server response: 401');
  expect(seen).toEqual([from(ports)]);
});
