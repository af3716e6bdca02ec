import { firstTag } from '../model/pattern.ts';

/** How JSON contains a piece of HTML: as the whole string, in a list, or as a member of an object. */
export interface HtmlInJson {
  readonly holds: 'string' | 'list' | 'object';
  /** Of an object: the member that holds it. */
  readonly member?: string;
}

/** JSON of a string may be the value of a string again. */
const MOST_LAYERS = 3;

/** How a message that is JSON contains HTML; undefined: it is no JSON, or has no HTML in it. A bare `<p>` is no JSON. */
export function htmlInJson(message: string): HtmlInJson | undefined {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return undefined;
  }
  for (let layer = 1; layer < MOST_LAYERS && typeof value === 'string' && /^\s*["[{]/u.test(value); layer += 1) {
    try {
      value = JSON.parse(value);
    } catch {
      break;
    }
  }
  if (typeof value === 'string') return firstTag(value) !== undefined ? { holds: 'string' } : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const [member] =
    Object.entries(value).find(([, inner]) => typeof inner === 'string' && firstTag(inner) !== undefined) ?? [];
  if (member === undefined) return undefined;
  return Array.isArray(value) ? { holds: 'list' } : { holds: 'object', member };
}

/** Whether a text is the JSON of an object or a list. */
export function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
