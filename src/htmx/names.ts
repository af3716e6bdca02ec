import type { ForeignSyntax, Major, NearName, Role, Transport } from './dialect.ts';

type AttributeFor = (transport: Transport, role: Role) => string | undefined;

/** The name without `data-`. */
export function bare(attribute: string): string {
  return attribute.replace(/^data-/u, '');
}

/** `wsAfterSend` as it is in the name of an attribute: `ws-after-send` (htmx 2 `kebabEventName`). */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}

/** The parts of htmx 1's attribute: `connect:/ws send`, `swap:message` (its source, `processWebSocketInfo`, `processSSEInfo`). */
export function legacyParts(value: string): ReadonlyMap<string, string> {
  const parts = value
    .trim()
    .split(/\s+/u)
    .filter((part) => part !== '');
  return new Map(
    parts.map((part) => {
      const colon = part.indexOf(':');
      return colon === -1 ? [part, ''] : [part.slice(0, colon), part.slice(colon + 1)];
    }),
  );
}

function transportOf(word: string | undefined): Transport {
  return word === 'sse' ? 'sse' : 'ws';
}

/** `hx-ws:connect`, and `hx-ws-connect` as htmx 4 reads it with `metaCharacter: '-'`. */
export function asMajor4(attribute: string): { readonly transport: Transport; readonly role: Role } | undefined {
  const [, transport, role] = /^hx-(ws|sse)[:-](connect|send|close)/u.exec(bare(attribute)) ?? [];
  return role === undefined ? undefined : { transport: transportOf(transport), role: role as Role };
}

/** `ws-connect` and the other attributes of the extensions of htmx 2. */
export function asMajor2(attribute: string): { readonly transport: Transport; readonly role: Role } | undefined {
  const [, ws, sse] = /^(?:ws-(connect|send)|sse-(connect|swap|close))$/u.exec(bare(attribute)) ?? [];
  const role = ws ?? sse;
  return role === undefined ? undefined : { transport: ws === undefined ? 'sse' : 'ws', role: role as Role };
}

/** htmx 1's `hx-ws` and `hx-sse`, translated into this dialect. */
export function legacySyntax(
  name: { readonly attribute: string; readonly value: string },
  attributeFor: AttributeFor,
  works: (transport: Transport, value: string) => ForeignSyntax['works'],
): ForeignSyntax | undefined {
  const [, word] = /^hx-(ws|sse)$/u.exec(bare(name.attribute)) ?? [];
  if (word === undefined) return undefined;
  const transport = transportOf(word);
  const roles = [...legacyParts(name.value).keys()];
  const role = (['connect', 'send', 'swap'] as const).find((known) => roles.includes(known)) ?? 'connect';
  const use = attributeFor(transport, role) ?? '';
  return { ...name, transport, major: 1, use, works: works(transport, name.value) };
}

/** The same attribute in this dialect. */
export function syntaxOf(
  name: { readonly attribute: string; readonly value: string },
  of: { readonly transport: Transport; readonly role: Role; readonly major: Major },
  read: { readonly attributeFor: AttributeFor; readonly works: ForeignSyntax['works'] },
): ForeignSyntax {
  const use = read.attributeFor(of.transport, of.role) ?? '';
  return { ...name, transport: of.transport, major: of.major, use, works: read.works };
}

const NEAR = /^(?:hx[-_:]?)?(ws|sse)(?:[-_:](.+)|(connect|send|swap|close))$/u;

/**
 * What a name similar to the extensions' attributes was meant to be. `conn`, `url`, `src` and a value with a slash mean an address; a name
 * about swapping has no meaning for a WebSocket, whose messages are swapped according to their own content.
 */
export function nearName(attribute: string, value: string, attributeFor: AttributeFor): NearName | undefined {
  const name = bare(attribute);
  if (/^hx[-_]?ext/u.test(name)) return name === 'hx-ext' ? undefined : { transport: undefined, use: 'hx-ext' };
  const [, word, rest, glued] = NEAR.exec(name) ?? [];
  if (word === undefined || asMajor4(name) !== undefined || asMajor2(name) !== undefined) return undefined;
  const transport = transportOf(word);
  return { transport, use: attributeFor(transport, meantRole(transport, rest ?? glued ?? '', value)) ?? '' };
}

function meantRole(transport: Transport, word: string, value: string): Role {
  if (transport === 'ws' && /swap|target|reconnect|close/u.test(word)) return 'swap';
  if (value.includes('/') || /(?<!re)conn|url|src|source|open|path/u.test(word)) return 'connect';
  if (transport === 'ws') return 'send';
  return /close|stop/u.test(word) ? 'close' : 'swap';
}
