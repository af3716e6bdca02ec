import type { PageElement } from '../../model/page.ts';
import type { AttributeDialect, Connector, PageSetup, Role, RoleAttribute, Transport } from '../dialect.ts';
import { attribute, upwards } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';
import { asMajor4, legacyParts, nearName, syntaxOf } from '../names.ts';
import { attributes as v2, isDisabled, unlistedBody, VERBS } from '../v2/attributes.ts';

/** The parts of the core's attribute; `data-` is read where the plain one is missing or empty (`getAttributeValue`). */
function partsOf({ attributes: own }: WithAttributes, transport: Transport): ReadonlyMap<string, string> {
  const name = `hx-${transport}`;
  return legacyParts(own[name] || own[`data-${name}`] || '');
}

/** htmx 1.9 core `processWebSocketInfo`, `processSSEInfo`: parts of one attribute, `hx-ws="connect:/ws"`. Its extensions read the names of htmx 2. */
function roleOf(element: WithAttributes, transport: Transport, role: Role): RoleAttribute | undefined {
  const name = `hx-${transport}`;
  const written = element.attributes[name] ? name : `data-${name}`;
  const value = partsOf(element, transport).get(role);
  if (value !== undefined) return { attribute: written, value, form: 'own' };
  return v2.roleOf(element, transport, role);
}

const PROCESSED = [...VERBS, 'hx-sse', 'hx-ws', 'hx-ext', 'hx-trigger', 'hx-on'];

/** htmx 1.9 `findElementsToProcess`, as far as such an element can contain a connection. It starts at the body (`ready`). */
export function isProcessed(element: PageElement): boolean {
  if (element.tag === 'html') return false;
  if (['form', 'body'].includes(element.tag) || element.attributes['type'] === 'submit') return true;
  return PROCESSED.some((name) => attribute(element, name) !== undefined);
}

/**
 * The core connects for `hx-ws` and `hx-sse` of an element that it processes (`initNode`). Each extension connects for its own attribute and
 * for the core's, on each processed element where it is on and inside it (`queryAttributeOnThisOrChildren` in dist/ext/ws.js, dist/ext/sse.js),
 * so that one attribute may open several connections.
 */
function connectors(elements: readonly PageElement[], transport: Transport, setup: PageSetup): readonly Connector[] {
  return elements.flatMap((element) => {
    const around = [...upwards(elements, element)];
    const core = isDisabled(elements, element) ? 0 : 1;
    const extension = setup.extensions.includes(transport) ? timesByExtension(elements, around, transport) : 0;
    const part = partsOf(element, transport).get('connect') ?? '';
    const own = v2.roleOf(element, transport, 'connect');
    const byExtension = own === undefined || own.form === 'legacy' ? '' : own.value;
    // The ws extension reads the core's attribute only where its own is missing.
    const both = transport === 'sse' || byExtension === '';
    return [
      { element, url: part, times: core + (both ? extension : 0) },
      { element, url: byExtension, times: extension },
    ].filter(({ url, times }) => url !== '' && times > 0);
  });
}

function timesByExtension(
  elements: readonly PageElement[],
  around: readonly PageElement[],
  extension: Transport,
): number {
  const processed = around.filter(
    (each) => isProcessed(each) && !isDisabled(elements, each) && v2.enablement(elements, each, extension).enabled,
  );
  return processed.length + unlistedBody(elements, around, extension);
}

export const attributes: AttributeDialect = {
  ...v2,
  roleOf,
  eventsOf: (element) => [
    ...v2.eventsOf(element),
    ...[partsOf(element, 'sse').get('swap')].filter((name) => name !== undefined),
  ],
  connectors,
  notInherited: () => undefined,
  foreignSyntax(name, value) {
    const four = asMajor4(name);
    if (four === undefined) return undefined;
    return syntaxOf({ attribute: name, value }, { ...four, major: 4 }, { attributeFor: v2.attributeFor, works: 'no' });
  },
  nearName: (name, value) => nearName(name, value, v2.attributeFor),
};
