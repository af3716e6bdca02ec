import { targetLabel } from './label.ts';
import type { PageWindow } from './page-window.ts';

const MOST_IN_DETAIL = 300;
const MOST_OF_ERROR = 2000;

export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** `TypeError: x is not a function`; for anything that is not an error, its text. */
export function errorText(error: unknown): string {
  if (!isObject(error) || typeof error['message'] !== 'string') return cut(String(error), MOST_OF_ERROR);
  const name = typeof error['name'] === 'string' && error['name'] !== '' ? error['name'] : 'Error';
  return `${name}: ${error['message']}`;
}

/** What JSON can represent of a value: elements as their markup, events as their type, everything cut to 300 characters. */
export function briefValue(view: PageWindow, value: unknown): unknown {
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return value;
  if (typeof value === 'string') return cut(value, MOST_IN_DETAIL);
  if (value instanceof view.Element) return cut(value.outerHTML, MOST_IN_DETAIL);
  if (isObject(value) && 'bubbles' in value)
    return 'code' in value ? { type: value['type'], code: value['code'] } : value['type'];
  if (isObject(value) && typeof value['stack'] === 'string') return errorText(value);
  try {
    const text = JSON.stringify(value);
    return text.length > MOST_IN_DETAIL ? cut(text, MOST_IN_DETAIL) : value;
  } catch {
    return String(value);
  }
}

/** A value as the console shows it, on one line. */
export function consoleText(view: PageWindow, value: unknown): string {
  if (typeof value === 'string') return value;
  if (isObject(value) && typeof value['message'] === 'string') return errorText(value);
  if (value instanceof view.Node) return targetLabel(view, value) || value.nodeName;
  const plain = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
  try {
    if (plain) return JSON.stringify(value);
  } catch {
    // A cycle: the type's name must suffice.
  }
  return String(value);
}
