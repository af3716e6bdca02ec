import type { Difference, LedgerEntry } from '../../model/ledger.ts';
import { inline } from '../visible.ts';
import { droppedWords } from './dropped.ts';
import { elementCount } from './fragment.ts';
import { changesWords, swappedWords } from './swapped.ts';

/** What became of a message, a line for each top-level part of it, then what is not as htmx's source says. `→` may be written in ASCII. */
export function ledgerLines(entry: LedgerEntry): readonly string[] {
  const { handler, predicted, observed, differences, uncertain, unfinished } = entry;
  if (handler === 'page') return [`the page's own script handles it: ${changesWords(observed.changes)}`];
  return [
    ...predicted.map((each) => ('effect' in each ? swappedWords(each, entry) : droppedWords(each))),
    ...differences.map((each) => `but ${differenceWords(each)}`),
    ...(unfinished ? ['the swap was not over when the record of it ended'] : []),
    ...(uncertain.length === 0
      ? []
      : [`not certain: what matches ${uncertain.map((selector) => inline(selector, 60)).join(', ')}`]),
  ];
}

function differenceWords(difference: Difference): string {
  switch (difference.kind) {
    case 'elements':
      return `the page has ${elementCount(difference.observed)} with the id "${inline(difference.id, 60)}" instead of ${difference.predicted}`;
    case 'added':
      return `the page got ${difference.observed} new ${difference.observed === 1 ? 'element' : 'elements'} instead of ${difference.predicted}`;
    case 'unchanged':
      return 'nothing in the page changed';
    case 'event':
      return `htmx fired ${difference.observed} events ${difference.name} instead of ${difference.predicted}`;
    case 'refused':
      return `a listener of the page stopped it at ${difference.event}`;
    case 'exception':
      return `a script of the page threw: ${inline(difference.message)}`;
  }
}
