import type { PageElement } from '../../model/page.ts';
import type {
  AttributeDialect,
  Connector,
  Enablement,
  ForeignSyntax,
  NotInherited,
  PageSetup,
  Role,
  RoleAttribute,
  Transport,
} from '../dialect.ts';
import type { Page } from '../disposition.ts';
import { attribute, upwards, within } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';
import { asMajor2, bare, legacySyntax, nearName, syntaxOf } from '../names.ts';

const NAMES: Readonly<Record<Transport, Partial<Record<Role, string>>>> = {
  ws: { connect: 'hx-ws:connect', send: 'hx-ws:send' },
  sse: { connect: 'hx-sse:connect', close: 'hx-sse:close' },
};

/** Attributes of htmx 2 that `checkLegacyAttributes` of hx-ws and hx-sse 4 translates, with a warning. Not with `data-`. */
const TRANSLATED: Readonly<Record<string, string>> = {
  'ws-connect': 'hx-ws:connect',
  'ws-send': 'hx-ws:send',
  'sse-connect': 'hx-sse:connect',
  'sse-close': 'hx-sse:close',
};

function attributeFor(transport: Transport, role: Role): string | undefined {
  return NAMES[transport][role];
}

/** htmx 4 `#attr`: its prefix is `data-hx-`. `:inherited` applies to the element itself as well (`#attributeValue`). */
function roleOf(element: WithAttributes, transport: Transport, role: Role): RoleAttribute | undefined {
  const name = attributeFor(transport, role);
  if (name === undefined) return undefined;
  for (const written of [name, `data-${name}`, `${name}:inherited`, `data-${name}:inherited`]) {
    const value = element.attributes[written];
    if (value !== undefined) return { attribute: written, value, form: 'own' };
  }
  const legacy = Object.keys(TRANSLATED).find((old) => TRANSLATED[old] === name) ?? '';
  const value = element.attributes[legacy];
  return value === undefined ? undefined : { attribute: legacy, value, form: 'legacy' };
}

/** The trigger that opens a connection: `load`, unless `hx-trigger` names another. */
function opensOnLoad(elements: readonly PageElement[], element: PageElement): boolean {
  const trigger = inherited({ elements }, element, 'hx-trigger') ?? '';
  return trigger === '' || trigger.split(',').some((spec) => /^\s*load(?:\s|\[|$)/u.test(spec));
}

type Inheriting = Pick<Page, 'elements' | 'inherits'>;

/**
 * htmx 4 `#attributeValue`: the element's own, else the nearest `…:inherited` around it. With `implicitInheritance` that is the nearest without `:inherited`, and one that has
 * nothing but `…:inherited` is not found.
 */
export function inherited(
  { elements, inherits }: Inheriting,
  element: PageElement | undefined,
  name: string,
): string | undefined {
  if (element === undefined) return undefined;
  for (const each of upwards(elements, element)) {
    const isSelf = each.index === element.index;
    const plain = isSelf || inherits === 'all' ? attribute(each, name) : undefined;
    const marked = isSelf || inherits !== 'all' ? attribute(each, `${name}:inherited`) : undefined;
    const value = plain ?? marked;
    if (value !== undefined) return value;
  }
  return undefined;
}

const REQUESTS = /^(?:data-)?hx-(?:get|post|put|patch|delete|query|action|boost)(?::inherited)?$/u;

/** An element around that does not use the attribute itself has it without `:inherited`. */
function notInherited(page: Inheriting, element: PageElement, name: string): NotInherited | undefined {
  const { elements, inherits } = page;
  const own = Object.keys(element.attributes).some((each) => bare(each) === name || bare(each).startsWith(`${name}:`));
  if (inherits === 'all' || own || inherited(page, element, name) !== undefined) return undefined;
  const [, ...around] = upwards(elements, element);
  const holder = around.find((each) => attribute(each, name) !== undefined);
  if (holder === undefined || (acts(holder) && !isBoosted(holder))) return undefined;
  const others = elements.some((each) => each.index !== element.index && within(elements, each, holder) && asks(each));
  return { holder, name, value: attribute(holder, name) ?? '', others: others ? 'yes' : 'no' };
}

function asks({ attributes }: WithAttributes): boolean {
  return Object.keys(attributes).some((name) => REQUESTS.test(name));
}

/** The attribute may be for what it does itself. */
function acts(element: WithAttributes): boolean {
  const roles = (['connect', 'send'] as const).flatMap((role) =>
    (['ws', 'sse'] as const).map((transport) => roleOf(element, transport, role)),
  );
  return asks(element) || roles.some((role) => role !== undefined);
}

/** `hx-boost` is for what is inside. */
function isBoosted({ attributes }: WithAttributes): boolean {
  const names = Object.keys(attributes).filter((name) => REQUESTS.test(name));
  return names.length > 0 && names.every((name) => bare(name).startsWith('hx-boost'));
}

function connectors(elements: readonly PageElement[], transport: Transport, setup: PageSetup): readonly Connector[] {
  if (!isRegistered(transport, setup)) return [];
  return elements.flatMap((element) => {
    const url = roleOf(element, transport, 'connect')?.value ?? '';
    return url === '' || !opensOnLoad(elements, element) ? [] : [{ element, url, times: 1 }];
  });
}

/** htmx 4 `registerExtension`: `htmx.config.extensions` names those that may register; empty: all. */
function isRegistered(transport: Transport, setup: PageSetup): boolean {
  const allowed = setup.allowed ?? '';
  return setup.extensions.includes(transport) && (allowed === '' || allowed.split(/,\s*/u).includes(transport));
}

function foreignSyntax(name: string, value: string): ForeignSyntax | undefined {
  const two = asMajor2(name);
  const attributeSeen = { attribute: name, value };
  if (two !== undefined) {
    const works = TRANSLATED[name] === undefined ? 'no' : 'yes';
    return syntaxOf(attributeSeen, { ...two, major: 2 }, { attributeFor, works });
  }
  if (bare(name) === 'hx-ext')
    return { ...attributeSeen, transport: /sse/u.test(value) ? 'sse' : 'ws', major: 2, use: '', works: 'no' };
  return legacySyntax(attributeSeen, attributeFor, () => 'no');
}

export const attributes: AttributeDialect = {
  attributeFor,
  roleOf,
  /** hx-sse 4 `handleSSEResponse` swaps only unnamed events; a named event is fired on the element. */
  eventsOf: (element) => (roleOf(element, 'sse', 'connect') === undefined ? [] : ['message']),
  /** Its triggers know no streams. */
  misspeltTriggers: () => [],
  /** Loading the script enables it everywhere. */
  enablement: (): Enablement => ({ enabled: true }),
  connectors,
  notInherited,
  foreignSyntax,
  nearName: (name, value) => nearName(name, value, attributeFor),
};
