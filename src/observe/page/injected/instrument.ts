import type { InstrumentPort, RecordBody } from './protocol.ts';
import { watchDocument } from './instrument-document.ts';
import { openPort } from './instrument-port.ts';
import { watchSockets } from './instrument-sockets.ts';
import { watchStreams } from './instrument-streams.ts';
import { watchText } from './instrument-text.ts';
import { createAgent, type PageAgent } from './agent.ts';

export type PageView = Window & typeof globalThis;

/**
 * Puts all instruments into a page, before any script of the page runs. Every function called here is self-contained, because
 * the browser engine sends their source text into the page; the DOM engine calls them with the window of jsdom.
 * @param options.write takes each record with its time in milliseconds since the epoch
 * @param options.watched see `OpenOptions`
 */
export function instrument(
  view: PageView,
  { write, watched }: { readonly write: (at: number, body: RecordBody) => void; readonly watched: readonly string[] },
): { readonly agent: PageAgent; readonly port: InstrumentPort } {
  const port = openPort(view, write);
  watchSockets(view, port);
  watchStreams(view, port);
  watchDocument(view, port);
  watchText(view, port, watched);
  return { agent: createAgent(view, port, watched), port };
}

/**
 * The same as source text, for a browser's init script.
 * @param binding name of a function in the page that takes (at, body)
 * @param agentKey name of the property of `window` that gets the agent
 */
export function instrumentSource(binding: string, agentKey: string, watched: readonly string[]): string {
  return `(() => {
  if (window !== window.top) return;
  const view = window;
  const write = view[${JSON.stringify(binding)}];
  const port = (${openPort.toString()})(view, write);
  (${watchSockets.toString()})(view, port);
  (${watchStreams.toString()})(view, port);
  (${watchDocument.toString()})(view, port);
  (${watchText.toString()})(view, port, ${JSON.stringify(watched)});
  Object.defineProperty(view, ${JSON.stringify(agentKey)}, { value: (${createAgent.toString()})(view, port, ${JSON.stringify(watched)}), configurable: true });
})()`;
}
