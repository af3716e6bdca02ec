import { attribute } from '../htmx/elements.ts';
import type { Transport } from '../htmx/index.ts';
import type { Place } from '../model/timeline.ts';
import type { ObservedPage } from './observed-page.ts';

/** An element of the source whose content is not part of the page, and its line. */
interface Inert {
  readonly inside: 'template' | 'noscript';
  readonly where: readonly Place[];
}

/**
 * The element around the one that connects whose content the browser does not make part of the page: a `<template>`, or `<noscript>` where scripts
 * run (HTML standard, 4.12.2 and 4.12.3). Undefined: none is.
 */
export function inertConnector(page: ObservedPage, transport: Transport): Inert | undefined {
  const connector = page.markup.find((element) => page.dialect.roleOf(element, transport, 'connect') !== undefined);
  for (let at = connector?.parent ?? null; at !== null; at = page.markup[at]?.parent ?? null) {
    const around = page.markup[at];
    // The content of such a template becomes a shadow root (HTML standard, 4.12.3 `shadowrootmode`).
    if (around?.tag === 'template' && attribute(around, 'shadowrootmode') === undefined)
      return { inside: 'template', where: page.place((element) => element === around) };
  }
  // To a parser of a browser with scripts the content of `<noscript>` is text.
  const name = page.dialect.attributeFor(transport, 'connect') ?? '';
  const [text, inner = ''] = /<noscript\b[^>]*(?:>([^]*?)(?:<\/noscript|$)|$)/iu.exec(page.html) ?? [];
  if (text === undefined || name === '' || !inner.includes(name)) return undefined;
  const line = page.html.slice(0, page.html.indexOf(text)).split('\n').length;
  return { inside: 'noscript', where: page.locate.servedLine(page.html, line) };
}
