import { listed } from '../htmx/elements.ts';
import type { ForeignSyntax, NearName, Role, Transport } from '../htmx/index.ts';
import { asMajor2 } from '../htmx/names.ts';
import type { Finding } from '../model/finding.ts';
import type { PageElement } from '../model/page.ts';
import type { ObservedPage, PageRule } from './observed-page.ts';
import { versionFacts } from './setup/version.ts';
import type { VersionFacts } from './setup/version.ts';

/** An attribute that no htmx knows, as written in the page, and what it was meant to be. */
interface Near extends NearName {
  readonly attribute: string;
  readonly value: string;
}

/** Attributes with names close to those of ws and sse, each name once: first from the markup, then from elements added later. */
function nearNames(page: ObservedPage): readonly Near[] {
  const found = new Map<string, Near>();
  for (const { attributes } of [...page.markup, ...page.elements]) {
    for (const [attribute, value] of Object.entries(attributes)) {
      const near = found.has(attribute) ? undefined : page.dialect.nearName(attribute, value);
      if (near !== undefined) found.set(attribute, { ...near, attribute, value });
    }
  }
  return [...found.values()];
}

function unknown(page: ObservedPage, near: Near, severity: Finding['severity']): Finding {
  const { attribute, value, use } = near;
  return {
    code: 'htmx/unknown-attribute',
    severity,
    facts: { attribute, value, use, ...majorOnly(page) },
    evidence: page.evidence(page.place(({ attributes }) => attributes[attribute] !== undefined)),
  };
}

function instead(names: (page: ObservedPage) => readonly (string | undefined)[]): PageRule {
  return (page) => {
    const missing = names(page).filter((name) => name !== undefined && page.having(name).length === 0);
    const near = nearNames(page).find(({ use }) => missing.includes(use));
    return near === undefined ? undefined : unknown(page, near, 'error');
  };
}

/** No element has the attribute for any of these roles, and an element has an unknown attribute that was meant for one. */
export function misnamedRole(transport: Transport, ...roles: readonly Role[]): PageRule {
  return instead(({ dialect }) => roles.map((role) => dialect.attributeFor(transport, role)));
}

/** The same for the attribute that enables extensions. */
export const misnamedSwitch: PageRule = instead(({ dialect }) => [dialect.core.enable]);

/** Unknown attributes on a page that connects anyway (warnings). One meant for sending, where nothing sends, is left to the send rules. */
export function uselessAttributes(page: ObservedPage, transport: Transport): readonly Finding[] {
  const send = page.dialect.attributeFor(transport, 'send');
  const sends = page.withRole(transport, 'send').length > 0;
  return nearNames(page)
    .filter((near) => (near.transport ?? transport) === transport && (near.use !== send || send === undefined || sends))
    .map((near) => unknown(page, near, 'warning'));
}

function foreign(page: ObservedPage, transport: Transport): readonly ForeignSyntax[] {
  return page.elements
    .flatMap(({ attributes }) => Object.entries(attributes))
    .map(([name, value]) => page.dialect.foreignSyntax(name, value))
    .filter((syntax) => syntax !== undefined)
    .filter((syntax) => syntax.transport === transport);
}

/** Attributes of another major version of htmx: `hx-ws` of htmx 1, `hx-ws:connect` of htmx 4. */
export function foreignSyntax(transport: Transport): PageRule {
  return (page) => {
    const found = foreign(page, transport);
    // The one that names the connection says more than the one that switches something on.
    const syntax = found.find(({ attribute: name }) => name.includes(transport)) ?? found[0];
    return syntax === undefined ? undefined : foreignFinding(page, syntax, 'error');
  };
}

/** Attributes of another major that this one still reads (a warning). One meant for sending, where nothing sends, is left to the send rules. */
export const worksAsLegacy: PageRule = (page) => {
  const ownMajor = page.snapshot.htmx?.version.startsWith(`${page.dialect.major}.`) === true;
  const sends = page.withRole('ws', 'send').length > 0;
  const syntax = [...(sends ? foreign(page, 'ws') : []), ...foreign(page, 'sse')].find(({ works }) => works === 'yes');
  return syntax === undefined || !ownMajor ? undefined : foreignFinding(page, syntax, 'warning');
};

/**
 * `sse-swap` on a page of htmx 4, which has nothing in its place (hx-sse 4 `checkLegacyAttributes`): it swaps the events without a name into the
 * element that connects. On that element `sse-swap="message"` says what htmx 4 does anyway.
 */
export const swapsNothing: PageRule = (page) => {
  const syntax = page.elements
    .filter((element) => page.dialect.roleOf(element, 'sse', 'connect') === undefined || !isForUnnamed(element))
    .flatMap(({ attributes }) => Object.entries(attributes))
    .map(([name, value]) => page.dialect.foreignSyntax(name, value))
    .find(
      (each) => each?.transport === 'sse' && each.major === 2 && each.use === '' && each.attribute.endsWith('swap'),
    );
  return syntax === undefined ? undefined : foreignFinding(page, syntax, 'error');
};

function isForUnnamed({ attributes }: PageElement): boolean {
  const values = Object.entries(attributes).filter(([name]) => name.endsWith('swap') && asMajor2(name) !== undefined);
  return values.every(([, value]) => listed(value).every((name) => name === 'message'));
}

function foreignFinding(page: ObservedPage, syntax: ForeignSyntax, severity: Finding['severity']): Finding {
  const { attribute, value, use, major } = syntax;
  const evidence = page.evidence(page.placeOf(attribute.replace(/^data-/u, '')));
  return major === 1
    ? { code: 'htmx/old-syntax', severity, facts: { attribute, value, ...versionFacts(page) }, evidence }
    : { code: 'htmx/other-version-syntax', severity, facts: { attribute, use, ...versionFacts(page) }, evidence };
}

function majorOnly(page: ObservedPage): Pick<VersionFacts, 'major'> {
  const { major } = versionFacts(page);
  return major === undefined ? {} : { major };
}
