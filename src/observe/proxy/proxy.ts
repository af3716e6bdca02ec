import { readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { PageReport } from '../../model/coached.ts';
import { packageRoot } from '../../model/package-root.ts';
import type { WireEvent } from '../../model/wire.ts';
import type { Weather } from '../../model/weather.ts';
import type { WatchOptions } from '../page/watch-options.ts';
import { Channels } from './channels.ts';
import type { OpenChannel } from './channels.ts';
import { Answers } from './complete.ts';
import { loadWs } from './frames.ts';
import type { WsParts } from './frames.ts';
import { Refused } from './handshake.ts';
import { Relay } from './relay.ts';
import { Reports } from './reports.ts';
import type { WireBody } from './sink.ts';

export interface ProxyOptions {
  /** Listens here, on the loopback interface alone. 0: any free port. */
  readonly port: number;
  /** The port of the server, on this machine; undefined: it does not run now. */
  readonly server: () => number | undefined;
  readonly onWire: (event: WireEvent) => void;
  /** What the instruments in pages report; absent: pages go through as they are. */
  readonly pages?: {
    readonly watch: WatchOptions;
    readonly onReport: (tab: number, report: PageReport) => void;
    readonly onClose: (tab: number) => void;
  };
}

export interface Proxy {
  readonly port: number;
  /** Has every page with instruments load again. @returns how many there are */
  reload(): number;
  /** Asks every page with instruments whether it still answers; the report `alive` is its answer. */
  ask(): void;
  /** The server was started again, and may decide otherwise. */
  serverChanged(): void;
  /** The WebSockets and streams that are open now. */
  open(): readonly OpenChannel[];
  /**
   * Sends a text down one of them, between two messages or events of the server, which learns nothing of it; what becomes of it is a `WireEvent`.
   * @param event name of the event on a stream; '': that of the last one
   */
  send(channel: number, text: string, event: string): void;
  /** Changes what goes through one of them; what becomes of it is a `WireEvent`. */
  change(channel: number, weather: Weather): void;
  /** Ends it and all its connections. Idempotent. */
  close(): Promise<void>;
}

/** Both addresses of the loopback interface, in the order in which browsers try `localhost`. */
const ADDRESSES = ['127.0.0.1', '::1'] as const;

/** Both, at once: a server may listen on one of them, and a lookup would take time. */
const lookup: net.LookupFunction = (_host, _options, callback) =>
  callback(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);

/** Milliseconds. */
const CONNECT_MS = 20_000;
/** Connections at a time; more are closed at once. */
const MOST_CONNECTIONS = 1000;

/**
 * Starts a proxy in front of a server on this machine.
 * @returns undefined: the port is taken, or may not be listened on
 */
export async function openProxy(options: ProxyOptions): Promise<Proxy | undefined> {
  const ws = await loadWs();
  const relays = new Set<Relay>();
  let count = 0;
  const answers = new Answers();
  const channels = new Channels();
  const refused = new Refused();
  const emit = (body: WireBody): void => {
    const event: WireEvent = { at: Date.now(), ...body };
    if (event.type === 'answer') answers.add(event);
    options.onWire(event);
  };
  const sink = { emit, next: () => (count += 1), ws };
  const reports = await openReports(ws, options, { answers, channels });
  const accept = (browser: net.Socket): void => {
    if (relays.size >= MOST_CONNECTIONS) return void browser.resetAndDestroy();
    const relay = new Relay(browser, {
      connect: () => connectTo(options.server()),
      serverPort: options.server,
      refused,
      isOwn: (target) => reports?.isOwn(target) === true,
      take: (socket) => reports?.take(socket),
      urlsFor: (host) => reports?.urlsFor(host),
      sink,
      channels,
    });
    relays.add(relay);
    browser.once('close', () => relays.delete(relay));
  };
  const servers = await listen(options.port, accept);
  if (servers === undefined) return undefined;
  return {
    port: portOf(servers),
    reload: () => reports?.reload() ?? 0,
    ask: () => reports?.ask(),
    serverChanged: () => refused.clear(),
    open: () => channels.open,
    send: (channel, text, event) => channels.send(channel, text, event),
    change: (channel, weather) => channels.change(channel, weather),
    async close() {
      reports?.close();
      for (const relay of relays) relay.close();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function openReports(
  ws: WsParts,
  { pages }: ProxyOptions,
  { answers, channels }: { readonly answers: Answers; readonly channels: Channels },
): Promise<Reports | undefined> {
  if (pages === undefined) return undefined;
  return new Reports(ws, await pageScript(pages.watch), {
    onReport: (tab, report) => {
      channels.report(tab, report);
      pages.onReport(tab, answers.complete(tab, report));
    },
    onClose: (tab) => {
      channels.forget(tab);
      answers.forget(tab);
      pages.onClose(tab);
    },
  });
}

function connectTo(port: number | undefined): net.Socket | undefined {
  if (port === undefined) return undefined;
  return net.connect({
    host: 'localhost',
    port,
    allowHalfOpen: true,
    autoSelectFamily: true,
    // A busy machine must not make it give the right address up; one on which nothing listens refuses at once.
    autoSelectFamilyAttemptTimeout: CONNECT_MS,
    lookup,
  });
}

/** Listens on both addresses, as far as this machine has them. Undefined: one of them is taken. */
async function listen(port: number, accept: (socket: net.Socket) => void): Promise<readonly net.Server[] | undefined> {
  const servers: net.Server[] = [];
  for (const host of ADDRESSES) {
    const server = net.createServer({ allowHalfOpen: true }, accept);
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen({ host, port: servers.length > 0 ? portOf(servers) : port, exclusive: true }, () =>
        resolve(undefined),
      );
    });
    if (error === undefined) servers.push(server);
    // A machine without IPv6 has no second address.
    else if (servers.length === 0 || error.code === 'EADDRINUSE') {
      await Promise.all(servers.map((each) => new Promise((resolve) => each.close(resolve))));
      return undefined;
    }
  }
  return servers;
}

function portOf([server]: readonly net.Server[]): number {
  const address = server?.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The instruments as one script, which learns from its own address where to report to. */
async function pageScript(watch: WatchOptions): Promise<string> {
  const bundle = await readFile(path.join(packageRoot(), 'dist', 'coach-instruments.js'), 'utf8');
  return `(() => {\n${bundle}\ncoachInstruments.start(window, ${JSON.stringify(watch)});\n})()`;
}
