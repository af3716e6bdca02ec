import { beginning } from '../model/whole-characters.ts';
import { ledgerLines } from '../messages/index.ts';
import type { Disposition, LedgerEntry } from '../model/ledger.ts';

const MOST_CHARACTERS = 600;

/** An entry of the ledger as `docs/json.md` describes it. */
export function toLedger(entry: LedgerEntry): object {
  const { handler, incoming, predicted, observed, differences, uncertain, unfinished } = entry;
  const { appeared, vanished, changes, thrown } = observed;
  return {
    ...(typeof incoming === 'string'
      ? { kind: 'ws', data: cut(incoming) }
      : { kind: 'sse', event: incoming.name, data: cut(incoming.data) }),
    handler,
    parts: predicted.map(toPart),
    changes: changes.map(({ element, added, removed, text }) => ({ element, added, removed, text: text === 'yes' })),
    ...{ appeared, vanished, thrown, differences, uncertain, unfinished },
    text: ledgerLines(entry),
  };
}

function toPart(part: Disposition): object {
  const { tag, id, text } = part.fragment;
  const fragment = { tag, id: id ?? null, text };
  if ('dropped' in part) return { ...fragment, result: 'dropped', reason: part.dropped, facts: part.facts };
  const { via, target, style, effect, notes } = part;
  return {
    ...fragment,
    result: 'swapped',
    ...{ via, style, effect, notes },
    target: { selector: target.selector, element: target.label ?? null, count: target.count },
  };
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${beginning(text, MOST_CHARACTERS)}… (${text.length} characters)`;
}
