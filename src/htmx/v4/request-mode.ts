import { attribute } from '../elements.ts';
import type { MarkupElement } from '../markup.ts';

const MODE = /(?:^|[{,\s])["']?mode["']?\s*:\s*["']?([\w-]+)/u;

/**
 * The mode of requests (Fetch standard, "request mode"), which htmx 4 takes from `<meta name="htmx-config">` alone, since `hx-config` of an element
 * cannot change it (htmx 4 `#createRequestContext`).
 */
export function requestMode(markup: readonly MarkupElement[]): string {
  const meta = markup.find((each) => each.tag === 'meta' && attribute(each, 'name') === 'htmx-config');
  return MODE.exec(meta === undefined ? '' : (attribute(meta, 'content') ?? ''))?.[1] ?? 'same-origin';
}

/** What htmx 4 fires where a request, also that of a stream, has no answer. */
export const REQUEST_FAILED = 'htmx:error';
