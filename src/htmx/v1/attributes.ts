import type { AttributeDialect, Role, RoleAttribute, Transport } from '../dialect.ts';
import { attribute } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';
import { asMajor4, legacyParts, nearName, syntaxOf } from '../names.ts';
import { attributes as v2 } from '../v2/attributes.ts';

/** htmx 1.9 core `processWebSocketInfo`, `processSSEInfo`: parts of one attribute, `hx-ws="connect:/ws"`. Its extensions read the names of htmx 2. */
function roleOf(element: WithAttributes, transport: Transport, role: Role): RoleAttribute | undefined {
  const name = `hx-${transport}`;
  const written = element.attributes[name] === undefined ? `data-${name}` : name;
  const value = legacyParts(attribute(element, name) ?? '').get(role);
  if (value !== undefined) return { attribute: written, value, form: 'own' };
  return v2.roleOf(element, transport, role);
}

export const attributes: AttributeDialect = {
  ...v2,
  roleOf,
  eventsOf: (element) => [
    ...v2.eventsOf(element),
    ...[legacyParts(attribute(element, 'hx-sse') ?? '').get('swap')].filter((name) => name !== undefined),
  ],
  connectors: (elements, transport, setup) => [
    ...elements.flatMap((element) => {
      const url = legacyParts(attribute(element, `hx-${transport}`) ?? '').get('connect') ?? '';
      return url === '' ? [] : [{ element, url, times: 1 }];
    }),
    ...v2
      .connectors(elements, transport, setup)
      .filter(({ element }) => attribute(element, `hx-${transport}`) === undefined),
  ],
  foreignSyntax(name, value) {
    const four = asMajor4(name);
    if (four === undefined) return undefined;
    return syntaxOf({ attribute: name, value }, { ...four, major: 4 }, { attributeFor: v2.attributeFor, works: 'no' });
  },
  nearName: (name, value) => nearName(name, value, v2.attributeFor),
};
