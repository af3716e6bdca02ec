import type { TimelineEntry, WireSpan } from '../../model/timeline.ts';

/** Lines of a timeline, and how many of it are not among them. */
export interface Excerpt {
  /** `gap`: lines of the same clients are skipped here. */
  readonly rows: readonly (TimelineEntry | 'gap')[];
  readonly hidden: number;
}

/** About a screen. */
const SHOWN = 30;
/** So many lines after a moment, and half as many before it: what follows shows what came of it. */
const AROUND = 12;

/** The last lines: for a run without an error. */
export function lastLines(timeline: readonly TimelineEntry[]): Excerpt {
  const rows = timeline.slice(-SHOWN);
  return { rows, hidden: timeline.length - rows.length };
}

/**
 * The lines of the clients that a finding is about, around the moments that decide. As many as fit are shown around each moment, so that
 * neither the first nor the last one is missing.
 */
export function excerptOf(timeline: readonly TimelineEntry[], { clients, moments, untilMs }: WireSpan): Excerpt {
  const own = timeline.filter(({ client, ms }) => clients.includes(client.label) && ms <= untilMs);
  const at = moments.map((moment) => own.findIndex(({ ms }) => ms >= moment)).filter((index) => index >= 0);
  const indexes = indexesAround(at, own.length);
  const rows = indexes.flatMap((index, place) => {
    const entry = own[index];
    if (entry === undefined) return [];
    const before = indexes[place - 1];
    return before !== undefined && before < index - 1 ? (['gap', entry] as const) : [entry];
  });
  return { rows, hidden: timeline.length - indexes.length };
}

function indexesAround(at: readonly number[], length: number): readonly number[] {
  const all = Array.from({ length }, (_, index) => index);
  for (let around = AROUND; around > 0; around -= 1) {
    const near = all.filter((index) => at.some((moment) => index >= moment - around / 2 && index <= moment + around));
    if (near.length <= SHOWN) return near;
  }
  return all.filter((index) => at.includes(index)).slice(0, SHOWN);
}
