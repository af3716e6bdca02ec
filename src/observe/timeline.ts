import { beginning, ending } from '../model/whole-characters.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Client, TimelineEntry } from '../model/timeline.ts';

/** A run's timeline is limited in size: a server that floods its clients must not fill the tutor's memory. */
const MOST_ENTRIES = 4000;
const MOST_OF_CLIENT = 400;
const MOST_CHARACTERS = 600;
const MORE = 'more than that came: it is not listed';

/** Cuts long text in the middle and gives its full length. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 24) / 2);
  return `${beginning(text, half)} … (${text.length} characters) … ${ending(text, half)}`;
}

/** A text as the timeline has it. */
export function asRecorded(data: string): string {
  return cutMiddle(data, MOST_CHARACTERS);
}

/** Collects what every probe observed, on one clock. */
export class Timeline {
  readonly #started = performance.now();
  readonly #entries: TimelineEntry[] = [];
  readonly #ofClient = new Map<string, number>();

  /** Milliseconds since the run began, with one decimal. */
  now(): number {
    return Math.round((performance.now() - this.#started) * 10) / 10;
  }

  record(client: Client, direction: TimelineEntry['direction'], kind: TimelineEntry['kind'], data: string): void {
    this.#add({ ms: this.now(), client, direction, kind, data: asRecorded(data) });
  }

  /** As `record`, for something that ended or failed: a close, an error, a refusal. */
  recordEnd(client: Client, direction: TimelineEntry['direction'], kind: TimelineEntry['kind'], data: string): void {
    this.#add({ ms: this.now(), client, direction, kind, data: asRecorded(data), turn: 'ends' });
  }

  /** As `record`, for a connection that a page asks for. */
  recordBegin(client: Client, kind: TimelineEntry['kind'], data: string): void {
    this.#add({ ms: this.now(), client, direction: 'note', kind, data: asRecorded(data), turn: 'begins' });
  }

  /** What became of a message or an event in a page. */
  recordLedger(client: Client, ledger: LedgerEntry): void {
    const { incoming } = ledger;
    const cut = typeof incoming === 'string' ? asRecorded(incoming) : { ...incoming, data: asRecorded(incoming.data) };
    this.#add({
      ms: this.now(),
      client,
      direction: 'note',
      kind: 'htmx',
      data: '',
      ledger: { ...ledger, incoming: cut },
    });
  }

  /** What ends or begins, and the first hundreds of each client: a flood is told by its beginning. */
  #add(entry: TimelineEntry): void {
    if (this.#entries.length >= MOST_ENTRIES) return;
    const { label } = entry.client;
    const before = this.#ofClient.get(label) ?? 0;
    this.#ofClient.set(label, before + 1);
    if (before < MOST_OF_CLIENT || entry.turn !== undefined) this.#entries.push(entry);
    else if (before === MOST_OF_CLIENT) this.#entries.push({ ...entry, direction: 'note', data: MORE });
  }

  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }
}
