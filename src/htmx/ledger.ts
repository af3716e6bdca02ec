import type { PageElement } from '../model/page.ts';
import type { Dialect, StreamEvent } from './dialect.ts';
import type { Disposition, Page } from './disposition.ts';
import { descendants } from './tree.ts';

/** What was observed in a page while htmx handled one message or event. */
export interface Observation {
  /** Elements of the page afterwards, listed by the same rule as before. */
  readonly after: readonly PageElement[];
  /** Names of the events that htmx fired meanwhile, in order. */
  readonly events: readonly string[];
  /** What the page's scripts threw meanwhile. */
  readonly thrown: readonly string[];
}

/** Where the page differs from the model's prediction. */
export type Difference =
  /** Elements with this id. */
  | { readonly kind: 'elements'; readonly id: string; readonly predicted: number; readonly observed: number }
  /** Events that report a missing target. */
  | { readonly kind: 'event'; readonly name: string; readonly predicted: number; readonly observed: number }
  /** The page threw an error that htmx itself does not throw. */
  | { readonly kind: 'exception'; readonly message: string };

export interface LedgerEntry {
  readonly incoming: string | StreamEvent;
  /** What htmx does with it according to its source. */
  readonly predicted: readonly Disposition[];
  readonly observed: {
    /** Ids with more elements than before, and ids with fewer. */
    readonly appeared: readonly string[];
    readonly vanished: readonly string[];
    readonly events: readonly string[];
  };
  /** Empty: the page is as predicted. */
  readonly differences: readonly Difference[];
}

/** One line of the ledger: what should happen to a message, what happened, and where the two differ. */
export function ledgerEntry(
  dialect: Dialect,
  incoming: string | StreamEvent,
  seen: { readonly before: Page; readonly connector: PageElement | undefined; readonly observation: Observation },
): LedgerEntry {
  const { before, connector, observation } = seen;
  const { dispositions, after } = dialect.predict(incoming, before, connector);
  const was = counts(before.elements.map(({ id }) => id));
  const is = counts(observation.after.map(({ id }) => id));
  const said = counts(descendants(after).map(({ attributes }) => attributes['id'] ?? ''));
  const ids = [...new Set([...was.keys(), ...is.keys(), ...said.keys()])].filter((id) => id !== '');
  const more = (id: string): number => (is.get(id) ?? 0) - (was.get(id) ?? 0);
  return {
    incoming,
    predicted: dispositions,
    observed: {
      appeared: ids.filter((id) => more(id) > 0),
      vanished: ids.filter((id) => more(id) < 0),
      events: observation.events,
    },
    differences: [
      ...ids.flatMap((id): Difference[] => {
        const [predicted, observed] = [said.get(id) ?? 0, is.get(id) ?? 0];
        return predicted === observed ? [] : [{ kind: 'elements', id, predicted, observed }];
      }),
      ...eventDifferences(dispositions, observation),
      ...exceptions(dispositions, observation),
    ],
  };
}

function counts(items: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const item of items) found.set(item, (found.get(item) ?? 0) + 1);
  return found;
}

const NO_TARGET = ['htmx:oobErrorNoTarget', 'htmx:partialErrorNoTarget'];

function eventDifferences(dispositions: readonly Disposition[], { events }: Observation): readonly Difference[] {
  return NO_TARGET.flatMap((name): Difference[] => {
    const predicted = dispositions.filter((each) => 'dropped' in each && each.facts.event === name).length;
    const observed = events.filter((event) => event === name).length;
    return predicted === observed ? [] : [{ kind: 'event', name, predicted, observed }];
  });
}

function exceptions(dispositions: readonly Disposition[], { thrown }: Observation): readonly Difference[] {
  const expected = dispositions.some((each) => 'dropped' in each && each.facts.throws === 'yes');
  return expected ? [] : thrown.map((message) => ({ kind: 'exception', message }));
}
