import { handshakeWithoutProxy } from './exchange.ts';
import type { Head } from './head.ts';
import { statusOf, withoutFields, writeHead } from './head.ts';

/** Of a handshake, for the origin of its page. */
const REFUSALS = new Set([401, 403]);
/** Handshakes that are remembered. */
const MOST = 100;

/** Handshakes that the server refused with both origins: it would refuse them again, and htmx tries them again and again. */
export class Refused {
  readonly #known = new Set<string>();

  has(handshake: string): boolean {
    return this.#known.has(handshake);
  }

  add(handshake: string): void {
    const [oldest] = this.#known;
    if (this.#known.size >= MOST && oldest !== undefined) this.#known.delete(oldest);
    this.#known.add(handshake);
  }

  /** The server is another one. */
  clear(): void {
    this.#known.clear();
  }
}

/** The opening handshake on a connection: as the server would get it without the proxy, and where it refuses that, as it came. */
export class Handshake {
  readonly #refused: Refused;
  #asItCame: Buffer | undefined;
  /** It, without what differs each time. */
  #name: string | undefined;

  constructor(refused: Refused) {
    this.#refused = refused;
  }

  /** What the server gets first. @param ports of the proxy and of the server; undefined: the server does not run */
  first(
    head: Head,
    raw: Buffer,
    ports: { readonly proxy: number | undefined; readonly server: number | undefined },
  ): Buffer {
    const { proxy, server } = ports;
    const own = proxy === undefined || server === undefined ? undefined : handshakeWithoutProxy(head, proxy, server);
    if (own === undefined) return raw;
    const name = writeHead(withoutFields(head, 'sec-websocket-key')).toString('latin1');
    if (!this.#refused.has(name)) {
      this.#asItCame = raw;
      this.#name = name;
    }
    return writeHead(own);
  }

  /** What the server gets after this answer: it may allow the address that the browser shows, and no other. Undefined: nothing. */
  second(answer: Head): Buffer | undefined {
    if (!REFUSALS.has(statusOf(answer) ?? 0)) return undefined;
    const again = this.#asItCame;
    if (again === undefined && this.#name !== undefined) this.#refused.add(this.#name);
    this.#asItCame = undefined;
    return again;
  }
}
