import type { FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { closePlace, handlerPlace } from '../places.ts';

// Whether a connection stays for as long as its client is there.

/** A connection that the server ended although its client was there. */
export interface EndedConnection {
  readonly path: string;
  /** Of its end (RFC 6455, section 7.4). */
  readonly code: number;
  /** How many pings of the server the client had answered. */
  readonly pings: number;
  /** How long it was open. Milliseconds. */
  readonly openMs: number;
  readonly clock: 'fast' | 'usual';
  readonly locate: SourceLocator;
}

const PING = /\.ping\(/u;
/** What ends a connection. `response.destroy()` ends an HTTP answer, as in the given server. */
const ENDS = /\.(?:terminate|close)\(|(?<!\bres(?:ponse)?)\.destroy\(/u;
const TIMER = /\bset(?:Timeout|Interval)\(|\bsleep\(/u;
const ON_PONG = /\.(?:on|once|addEventListener)\(\s*['"]pong['"]/u;
const ON_CONNECTION = /\.on\(\s*['"]connection['"]/u;
/** What a heartbeat sets before it pings. */
const FLAG = /(?<=[\w\])]\.)(\w+)\s*=\s*false\b/gu;

/** What may end a connection by itself, as far as the source shows. It says what is watched, and decides nothing. */
export function mayEnd(locate: Pick<SourceLocator, 'find'>): 'heartbeat' | 'timer' | 'nothing' {
  const has = (pattern: RegExp): boolean => locate.find('server', pattern).length > 0;
  if (!has(ENDS)) return 'nothing';
  if (has(PING)) return 'heartbeat';
  return has(TIMER) ? 'timer' : 'nothing';
}

/** The server ended a connection that it had no reason to end: its client was there, and answered its pings. */
export function endsByItself(view: EndedConnection): FindingOf<'ws/ends-by-itself'> {
  const { path, code, pings, openMs, clock, locate } = view;
  const onPong = locate.find('server', ON_PONG);
  return {
    code: 'ws/ends-by-itself',
    severity: 'error',
    facts: {
      code,
      pings,
      handler: onPong.length > 0 ? 'elsewhere' : 'none',
      flag: pings === 0 ? '' : (locate.all('server', FLAG)[0] ?? ''),
      ...(clock === 'fast' ? { clock } : {}),
    },
    evidence: {
      did: { kind: 'ws', path, sent: [] },
      waitedMs: Math.round(openMs),
      where: pings === 0 ? closePlace(locate, path) : [...pongPlace(view, onPong), ...endPlace(view)],
    },
  };
}

/** Where the server listens to pongs, or would. */
function pongPlace({ locate, path }: EndedConnection, onPong: readonly Place[]): readonly Place[] {
  if (onPong.length > 0) return onPong;
  const connection = locate.find('server', ON_CONNECTION);
  return connection.length > 0 ? connection : handlerPlace(locate, path);
}

/** Where the heartbeat ends a connection. */
function endPlace({ locate, path }: EndedConnection): readonly Place[] {
  const terminates = locate.find('server', /\.terminate\(/u);
  return terminates.length > 0 ? terminates : closePlace(locate, path);
}
