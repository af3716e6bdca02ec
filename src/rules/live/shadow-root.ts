import type { Role, RoleAttribute, Transport } from '../../htmx/dialect.ts';
import { attribute } from '../../htmx/elements.ts';
import type { MarkupElement } from '../../htmx/markup.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { ShadowElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { has } from '../records.ts';

const ROLES: readonly Role[] = ['connect', 'send', 'swap'];

/** An element of a shadow root that connects, sends or waits for events. */
export interface ShadowRole {
  readonly element: ShadowElement;
  readonly transport: Transport;
  readonly name: Role;
  readonly role: RoleAttribute;
}

/** All such elements, in every form that the page's htmx reads. */
export function shadowRoles(page: ObservedPage): readonly ShadowRole[] {
  const { snapshot, dialect } = page;
  return (snapshot.inShadowRoots ?? servedInTemplates(page)).flatMap((element) =>
    (['ws', 'sse'] as const).flatMap((transport) =>
      ROLES.flatMap((name) => {
        const role = dialect.roleOf(element, transport, name);
        return role === undefined ? [] : [{ element, transport, name, role }];
      }),
    ),
  );
}

/** What an engine without shadow roots in markup shows as a `<template>`. Whether a script would tell htmx of it cannot be known there. */
function servedInTemplates(page: ObservedPage): readonly ShadowElement[] {
  const { markup, records, dialect } = page;
  if (dialect.major !== 2 || !has(records, 'engine-gap')) return [];
  return markup.flatMap((each) => {
    const template = templateAround(page, each);
    const host = markup[template?.parent ?? -1]?.tag;
    return template === undefined || host === undefined
      ? []
      : [{ tag: each.tag, attributes: each.attributes, host, setUp: false }];
  });
}

/** The `<template>` around an element of the source whose content becomes a shadow root (HTML standard, `shadowrootmode`); undefined: none is. */
function templateAround({ markup }: ObservedPage, { parent }: MarkupElement): MarkupElement | undefined {
  for (let at = parent; at !== null; at = markup[at]?.parent ?? null) {
    const around = markup[at];
    if (around?.tag === 'template' && attribute(around, 'shadowrootmode') !== undefined) return around;
  }
  return undefined;
}

/** The element that connects is in a shadow root of the served markup, where no selector finds it. */
export function isServedInShadow(page: ObservedPage, transport: Transport): boolean {
  const connector = page.markup.find((each) => page.dialect.roleOf(each, transport, 'connect') !== undefined);
  return connector !== undefined && templateAround(page, connector) !== undefined;
}

/**
 * Elements in shadow roots whose attributes do nothing. No major of htmx looks into a shadow root by itself. Told of it (`process` with the root), htmx 4
 * works there. The extensions of htmx 2 do not: htmx fires `htmx:beforeProcessNode` and `htmx:afterProcessNode` as composed events, whose
 * `target` is the host when ws.js and sse.js read it (`onEvent`; DOM standard, "dispatch" and "retargeting"). One finding for each transport.
 */
export function inShadowRoot(page: ObservedPage): readonly FindingOf<'live/in-shadow-root'>[] {
  const { major } = page.dialect;
  const found = new Map<string, FindingOf<'live/in-shadow-root'>>();
  for (const { element, transport, role } of shadowRoles(page)) {
    if ((element.setUp && major !== 2) || found.has(transport)) continue;
    const { tag, host } = element;
    const where = page.locate.find('page', /\battachShadow\s*\(/u, /\bshadowrootmode\s*=/u);
    found.set(transport, {
      code: 'live/in-shadow-root',
      severity: 'error',
      facts: { transport, tag, attribute: role.attribute, host, processed: element.setUp ? 'yes' : 'no', major },
      evidence: page.evidence(where),
    });
  }
  return [...found.values()];
}
