import type { StepResult } from '../../model/check.ts';
import type { Client, TimelineEntry } from '../../model/timeline.ts';
import type { Check, Observes } from '../../run/check.ts';

/** The clients that show what a step is about, by what its checks observe. */
const CLIENTS: Readonly<Partial<Record<Observes, Client['kind']>>> = {
  socket: 'socket',
  page: 'tab',
  stream: 'stream',
};

/**
 * The part of a long timeline that shows what the step is about: one client's exchange, from its handshake on. All of the
 * timeline when no client fits.
 */
export function relevantEntries(
  { checks, timeline }: StepResult,
  all: readonly Pick<Check, 'id' | 'observes'>[],
): readonly TimelineEntry[] {
  const own = all.filter(({ id }) => checks.some((check) => check.id === id));
  const kind = own.map(({ observes }) => CLIENTS[observes]).find((each) => each !== undefined);
  if (kind === undefined) return timeline;
  const byClient = new Map<string, TimelineEntry[]>();
  for (const entry of timeline) {
    const { client } = entry;
    if (client.kind !== kind || (entry.kind === 'htmx' && entry.ledger === undefined)) continue;
    byClient.set(client.label, [...(byClient.get(client.label) ?? []), entry]);
  }
  const [longest] = [...byClient.values()].toSorted((a, b) => b.length - a.length);
  return longest ?? timeline;
}
