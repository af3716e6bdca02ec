import type { RecordBody } from '../record-body.ts';
import type { WatchOptions } from '../watch-options.ts';
import { createAgent, type PageAgent } from './agent.ts';
import { watchConsole } from './console.ts';
import { watchEffects } from './effects.ts';
import { watchErrors } from './errors.ts';
import { watchHandling } from './handling.ts';
import { watchHtmxEvents } from './htmx-events.ts';
import type { PageWindow } from './page-window.ts';
import { watchPending } from './pending.ts';
import { openPort } from './port.ts';
import { watchSockets } from './sockets.ts';
import { watchStreams } from './streams.ts';
import { watchText } from './text-changes.ts';
import type { StyleOf } from './visible-text.ts';

/**
 * Puts all instruments into a page, before any script of the page runs. Code in this folder must not use its own globals: the
 * DOM engine calls it from Node with jsdom's window, the browser engine sends it into the page as one bundle (`browser-entry.ts`).
 * @param write receives each record with its time in milliseconds since the epoch
 * @param styleOf a faster way to a computed style, where the engine has one
 */
export function instrument(
  view: PageWindow,
  write: (at: number, body: RecordBody) => void,
  { watched, events }: WatchOptions,
  styleOf: StyleOf = view.getComputedStyle.bind(view),
): PageAgent {
  const port = openPort(view, write);
  const handlings = watchHandling(view, port);
  watchSockets(view, { port, handlings });
  watchStreams(view, { port, handlings });
  watchHtmxEvents(view, { port, handlings }, events);
  watchErrors(view, { port, handlings });
  const effects = watchEffects(view, port);
  watchConsole(view, port);
  const sight = { view, styleOf };
  watchText(sight, port, watched);
  // Last, so that the timers of the instruments are not the page's.
  const pending = watchPending(view);
  return createAgent(sight, { effects, handlings, pending }, watched);
}
