import { EventStreamParser } from '../../src/observe/event-stream/parser.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import type { WatchedStream } from '../../src/rules/stream/rate.ts';

/**
 * A stream of these bytes, asked for at 0 ms and judged at 5000 ms.
 * @param pieces what came, and when in milliseconds
 */
export function streamView(
  pieces: string | readonly (readonly [ms: number, text: string])[],
  parts: Partial<WatchedStream> = {},
): WatchedStream {
  const parser = new EventStreamParser();
  const all = typeof pieces === 'string' ? ([[10, pieces]] as const) : pieces;
  for (const [ms, text] of all) parser.push(new TextEncoder().encode(text), ms);
  return {
    path: '/live/count',
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    head: all.map(([, text]) => text).join(''),
    bytes: parser.bytes,
    lines: parser.lines,
    unfinished: parser.unfinished,
    events: parser.events,
    counted: parser.events,
    ended: 'no',
    askedMs: 0,
    nowMs: 5000,
    log: SILENT,
    contract: { streamPath: '/live/count', intervalMs: 1000 },
    locate: NOWHERE,
    shows: (data) => /\d/u.test(data),
    ...parts,
  };
}
