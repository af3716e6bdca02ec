import { createConnection } from 'node:net';
import { startDeadline } from '../model/waiting.ts';

/** No request line of any version (RFC 9112 section 3). */
const NONSENSE = 'nonsense\r\n\r\n';

/**
 * Whether a server does anything at all about a connection: it refuses, closes or answers what is not HTTP, as every server does whose process is free, with or
 * without a handler for requests.
 * @param deadlineMs how long to wait for that
 */
export function reactsToNonsense(origin: string, deadlineMs: number): Promise<boolean> {
  const { hostname, port } = new URL(origin);
  const socket = createConnection(Number(port === '' ? 80 : port), hostname.replaceAll(/[[\]]/gu, ''));
  return new Promise((resolve) => {
    const done = (reacts: boolean): void => {
      cancel();
      socket.destroy();
      resolve(reacts);
    };
    const cancel = startDeadline(deadlineMs, () => done(false));
    socket.once('connect', () => socket.write(NONSENSE));
    socket
      .once('data', () => done(true))
      .once('end', () => done(true))
      .once('error', () => done(true));
  });
}
