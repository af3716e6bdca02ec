import type { PageFailure, PageRecord } from '../../model/page.ts';
import type { RecordBody } from './record-body.ts';

/** The records of one tab on the tutor's side, and who waits for them. Both engines use it. */
export class TabLog {
  readonly records: PageRecord[] = [];
  readonly #openedAt = performance.timeOrigin + performance.now();
  readonly #onRecord: (record: PageRecord) => void;
  readonly #waiting = new Set<() => void>();
  #failure: PageFailure | undefined;
  #closed = false;

  constructor(onRecord: (record: PageRecord) => void) {
    this.#onRecord = onRecord;
  }

  get failure(): PageFailure | undefined {
    return this.#failure;
  }

  /** @param at milliseconds since the epoch, by the page's clock */
  add(at: number, body: RecordBody): void {
    if (this.#closed || this.records.length > 10_000) return;
    const record: PageRecord = { at: Math.max(0, at - this.#openedAt), ...body };
    this.records.push(record);
    this.#onRecord(record);
    for (const look of [...this.#waiting]) look();
  }

  /** The page is gone: every wait ends, unmet. The first reason stays. */
  fail(failure: PageFailure): void {
    if (this.#closed) return;
    this.#failure ??= failure;
    for (const look of [...this.#waiting]) look();
  }

  /** Nothing is recorded from now on, and every wait ends. */
  close(): void {
    this.#closed = true;
    for (const look of [...this.#waiting]) look();
  }

  /** See `PageView.until`. */
  until(
    seen: (records: readonly PageRecord[]) => boolean,
    deadlineMs: number,
  ): Promise<{ readonly met: boolean; readonly waitedMs: number }> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const end = (met: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve({ met, waitedMs: performance.now() - started });
      };
      const look = (): void => {
        let met: boolean;
        try {
          met = seen(this.records);
        } catch (error) {
          clearTimeout(timer);
          this.#waiting.delete(look);
          reject(error);
          return;
        }
        if (met) end(true);
        else if (this.#failure !== undefined || this.#closed) end(false);
      };
      const timer = setTimeout(() => end(seen(this.records)), deadlineMs);
      this.#waiting.add(look);
      look();
    });
  }
}
