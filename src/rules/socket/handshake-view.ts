import type { FailedHandshake } from '../http/failure.ts';
import type { SourceLocator } from '../locate.ts';
import type { ServerLog } from '../server/log.ts';

/** An opening handshake that did not end in a WebSocket (RFC 6455 section 4). */
export interface HandshakeView {
  /** Path of the request. */
  readonly path: string;
  readonly failure: FailedHandshake & {
    /** `Server` header of the answer. */
    readonly server: string;
    /** The beginning of the body of a 400; absent: nobody read it. */
    readonly says?: string;
    readonly waitedMs: number;
  };
  readonly log: ServerLog;
  readonly locate: SourceLocator;
}
