import { handshakeWithoutProxy } from './exchange.ts';
import type { Head } from './head.ts';
import { statusOf, writeHead } from './head.ts';

/** Of a handshake, for the origin of its page. */
const REFUSALS = new Set([401, 403]);

/** The opening handshake on a connection: as the server would get it without the proxy, and where it refuses that, as it came. */
export class Handshake {
  #asItCame: Buffer | undefined;

  /** What the server gets first. @param ports of the proxy and of the server; undefined: the server does not run */
  first(
    head: Head,
    raw: Buffer,
    ports: { readonly proxy: number | undefined; readonly server: number | undefined },
  ): Buffer {
    const { proxy, server } = ports;
    const own = proxy === undefined || server === undefined ? undefined : handshakeWithoutProxy(head, proxy, server);
    if (own === undefined) return raw;
    this.#asItCame = raw;
    return writeHead(own);
  }

  /** What the server gets after this answer: it may allow the address that the browser shows, and no other. Undefined: nothing. */
  second(answer: Head): Buffer | undefined {
    if (!REFUSALS.has(statusOf(answer) ?? 0)) return undefined;
    const again = this.#asItCame;
    this.#asItCame = undefined;
    return again;
  }
}
