import dns from 'node:dns';
import net from 'node:net';
import { mayReach } from '../web-rules/hosts.ts';

export interface GuardedNetwork {
  /** Host names of the pages that this process has opened. */
  readonly reachable: Set<string>;
  /** The classes of the system's handles. */
  readonly handles: readonly object[];
}

/**
 * Makes every connection of this process to any other host fail as if the name did not exist, whichever client makes it:
 * a check must neither depend on the network nor reveal that it is running. A socket of the file system is not a host, either: behind one may be
 * a service of the machine's. Call once, only in the page host. @param pipes of the process
 */
export function guardNetwork(pipes: readonly object[]): GuardedNetwork {
  const reachable = new Set<string>();
  const { addresses, handles } = guardHandles(pipes);
  // As `dns.lookup` does it, once the name is known to be allowed.
  const lookup: net.LookupFunction = (name, options, done) =>
    dns.lookup(name, options, (error, found, family) => {
      for (const each of Array.isArray(found) ? found : [{ address: found }]) addresses.add(each.address);
      done(error, found, family);
    });
  const connect = net.Socket.prototype.connect;
  const guarded = function (this: net.Socket, ...args: unknown[]): net.Socket {
    const first: unknown = args[0];
    // `net.connect` passes its arguments on as one array, options first.
    const [given, onConnect] = Array.isArray(first) ? (first as unknown[]) : args;
    // A copy is looked at and used: a getter could give another host the second time.
    const options = typeof given === 'object' && given !== null ? { ...given, lookup } : { path: given };
    const host = 'host' in options ? String(options.host ?? 'localhost') : 'localhost';
    const isHost = !('path' in options) || options.path === undefined || options.path === null;
    if (isHost && (mayReach(host, '') || reachable.has(host)))
      return Reflect.apply(connect, this, [{ ...options, host }, onConnect]) as net.Socket;
    process.nextTick(() =>
      this.destroy(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })),
    );
    return this;
  };
  net.Socket.prototype.connect = guarded;
  return { reachable, handles };
}

const LOOPBACK = /^(?:127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3})$/u;
/** The error of the system where a handle does not do what is asked; its name is for nobody. */
const REFUSED = -13;
/** What handles of sockets and pipes can do and this process does not. */
const UNUSED = ['bind', 'bind6', 'bind2', 'listen', 'open', 'fchmod'];

/**
 * The same for the system's handles, which lie behind each socket: a page that finds one can make another. @returns the addresses that they may
 * connect to besides this machine's own
 */
function guardHandles(pipes: readonly object[]): {
  readonly addresses: Set<string>;
  readonly handles: readonly object[];
} {
  const addresses = new Set<string>();
  const probe = new net.Socket();
  // It has its handle at once, and has not begun to connect when it is destroyed.
  probe.on('error', () => undefined).connect({ host: '127.0.0.1', port: 9 });
  const sockets = classOf(probe);
  probe.destroy();
  const refuse = (): number => REFUSED;
  const handles = [sockets, ...pipes.map(classOf)].filter((each) => each !== undefined);
  for (const prototype of new Set(handles)) {
    for (const name of ['connect', 'connect6', 'connect2', ...UNUSED]) {
      const native: unknown = Reflect.get(prototype, name);
      if (typeof native !== 'function') continue;
      const mayConnect = prototype === sockets && name.startsWith('connect');
      Reflect.set(prototype, name, mayConnect ? guardedConnect(native as Connect, addresses) : refuse);
    }
  }
  return { addresses, handles };
}

/** The class of the handle behind a socket. A file, which a pipe may be replaced by, has none. */
function classOf(socket: object): object | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  return handle instanceof Object ? (Object.getPrototypeOf(handle) as object) : undefined;
}

type Connect = (request: unknown, address: unknown, ...rest: readonly unknown[]) => number;

function guardedConnect(native: Connect, addresses: ReadonlySet<string>): Connect {
  return function (this: unknown, request, given, ...rest): number {
    const address = String(given);
    if (!LOOPBACK.test(address) && !addresses.has(address)) return REFUSED;
    return Reflect.apply(native, this, [request, address, ...rest]);
  };
}
