import type { Difference, Disposition, Handling, LedgerEntry, PageChange, StreamEvent } from '../model/ledger.ts';
import type { PageElement } from '../model/page.ts';
import type { Dialect, Prediction } from './dialect.ts';
import { isSwapped } from './disposition.ts';
import type { Page } from './disposition.ts';
import { descendants, isElement } from './tree.ts';
import type { TreeNode } from './tree.ts';

export type { Difference, LedgerEntry } from '../model/ledger.ts';

/** What was observed in a page while htmx handled one message or event. */
export interface Observation {
  /** Elements of the page afterwards, listed by the same rule as before. */
  readonly after: readonly PageElement[];
  /** What became of the children of each element; undefined: it was not looked at. */
  readonly changes?: readonly PageChange[];
  /** Names of the events that htmx fired meanwhile, in order. */
  readonly events: readonly string[];
  /** What the page's scripts threw meanwhile. */
  readonly thrown: readonly string[];
  /** The listings leave out elements that have an id and no more. */
  readonly capped?: 'yes' | 'no';
  readonly finished?: Handling['finished'];
}

/** The page before a message, who has its connection, and what was seen. */
export interface SeenHandling {
  readonly before: Page;
  readonly connector: PageElement | undefined;
  readonly observation: Observation;
}

/** The text of the message or the event that an entry is about. */
export function dataOf({ incoming }: Pick<LedgerEntry, 'incoming'>): string {
  return typeof incoming === 'string' ? incoming : incoming.data;
}

/** One entry of the ledger: what should happen to a message, what happened, and where the two differ. */
export function ledgerEntry(dialect: Dialect, incoming: string | StreamEvent, seen: SeenHandling): LedgerEntry {
  return entryOf(incoming, dialect.predict(incoming, seen.before, seen.connector), seen);
}

/** The entry of a message of which it is known what becomes. */
export function entryOf(
  incoming: string | StreamEvent,
  prediction: Pick<Prediction, 'dispositions' | 'unanswered'> & { readonly after: TreeNode | undefined },
  { before, observation }: SeenHandling,
): LedgerEntry {
  const { dispositions, after, unanswered } = prediction;
  const unfinished = observation.finished === 'no';
  const compared = unanswered.length === 0 && !unfinished;
  return {
    handler: 'htmx',
    incoming,
    predicted: dispositions.map((each) => labelled(each, before.elements)),
    observed: observed(before.elements, observation),
    differences: compared ? differences(dispositions, after, observation) : exceptions(dispositions, observation),
    uncertain: unanswered,
    unfinished,
  };
}

/** Says which element the target is where no selector says it. */
function labelled(disposition: Disposition, elements: readonly PageElement[]): Disposition {
  if (!isSwapped(disposition)) return disposition;
  const { target } = disposition;
  const element = target.selector === '' ? elements[target.elements[0] ?? -1] : undefined;
  return element === undefined ? disposition : { ...disposition, target: { ...target, label: labelOf(element) } };
}

/** A target's own name in a ledger: `b#count`, `div[sse-swap]`. */
export function labelOf({ tag, id, attributes }: PageElement): string {
  if (id !== '') return `${tag}#${id}`;
  const attribute = Object.keys(attributes).find((name) => /^(?:data-)?(?:sse|ws|hx)-/u.test(name));
  return attribute === undefined ? tag : `${tag}[${attribute}]`;
}

/** The entry of a message on a connection that htmx did not open. */
export function foreignEntry(incoming: string | StreamEvent, { before, observation }: SeenHandling): LedgerEntry {
  return {
    handler: 'page',
    incoming,
    predicted: [],
    observed: observed(before.elements, observation),
    differences: [],
    uncertain: [],
    unfinished: false,
  };
}

function observed(before: readonly PageElement[], observation: Observation): LedgerEntry['observed'] {
  const { after, changes = [], events, thrown } = observation;
  const was = counts(before.map(({ id }) => id));
  const is = counts(after.map(({ id }) => id));
  const more = (id: string): number => (is.get(id) ?? 0) - (was.get(id) ?? 0);
  const ids = [...new Set([...was.keys(), ...is.keys()])].filter((id) => id !== '');
  return {
    appeared: ids.filter((id) => more(id) > 0),
    vanished: ids.filter((id) => more(id) < 0),
    ...{ changes, events, thrown },
  };
}

function differences(
  dispositions: readonly Disposition[],
  after: TreeNode | undefined,
  observation: Observation,
): readonly Difference[] {
  const refused = refusals(observation);
  if (refused.length > 0) return [...refused, ...exceptions(dispositions, observation)];
  return [
    ...(after === undefined || observation.capped === 'yes' ? [] : idDifferences(after, observation)),
    ...(after === undefined ? [] : additions(dispositions, after, observation)),
    ...eventDifferences(dispositions, observation),
    ...exceptions(dispositions, observation),
  ];
}

function idDifferences(after: TreeNode, observation: Observation): readonly Difference[] {
  const is = counts(observation.after.map(({ id }) => id));
  const said = counts(descendants(after).map(({ attributes }) => attributes['id'] ?? ''));
  return [...new Set([...is.keys(), ...said.keys()])]
    .filter((id) => id !== '')
    .flatMap((id): Difference[] => {
      const [predicted, seen] = [said.get(id) ?? 0, is.get(id) ?? 0];
      return predicted === seen ? [] : [{ kind: 'elements', id, predicted, observed: seen }];
    });
}

function counts(items: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const item of items) found.set(item, (found.get(item) ?? 0) + 1);
  return found;
}

/** How many elements came, and whether anything happened at all. A morph keeps what it can, preserved elements move; what is not listed is not in the tree. */
function additions(
  dispositions: readonly Disposition[],
  after: TreeNode,
  { changes }: Observation,
): readonly Difference[] {
  const swapped = dispositions.filter(isSwapped);
  const beyond = swapped.some(
    ({ effect, target, notes }) =>
      effect.startsWith('morphs') ||
      target.count > nodesOf(target) ||
      notes.some((note) => note.startsWith('preserved')),
  );
  if (changes === undefined || beyond) return [];
  const come = newNodes(after);
  const predicted = come.filter(isElement).length;
  const seen = changes.reduce((sum, { added }) => sum + added, 0);
  if (predicted !== seen) return [{ kind: 'added', predicted, observed: seen }];
  const says = come.some((node) => isElement(node) || node.text.trim() !== '');
  return says && changes.length === 0 ? [{ kind: 'unchanged' }] : [];
}

/** A target that came with an earlier part of the message is in no listing. */
function nodesOf({ count, elements }: { readonly count: number; readonly elements: readonly number[] }): number {
  return elements.length === 0 ? count : elements.length;
}

/** What came with the message and stands beside or inside what was there before. */
function newNodes(node: TreeNode): readonly TreeNode[] {
  return node.children.flatMap((child) => {
    const was = child.index !== undefined || ['html', 'body'].includes(child.tag);
    return was ? newNodes(child) : [child];
  });
}

/** What htmx 2 fires for a part that names a target which is not there. */
export const NO_TARGET = ['htmx:oobErrorNoTarget', 'htmx:partialErrorNoTarget'];

function eventDifferences(dispositions: readonly Disposition[], { events }: Observation): readonly Difference[] {
  return NO_TARGET.flatMap((name): Difference[] => {
    const predicted = dispositions.filter((each) => 'dropped' in each && each.facts.event === name).length;
    const seen = events.filter((event) => event === name).length;
    return predicted === seen ? [] : [{ kind: 'event', name, predicted, observed: seen }];
  });
}

function exceptions(dispositions: readonly Disposition[], { thrown }: Observation): readonly Difference[] {
  const expected = dispositions.some((each) => 'dropped' in each && each.facts.throws === 'yes');
  return expected ? [] : thrown.map((message) => ({ kind: 'exception', message }));
}

/** Fired as htmx begins with a message and as it is through with it; a listener that prevents the first ends it. */
const BEGIN_AND_END: readonly (readonly [begin: string, end: string])[] = [
  ['htmx:wsBeforeMessage', 'htmx:wsAfterMessage'],
  ['htmx:sseBeforeMessage', 'htmx:sseMessage'],
  ['htmx:ws:before:message:incoming', 'htmx:ws:after:message:incoming'],
];

function refusals({ events, thrown, changes = [] }: Observation): readonly Difference[] {
  const refused = changes.length > 0 ? undefined : refusedAt({ events, thrown });
  return refused === undefined ? [] : [{ kind: 'refused', event: refused }];
}

/** The event at which a listener of the page kept htmx from a message, and may have handled the message itself; undefined: none did. */
export function refusedAt({ events, thrown }: Pick<LedgerEntry['observed'], 'events' | 'thrown'>): string | undefined {
  const failed = thrown.length > 0 || events.some((name) => /error/iu.test(name));
  const begun = BEGIN_AND_END.find(([begin, end]) => events.includes(begin) && !events.includes(end));
  return failed ? undefined : begun?.[0];
}
