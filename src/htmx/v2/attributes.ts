import type { PageElement } from '../../model/page.ts';
import type {
  AttributeDialect,
  Connector,
  Enablement,
  MisspeltTrigger,
  PageSetup,
  Role,
  RoleAttribute,
  Transport,
} from '../dialect.ts';
import { attribute, listed, upwards } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';
import { asMajor4, legacyParts, legacySyntax, nearName, syntaxOf } from '../names.ts';

const NAMES: Readonly<Record<Transport, Partial<Record<Role, string>>>> = {
  ws: { connect: 'ws-connect', send: 'ws-send' },
  sse: { connect: 'sse-connect', swap: 'sse-swap', close: 'sse-close' },
};

function attributeFor(transport: Transport, role: Role): string | undefined {
  return NAMES[transport][role];
}

/** The attribute as written: htmx reads the `data-` form where the plain one is missing or empty (`getAttributeValue`). */
function written(element: WithAttributes, name: string): RoleAttribute | undefined {
  const plain = element.attributes[name];
  const data = element.attributes[`data-${name}`];
  if (plain === undefined && data === undefined) return undefined;
  const useData = data !== undefined && (plain === undefined || plain === '');
  return { attribute: useData ? `data-${name}` : name, value: useData ? data : (plain ?? ''), form: 'own' };
}

/**
 * htmx-ext-ws 2 `ensureWebSocket`, `getLegacyWebsocketURL`: `ws-connect`, or `connect:` in `hx-ws` where that is missing or empty.
 * `ensureWebSocketSend`: `ws-send` or `hx-ws="send"`; any other `hx-ws` on the element disables `ws-send`. htmx-ext-sse 2 does not read
 * `hx-sse`.
 */
function roleOf(element: WithAttributes, transport: Transport, role: Role): RoleAttribute | undefined {
  const name = attributeFor(transport, role);
  const own = name === undefined ? undefined : written(element, name);
  if (transport === 'sse') return own;
  const legacy = written(element, 'hx-ws');
  if (role === 'send') {
    if (legacy !== undefined && legacy.value !== '' && legacy.value !== 'send') return undefined;
    return own ?? (legacy?.value === 'send' ? { ...legacy, value: '', form: 'legacy' } : undefined);
  }
  if (role !== 'connect' || legacy === undefined || (own !== undefined && own.value !== '')) return own;
  const url = legacyParts(legacy.value).get('connect');
  return url === undefined || url === '' ? own : { ...legacy, value: url, form: 'legacy' };
}

/** htmx-ext-sse 2 `registerSSE`: names in `sse-swap`, each trimmed, and the triggers in `hx-trigger` that begin with `sse:`. */
function eventsOf(element: WithAttributes): readonly string[] {
  const swaps = attribute(element, 'sse-swap');
  const triggers = [...(attribute(element, 'hx-trigger') ?? '').matchAll(/(?:^|[\s,])sse:([^\s,[]+)/gu)];
  return [...listed(swaps), ...triggers.map((match) => match[1] ?? '')];
}

/**
 * htmx-ext-sse 2 `registerSSE`, and htmx 1.9 `processSSETrigger`: only a trigger that begins with `sse:`, in small letters and without a space
 * behind it, waits for a stream; any other name waits for a DOM event that nothing fires.
 */
function misspeltTriggers(element: WithAttributes): readonly MisspeltTrigger[] {
  return (attribute(element, 'hx-trigger') ?? '').split(',').flatMap((spec) => {
    const text = spec.trim();
    if (/^sse:[^\s[]/u.test(text)) return [];
    const [written = '', event] =
      /^sse(?:-?swap)?(?:[-_./:=]+\s*|(?=[A-Z]))([^\s[,]+)/iu.exec(text) ?? /^htmx:sse:([^\s[,]+)/u.exec(text) ?? [];
    return event === undefined ? [] : [{ written, event: /^sse[A-Z]/u.test(written) ? lowerFirst(event) : event }];
  });
}

function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

/** htmx 2 `getExtensions`: `hx-ext` on the element and its ancestors from the inside out; an `ignore:` applies from there outwards. */
function enablement(elements: readonly PageElement[], element: PageElement, extension: Transport): Enablement {
  const around = [...upwards(elements, element)].map((each) => attribute(each, 'hx-ext'));
  let ignored = false;
  for (const value of around) {
    for (const name of listed(value?.replaceAll(' ', ''))) {
      if (name === `ignore:${extension}`) ignored = true;
      else if (name === extension && !ignored) return { enabled: true };
    }
  }
  return {
    enabled: false,
    own: around.find((value) => value !== undefined),
    elsewhere: elements.find((each) => listed(attribute(each, 'hx-ext')).includes(extension)),
    ignored,
  };
}

export const VERBS = ['hx-get', 'hx-post', 'hx-put', 'hx-delete', 'hx-patch'];

/** htmx 2 `findElementsToProcess`, limited to elements that can contain a connection. It starts at the body (`ready`). */
function isProcessed(element: PageElement): boolean {
  if (element.tag === 'html') return false;
  if (['form', 'body'].includes(element.tag) || element.attributes['type'] === 'submit') return true;
  const names = [...VERBS, 'hx-ext', 'hx-trigger', 'sse-connect', 'sse-swap'];
  return names.some((name) => attribute(element, name) !== undefined);
}

/** htmx 2 `eltIsDisabled`. */
export function isDisabled(elements: readonly PageElement[], element: PageElement): boolean {
  return [...upwards(elements, element)].some((each) => attribute(each, 'hx-disable') !== undefined);
}

/**
 * htmx-ext-ws 2 `onEvent('htmx:beforeProcessNode')` looks for `ws-connect` on the processed element and inside it, and opens a socket for
 * each match: an element inside two processed elements for which the extension is enabled opens two. htmx-ext-sse 2
 * `onEvent('htmx:afterProcessNode')` looks only at the processed element.
 */
function connectors(elements: readonly PageElement[], transport: Transport, setup: PageSetup): readonly Connector[] {
  if (!setup.extensions.includes(transport)) return [];
  const found: Connector[] = [];
  for (const element of elements) {
    const url = roleOf(element, transport, 'connect')?.value ?? '';
    if (url === '') continue;
    const around = transport === 'sse' ? [element] : [...upwards(elements, element)];
    const processed = around.filter(
      (each) => isProcessed(each) && !isDisabled(elements, each) && enablement(elements, each, transport).enabled,
    );
    const times = processed.length + (transport === 'ws' ? unlistedBody(elements, around, 'ws') : 0);
    if (times > 0) found.push({ element, url, times });
  }
  return found;
}

/** The body is processed too. A snapshot lists it only when it has attributes of htmx or an id; `hx-ext` on `<html>` applies to it. */
export function unlistedBody(
  elements: readonly PageElement[],
  around: readonly PageElement[],
  extension: Transport,
): number {
  const root = around.find(({ tag }) => tag === 'html');
  if (root === undefined || around.some(({ tag }) => tag === 'body')) return 0;
  return enablement(elements, root, extension).enabled ? 1 : 0;
}

export const attributes: AttributeDialect = {
  attributeFor,
  roleOf,
  eventsOf,
  misspeltTriggers,
  enablement,
  connectors,
  notInherited: () => undefined,
  foreignSyntax(name, value) {
    const four = asMajor4(name);
    if (four !== undefined)
      return syntaxOf({ attribute: name, value }, { ...four, major: 4 }, { attributeFor, works: 'no' });
    return legacySyntax({ attribute: name, value }, attributeFor, (transport) => {
      const read = { attributes: { 'hx-ws': value } };
      const works = roleOf(read, 'ws', 'connect') !== undefined || roleOf(read, 'ws', 'send') !== undefined;
      return transport === 'ws' && works ? 'yes' : 'no';
    });
  },
  nearName: (name, value) => nearName(name, value, attributeFor),
};
