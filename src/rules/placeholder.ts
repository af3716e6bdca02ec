import { literal } from '../model/pattern.ts';
import type { Place } from '../model/timeline.ts';
import type { PlaceFinder } from './places.ts';

/** Placeholders of JavaScript, of template languages and of Python, as they are in a source. */
const PLACEHOLDERS = [
  /\$\{[^{}]+\}/u,
  /\{\{[^{}]+\}\}/u,
  /<%[=-][^%]*%>/u,
  /\{[a-z_][\w.]*(?:\([\w.]*\)|\[[^\]{]*\])*\}/iu,
] as const;

/** A placeholder in a reply that the source contains too, so that nothing filled it in, and its line. */
export interface Unfilled {
  readonly placeholder: string;
  readonly where: readonly Place[];
}

/** The first placeholder of the reply that is one in the source; undefined: it has none, or its braces are not from the source. */
export function unfilledPlaceholder(reply: string, locate: PlaceFinder): Unfilled | undefined {
  for (const pattern of PLACEHOLDERS) {
    const placeholder = pattern.exec(reply)?.[0];
    if (placeholder === undefined) continue;
    // A template literal with the same name is filled in: the line that has it between quotes is the one.
    const plain = new RegExp(String.raw`^[^\x60]*["'][^\x60]*${literal(placeholder)}`, 'u');
    const where = locate.find('server', plain, new RegExp(literal(placeholder), 'u'));
    if (where.length > 0) return { placeholder, where };
  }
  return undefined;
}
