import { literal } from '../../model/pattern.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { isFrom } from '../places.ts';

/** A call that answers an HTTP request, in a handler of WebSocket messages, and what sends a message instead. */
export interface HttpAnswer {
  readonly answers: { readonly call: string; readonly instead: string };
  readonly where: readonly Place[];
}

/** Frameworks whose controller has both kinds of calls. `handler`: where the handler of messages begins. */
const FRAMEWORKS = [
  {
    uses: /^\s*(?:from|import)\s+tornado\b/u,
    handler: /\bdef on_message\b/u,
    call: /(\bself\.(?:write|render|finish))\s*\(/u,
    ends: /^(?:class|async def|def)\b|^\s+(?:async\s+)?def\s/u,
    instead: 'self.write_message',
  },
  {
    uses: /^\s*use\s+Mojolicious\b/u,
    handler: /->on\(\s*['"]?message\b/u,
    call: /(\$\w+->(?:render|write|write_chunk|finish_chunk))\b/u,
    ends: /^(?:get|post|any|websocket|app|sub|helper)\b/u,
    instead: '$c->send',
  },
] as const;

/** Where a message is answered as if it were an HTTP request; undefined: the source shows no such call. */
export function httpAnswer(locate: Pick<SourceLocator, 'find' | 'findFrom' | 'all'>): HttpAnswer | undefined {
  for (const { uses, handler, call, ends, instead } of FRAMEWORKS) {
    const [from] = locate.find('server', uses).length > 0 ? locate.find('server', handler) : [];
    if (from?.line === undefined) continue;
    const [found] = locate.findFrom('server', from, call);
    const [end] = locate.findFrom('server', { ...from, line: from.line + 1 }, ends);
    const isInside = isFrom(found, from) && !(isFrom(end, { ...from, line: from.line + 1 }) && isFrom(found, end));
    if (found === undefined || !isInside) continue;
    // Which of the calls it is only the line says.
    const named = locate.all('server', new RegExp(call, 'gu')).find((name) => isCalledAt(locate, found, name));
    if (named === undefined) continue;
    return { answers: { call: named, instead: instead.replace('$c', named.split('->')[0] ?? '$c') }, where: [found] };
  }
  return undefined;
}

function isCalledAt(locate: Pick<SourceLocator, 'findFrom'>, place: Place, name: string): boolean {
  return locate.findFrom('server', place, new RegExp(String.raw`${literal(name)}\b`, 'u'))[0]?.line === place.line;
}
