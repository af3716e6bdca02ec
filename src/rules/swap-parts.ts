import { isSwapped } from '../htmx/disposition.ts';
import type { Disposition, Effect } from '../htmx/disposition.ts';
import { attribute } from '../htmx/elements.ts';
import { readMarkup } from '../htmx/markup.ts';
import type { ObservedPage } from './observed-page.ts';
import type { SwapRule } from './swap-message.ts';
import { answered, partsOf } from './swap-message.ts';

const severity = 'error';

function outOfBandOf({ dialect }: ObservedPage, { fragment }: Disposition): string | undefined {
  return attribute(fragment, dialect.core.outOfBand);
}

/** A part of the reply has a modifier in `hx-swap-oob`, which holds a style and a selector alone (htmx 2 `oobSwap`), so htmx looks for a selector that was never meant. */
export const modifierInOutOfBand: SwapRule = (view) => {
  const { core } = view.page.dialect;
  const pattern = new RegExp(String.raw`(?:^|\s)((?:${core.swapModifiers.join('|')}):\S*)`, 'u');
  for (const part of partsOf(view)) {
    const value = outOfBandOf(view.page, part);
    if (isSwapped(part) || value === undefined || part.facts.lacks !== undefined) continue;
    const modifier = pattern.exec(value)?.[1];
    if (modifier === undefined) continue;
    const style = value.slice(0, value.indexOf(modifier)).trim();
    return { code: 'oob/modifier', severity, facts: { value, modifier, style }, evidence: answered(view) };
  }
  return undefined;
};

/** What follows the colon in `hx-swap-oob` is no selector: the browser throws, and htmx drops the rest of the message. */
export const invalidSelector: SwapRule = (view) => {
  const found = partsOf(view).find((part) => !isSwapped(part) && part.dropped === 'invalid-selector');
  if (found === undefined || isSwapped(found)) return undefined;
  const { selector = '' } = found.facts;
  return { code: 'oob/invalid-selector', severity, facts: { selector }, evidence: answered(view) };
};

const TABLE_PARTS = new Set(['tr', 'td', 'th', 'tbody', 'thead', 'tfoot', 'caption', 'col', 'colgroup']);

/** The outermost element is a `<template>`: htmx swaps its children, and it has none (its content is a fragment of its own). */
export const templateOutermost: SwapRule = (view) => {
  const template = partsOf(view).find(({ fragment }) => fragment.tag === 'template');
  if (template === undefined || template.fragment.attributes['hx'] !== undefined) return undefined;
  const markup = readMarkup(view.message.reply?.data ?? '');
  const at = markup.findIndex(({ tag }) => tag === 'template');
  const rows = markup.some(({ tag, parent }) => parent === at && TABLE_PARTS.has(tag));
  const facts = { holds: rows ? 'rows' : 'elements', outOfBand: outOfBandOf(view.page, template) } as const;
  return { code: 'oob/template', severity, facts, evidence: answered(view) };
};

/** A part of a table behind or inside other HTML: the parser drops its tags before htmx sees the message, and keeps their text alone (HTML standard, "in body"). */
export const tablePartLost: SwapRule = (view) => {
  const parts = partsOf(view);
  const found = parts.find(
    (part) => !isSwapped(part) && part.dropped === 'parser' && TABLE_PARTS.has(part.fragment.tag),
  );
  const others = parts.some(
    ({ fragment, ...part }) => fragment.tag !== '' && !('dropped' in part && part.dropped === 'parser'),
  );
  if (found === undefined || !others) return undefined;
  const { tag, id } = found.fragment;
  const named = id === undefined || id === '' ? {} : { id };
  return { code: 'oob/table-part', severity, facts: { tag, ...named }, evidence: answered(view) };
};

/** Elements that belong into certain others alone (HTML standard, 4.4, 4.10: "Contexts in which this element can be used"). */
const ITEMS: Readonly<Record<string, readonly string[]>> = {
  li: ['ul', 'ol', 'menu'],
  dt: ['dl'],
  dd: ['dl'],
  option: ['select', 'datalist', 'optgroup'],
  tr: ['tbody', 'thead', 'tfoot', 'table'],
  td: ['tr'],
  th: ['tr'],
};

/** Without themselves their content is in the wrong place: cells of all rows stand in one line. Bare text in a list still shows as text. */
const LOST_WITHOUT: ReadonlySet<string> = new Set(['tr', 'td', 'th']);

/**
 * The outermost element is the item that was meant to be added. htmx adds what is inside it (`oobSwap`: a style other than `outerHTML` takes the
 * children), so that the list gets bare text: a warning, because the text shows. A table gets cells without their row.
 */
export const itemStripped: SwapRule = (view) => {
  for (const part of partsOf(view)) {
    if (!isSwapped(part) || !part.notes.includes('outermost-stripped') || !ADDS.has(part.effect)) continue;
    const { tag, text } = part.fragment;
    const target = view.page.elements.find(({ index }) => index === part.target.elements[0]);
    if (target === undefined || text === '' || ITEMS[tag]?.includes(target.tag) !== true) continue;
    if (LOST_WITHOUT.has(tag) && cellsAreLaidOut(view.page)) continue;
    const list = target.id === '' ? target.tag : `${target.tag} id="${target.id}"`;
    return {
      code: 'oob/item-stripped',
      severity: LOST_WITHOUT.has(tag) ? 'error' : 'warning',
      facts: { tag, list, style: part.style },
      evidence: answered(view),
    };
  }
  return undefined;
};

/** A style sheet says how cells are laid out, so that they need no row around them. */
function cellsAreLaidOut({ html, locate }: ObservedPage): boolean {
  const isOfCells = (rule: string): boolean => {
    const [selector = '', body = ''] = rule.split('{').slice(-2);
    return /\bt[dh]\b/u.test(selector) && /\bdisplay\s*:/u.test(body);
  };
  return html.split('}').some(isOfCells) || locate.find('page', /\bt[dh]\s*\{[^}]*\bdisplay\s*:/u).length > 0;
}

/**
 * The outermost element has an id of its own and names its target by a selector: it was meant to be added itself, and only what is inside it is, so that its
 * box and its id are missing.
 */
export const boxStripped: SwapRule = (view) => {
  for (const part of partsOf(view)) {
    if (!isSwapped(part) || !part.notes.includes('outermost-stripped') || !ADDS.has(part.effect)) continue;
    const { tag, id = '' } = part.fragment;
    const { selector } = part.target;
    const value = outOfBandOf(view.page, part) ?? '';
    if (id === '' || !value.includes(':') || selector === `#${id}`) continue;
    const facts = { tag, id, selector, style: part.style };
    return { code: 'oob/box-stripped', severity, facts, evidence: answered(view) };
  }
  return undefined;
};

/** Where an element of its own was meant to be. */
const ADDS: ReadonlySet<Effect> = new Set(['appends', 'prepends']);
