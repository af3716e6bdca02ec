import type { RunResult } from '../../src/model/check.ts';
import type { Difference, Disposition, LedgerEntry } from '../../src/model/ledger.ts';
import { steadyText } from './recorded.ts';

/** What happened to each kind of message, without what no two runs have in common: random words, numbers, how many there were. */
export type LedgerForms = ReadonlyMap<string, ReadonlySet<string>>;

/** The ledger of a run in this form. Entries that are not certain or not over are left out. @param folder the learner's */
export function ledgerForms(result: RunResult, folder: string): LedgerForms {
  const forms = new Map<string, Set<string>>();
  const steady = (text: string): string => steadyText(text, folder).replaceAll(/\d+/gu, '0');
  for (const ledger of entriesOf(result)) {
    if (ledger.unfinished || ledger.uncertain.length > 0) continue;
    const { incoming } = ledger;
    const kind = steady(typeof incoming === 'string' ? `ws ${incoming}` : `sse ${incoming.name}: ${incoming.data}`);
    const known = forms.get(kind) ?? new Set();
    forms.set(kind, known.add(steady(formOf(ledger))));
  }
  return forms;
}

function entriesOf(result: RunResult): readonly LedgerEntry[] {
  return result.steps.flatMap(({ timeline }) => timeline.flatMap(({ ledger }) => ledger ?? []));
}

function formOf({ handler, predicted, differences }: LedgerEntry): string {
  return [handler, ...predicted.map(partOf), ...differences.map(differenceOf)].join(' | ');
}

function partOf(part: Disposition): string {
  const { tag, id = '-' } = part.fragment;
  if ('dropped' in part) return `<${tag}#${id}> dropped ${part.dropped} ${JSON.stringify(part.facts)}`;
  const { target, style, effect, notes } = part;
  const many = target.count > 1 ? 'several' : target.count;
  return `<${tag}#${id}> ${style} ${effect} ${target.selector} (${many}) ${notes.join(' ')}`;
}

/** How many elements there are depends on how many messages came before. */
function differenceOf(difference: Difference): string {
  const { kind } = difference;
  if (kind === 'elements' || kind === 'added' || kind === 'event') {
    const of = kind === 'elements' ? difference.id : kind === 'event' ? difference.name : '';
    return `differs: ${kind} ${of} ${difference.observed > difference.predicted ? 'more' : 'fewer'}`;
  }
  // What a script throws has other words in another engine.
  return `differs: ${kind}`;
}

/** Messages of the second run to which something happened that did not happen to any of their kind in the first. */
export function notAmong(first: LedgerForms, second: LedgerForms): readonly string[] {
  return [...second].flatMap(([kind, forms]) => {
    const known = first.get(kind);
    if (known === undefined) return [];
    return [...forms]
      .filter((form) => !known.has(form))
      .map((form) => `${kind}\n  ${form}\n  and not\n  ${[...known].join('\n  ')}`);
  });
}

/** The messages after which the page was as predicted. */
export function asPredicted(forms: LedgerForms): LedgerForms {
  return new Map([...forms].map(([kind, known]) => [kind, new Set([...known].filter((form) => !isDiffering(form)))]));
}

function isDiffering(form: string): boolean {
  return form.includes('differs: ');
}

/** Kinds of messages of which the page was not as predicted, and how. */
export function differing(forms: LedgerForms): readonly string[] {
  return [...forms].flatMap(([kind, known]) => [...known].filter(isDiffering).map((form) => `${kind}\n  ${form}`));
}
