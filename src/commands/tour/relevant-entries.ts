import type { StepResult } from '../../model/check.ts';
import type { TimelineEntry } from '../../model/timeline.ts';

/** Which clients tell what a step is about, by the first part of its checks' ids. */
const CLIENTS: Readonly<Record<string, RegExp>> = {
  ws: /^client/,
  page: /^tab/,
  chat: /^tab/,
  counter: /^tab/,
  time: /^tab/,
  sse: /^stream/,
};

/**
 * The part of a long timeline that shows what the step is about: one client's exchange, from its handshake on. All of the
 * timeline when no client fits.
 */
export function relevantEntries({ checks, timeline }: StepResult): readonly TimelineEntry[] {
  const pattern = checks.map(({ id }) => CLIENTS[id.split('-')[0] ?? '']).find((each) => each !== undefined);
  if (pattern === undefined) return timeline;
  const byClient = new Map<string, TimelineEntry[]>();
  for (const entry of timeline) {
    if (!pattern.test(entry.client) || entry.kind === 'htmx') continue;
    byClient.set(entry.client, [...(byClient.get(entry.client) ?? []), entry]);
  }
  const [longest] = [...byClient.values()].toSorted((a, b) => b.length - a.length);
  return longest ?? timeline;
}
