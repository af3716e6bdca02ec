import { inline } from '../visible.ts';

const MOST_IDS = 8;

/** A sentence about the ids that the page has. */
export function idList(ids: readonly string[]): string {
  if (ids.length === 0) return 'No element of the page has an id.';
  const shown = ids.slice(0, MOST_IDS).map((id) => `\`#${inline(id, 40)}\``);
  return `The page has ${shown.join(', ')}${ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : ''}.`;
}
