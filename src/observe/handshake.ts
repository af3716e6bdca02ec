import type { ClientRequest, IncomingMessage } from 'node:http';
import type { WebSocket as WsSocket } from 'ws';
import { MOST_HEAD_BYTES, MOST_INTERIM } from '../model/limits.ts';
import type { Excess } from '../model/observed.ts';
import { startDeadline } from '../model/waiting.ts';

/** The opening handshake did not end in a WebSocket (RFC 6455 section 4). */
export interface HandshakeFailure {
  /** HTTP status, when the server answered with HTTP instead of switching protocols. */
  readonly status: number | undefined;
  readonly reason: 'status' | 'refused' | 'deadline' | 'broken' | 'endless';
  readonly message: string;
  /** For `endless`. */
  readonly excess?: Excess;
  /** `Server` header of the answer. */
  readonly server: string;
  /** The beginning of the body, for status 400: libraries say there what they do not accept. '': there is none. */
  readonly says?: string;
  readonly waitedMs: number;
}

type Failed = Pick<HandshakeFailure, 'reason' | 'message'> & Partial<HandshakeFailure>;

/** Bad Request. */
const SAYS_WHY = 400;
/** Characters of a body that are kept. */
const MOST_SAID = 200;

/** Calls back once, with what comes first of the body; '': it ends without. */
function firstPart(response: IncomingMessage, done: (text: string) => void): void {
  let isDone = false;
  const give = (text: string): void => {
    if (!isDone) done(text.slice(0, MOST_SAID));
    isDone = true;
  };
  response.on('data', (data: Buffer) => give(data.toString('utf8')));
  response.on('error', () => give(''));
  response.on('close', () => give(''));
}

/** Waits until the connection is open. Resolves with why it is not: at the deadline at the latest, whatever comes meanwhile. */
export function handshakeOf(
  socket: WsSocket,
  request: ClientRequest | undefined,
  deadlineMs: number,
): Promise<Failed | undefined> {
  return new Promise((resolve) => {
    const end = (failure?: Failed): void => {
      cancel();
      resolve(failure);
    };
    const giveUp = (excess: Excess): void => {
      end({ reason: 'endless', message: 'the answer to the handshake does not end', excess });
      socket.terminate();
    };
    // One deadline for all of it: the one that `ws` has is for silence.
    let answered: Failed | undefined;
    const cancel = startDeadline(deadlineMs, () => {
      if (answered !== undefined) return end(answered);
      if ((request?.socket?.bytesRead ?? 0) > 0) return giveUp({ of: 'time', most: deadlineMs });
      end({ reason: 'deadline', message: 'no answer to the handshake' });
      socket.terminate();
    });
    let announced = 0;
    request?.on('information', () => {
      announced += 1;
      if (announced > MOST_INTERIM) giveUp({ of: 'interim', most: MOST_INTERIM });
    });
    socket.once('open', () => end());
    socket.once('unexpected-response', (asked, response) => {
      const status = response.statusCode ?? 0;
      const server = String(response.headers.server ?? '');
      const answer: Failed = { reason: 'status', message: `status ${status}`, status, server };
      answered = answer;
      if (status !== SAYS_WHY) {
        end(answer);
        response.resume();
        return void asked.destroy();
      }
      firstPart(response, (says) => {
        end({ ...answer, says });
        asked.destroy();
      });
    });
    socket.once('error', (error: Error & { code?: string }) => {
      if (error.code === 'HPE_HEADER_OVERFLOW') giveUp({ of: 'head', most: MOST_HEAD_BYTES });
      else if (error.code === 'ECONNREFUSED' || error instanceof AggregateError)
        end({ reason: 'refused', message: 'connection refused' });
      else end({ reason: 'broken', message: error.message });
    });
  });
}
