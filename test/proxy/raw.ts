import net from 'node:net';
import { openProxy } from '../../src/observe/proxy/proxy.ts';

/** What both ends of a connection got, and how it ended for the browser. */
export interface Exchanged {
  readonly server: string;
  readonly browser: string;
  /** `no`: it stays open. */
  readonly closed: 'no' | 'end' | 'reset';
}

export interface Exchange {
  readonly asked: string;
  readonly answer: string;
  readonly ends: 'ends' | 'resets' | undefined;
  readonly proxied: 'yes' | 'no';
  /** Bytes that are written at a time; absent: all at once. */
  readonly pieces?: number;
}

const DEADLINE_MS = 60_000;

/** Sends bytes to a server that answers with bytes once it has got them all, with the proxy between or without it. */
export async function readDirect({ asked, answer, ends, proxied, pieces }: Exchange): Promise<Exchanged> {
  let server = '';
  const upstream = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      server += bytes.toString('latin1');
      if (server.length < asked.length) return;
      if (ends === 'resets') return void socket.resetAndDestroy();
      void writeIn(socket, answer, pieces).then(() => (ends === 'ends' ? socket.end() : undefined));
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const port = portOf(upstream);
  const proxy =
    proxied === 'yes' ? await openProxy({ port: 0, server: () => port, onWire: () => undefined }) : undefined;
  const browser = net.connect({ host: '127.0.0.1', port: proxy?.port ?? port });
  let got = '';
  let closed: Exchanged['closed'] = 'no';
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`got only ${got.length} of ${answer.length}`)), DEADLINE_MS);
      const done = (how: Exchanged['closed']): void => {
        closed = how;
        clearTimeout(timer);
        resolve();
      };
      browser.on('data', (bytes) => {
        got += bytes.toString('latin1');
        if (got.length >= answer.length && ends === undefined) done('no');
      });
      browser.on('end', () => done('end'));
      browser.on('error', () => done('reset'));
      void writeIn(browser, asked, pieces);
    });
  } finally {
    browser.destroy();
    await proxy?.close();
    upstream.close();
  }
  return { server, browser: got, closed };
}

async function writeIn(socket: net.Socket, text: string, pieces = text.length): Promise<void> {
  for (let at = 0; at < text.length; at += pieces)
    await new Promise<void>((resolve) => {
      socket.write(Buffer.from(text.slice(at, at + pieces), 'latin1'), () => resolve());
    });
}

function portOf(server: net.Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
