import type { TextChange } from '../model/text-change.ts';
import type { Place } from '../model/timeline.ts';
import type { SourceLocator } from './locate.ts';

// A text is escaped by a chain of calls, one for each sign. `&` has to be the first: after the others it escapes their entities again.

/** `replace('<', '&lt;')`, with a string or a regular expression, in JavaScript and in Python; the group is the sign. */
const ESCAPES = /\breplace(?:All)?\(\s*['"`/]([&<>])['"`/][gu]*\s*,\s*['"`]&(?:amp|lt|gt);['"`]/gu;
const ESCAPES_AMPERSAND = /\breplace(?:All)?\(\s*['"`/]&['"`/][gu]*\s*,\s*['"`]&amp;['"`]/u;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Orders in which `&` is not the first. */
const WRONG_ORDERS = [
  ['<', '>', '&'],
  ['<', '&', '>'],
  ['>', '&', '<'],
] as const;

/** The line that escapes `&` after other signs; empty: the source shows none. */
export function ampersandLast(locate: Pick<SourceLocator, 'find' | 'all'>): readonly Place[] {
  return locate.all('server', ESCAPES).indexOf('&') > 0 ? locate.find('server', ESCAPES_AMPERSAND) : [];
}

/** A change by which entities show, with the chain where the source has one. @param last line that escapes `&` after other signs */
export function withChain(change: TextChange, last: readonly Place[]): TextChange {
  return change.kind === 'escaped-twice' && last.length > 0 ? { ...change, chain: 'ampersand-last' } : change;
}

/**
 * Whether the reply is what comes of escaping the first of each sign only, in a wrong order: `&amp;lt;b&gt;text</b>`. A page shows of it a
 * text without its last tag, as if tags had been removed.
 */
export function escapedFirstOnly(typed: string, reply: string): boolean {
  const received = reply.replaceAll(/&(?:quot|#34);/giu, '"').replaceAll(/&(?:apos|#0?39|#x27);/giu, "'");
  const chained = (order: readonly string[]): string =>
    order.reduce((text, sign) => text.replace(sign, ENTITIES[sign] ?? sign), typed);
  return WRONG_ORDERS.map(chained).some((text) => text.includes('&amp;lt;') && received.includes(text));
}
