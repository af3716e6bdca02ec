import net from 'node:net';

/** What a client got, and how its connection ended for it; `open`: it did not, and nothing more came for a while, or too much. */
export interface Probed {
  readonly bytes: Buffer;
  readonly ended: 'end' | 'reset' | 'open';
}

export interface ProbeOptions {
  readonly port: number;
  /** Written at once. */
  readonly request: string;
  /** Written as soon as the head of an answer has come. */
  readonly afterHead?: Buffer;
  /** It leaves after as many bytes. */
  readonly most: number;
  /** It leaves when nothing at all has come for so long: a busy machine may take seconds to the first byte. Milliseconds. */
  readonly firstMs: number;
  /** It leaves when nothing more has come for so long. Milliseconds. */
  readonly patienceMs: number;
  /** Counted from the first bytes. Milliseconds. */
  readonly deadlineMs: number;
}

/** A client that reads bytes and understands none of them. */
export function probe({
  port,
  request,
  afterHead,
  most,
  firstMs,
  patienceMs,
  deadlineMs,
}: ProbeOptions): Promise<Probed> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    let next = afterHead;
    const socket = net.connect({ host: '127.0.0.1', port });
    const done = (ended: Probed['ended']): void => {
      clearTimeout(deadline);
      clearTimeout(patience);
      socket.destroy();
      resolve({ bytes: Buffer.concat(parts).subarray(0, most), ended });
    };
    let deadline = setTimeout(() => done('open'), firstMs);
    let patience: NodeJS.Timeout | undefined;
    socket.on('data', (chunk) => {
      if (length === 0) {
        clearTimeout(deadline);
        deadline = setTimeout(() => done('open'), deadlineMs);
      }
      clearTimeout(patience);
      patience = setTimeout(() => done('open'), patienceMs);
      parts.push(chunk);
      length += chunk.length;
      if (next !== undefined && Buffer.concat(parts).includes('\r\n\r\n')) {
        socket.write(next);
        next = undefined;
      }
      if (length >= most) done('open');
    });
    socket.on('end', () => done('end'));
    socket.on('error', () => done('reset'));
    socket.write(request);
  });
}
