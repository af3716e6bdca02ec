import type { FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { handlerPlace, sendPlace } from '../places.ts';
import type { PlaceFinder } from '../places.ts';

/** A handler of connections of the package `ws` in which something may be awaited before it listens to messages. */
const ASYNC_HANDLER = /\.on\(\s*['"]connection['"]\s*,\s*async\b/u;

/** What a second message on the same connection brought: its own answer, the one that the first had waited for, or nothing of either. */
export type SecondMessage = 'answered' | 'answers-the-first' | 'unanswered';

const OWN_EVENTS = ['error', 'listening', 'close', 'headers', 'wsClientError'];

/**
 * The WebSocketServer that listens to no `connection`, and the event that it listens to instead; undefined: the source shows none, or handles
 * connections elsewhere (the documentation of `ws`, "Class: WebSocketServer", has its events).
 */
export function deafServer(
  locate: Pick<SourceLocator, 'find' | 'all'>,
):
  | { readonly listener: { readonly on: string; readonly event?: string }; readonly where: readonly Place[] }
  | undefined {
  const [on] = locate.all(
    'server',
    /\b(?:const|let|var)\s+(\w+)\s*=\s*new\s+(?:WebSocket\.)?(?:WebSocket)?Server\s*\(/gu,
  );
  if (on === undefined || locate.find('server', /['"`]connection['"`]|\.handleUpgrade\(/u).length > 0) return undefined;
  const listens = String.raw`\b${on}\.(?:on|once|addListener)\(\s*['"\x60]`;
  const event = locate
    .all('server', new RegExp(String.raw`${listens}(\w+)['"\x60]`, 'gu'))
    .find((name) => !OWN_EVENTS.includes(name));
  if (event !== undefined)
    return { listener: { on, event }, where: locate.find('server', new RegExp(`${listens}${event}`, 'u')) };
  return { listener: { on }, where: locate.find('server', new RegExp(String.raw`\b${on}\s*=\s*new\s`, 'u')) };
}

/** Why an open connection is silent, where the source shows it or a second message did; undefined: neither. */
export function whySilent({
  locate,
  second,
  path,
}: {
  readonly locate: PlaceFinder;
  readonly second?: SecondMessage;
  readonly path: string;
}):
  | { readonly because: NonNullable<FindingOf<'ws/no-reply'>['facts']['because']>; readonly where: readonly Place[] }
  | undefined {
  if (second === 'answers-the-first') return { because: 'behind', where: sendPlace(locate, path) };
  if (second === 'answered') {
    const [handler] = locate.find('server', ASYNC_HANDLER);
    return handler === undefined
      ? { because: 'first-lost', where: handlerPlace(locate, path) }
      : { because: 'late', where: locate.findFrom('server', handler, /\bawait\b/u) };
  }
  // `ws` emits `connection` by itself only for a server that it is attached to (its documentation, "Multiple servers sharing a single HTTP/S server").
  const upgrades = locate.find('server', /\.handleUpgrade\(/u);
  const listens = locate.find('server', /\.on\(\s*['"]connection['"]/u).length > 0;
  const emits = locate.find('server', /\.emit\(\s*['"]connection['"]/u).length > 0;
  return upgrades.length > 0 && listens && !emits ? { because: 'no-connection', where: upgrades } : undefined;
}
