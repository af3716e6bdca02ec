import type { Socket } from 'node:net';
import type { Channels } from './channels.ts';
import type { Refused } from './handshake.ts';
import type { InstrumentUrls } from './page-policy.ts';
import type { WireSink } from './sink.ts';

export interface RelayOptions {
  /** A connection to the server that is being opened; undefined: nothing listens. */
  readonly connect: () => Socket | undefined;
  /** The server's port. */
  readonly serverPort: () => number | undefined;
  readonly refused: Refused;
  /** Whether a request is for the proxy itself. */
  readonly isOwn: (target: string) => boolean;
  /** Takes over a connection on which such a request came; its bytes are to be read from it once more. */
  readonly take: (socket: Socket) => void;
  /** Addresses of the instruments for a page of this host; undefined: no page gets them. */
  readonly urlsFor: (host: string) => InstrumentUrls | undefined;
  readonly sink: WireSink;
  readonly channels: Channels;
}
