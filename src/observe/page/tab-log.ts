import type { PageFailure, PageRecord } from '../../model/page.ts';
import { ChangeSignal } from '../../model/waiting.ts';
import type { RecordBody } from './record-body.ts';

/** The records of one tab on the tutor's side, and the waits for them. Both engines use it. */
export class TabLog {
  readonly records: PageRecord[] = [];
  readonly #openedAt = performance.timeOrigin + performance.now();
  readonly #onRecord: (record: PageRecord) => void;
  readonly #changes = new ChangeSignal();
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
    this.#changes.wake();
  }

  /** The page is gone: every wait ends unmet. The first reason is kept. */
  fail(failure: PageFailure): void {
    if (this.#closed) return;
    this.#failure ??= failure;
    this.#changes.wake();
  }

  /** Nothing is recorded from now on, and every wait ends. */
  close(): void {
    this.#closed = true;
    this.#changes.wake();
  }

  /** See `PageView.until`. */
  async until(
    seen: (records: readonly PageRecord[]) => boolean,
    deadlineMs: number,
  ): Promise<{ readonly met: boolean; readonly waitedMs: number }> {
    const started = performance.now();
    const over = (): boolean => this.#failure !== undefined || this.#closed;
    const met = await this.#changes.until(() => seen(this.records), { deadlineMs, over });
    return { met, waitedMs: performance.now() - started };
  }
}
