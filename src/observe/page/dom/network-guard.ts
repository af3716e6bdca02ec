import net from 'node:net';
import { mayReach } from '../web-rules/hosts.ts';

/** Host names of the pages that this process has opened. */
export type ReachableHosts = Set<string>;

/**
 * Makes every connection of this process to any other host fail as if the name did not exist, whichever client makes it:
 * a check must neither depend on the network nor reveal that it is running. Call once, only in the page host.
 */
export function guardNetwork(): ReachableHosts {
  const reachable: ReachableHosts = new Set();
  const connect = net.Socket.prototype.connect;
  const guarded = function (this: net.Socket, ...args: unknown[]): net.Socket {
    const first = args[0];
    // `net.connect` passes its arguments on as one array, options first.
    const options: unknown = Array.isArray(first) ? first[0] : first;
    const host = options instanceof Object && 'host' in options ? String(options.host ?? 'localhost') : 'localhost';
    if (mayReach(host, '') || reachable.has(host)) return Reflect.apply(connect, this, args) as net.Socket;
    process.nextTick(() =>
      this.destroy(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })),
    );
    return this;
  };
  net.Socket.prototype.connect = guarded;
  return reachable;
}
