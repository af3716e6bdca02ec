import { once } from 'node:events';
import net from 'node:net';
import type { environmentProblem } from '../../model/result.ts';
import { cannotBeReached, NO_SUCH_HOST, NOTHING_LISTENS } from './open-page.ts';

/** An answer that is not there by then is left to the browser, which waits longer. Milliseconds. */
const CONNECT_MS = 2000;
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: NOTHING_LISTENS,
  ENOTFOUND: NO_SUCH_HOST,
};

/** Tries the port of an address before a browser is started for it. undefined: something listens there, or nobody can tell so soon. */
export async function whyUnreachable(url: URL): Promise<ReturnType<typeof environmentProblem> | undefined> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const socket = net.connect({ host: url.hostname.replace(/^\[|\]$/gu, ''), port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
    return undefined;
  } catch (error) {
    const why = REASONS[codeOf(error)];
    return why === undefined ? undefined : cannotBeReached(url, why);
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

/** Of a name with several addresses each is tried; the first error counts. */
function codeOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && 'code' in first ? String(first.code) : '';
}
