// Waiting is beside the types because clients (observe) and servers both wait, and neither may import the other.

/** How a wait ends before its condition is met. */
export interface WaitLimits {
  readonly deadlineMs: number;
  /** Nothing more can come: a connection is closed, a page is gone. Asked whenever the condition is. */
  readonly over?: () => boolean;
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
        clearTimeout(timer);
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
      const timer = setTimeout(() => lookOnce(() => true), Math.max(0, deadlineMs));
      this.#looks.add(again);
      again();
    });
  }

  /** Whether `test` holds: now, after each change, or at the deadline. */
  async until(test: () => boolean, limits: WaitLimits): Promise<boolean> {
    return (await this.find(() => (test() ? true : undefined), limits)) === true;
  }
}

/** The value of a promise within the deadline; undefined when it takes longer. The promise itself continues. */
export async function withinDeadline<T>(
  promise: Promise<T>,
  deadlineMs: number,
): Promise<{ readonly value: T } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, deadlineMs));
  });
  try {
    return await Promise.race([promise.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
