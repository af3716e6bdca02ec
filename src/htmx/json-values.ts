import { attribute } from './elements.ts';
import type { WithAttributes } from './elements.ts';

/** Attributes whose value htmx 2 reads as JSON when it collects what to send (`getValuesForElement`). */
const JSON_ATTRIBUTES = ['hx-vals', 'hx-headers', 'hx-request'] as const;

/** An attribute whose value should be JSON and is not. */
export interface UnreadableJson {
  readonly attribute: string;
  readonly value: string;
  /** The JSON that was meant, as far as quotes and commas tell; undefined: they do not. */
  readonly repaired: string | undefined;
}

/** The first attribute of the element that htmx 2 cannot read as JSON. Values that it evaluates (`js:`) are not JSON; undefined: none. */
export function unreadableJson(element: WithAttributes): UnreadableJson | undefined {
  for (const name of JSON_ATTRIBUTES) {
    const value = attribute(element, name) ?? '';
    const text = value.trim();
    if (text === 'unset' || /^(?:js|javascript):/u.test(text)) continue;
    const read = text.startsWith('{') ? text : `{${text}}`;
    if (!isJson(read)) return { attribute: name, value, repaired: repair(read) };
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Single quotes, names without quotes, a comma at the end: what JavaScript allows in an object and JSON does not. */
function repair(text: string): string | undefined {
  const quoted = text.replaceAll(/'([^'"]*)'/gu, '"$1"');
  const named = quoted.replaceAll(/([{,]\s*)([A-Za-z_$][\w$-]*)\s*:/gu, '$1"$2":');
  const closed = named.replaceAll(/,(\s*[}\]])/gu, '$1');
  return isJson(closed) ? closed : undefined;
}
