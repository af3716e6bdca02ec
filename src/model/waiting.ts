// Waiting is beside the types because clients (observe) and servers both wait, and neither may import the other.

/** How a wait ends before its condition is met. */
export interface WaitLimits {
  readonly deadlineMs: number;
  /** Nothing more can come: a connection is closed, a page is gone. Asked whenever the condition is. */
  readonly over?: () => boolean;
}

/** A deadline is counted in pieces of this length. Milliseconds. */
const PIECE_MS = 250;

/**
 * Calls `onOver` once this process has run for so long: time in which it stood still (a sleeping laptop, a paused machine, a busy loop of its
 * own) does not count, because what arrived meanwhile could not be seen. What has arrived is read before the call: Node runs timers that
 * are due before it reads from sockets.
 * @param deadlineMs milliseconds. @returns cancels it
 */
export function startDeadline(deadlineMs: number, onOver: () => void): () => void {
  let left = Math.max(0, deadlineMs);
  let isCancelled = false;
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    const piece = Math.min(left, PIECE_MS);
    timer = setTimeout(() => {
      left -= piece;
      if (left > 0) next();
      else
        setImmediate(() => {
          if (!isCancelled) onOver();
        });
    }, piece);
  };
  next();
  return () => {
    isCancelled = true;
    clearTimeout(timer);
  };
}

/** A signal that is aborted at such a deadline, and what cancels it. */
export function deadlineSignal(deadlineMs: number): { readonly signal: AbortSignal; cancel(): void } {
  const abort = new AbortController();
  const cancel = startDeadline(deadlineMs, () => abort.abort(new DOMException('deadline', 'TimeoutError')));
  return { signal: abort.signal, cancel };
}

/** Something to wait for: whoever changes it calls `wake`, and each wait looks again. */
export class ChangeSignal {
  readonly #looks = new Set<() => void>();

  /** Something has changed. */
  wake(): void {
    for (const look of [...this.#looks]) look();
  }

  /**
   * What `look` returns: now, after each change, or in a last look at the deadline. undefined: nothing until then, or until it is over.
   * Rejects when `look` throws.
   */
  find<T>(look: () => T | undefined, { deadlineMs, over = () => false }: WaitLimits): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        cancel();
        this.#looks.delete(again);
      };
      const lookOnce = (isLast: () => boolean): void => {
        try {
          const found = look();
          if (found === undefined && !isLast()) return;
          stop();
          resolve(found);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const again = (): void => lookOnce(over);
      const cancel = startDeadline(deadlineMs, () => lookOnce(() => true));
      this.#looks.add(again);
      again();
    });
  }

  /** Whether `test` holds: now, after each change, or at the deadline. */
  async until(test: () => boolean, limits: WaitLimits): Promise<boolean> {
    return (await this.find(() => (test() ? true : undefined), limits)) === true;
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** The value of a promise within the deadline; undefined when it takes longer. The promise itself continues. */
export async function withinDeadline<T>(
  promise: Promise<T>,
  deadlineMs: number,
): Promise<{ readonly value: T } | undefined> {
  let cancel: () => void = () => undefined;
  const late = new Promise<undefined>((resolve) => {
    cancel = startDeadline(deadlineMs, () => resolve(undefined));
  });
  try {
    return await Promise.race([promise.then((value) => ({ value })), late]);
  } finally {
    cancel();
  }
}
