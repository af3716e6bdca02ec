import type { SelectorMatch } from '../../../model/ledger.ts';
import type { ListedPage } from './listing.ts';

const MOST_SELECTORS = 12;
const MOST_MATCHES = 200;

const ATTRIBUTE = /\s(?:data-)?(hx-swap-oob|hx-target|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};
/** Words of htmx that start at an element, and are no CSS. */
const RELATIVE = /^(?:this|body|document|window|root|host|next|previous|(?:closest|find|findAll|next|previous) .*)$/s;
const IDS_ALONE = /^#[\w-]+(?:\s*,\s*#[\w-]+)*$/;

/**
 * What the page answers to the selectors that a message names in `hx-swap-oob` and `hx-target`, and its listed elements in `hx-target`.
 * Ids are asked for only where the listing does not have all of them.
 */
export function answersTo(
  document: Document,
  message: string,
  { list, unlisted }: ListedPage,
): Readonly<Record<string, SelectorMatch>> {
  const targets = list.rows.flatMap(({ attributes }) => attributes['hx-target'] ?? attributes['data-hx-target'] ?? []);
  const asked = [...selectorsIn(message), ...targets].map(normalized);
  const needed = asked.filter((selector) => selector !== '' && !RELATIVE.test(selector));
  const open = unlisted > 0 ? needed : needed.filter((selector) => !IDS_ALONE.test(selector));
  const answers: Record<string, SelectorMatch> = {};
  for (const selector of [...new Set(open)].slice(0, MOST_SELECTORS)) {
    try {
      const found = [...document.querySelectorAll(selector)];
      const listed = found.flatMap((element) => list.indices.get(element) ?? []);
      answers[selector] = { count: found.length, elements: listed.slice(0, MOST_MATCHES) };
    } catch {
      answers[selector] = { count: -1, elements: [] };
    }
  }
  return answers;
}

/** Read by a pattern and not by the parser: a policy of the page may forbid to parse. */
function selectorsIn(message: string): readonly string[] {
  return [...message.matchAll(ATTRIBUTE)].flatMap(([, name = '', ...values]) => {
    const written = values.find((value) => value !== undefined) ?? '';
    const value = written.replaceAll(/&(?:quot|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
    if (name.toLowerCase() === 'id') return /^[\w-]+$/.test(value) ? [`#${value}`] : [];
    if (name.toLowerCase() === 'hx-target') return [value];
    const colon = value.indexOf(':');
    return colon > 0 ? [value.slice(colon + 1)] : [];
  });
}

/** As htmx asks for it: a list by its parts, `<.message/>` without what stands around it. */
function normalized(selector: string): string {
  return selector
    .replace(/^global /, '')
    .split(',')
    .map((part) => part.trim().replace(/^<(.*)\/>$/s, '$1'))
    .join(',');
}
