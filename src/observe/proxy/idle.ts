import net from 'node:net';
import { listenOnLoopback } from '../loopback.ts';

/** A proxy that knows nothing of HTTP and cuts what is idle, as many do that are on the way. */
export interface IdleProxy {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends it and all its connections. */
  close(): Promise<void>;
}

/**
 * @param server port of the server on this machine
 * @param idleMs after so long without a byte of the server both ends are cut
 * @returns undefined: no port is free
 */
export async function openIdleProxy(server: number, idleMs: number): Promise<IdleProxy | undefined> {
  const open = new Set<net.Socket>();
  const listener = net.createServer((browser) => {
    const upstream = net.connect({ host: 'localhost', port: server, autoSelectFamily: true });
    const ends = [browser, upstream];
    const cut = (): void => ends.forEach((each) => each.destroy());
    for (const each of ends) {
      open.add(each);
      each.on('error', cut);
      each.on('close', () => {
        open.delete(each);
        cut();
      });
    }
    upstream.setTimeout(idleMs, cut);
    browser.pipe(upstream);
    upstream.pipe(browser);
  });
  const port = await listenOnLoopback(listener);
  if (port === undefined) return undefined;
  return {
    port,
    async close() {
      for (const each of open) each.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
