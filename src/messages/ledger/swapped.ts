import type { Effect, LedgerEntry, Note, PageChange, Swapped } from '../../model/ledger.ts';
import { inline } from '../visible.ts';
import { elementCount, fragmentWords } from './fragment.ts';

/** Where a part of a message went and what changed: `<div id="chat"> beforeend → #chat: 1 element added`. */
export function swappedWords(swapped: Swapped, entry: LedgerEntry): string {
  const { fragment, style, target, effect } = swapped;
  if (effect === 'requests') return 'the event → an element with hx-trigger makes its request';
  const how = style === '' ? '' : ` ${inline(style, 40)}`;
  const where = inline(target.selector === '' ? (target.label ?? 'the element itself') : target.selector, 60);
  const notes = swapped.notes.map((note) => NOTES[note](swapped)).filter((words) => words !== '');
  return [`${fragmentWords(fragment)}${how} → ${where}: ${changeOf(swapped, entry)}`, ...notes].join('; ');
}

/** What was seen to change, where this swap alone explains it; else what the style does. */
function changeOf({ effect }: Swapped, { predicted, observed, differences, unfinished }: LedgerEntry): string {
  const alone = predicted.filter((each) => 'effect' in each).length === 1;
  const measured = alone && differences.length === 0 && !unfinished && COUNTED.has(effect);
  return measured && observed.changes.length > 0 ? changesWords(observed.changes) : EFFECTS[effect];
}

/** Effects of which the numbers say more than the word. */
const COUNTED: ReadonlySet<Effect> = new Set([
  'replaces-content',
  'prepends',
  'appends',
  'inserts-before',
  'inserts-after',
]);

/** `2 elements added, 1 removed`, `text changed`. */
export function changesWords(changes: readonly PageChange[]): string {
  const added = changes.reduce((sum, each) => sum + each.added, 0);
  const removed = changes.reduce((sum, each) => sum + each.removed, 0);
  const text = changes.some((each) => each.text === 'yes');
  const words = [
    ...(added > 0 ? [`${elementCount(added)} added`] : []),
    ...(removed > 0 ? [added > 0 ? `${removed} removed` : `${elementCount(removed)} removed`] : []),
    ...(text ? ['text changed'] : []),
  ];
  return words.length === 0 ? 'nothing changed' : words.join(', ');
}

const EFFECTS: Readonly<Record<Effect, string>> = {
  replaces: 'replaced',
  'replaces-content': 'content replaced',
  prepends: 'added at the beginning',
  appends: 'added at the end',
  'inserts-before': 'added before it',
  'inserts-after': 'added after it',
  deletes: 'deleted',
  'replaces-text': 'text replaced',
  morphs: 'morphed',
  'morphs-content': 'content morphed',
  requests: 'request made',
  none: 'nothing swapped',
};

const NOTES: Readonly<Record<Note, (swapped: Swapped) => string>> = {
  'outermost-stripped': ({ fragment, notes }) =>
    notes.includes('nothing-inside') ? '' : `without its outermost <${inline(fragment.tag)}>`,
  'nothing-inside': ({ fragment }) =>
    fragment.tag === '' ? '' : `nothing is inside its outermost <${inline(fragment.tag)}>`,
  'unknown-style': ({ style }) => `"${inline(style, 40)}" is not a swap style, so htmx takes innerHTML`,
  'inert-template': () => 'a <template> shows nothing',
  'several-targets': ({ target }) => `in each of ${elementCount(target.count)}`,
  overwritten: () => 'a later part of the same message replaced it',
  'removes-connector': () => 'this removes the element that holds the connection',
  preserved: () => 'with hx-preserve the old element stays in place of the new one',
  'preserved-lost': () => 'hx-preserve takes the old element out of the page, and nothing takes its place',
};
