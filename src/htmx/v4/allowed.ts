import { attribute } from '../elements.ts';
import type { MarkupElement } from '../markup.ts';

const EXTENSIONS = /(?:^|[{,\s])["']?extensions["']?\s*:\s*["']([^"']*)["']/u;

/**
 * The extensions that `<meta name="htmx-config">` allows, as it has them: htmx 4 registers no other, silently (htmx 4 `registerExtension`). undefined:
 * it allows all.
 */
export function allowedExtensions(markup: readonly MarkupElement[]): string | undefined {
  const meta = markup.find((each) => each.tag === 'meta' && attribute(each, 'name') === 'htmx-config');
  const value = EXTENSIONS.exec(meta === undefined ? '' : (attribute(meta, 'content') ?? ''))?.[1];
  return value === '' ? undefined : value;
}

/** Whether htmx 4 registers an extension that only these may be. */
export function isAllowed(allowed: string | undefined, extension: string): boolean {
  return allowed === undefined || allowed.split(/,\s*/u).includes(extension);
}
