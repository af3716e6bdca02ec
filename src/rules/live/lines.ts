import type { Transport } from '../../htmx/index.ts';
import type { PageRecord } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';

/** What came on a connection: an event of a stream, or a message of a WebSocket, whose `event` is ''. */
export interface Came {
  readonly event: string;
  readonly data: string;
}

/** What two addresses of a page have in common that lead to the same endpoint: host, path and query. One that is none stays as it is. */
export function endpointOf({ baseUrl }: Pick<ObservedPage, 'baseUrl'>, address: string): string {
  if (!URL.canParse(address, baseUrl)) return address;
  const { host, pathname, search } = new URL(address, baseUrl);
  return `${host}${pathname}${search}`;
}

/** One connection, from its opening to its end. */
export interface Connection {
  /** `no`: it never opened. */
  readonly opened: 'yes' | 'no';
  readonly came: readonly Came[];
  /** `lost`: the server or the network ended it. `closed`: the page did. */
  readonly ended: 'no' | 'lost' | 'closed';
}

/** Connections to one address that continue one another: each was opened because the one before was lost. */
export interface Line {
  /** As it was given to the browser. */
  readonly url: string;
  readonly connections: readonly Connection[];
  /** Whether the page has it still, or is about to open it again by itself. */
  readonly over: 'yes' | 'no';
  /** When it was first asked for, and when it opened for the first time, as the records have it; Infinity: never. Milliseconds. */
  readonly askedAt: number;
  readonly openedAt: number;
}

interface Part {
  opened: 'yes' | 'no';
  readonly came: Came[];
  ended: 'no' | 'lost' | 'closed';
}

class Growing {
  readonly url: string;
  readonly askedAt: number;
  openedAt = Infinity;
  readonly connections: Part[] = [];
  over: 'yes' | 'no' = 'no';

  constructor(url: string, askedAt: number) {
    this.url = url;
    this.askedAt = askedAt;
    this.begin();
  }

  get last(): Part | undefined {
    return this.connections.at(-1);
  }

  begin(): void {
    this.over = 'no';
    this.connections.push({ opened: 'no', came: [], ended: 'no' });
  }

  open(at: number): void {
    this.openedAt = Math.min(this.openedAt, at);
    // An EventSource, and htmx 4, open a lost stream again without a new object.
    if (this.last?.opened === 'yes') {
      if (this.last.ended === 'no') this.last.ended = 'lost';
      this.begin();
    }
    if (this.last !== undefined) this.last.opened = 'yes';
  }

  end(how: 'lost' | 'closed', over: 'yes' | 'no'): void {
    if (this.last?.ended === 'no') this.last.ended = how;
    this.over = over;
  }
}

/** The connections of a page, by what continues what. Pure. */
export function linesOf(records: readonly PageRecord[], transport: Transport): readonly Line[] {
  const lines: Growing[] = [];
  const byNumber = new Map<number, Growing>();
  const begin = (number: number, { url, at }: { readonly url: string; readonly at: number }): void => {
    const same = lines.filter((line) => line.url === url);
    // The page opens again what it lost; what it closed itself, it no longer needed.
    const lost = same.find(({ over, last }) => over === 'yes' && last?.ended === 'lost');
    const line = lost ?? new Growing(url, at);
    if (lost === undefined) lines.push(line);
    else lost.begin();
    byNumber.set(number, line);
  };
  for (const record of records) take(record, { transport, begin, lineOf: (number) => byNumber.get(number) });
  return lines;
}

interface Taking {
  readonly transport: Transport;
  readonly begin: (number: number, record: { readonly url: string; readonly at: number }) => void;
  readonly lineOf: (number: number) => Growing | undefined;
}

function take(record: PageRecord, taking: Taking): void {
  if (taking.transport === 'ws') takeSocket(record, taking);
  else takeStream(record, taking);
}

function takeSocket(record: PageRecord, { begin, lineOf }: Taking): void {
  const { type } = record;
  if (type === 'socket-new') begin(record.socket, record);
  else if (type === 'socket-open') lineOf(record.socket)?.open(record.at);
  else if (type === 'socket-received') lineOf(record.socket)?.last?.came.push({ event: '', data: record.data });
  // 1005: what the page's own `close()` gives (WebSockets standard, "close the WebSocket").
  else if (type === 'socket-close') lineOf(record.socket)?.end(record.code === 1005 ? 'closed' : 'lost', 'yes');
}

const CLOSED = 2;

function takeStream(record: PageRecord, { begin, lineOf }: Taking): void {
  const { type } = record;
  if (type === 'stream-new') begin(record.stream, record);
  else if (type === 'stream-open') lineOf(record.stream)?.open(record.at);
  else if (type === 'stream-event') lineOf(record.stream)?.last?.came.push({ event: record.event, data: record.data });
  else if (type === 'stream-error') lineOf(record.stream)?.end('lost', record.readyState === CLOSED ? 'yes' : 'no');
  else if (type === 'stream-close') lineOf(record.stream)?.end('closed', 'yes');
}
