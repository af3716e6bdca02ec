import type { Server } from 'node:net';

/** Lets a server of the tutor listen on 127.0.0.1, on a port that is free. Resolves with the port; undefined: none is. */
export function listenOnLoopback(server: Server): Promise<number | undefined> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : undefined);
    });
  });
}
