import type { Diagnosis, Visit } from '../../diagnose/index.ts';
import { plural } from '../../terminal/units.ts';

/**
 * What the page is made of and what went over its connections, in a sentence or two.
 * @param opened where it was observed, as a sentence
 */
export function overviewOf(
  { snapshot: { htmx } }: Pick<Visit, 'snapshot'>,
  { traffic, paused = [] }: Diagnosis,
  opened: string,
): string {
  const extensions = htmx?.extensions.filter((name) => name === 'ws' || name === 'sse') ?? [];
  const loaded =
    htmx === undefined
      ? 'It does not load htmx.'
      : `It loads htmx ${htmx.version}${extensions.length === 0 ? '' : ` with ${extensions.join(' and ')}`}.`;
  const { sockets, streams, sent, received, events } = traffic;
  const went = [
    sockets === 0 ? '' : `${plural(sockets, 'WebSocket')} (${sent} sent, ${received} received)`,
    streams === 0 ? '' : `${plural(streams, 'event stream')} (${plural(events, 'event')})`,
  ].filter((part) => part !== '');
  return `${opened} ${loaded} It opened ${went.length === 0 ? 'no WebSocket and no event stream' : went.join(' and ')}.${pausedWords(paused)}`;
}

/** A hidden tab is not a fault, and few people know what htmx 4 does then. */
function pausedWords(paused: NonNullable<Diagnosis['paused']>): string {
  if (paused.length === 0) return '';
  const what = paused.map((transport) => (transport === 'ws' ? 'the WebSocket' : 'the stream')).join(' and ');
  const unless = paused.includes('sse') ? ', unless the events of the stream have ids' : '';
  return ` While its tab is hidden, htmx 4 closes ${what} (pauseOnBackground), and what the server sends meanwhile is lost${unless}.`;
}
