import { isSwapped } from '../../htmx/disposition.ts';
import type { Disposition } from '../../htmx/disposition.ts';
import type { Dialect } from '../../htmx/index.ts';
import { within } from '../../htmx/elements.ts';
import type { Way } from '../../model/facts/migrate.ts';
import type { Finding, FindingOf } from '../../model/finding.ts';
import { dataOf } from '../../htmx/ledger.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { replyPlace, streamPlace } from '../../rules/places.ts';
import { handledIn, shapeOf } from './handled.ts';
import type { Handled } from './handled.ts';
import type { Compared } from './compared.ts';

const MOST = 5;

/**
 * What goes somewhere else under the other major. A message that both runs received is compared as it was handled in each; for one that only
 * the first run received the source of the other major decides.
 */
export function receivedOtherwise({ before, after, majors, words }: Compared): readonly Finding[] {
  const [old, now] = [handledIn(before.records), handledIn(after.records)];
  const found = new Map<string, Finding>();
  for (const first of old) {
    const shape = shapeOf(first.entry, words);
    if (found.size >= MOST || first.entry.handler === 'page' || found.has(shape)) continue;
    const same = now.find(({ entry }) => entry.handler === 'htmx' && shapeOf(entry, words) === shape);
    // Of this one a page of the other major knows nothing, as of a named event that nothing in it listens to.
    const other = same ?? predicted(after.dialect, before.dialect, first);
    const finding = difference({ page: before, first, other, seen: same === undefined ? 'no' : 'yes' }, majors);
    if (finding !== undefined) found.set(shape, finding);
  }
  // The same change is told once.
  const known = new Set<string>();
  return [...found.values()].filter(({ facts }) => {
    const key = JSON.stringify({ ...facts, seen: '' });
    return known.has(key) ? false : (known.add(key), true);
  });
}

/** What the other major does with it in the same page, by its source. An event called `message` is one without a name there. */
function predicted(dialect: Dialect, own: Dialect, { entry, elements, connector, matches }: Handled): Handled {
  const { incoming } = entry;
  const given =
    typeof incoming === 'string'
      ? incoming
      : {
          ...incoming,
          name: dialect.major === 4 && own.major < 4 && incoming.name === 'message' ? '' : incoming.name || 'message',
        };
  const { dispositions } = dialect.predict(given, { elements, listing: 'some', matches }, connector);
  const observed: LedgerEntry['observed'] = { appeared: [], vanished: [], changes: [], events: [], thrown: [] };
  const rest = { differences: [], uncertain: [], unfinished: false };
  return {
    ...{ elements, connector, matches },
    entry: { handler: 'htmx', incoming: given, predicted: dispositions, observed, ...rest },
  };
}

interface Pair {
  readonly page: ObservedPage;
  readonly first: Handled;
  readonly other: Handled;
  readonly seen: 'yes' | 'no';
}

function difference({ page, first, other, seen }: Pair, majors: Compared['majors']): Finding | undefined {
  const [was, is] = [waysOf(first), waysOf(other)];
  const wipes = wipedBy(other).filter((label) => !wipedBy(first).includes(label));
  const change = changeOf(was, is, wipes);
  if (change === undefined) return undefined;
  const { incoming } = first.entry;
  const event = typeof incoming === 'string' ? {} : { event: incoming.name || 'message' };
  const facts = { ...majors, change, ...event, was, is, wipes, seen };
  const data = dataOf(first.entry);
  const path = page.contract[typeof incoming === 'string' ? 'socketPath' : 'streamPath'] ?? '';
  const where = typeof incoming === 'string' ? replyPlace(page.locate, data, path) : streamPlace(page.locate, path);
  return {
    code: 'migrate/received',
    severity: change === 'appears' ? 'warning' : 'error',
    facts,
    evidence: page.evidence(where, { received: data, ledger: [other.entry] }),
  };
}

type Change = FindingOf<'migrate/received'>['facts']['change'];

function changeOf(was: readonly Way[], is: readonly Way[], wipes: readonly string[]): Change | undefined {
  const goes = (ways: readonly Way[]): readonly Way[] => ways.filter(({ target }) => target !== '');
  const [before, after] = [goes(was), goes(is)];
  if (wipes.length > 0) return 'wipes';
  if (before.length > 0 && after.length === 0) return 'lost';
  if (before.length === 0) return after.length > 0 ? 'appears' : undefined;
  const key = (ways: readonly Way[]): string => JSON.stringify(ways.map(({ fate, target }) => [fate, target]));
  return key(before) === key(after) ? undefined : 'moves';
}

function waysOf({ entry, elements }: Handled): readonly Way[] {
  return entry.predicted.map((part) => wayOf(part, elements));
}

function wayOf(disposition: Disposition, elements: readonly PageElement[]): Way {
  const { tag, id } = disposition.fragment;
  const part = tag === '' ? '' : id === undefined ? `<${tag}>` : `<${tag} id="${id}">`;
  if (!isSwapped(disposition)) return { part, fate: disposition.dropped, target: '' };
  const { target, effect } = disposition;
  const element = elements[target.elements[0] ?? -1];
  const own = element === undefined ? (target.label ?? 'the element') : labelOf(element);
  return { part, fate: effect, target: effect === 'none' ? '' : target.selector === '' ? own : target.selector };
}

function labelOf({ tag, id, index }: PageElement): string {
  return id === '' ? `${tag}[${index}]` : `#${id}`;
}

/** Controls and elements with ids inside an element whose content the message replaces as a whole: they are gone then. */
function wipedBy({ entry, elements }: Handled): readonly string[] {
  const targets = entry.predicted
    .filter(isSwapped)
    .filter(({ via, effect }) => via === 'main' && (effect === 'replaces-content' || effect === 'replaces'))
    .flatMap(({ target }) => target.elements);
  return elements
    .filter((each) => targets.some((index) => index !== each.index && isInside(elements, each, elements[index])))
    .filter(({ tag, id }) => tag === 'form' || id !== '')
    .map(({ tag, id }) => (id === '' ? tag : `${tag}#${id}`))
    .slice(0, 4);
}

function isInside(elements: readonly PageElement[], inner: PageElement, outer: PageElement | undefined): boolean {
  return outer !== undefined && within(elements, inner, outer);
}
