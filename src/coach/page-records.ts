import type { PageRecord } from '../model/page.ts';

const MOST = 1500;
/** Of these the last ones are enough. */
const MANY = new Set<PageRecord['type']>([
  'htmx',
  'elements',
  'handled',
  'stream-event',
  'text',
  'console',
  'socket-sent',
  'socket-received',
]);
const KEPT_OF_MANY = 600;

/** The records of one page, for as long as it is open: of what comes often only the last. */
export class PageRecords {
  #records: PageRecord[] = [];

  get all(): readonly PageRecord[] {
    return this.#records;
  }

  add(record: PageRecord): void {
    this.#records.push(record);
    if (this.#records.length <= MOST) return;
    const last = this.#records.length - KEPT_OF_MANY;
    this.#records = this.#records.filter(({ type }, at) => at >= last || !MANY.has(type)).slice(-MOST + KEPT_OF_MANY);
  }

  /** Those since a moment. @param at milliseconds since the epoch */
  since(at: number): readonly PageRecord[] {
    return this.#records.filter((record) => record.at >= at);
  }
}
